import type { QName } from '../../../core/ir/names.js'
import type { Query, QueryBody, SelectItem, TableExpr, With } from '../../../core/ir/query.js'
import type { SchemaObject } from '../../../core/ir/schema.js'
import type { LowerContext } from './cst.js'

/** The names of the columns of a relation, in its order; undefined where not all of them are known. */
export type Columns = readonly string[] | undefined
export type ColumnsOf = (name: QName) => Columns

/** Columns of the tables and views that a catalogue holds so far. */
export const columnsOfCatalog = (find: (name: QName) => SchemaObject | undefined): ColumnsOf => {
  const asked = new Set<string>()
  const columnsOf: ColumnsOf = (name) => {
    const object = find(name)
    if (object?.kind === 'table') return object.columns.map((column) => column.name.text)
    if (object?.kind !== 'view' || object.query.kind !== 'query' || asked.has(object.id)) return undefined
    if (object.columns.length > 0) return object.columns.map((column) => column.text)
    asked.add(object.id)
    const found = outputsOf(object.query, columnsOf)
    asked.delete(object.id)
    return found
  }
  return columnsOf
}

/** The queries of WITH go before what the catalogue has under their names. */
export function withQueries(context: LowerContext, { ctes }: With): LowerContext {
  const outside = context.columnsOf
  const columnsOf: ColumnsOf = (name) => {
    const own = name.schema ? undefined : ctes.find((cte) => cte.name.text === name.name.text)
    if (!own) return outside?.(name)
    return own.columns.length > 0 ? own.columns.map((column) => column.text) : outputsOf(own.query, outside)
  }
  return { ...context, columnsOf }
}

export function columnsOfTable(table: TableExpr, columnsOf: ColumnsOf | undefined): Columns {
  switch (table.kind) {
    case 'tableRef':
      return columnsOf?.(table.name)
    case 'derived':
      return table.columns.length > 0 ? table.columns.map((column) => column.text) : outputsOf(table.query, columnsOf)
    case 'join': {
      const [left, right] = [columnsOfTable(table.left, columnsOf), columnsOfTable(table.right, columnsOf)]
      return left && right && [...left, ...right]
    }
    default:
      return undefined
  }
}

const outputsOf = (query: Query, columnsOf: ColumnsOf | undefined): Columns => outputsOfBody(query.body, columnsOf)

function outputsOfBody(body: QueryBody, columnsOf: ColumnsOf | undefined): Columns {
  if (body.kind === 'setOperation') return outputsOfBody(body.left, columnsOf)
  if (body.kind === 'nested') return outputsOf(body.query, columnsOf)
  if (body.kind !== 'select') return undefined
  const names: string[] = []
  for (const item of body.items) {
    const found = outputsOfItem(item, body.from, columnsOf)
    if (!found) return undefined
    names.push(...found)
  }
  return names
}

/** What has neither name nor alias cannot be asked for. */
function outputsOfItem(item: SelectItem, from: readonly TableExpr[], columnsOf: ColumnsOf | undefined): Columns {
  if (item.kind === 'expr') {
    const name = item.alias ?? (item.expr.kind === 'column' ? item.expr.path.at(-1) : undefined)
    return name ? [name.text] : []
  }
  const wanted = item.table?.name.text
  const tables = wanted === undefined ? from : from.filter((table) => nameOfTable(table) === wanted)
  const all = tables.map((table) => columnsOfTable(table, columnsOf))
  return tables.length === 0 || all.some((each) => each === undefined) ? undefined : all.flatMap((each) => each ?? [])
}

/** The name by which columns are qualified. */
export const nameOfTable = (table: TableExpr): string | undefined =>
  table.kind === 'tableRef'
    ? (table.alias ?? table.name.name).text
    : table.kind === 'derived'
      ? table.alias.text
      : undefined
