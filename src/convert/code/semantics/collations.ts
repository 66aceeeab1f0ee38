import type { Collate, Expr } from '../../../core/ir/expr.js'
import type { Collation } from '../../../core/ir/types.js'
import { childrenOf } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'

interface Found {
  /** Source collations of the columns that flow into the text, by their name on the target. */
  readonly byTarget: ReadonlyMap<string, Collation>
  /** COLLATE was written: that decides. */
  readonly explicit: boolean
}

const nothing: Found = { byTarget: new Map(), explicit: false }

/**
 * Texts of different collations that meet (in a comparison, a call, the branches of a choice, a set operation): the target
 * asks for one to be named, here or where the value is used. The binary one counts, as on the source; among others the source
 * would have refused, so that the first may be named.
 */
export function settleCollations(exprs: readonly Expr[], ctx: CodeContext): readonly Expr[] {
  const each = exprs.map((expr) => collationsIn(expr, ctx))
  if (each.some((found) => found.explicit)) return exprs
  const all = new Map(each.flatMap((found) => [...found.byTarget]))
  if (all.size < 2) return exprs
  const [name] = [...all].find(([, collation]) => collation.binary) ?? [...all][0] ?? ['']
  const at = each.findIndex((found) => found.byTarget.has(name))
  return exprs.map((expr, index) => (index === at ? withCollation(expr, name) : expr))
}

function collationsIn(expr: Expr, ctx: CodeContext): Found {
  if (expr.kind === 'collate') return { byTarget: new Map(), explicit: true }
  if (exprFamily(expr) !== 'text') return nothing
  if (expr.kind === 'column') return ofType(expr, ctx)
  if (expr.kind === 'subquery') return ofType(expr, ctx)
  const children = childrenOf(expr).map((child) => collationsIn(child, ctx))
  return {
    byTarget: new Map(children.flatMap((found) => [...found.byTarget])),
    explicit: children.some((found) => found.explicit),
  }
}

function ofType(expr: Expr, ctx: CodeContext): Found {
  const logical = expr.type?.logical
  const collation = logical?.kind === 'text' ? logical.collation : undefined
  const name = collation && ctx.target.collation(collation.name)
  return collation && name ? { byTarget: new Map([[name, collation]]), explicit: false } : nothing
}

function withCollation(operand: Expr, collation: string): Collate {
  const node: Collate = { kind: 'collate', operand, collation, origin: operand.origin }
  return operand.type === undefined ? node : { ...node, type: operand.type }
}
