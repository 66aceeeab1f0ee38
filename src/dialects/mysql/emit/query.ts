import type { OrderItem } from '../../../core/ir/expr.js'
import type { Query, QueryBody, Select, SelectItem, TableExpr } from '../../../core/ir/query.js'
import { exprText, operandText } from './expression.js'
import { identText, nameText, noForm, type Printing } from './printing.js'

export function queryText(printing: Printing, query: Query): string {
  if (query.lock) throw noForm('locks in a query')
  const order = query.orderBy.length > 0 ? ` ORDER BY ${orderText(printing, query.orderBy)}` : ''
  const limit = query.limit ? ` LIMIT ${exprText(printing, query.limit)}` : ''
  const offset = query.offset ? ` OFFSET ${exprText(printing, query.offset)}` : ''
  if (offset !== '' && limit === '') throw noForm('OFFSET without LIMIT')
  return `${withText(printing, query)}${bodyText(printing, query.body)}${order}${limit}${offset}`
}

function withText(printing: Printing, { with: clause }: Query): string {
  if (!clause) return ''
  const ctes = clause.ctes.map(({ name, columns, query }) => {
    const list = columns.length > 0 ? ` (${columns.map(identText).join(', ')})` : ''
    return `${identText(name)}${list} AS (${queryText(printing, query)})`
  })
  return `WITH ${clause.recursive ? 'RECURSIVE ' : ''}${ctes.join(', ')} `
}

function bodyText(printing: Printing, body: QueryBody): string {
  switch (body.kind) {
    case 'select':
      return selectText(printing, body)
    case 'nested':
      return `(${queryText(printing, body.query)})`
    case 'setOperation': {
      const right =
        body.right.kind === 'setOperation' ? `(${bodyText(printing, body.right)})` : bodyText(printing, body.right)
      return `${bodyText(printing, body.left)} ${body.op.toUpperCase()}${body.all ? ' ALL' : ''} ${right}`
    }
    case 'values':
      throw noForm('VALUES as a query')
  }
}

function selectText(printing: Printing, select: Select): string {
  if (select.windows.length > 0 || select.rollup || select.grouping) throw noForm('WINDOW or ROLLUP')
  const clauses = [
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${select.items.map((item) => itemText(printing, item)).join(', ')}`,
    ...(select.from.length > 0
      ? [`FROM ${select.from.map((table) => tableText(printing, table)).join(', ')}`]
      : select.where
        ? ['FROM DUAL']
        : []),
    ...(select.where ? [`WHERE ${exprText(printing, select.where)}`] : []),
    ...(select.groupBy.length > 0
      ? [`GROUP BY ${select.groupBy.map(({ expr }) => exprText(printing, expr)).join(', ')}`]
      : []),
    ...(select.having ? [`HAVING ${exprText(printing, select.having)}`] : []),
  ]
  return clauses.join(' ')
}

function itemText(printing: Printing, item: SelectItem): string {
  if (item.kind === 'star') return item.table ? `${nameText(item.table)}.*` : '*'
  const alias = item.alias?.text ?? item.impliedName
  return `${exprText(printing, item.expr)}${alias === undefined ? '' : ` AS ${identText({ text: alias, quoted: true })}`}`
}

export function tableText(printing: Printing, table: TableExpr): string {
  switch (table.kind) {
    case 'tableRef':
      if (table.rows) throw noForm('a function in FROM')
      return `${nameText(table.name)}${table.alias ? ` AS ${identText(table.alias)}` : ''}`
    case 'derived':
      if (table.lateral) throw noForm('LATERAL')
      if (table.columns.length > 0) throw noForm('a list of columns behind a derived table')
      return `(${queryText(printing, table.query)}) AS ${identText(table.alias)}`
    case 'join': {
      if (table.join === 'full') throw noForm('FULL JOIN')
      const right =
        table.right.kind === 'join' ? `(${tableText(printing, table.right)})` : tableText(printing, table.right)
      const on = table.on ? ` ON ${exprText(printing, table.on)}` : ''
      const using = table.using.length > 0 ? ` USING (${table.using.map(identText).join(', ')})` : ''
      const words = `${table.natural ? 'NATURAL ' : ''}${table.join === 'inner' && table.natural ? '' : `${table.join.toUpperCase()} `}`
      return `${tableText(printing, table.left)} ${words}JOIN ${right}${on}${using}`
    }
    default:
      throw noForm(`${table.kind} in FROM`)
  }
}

/** Nulls come first when ascending; a constant in front of the key turns that round. */
function orderText(printing: Printing, items: readonly OrderItem[]): string {
  return items
    .flatMap(({ expr, descending, nulls }) => {
      const text = exprText(printing, expr)
      const usual = descending ? 'last' : 'first'
      const key = `${text}${descending ? ' DESC' : ''}`
      if (nulls === undefined || nulls === usual) return [key]
      return [`${operandText(printing, expr)} IS NULL${nulls === 'first' ? ' DESC' : ''}`, key]
    })
    .join(', ')
}
