import type { Expr } from '../../../core/ir/expr.js'
import type { Query, Select } from '../../../core/ir/query.js'
import { walkExpr } from '../../../core/ir/walk.js'
import type { CodeContext } from '../../code/code-context.js'
import { findObject } from '../../code/resolve/relations.js'
import { contextOf, type State } from '../frame.js'

/** A select that makes one row of all rows: it has an aggregate and no groups, and no HAVING that could drop the row. */
export function isAggregate(select: Select, ctx: CodeContext): boolean {
  if (select.groupBy.length > 0 || select.having) return false
  return select.items.some((item) => item.kind === 'expr' && holdsAggregate(item.expr, ctx))
}

function holdsAggregate(expr: Expr, ctx: CodeContext): boolean {
  let found = false
  walkExpr(
    expr,
    (node) => {
      if (node.kind === 'call' && !node.over && 'native' in node.fn && aggregates.has(node.fn.native.toUpperCase()))
        found = true
      if (node.kind === 'call' && !node.over && 'core' in node.fn && ctx.functions.isAggregate(node)) found = true
      return !found
    },
    false,
  )
  return found
}

/** Names that mean the same in the languages read so far. */
const aggregates: ReadonlySet<string> = new Set([
  'COUNT',
  'SUM',
  'AVG',
  'MIN',
  'MAX',
  'GROUP_CONCAT',
  'BIT_AND',
  'BIT_OR',
  'BIT_XOR',
  'STD',
  'STDDEV',
  'VARIANCE',
  'JSON_ARRAYAGG',
  'JSON_OBJECTAGG',
])

/** How many rows a query gives, as far as it says so. */
export function rowsOf(query: Query, state: State): 'one' | 'upToOne' | 'any' {
  const { body } = query
  if (body.kind === 'select') {
    if (isAggregate(body, contextOf(state)) && !query.limit) return 'one'
    if (body.from.length === 0 && !body.where && !query.limit) return 'one'
    if (isKeyLookup(body, state)) return 'upToOne'
  }
  const { limit } = query
  return limit?.kind === 'literal' && limit.text === '1' ? 'upToOne' : 'any'
}

/** All columns of a key of the only table are compared with something else for equality. */
function isKeyLookup(select: Select, state: State): boolean {
  const [table] = select.from
  if (select.from.length !== 1 || table?.kind !== 'tableRef' || !select.where) return false
  const object = findObject(contextOf(state), table.name)
  if (object?.kind !== 'table') return false
  const { fold } = contextOf(state).sourceNames
  const own = new Set(object.columns.map((column) => fold(column.name.text)))
  const fixed = new Set<string>()
  for (const each of conjuncts(select.where)) {
    const column = fixedColumn(each, own, fold)
    if (column !== undefined) fixed.add(column)
  }
  const keys = object.constraints.flatMap((each) =>
    each.kind === 'primaryKey' || each.kind === 'unique' ? [each.columns] : [],
  )
  return keys.some((columns) => columns.every((column) => fixed.has(fold(column.text))))
}

const conjuncts = (expr: Expr): readonly Expr[] =>
  expr.kind === 'binary' && expr.op === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr]

function fixedColumn(expr: Expr, own: ReadonlySet<string>, fold: (text: string) => string): string | undefined {
  if (expr.kind !== 'binary' || expr.op !== 'eq') return undefined
  for (const [one, other] of [
    [expr.left, expr.right],
    [expr.right, expr.left],
  ] as const) {
    const name = one.kind === 'column' ? one.path.at(-1) : undefined
    if (name && own.has(fold(name.text)) && !mentionsColumn(other)) return fold(name.text)
  }
  return undefined
}

function mentionsColumn(expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node.kind === 'column' && !/^(new|old)$/i.test(node.path[0]?.text ?? '')) found = true
    return !found
  })
  return found
}
