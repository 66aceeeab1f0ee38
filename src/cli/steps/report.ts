import type { Conversion } from '../../convert/pipeline.js'
import { sourceMap } from '../../convert/source-map.js'
import { spanOf } from '../../core/ir/names.js'
import type { SchemaObject } from '../../core/ir/schema.js'
import type { Ledger, LedgerEntry, LedgerFinding } from '../../core/ledger/ledger.js'
import { createPositions } from '../../core/text/positions.js'
import { sqlFile } from '../../output/sql-file.js'
import type { TextMaker } from '../../output/text-file.js'
import { csvReport } from '../../report/csv.js'
import { htmlReport } from '../../report/html.js'
import { sarifReport } from '../../report/sarif.js'
import type { ObjectCode, ReportInput, RunSummary } from '../../report/view.js'
import { catalogue } from '../../rules/findings/catalogue.js'

export interface ReportParts {
  readonly conversion: Conversion
  readonly ledger: Ledger
  readonly findings: readonly LedgerFinding[]
  readonly version: string
  readonly run?: RunSummary
}

type ReportFile = 'report.html' | 'report.csv' | 'findings.sarif' | 'sources.json'

/** The report in all its forms, by file name; each is made when it is written. */
export function reportFiles(parts: ReportParts): Readonly<Record<ReportFile, TextMaker>> {
  const input = reportInput(parts)
  return {
    'report.html': () => htmlReport(input),
    'report.csv': () => csvReport(parts.ledger, parts.findings),
    'findings.sarif': () => sarifReport(parts.findings, { version: parts.version }, input.explain),
    'sources.json': () => sourceTexts(parts.conversion),
  }
}

function reportInput(parts: ReportParts): ReportInput {
  const { conversion, ledger, findings, run } = parts
  const statementOf = new Map(
    conversion.statements.map((statement) => [conversion.files.get(statement.id) ?? '', statement]),
  )
  const positions = createPositions()
  const sourceOf = new Map(
    conversion.source.schemas.flatMap((schema) =>
      schema.objects.map((object) => [object.id as string, sourceCode(conversion, object, positions)] as const),
    ),
  )
  const origins = originsOf(conversion, findings)
  const sqlOf = (file: string): string => {
    const statement = statementOf.get(file)
    return statement ? sqlFile(statement) : ''
  }
  return {
    ledger,
    findings,
    mapping: conversion.mapping,
    madeAt: new Date(),
    codeOf: (entry: LedgerEntry): ObjectCode => {
      const source = sourceOf.get(entry.id)
      return {
        ...(source ? { source } : {}),
        targets: entry.files.map((file) => {
          const known = origins.get(file)
          return { file, sql: sqlOf(file), ...(known ? { origins: known } : {}) }
        }),
      }
    },
    explain: (code) => {
      const entry = catalogue().get(code)
      return { name: entry?.name ?? code, explain: entry?.explain ?? '', remedy: entry?.remedy ?? [] }
    },
    ...(run ? { run } : {}),
  }
}

/** What was read of each object, for those who show both sides. */
function* sourceTexts(conversion: Conversion): Generator<string> {
  let before = '['
  const positions = createPositions()
  for (const schema of conversion.source.schemas)
    for (const object of schema.objects) {
      const code = sourceCode(conversion, object, positions)
      if (!code) continue
      yield `${before}\n${JSON.stringify({ object: object.id, ...code })}`
      before = ','
    }
  yield before === '[' ? '[]\n' : '\n]\n'
}

/** Of programs, by file: on which lines their statements begin, and on which of the source. */
function originsOf(conversion: Conversion, findings: readonly LedgerFinding[]) {
  const statements = conversion.statements.filter(({ code }) => code !== undefined)
  const origins = new Map<string, ReadonlyMap<number, number>>()
  for (const { file, lines } of sourceMap({ ...conversion, statements }, findings)) {
    const own = lines.filter(({ part }) => part === undefined)
    origins.set(file, new Map(own.map(({ from, source }) => [from, source.line])))
  }
  return origins
}

type Positions = ReturnType<typeof createPositions>

/** The whole statement that makes it; of a member of a package its own text, or each of many would bring along all of them. */
function sourceCode(conversion: Conversion, object: SchemaObject, positions: Positions): ObjectCode['source'] {
  const span = spanOf(object.origin)
  const source = span && conversion.sources.get(span.source)
  if (!source) return undefined
  const { path, firstLine, text } = source
  if (object.kind !== 'routine' || !object.package) return { path, firstLine, text }
  const { line } = positions(source, span.start)
  return { path, firstLine: line, text: text.slice(span.start, span.end) }
}
