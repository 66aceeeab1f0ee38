import { branch, nativeCall } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { mapChildren, walkExpr } from '../../../core/ir/walk.js'

/** What conditions about ROWNUM ask for, apart from the others. */
export interface RowNumbers {
  readonly limits: readonly Expr[]
  readonly rest: readonly Expr[]
  /** No row passes: the first one has number 1, and without it there is no second. */
  readonly never: boolean
}

export const conjuncts = (expr: Expr): readonly Expr[] =>
  expr.kind === 'binary' && expr.op === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr]

export const isRowNumber = (expr: Expr): boolean =>
  expr.kind === 'call' && 'native' in expr.fn && expr.fn.native === 'ROWNUM'

/** Whether an expression asks for ROWNUM of the query that it stands in. */
export function asksRowNumber(expr: Expr): boolean {
  let found = false
  walkExpr(
    expr,
    (each) => {
      if (isRowNumber(each)) found = true
      return !found
    },
    false,
  )
  return found
}

/** Sorts the conditions of WHERE. Undefined: one says something else about ROWNUM than up to which row. */
export function rowNumbersOf(condition: Expr): RowNumbers | undefined {
  const parts = conjuncts(condition)
  const said = parts.filter(asksRowNumber).map(limitOf)
  const known = said.filter((each) => each !== undefined)
  if (known.length < said.length) return undefined
  return {
    limits: known.flatMap((each) => (typeof each === 'string' ? [] : [each])),
    rest: parts.filter((each) => !asksRowNumber(each)),
    never: known.includes('never'),
  }
}

type Said = Expr | 'always' | 'never' | undefined

const turned = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', eq: 'eq' } as const

function limitOf(expr: Expr): Said {
  if (expr.kind === 'between' && !expr.negated && isRowNumber(expr.operand)) {
    const low = saidBy('ge', expr.low)
    return low === 'always' && !asksRowNumber(expr.high) ? saidBy('le', expr.high) : low === 'never' ? low : undefined
  }
  if (expr.kind !== 'binary') return undefined
  const { op, left, right } = expr
  if (op !== 'lt' && op !== 'le' && op !== 'gt' && op !== 'ge' && op !== 'eq') return undefined
  if (isRowNumber(left) && !asksRowNumber(right)) return saidBy(op, right)
  return isRowNumber(right) && !asksRowNumber(left) ? saidBy(turned[op], left) : undefined
}

/** `ROWNUM op bound`. */
function saidBy(op: keyof typeof turned, bound: Expr): Said {
  const known =
    bound.kind === 'literal' && (bound.of === 'integer' || bound.of === 'decimal') ? Number(bound.text) : undefined
  if (op === 'le') return atMost(bound, known)
  if (op === 'lt') return below(bound, known)
  if (known === undefined) return undefined
  if (op === 'eq') return known === 1 ? bound : 'never'
  return known < 1 || (op === 'ge' && known === 1) ? 'always' : 'never'
}

/** A bound that is no number of rows: a fraction counts as its whole part, NULL and what is below one let no row pass. */
export function atMost(bound: Expr, known = numberOf(bound)): Expr {
  if (known !== undefined) return integer(Math.floor(known), bound)
  return atLeastOne('ge', bound, nativeCall('FLOOR', [bound], bound.origin))
}

/** OFFSET: what is below zero skips nothing, NULL skips every row (SQL Language Reference, "row_limiting_clause"). */
export function rowsSkipped(offset: Expr): Expr {
  const known = numberOf(offset)
  if (known !== undefined) return integer(Math.floor(known), offset)
  const { origin } = offset
  const unknown: Expr = { kind: 'test', negated: false, is: 'null', operand: offset, origin }
  const every: Expr = { kind: 'literal', of: 'integer', text: String(2n ** 63n - 1n), origin }
  const some: Expr = { kind: 'binary', op: 'ge', left: offset, right: integer(0, offset), origin }
  const whens = [branch(unknown, every), branch(some, nativeCall('FLOOR', [offset], origin))]
  return { kind: 'case', whens, else: integer(0, offset), origin }
}

function below(bound: Expr, known: number | undefined): Expr {
  if (known !== undefined) return integer(Math.ceil(known) - 1, bound)
  const last: Expr = {
    kind: 'binary',
    op: 'sub',
    left: nativeCall('CEIL', [bound], bound.origin),
    right: integer(1, bound),
    origin: bound.origin,
  }
  return atLeastOne('gt', bound, last)
}

const numberOf = (expr: Expr): number | undefined =>
  expr.kind === 'literal' && (expr.of === 'integer' || expr.of === 'decimal') ? Number(expr.text) : undefined

const integer = (value: number, { origin }: Expr): Expr => ({
  kind: 'literal',
  of: 'integer',
  text: String(Math.max(0, value)),
  origin,
})

function atLeastOne(op: 'ge' | 'gt', bound: Expr, taken: Expr): Expr {
  const { origin } = bound
  const enough: Expr = { kind: 'binary', op, left: bound, right: integer(1, bound), origin }
  return { kind: 'case', whens: [branch(enough, taken)], else: integer(0, bound), origin }
}

/** The number of a row among those that WHERE let pass, in the order in which they come. */
export const numbered = (expr: Expr): Expr =>
  isRowNumber(expr)
    ? { ...nativeCall('ROW_NUMBER', [], expr.origin), over: { partitionBy: [], orderBy: [] } }
    : mapChildren(expr, { expr: numbered, query: (query) => query })
