import type { CodeLines } from '../../core/dialect/dialect.js'
import { spanOf } from '../../core/ir/names.js'
import type { Span } from '../../core/text/source.js'

/** The lines of the smallest statement of a program that holds a piece of the source, the first of several. */
export function linesOf(span: Span, code: readonly CodeLines[]): CodeLines | undefined {
  let found: CodeLines | undefined
  let size = Number.POSITIVE_INFINITY
  for (const each of code) {
    const own = spanOf(each.origin)
    if (!own || own.source !== span.source || own.start > span.start || own.end < span.end) continue
    if (own.end - own.start >= size) continue
    found = each
    size = own.end - own.start
  }
  return found
}
