import type { Call, Expr } from '../../../core/ir/expr.js'
import { ident, noOrigin, type Origin, spanOf } from '../../../core/ir/names.js'
import type { Query, Select, SelectItem } from '../../../core/ir/query.js'
import { childrenOf, mapChildren, walkExpr } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { codeKey } from '../select/same-code.js'

/** Where written code stands: computed once for a statement, once for each row, or where no query can stand. */
export type CodePlaceKind = 'statement' | 'rows' | 'schema'

/** Calls of one expression that must be computed as often as they were written, by their places in the source. */
export interface OnceCalls {
  readonly effects: ReadonlySet<string>
  /** Calls over many rows: what holds one cannot move into a query of its own. */
  readonly folds: ReadonlySet<string>
}

/** Asking again gives the same, or the next tick of the clock. */
const repeatable =
  /^(?:last_insert_id|row_count|found_rows|is_free_lock|lock_holder|last_value_of|user_variable(?:_\w+)?|clock_\w+)$/

/** Whether computing a call twice is something else than computing it once. */
export function hasEffects(call: Call, { functions }: Pick<CodeContext, 'functions'>): boolean {
  if ('core' in call.fn) return functions.determinism(call) === 'volatile' && !repeatable.test(call.fn.core)
  return call.effects === true
}

const placeOf = (origin: Origin): string => {
  const span = spanOf(origin)
  return span ? `${span.source} ${span.start} ${span.end}` : ''
}

/** What to look at before an expression is written. Undefined: nothing in it has effects. */
export function onceCalls(expr: Expr, ctx: CodeContext): OnceCalls | undefined {
  const effects = new Set<string>()
  const folds = new Set<string>()
  walkExpr(expr, (node) => {
    if (node.kind !== 'call') return undefined
    const place = placeOf(node.origin)
    if (place !== '' && hasEffects(node, ctx)) effects.add(place)
    if (node.over || ctx.functions.isAggregate(node)) folds.add(place)
    return undefined
  })
  return effects.size > 0 ? { effects, folds } : undefined
}

/** Innermost nodes that stand for one of the places. */
function standsIn(expr: Expr, places: ReadonlySet<string>): readonly Expr[] {
  const found: Expr[] = []
  walkExpr(expr, (node) => {
    if (places.has(placeOf(node.origin))) found.push(node)
    return undefined
  })
  return found.filter((node) => !found.some((each) => each !== node && isWithin(each, node)))
}

function isWithin(wanted: Expr, expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node === wanted) found = true
    return !found
  })
  return found
}

/**
 * A written node whose operands with effects stand in it more than once, with each of them computed in a nested query first:
 * `(SELECT … once.value_1 … FROM (SELECT f() AS value_1) AS once)`. Its own operands come before it, so that it is the
 * smallest node that repeats them. A query with effects of its own is never merged into the one around it.
 */
export function computedOnce(node: Expr, calls: OnceCalls, place: CodePlaceKind, ctx: CodeContext): Expr {
  const repeated = repeatedIn(node, calls)
  if (repeated.length === 0) return node
  const cannotMove =
    place === 'schema' ||
    standsIn(node, calls.folds).length > 0 ||
    repeated.some(({ kind }) => kind === 'row' || kind === 'star' || kind === 'interval') ||
    (place === 'rows' && !readsColumns(node))
  if (cannotMove) {
    ctx.report.note('XW-C0326', repeated[0]?.origin ?? node.origin, {})
    return node
  }
  return inQuery(node, repeated)
}

/** Operands that are repeated, in the order in which they stand. Equal ones from one place are one. */
function repeatedIn(node: Expr, { effects }: OnceCalls): readonly Expr[] {
  const operands = childrenOf(node).filter((child) => standsIn(child, effects).length > 0)
  const counted = countEqual(operands)
  const twice = [...counted.values()].filter(({ count, expr }) => count > 1 || asksAgain(node, expr))
  if (twice.length > 0) return [...counted.values()].map(({ expr }) => expr)
  const inner = countEqual(operands.flatMap((child) => standsIn(child, effects)))
  return [...inner.values()].some(({ count }) => count > 1) ? [...inner.values()].map(({ expr }) => expr) : []
}

function countEqual(exprs: readonly Expr[]) {
  const found = new Map<string, { readonly expr: Expr; count: number }>()
  for (const expr of exprs) {
    const key = `${placeOf(expr.origin)} ${codeKey(expr)}`
    const known = found.get(key)
    if (known) known.count++
    else found.set(key, { expr, count: 1 })
  }
  return found
}

/** An engine may read `a BETWEEN b AND c`, and a list of values that are no constants, as comparisons of their own. */
function asksAgain(node: Expr, operand: Expr): boolean {
  if (node.kind === 'between') return node.operand === operand
  if (node.kind !== 'inList' || node.operand !== operand) return false
  return node.items.filter(({ kind }) => kind !== 'literal').length > 1
}

/** Without a column of the query around it, a nested query may be computed once for all rows. */
function readsColumns(expr: Expr): boolean {
  let found = false
  walkExpr(
    expr,
    (node) => {
      if (node.kind === 'column') found = true
      return !found
    },
    false,
  )
  return found
}

const onceName = ident('once')

function inQuery(node: Expr, operands: readonly Expr[]): Expr {
  const { origin } = node
  const refs = new Map(
    operands.map((expr, at): [string, Expr] => [
      codeKey(expr),
      {
        kind: 'column',
        path: [onceName, valueName(at)],
        // The place stays with what is computed.
        origin: noOrigin,
        ...(expr.type ? { type: expr.type } : {}),
      },
    ]),
  )
  const put = (expr: Expr): Expr => refs.get(codeKey(expr)) ?? mapChildren(expr, { expr: put, query: (query) => query })
  const values = operands.map((expr, at): SelectItem => ({ kind: 'expr', expr, alias: valueName(at) }))
  const from = {
    kind: 'derived',
    query: queryOf(values, [], origin),
    alias: onceName,
    columns: [],
    lateral: false,
    origin,
  } as const
  const value = mapChildren(node, { expr: put, query: (query) => query })
  const query = queryOf([{ kind: 'expr', expr: value }], [from], origin)
  return { kind: 'subquery', query, origin, ...(node.type ? { type: node.type } : {}) }
}

const valueName = (at: number) => ident(`value_${at + 1}`)

function queryOf(items: readonly SelectItem[], from: Select['from'], origin: Origin): Query {
  const body: Select = {
    kind: 'select',
    distinct: false,
    items,
    from,
    groupBy: [],
    rollup: false,
    windows: [],
    hints: [],
    origin,
  }
  return { kind: 'query', body, orderBy: [], origin }
}
