import { type Origin, spanOf } from '../../core/ir/names.js'
import type { Stmt } from '../../core/ir/statement.js'
import type { Span } from '../../core/text/source.js'
import type { RefusedStatement } from '../code/code-context.js'

/**
 * The refusal that speaks of a statement. What conversion makes of a leaf may come from any part of its text; a statement
 * that holds others is meant only where the refusal names its own text, or that of a declaration in it.
 */
export function refusalOf(
  stmt: Stmt,
  holds: boolean,
  refused: readonly RefusedStatement[],
): RefusedStatement | undefined {
  const own = spanOf(stmt.origin)
  if (!own) return undefined
  if (!holds) return refused.find(({ span }) => isWithin(span, own))
  const parts = [own, ...declared(stmt).flatMap((origin) => spanOf(origin) ?? [])]
  return refused.find(({ span }) => parts.some((part) => isSame(span, part)))
}

const declared = (stmt: Stmt): readonly Origin[] =>
  stmt.kind === 'block' ? stmt.declarations.map((each) => each.origin) : []

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end

const isSame = (one: Span, other: Span): boolean =>
  one.source === other.source && one.start === other.start && one.end === other.end
