import { type Origin, spanOf } from '../../core/ir/names.js'
import type { LedgerSpan } from '../../core/ledger/ledger.js'
import { positionOf, type SourceText } from '../../core/text/source.js'

/** Where an origin stands in its file, in lines and columns; null when it has no text. */
export function spanIn(origin: Origin, sources: ReadonlyMap<string, SourceText>): LedgerSpan | null {
  const span = spanOf(origin)
  const source = span && sources.get(span.source)
  if (!span || !source) return null
  const from = positionOf(source, span.start)
  const to = positionOf(source, span.end)
  return { path: from.path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
}
