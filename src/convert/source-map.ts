import type { EmittedStatement } from '../core/dialect/dialect.js'
import { type Origin, type PartId, spanOf, wholeOf } from '../core/ir/names.js'
import type { LedgerFinding, LedgerSpan } from '../core/ledger/ledger.js'
import { createPositions } from '../core/text/positions.js'
import type { SourceText } from '../core/text/source.js'
import { originsOf, takeCensus } from './ledger/census.js'
import { headerLines } from './ledger/findings.js'
import type { Conversion } from './pipeline.js'

/** Where the lines of one file come from. */
export interface SourceMapFile {
  readonly file: string
  readonly lines: readonly SourceMapLines[]
}

/** Lines of the file, 1-based, both ends included; outer ones stand before those in them. */
export interface SourceMapLines {
  readonly from: number
  readonly to: number
  readonly source: LedgerSpan
  /** The part of the source that they stand for; absent for a statement of a program. */
  readonly part?: PartId
  /** The conversion rule that made them of it, where one says so. */
  readonly rule?: string
  /** Ids of the findings about it, which say why it is not as it was. Absent: none. */
  readonly findings?: readonly string[]
}

/** For every file of a conversion, in its order: each part and each statement with its place in the source. */
export function* sourceMap(conversion: Conversion, findings: readonly LedgerFinding[]): Generator<SourceMapFile> {
  const origins = originsOf(takeCensus(conversion.source))
  const placed = spansIn(conversion.sources)
  const byPart = groupByPart(findings)
  for (const statement of conversion.statements) {
    const file = conversion.files.get(statement.id)
    if (file === undefined) continue
    const lines = [...partLines(statement, origins, byPart, placed), ...codeLines(statement, byPart, placed)]
    if (lines.length > 0) yield { file, lines: lines.sort((a, b) => a.from - b.from || b.to - a.to) }
  }
}

type Place = (origin: Origin) => LedgerSpan | undefined

function spansIn(sources: ReadonlyMap<string, SourceText>): Place {
  const positions = createPositions()
  return (origin) => {
    const span = spanOf(origin)
    const source = span && sources.get(span.source)
    if (!span || !source) return undefined
    const from = positions(source, span.start)
    const to = positions(source, span.end)
    return { path: from.path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }
}

function groupByPart(findings: readonly LedgerFinding[]): ReadonlyMap<PartId, readonly LedgerFinding[]> {
  const found = new Map<PartId, LedgerFinding[]>()
  for (const each of findings) {
    const part = each.part ?? wholeOf(each.object)
    const list = found.get(part)
    if (list) list.push(each)
    else found.set(part, [each])
  }
  return found
}

function partLines(
  { lines, code }: EmittedStatement,
  origins: ReadonlyMap<PartId, Origin>,
  byPart: ReadonlyMap<PartId, readonly LedgerFinding[]>,
  placed: Place,
): readonly SourceMapLines[] {
  return lines.flatMap(({ from, to, part }) => {
    const source = placed(origins.get(part) ?? { from: 'none' })
    if (!source) return []
    const own = code === undefined ? (byPart.get(part) ?? []) : []
    return [{ ...inFile(from, to), source, part, ...(own.length > 0 ? { findings: own.map(({ id }) => id) } : {}) }]
  })
}

/** A finding about a program stands with the smallest statement that holds what it speaks of. */
function codeLines(
  { code = [], sources }: EmittedStatement,
  byPart: ReadonlyMap<PartId, readonly LedgerFinding[]>,
  placed: Place,
): readonly SourceMapLines[] {
  const made = code.flatMap(({ from, to, origin }) => {
    const source = placed(origin)
    const rule = origin.from === 'rule' ? { rule: origin.rule } : {}
    const findings: string[] = []
    return source ? [{ ...inFile(from, to), source, ...rule, findings }] : []
  })
  for (const part of sources)
    for (const { id, source } of byPart.get(part) ?? []) smallest(made, source)?.findings.push(id)
  return made.map(({ findings, ...place }) => (findings.length > 0 ? { ...place, findings } : place))
}

function smallest<T extends { readonly source: LedgerSpan }>(all: readonly T[], of: LedgerSpan | null): T | undefined {
  if (!of) return undefined
  const holding = all.filter(({ source }) => holds(source, of))
  return holding.find(({ source }) => holding.every((other) => holds(other.source, source)))
}

const holds = (outer: LedgerSpan, inner: LedgerSpan): boolean =>
  outer.path === inner.path &&
  before(outer.line, outer.column, inner.line, inner.column) &&
  before(inner.endLine, inner.endColumn, outer.endLine, outer.endColumn)

const before = (line: number, column: number, otherLine: number, otherColumn: number): boolean =>
  line < otherLine || (line === otherLine && column <= otherColumn)

const inFile = (from: number, to: number) => ({ from: from + 1 + headerLines, to: to + headerLines })
