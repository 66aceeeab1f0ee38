import type { EmittedStatement } from '../../core/dialect/dialect.js'
import type { Finding } from '../../core/findings/finding.js'
import { type ObjectId, type PartId, spanOf, wholeOf } from '../../core/ir/names.js'
import type { LedgerFinding } from '../../core/ledger/ledger.js'
import { type CatalogueEntry, catalogue, renderMessage } from '../../rules/findings/catalogue.js'
import type { Conversion } from '../pipeline.js'
import { type CensusEntry, ownersOf } from './census.js'
import { linesOf } from './program-lines.js'
import { spanIn } from './span.js'

/** Findings as people and programs read them: rendered, placed on both sides, numbered. Equal ones stand once. */
export function toLedgerFindings(conversion: Conversion, census: readonly CensusEntry[]): readonly LedgerFinding[] {
  const owners = ownersOf(census)
  const lines = linesByPart(conversion.statements)
  const seen = new Set<string>()
  const made: LedgerFinding[] = []
  for (const found of conversion.findings) {
    const entry = catalogue().get(found.code)
    if (!entry) throw new Error(`${found.code} is not in the catalogue`)
    const key = keyOf(found, entry)
    if (seen.has(key)) continue
    seen.add(key)
    made.push(toLedgerFinding(found, entry, made.length + 1, conversion, owners, lines))
  }
  return made
}

function keyOf(found: Finding, entry: CatalogueEntry): string {
  switch (entry.oncePer) {
    case 'run':
      return JSON.stringify([found.code, found.data])
    case 'object':
      return JSON.stringify([found.code, found.object, found.data])
    case 'place':
      return JSON.stringify([found.code, found.object, found.part ?? null, found.data, found.origin])
  }
}

function toLedgerFinding(
  found: Finding,
  entry: CatalogueEntry,
  number: number,
  conversion: Conversion,
  owners: ReadonlyMap<PartId, ObjectId>,
  lines: ReadonlyMap<PartId, Lines>,
): LedgerFinding {
  const data: Readonly<Record<string, string | number>> = { ...found.data }
  const part = found.part !== undefined && owners.has(found.part) ? found.part : null
  const line = narrowed(lines.get(part ?? wholeOf(found.object)), found)
  const file = line && conversion.files.get(line.statement.id)
  return {
    id: `f${String(number).padStart(5, '0')}`,
    code: found.code,
    severity: entry.severity,
    outcome: entry.outcome,
    object: found.object,
    part,
    message: renderMessage(entry.message, data),
    source: spanIn(found.origin, conversion.sources),
    target: line && file ? { file, line: line.from, endLine: line.to } : null,
    data,
    effortMinutes: entry.effortMinutes,
  }
}

/** Of a program: the lines of the statement that the finding speaks of. */
function narrowed(lines: Lines | undefined, { origin }: Finding): Lines | undefined {
  const span = spanOf(origin)
  const own = lines && span && linesOf(span, lines.statement.code ?? [])
  return own ? { ...lines, from: own.from + 1 + headerLines, to: own.to + headerLines } : lines
}

interface Lines {
  readonly statement: EmittedStatement
  /** 1-based, both ends included. */
  readonly from: number
  readonly to: number
}

/** Lines of a statement's file before its own text begins. */
export const headerLines = 1

/** The first place where each part stands. */
function linesByPart(statements: readonly EmittedStatement[]): ReadonlyMap<PartId, Lines> {
  const found = new Map<PartId, Lines>()
  for (const statement of statements) {
    for (const { from, to, part } of statement.lines) {
      if (!found.has(part)) found.set(part, { statement, from: from + 1 + headerLines, to: to + headerLines })
    }
  }
  return found
}
