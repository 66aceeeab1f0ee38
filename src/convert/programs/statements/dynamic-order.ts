import { boolLiteral, column, coreCall, nativeCall, textLiteral } from '../../../core/ir/build.js'
import type { Expr, OrderItem } from '../../../core/ir/expr.js'
import type { Query, TableExpr, TableRef } from '../../../core/ir/query.js'
import type { DynamicName, ResultSet, Stmt } from '../../../core/ir/statement.js'
import { findObject } from '../../code/resolve/relations.js'
import { convertExpr } from '../code.js'
import { contextOf, type State } from '../frame.js'
import { type Convert, sameText, trial } from './dynamic-trials.js'

/** A query whose ORDER BY a value gives, as a list of columns that can stand there; undefined where that cannot be told. */
export function withOrder(
  stmt: Stmt,
  dynamic: readonly DynamicName[],
  state: State,
  convert: Convert,
): readonly Stmt[] | undefined {
  const [name, ...others] = dynamic
  if (stmt.kind !== 'resultSet' || !name || others.length > 0) return undefined
  const at = stmt.query.orderBy.findIndex(({ expr }) => isNamed(expr, name.placeholder))
  const item = stmt.query.orderBy[at]
  if (!item) return undefined
  const orderedBy = (expr: Expr): ResultSet => ({ ...stmt, query: withItem(stmt.query, at, { ...item, expr }) })
  const fits = candidates(stmt.query, state).flatMap((each) => {
    const made = trial(orderedBy(column(each.split('.'))), state, convert)
    const found = made && orderOf(made, at)
    return found ? [{ name: each, ...found }] : []
  })
  const [first] = fits
  if (!first || fits.some(({ rest }) => rest !== first.rest)) return undefined
  const made = convert(orderedBy(column(first.name.split('.'))), state)
  const entries = fits.map((each) => textLiteral(`${each.name.toLowerCase()}=${each.path}`))
  const value = item.descending ? nativeCall('CONCAT', [name.value, textLiteral(' DESC')]) : name.value
  const text = convertExpr(coreCall('order_in_text', [value, ...entries]), { want: 'value' }, state)
  const placed: DynamicName = { ...name, value: text, example: column(first.path.split('.')) }
  return made.map((each) => {
    if (each.kind !== 'resultSet') return each
    const own: OrderItem = { expr: column([name.placeholder]), descending: false }
    return { ...each, query: withItem(each.query, at, own), dynamic: [placed] }
  })
}

const isNamed = (expr: Expr, placeholder: string): boolean =>
  expr.kind === 'column' && expr.path.length === 1 && expr.path[0]?.text.toLowerCase() === placeholder

const withItem = (query: Query, at: number, item: OrderItem): Query => ({
  ...query,
  orderBy: query.orderBy.map((each, index) => (index === at ? item : each)),
})

/** The column that a converted query is ordered by, where it is one, and all else of the statements. */
function orderOf(made: readonly Stmt[], at: number): { readonly path: string; readonly rest: string } | undefined {
  const [only, ...others] = made
  if (only?.kind !== 'resultSet' || others.length > 0 || only.kept) return undefined
  const expr = only.query.orderBy[at]?.expr
  if (expr?.kind !== 'column' || expr.path.some(({ text }) => /[.=]/.test(text))) return undefined
  const rest = sameText({ ...only, query: withItem(only.query, at, { expr: boolLiteral(true), descending: false }) })
  return { path: expr.path.map(({ text }) => text).join('.'), rest }
}

/** Names that may stand behind ORDER BY: those of the result and, where a row is a row of tables, of their columns. */
function candidates({ body }: Query, state: State): readonly string[] {
  if (body.kind !== 'select') return []
  const named = body.items.flatMap((item) => {
    if (item.kind === 'star') return []
    const own = item.alias?.text ?? (item.expr.kind === 'column' ? item.expr.path.at(-1)?.text : undefined)
    return own === undefined ? [] : [own]
  })
  const stars = body.items.some((item) => item.kind === 'star')
  const columns = body.distinct && !stars ? [] : body.from.flatMap((table) => columnsOf(table, state))
  const all = [...named, ...columns].filter((name) => !/[=]/.test(name))
  return [...new Map(all.map((name) => [name.toLowerCase(), name])).values()]
}

/** With the name of the table in front too, where there are several. */
function columnsOf(table: TableExpr, state: State, joined = false): readonly string[] {
  if (table.kind === 'join') return [...columnsOf(table.left, state, true), ...columnsOf(table.right, state, true)]
  if (table.kind !== 'tableRef') return []
  const own = ownColumns(table, state).filter((name) => !name.includes('.'))
  const called = (table.alias ?? table.name.name).text
  return joined ? [...own, ...own.map((name) => `${called}.${name}`)] : own
}

function ownColumns(table: TableRef, state: State): readonly string[] {
  const ctx = contextOf(state)
  const object = findObject(ctx, table.name)
  if (object?.kind === 'table') return object.columns.map(({ name }) => name.text)
  return object?.kind === 'view' ? (ctx.viewColumns(object.id) ?? []).map(({ name }) => name) : []
}
