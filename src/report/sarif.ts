import { createHash } from 'node:crypto'
import type { Severity } from '../core/findings/finding.js'
import type { LedgerFinding, LedgerSpan } from '../core/ledger/ledger.js'
import { jsonParts } from '../core/text/json-parts.js'

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', notice: 'note', info: 'none' }

/** SARIF 2.1.0 (OASIS): one run, one result per finding, source place first, target place as related location. In parts. */
export function* sarifReport(
  findings: readonly LedgerFinding[],
  tool: { readonly version: string },
  explain: (code: string) => { readonly name: string; readonly explain: string },
): Generator<string> {
  const codes = [...new Set(findings.map((found) => found.code))].sort()
  const rules = codes.map((code) => ({
    id: code,
    name: explain(code).name,
    fullDescription: { text: explain(code).explain },
  }))
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'crosswalk', version: tool.version, rules } },
        results: results(findings, codes),
      },
    ],
  }
  yield* jsonParts(log, 4)
  yield '\n'
}

function* results(findings: readonly LedgerFinding[], codes: readonly string[]): Generator<object> {
  for (const found of findings) yield result(found, codes.indexOf(found.code))
}

function result(found: LedgerFinding, ruleIndex: number): object {
  return {
    ruleId: found.code,
    ruleIndex,
    level: levels[found.severity],
    message: { text: found.message },
    locations: found.source ? [location(found.source)] : [],
    ...(found.target
      ? {
          relatedLocations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(found.target.file) },
                region: { startLine: found.target.line, endLine: found.target.endLine },
              },
            },
          ],
        }
      : {}),
    // Stable when lines move: what was found, on what, with which data.
    partialFingerprints: {
      'crosswalk/v1': createHash('sha256')
        .update(JSON.stringify([found.code, found.object, found.part, found.data]))
        .digest('hex'),
    },
    properties: { object: found.object, outcome: found.outcome, effortMinutes: found.effortMinutes },
  }
}

const location = (span: LedgerSpan): object => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(span.path) },
    region: {
      startLine: span.line,
      startColumn: span.column,
      endLine: span.endLine,
      endColumn: Math.max(span.endColumn, 1),
    },
  },
})
