import type pg from 'pg'
import type { Chunk } from '../../../../core/data/connector.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import type { RowFilter } from '../../../../core/mapping/row-filter.js'
import { names } from '../../names.js'
import { filterCondition } from '../row-filter.js'

/** How the server orders the key of a table, and how its bounds are written. */
export interface KeyOrder {
  readonly columns: readonly string[]
  /** Base types, in full: a value is read back as exactly what it was printed from. */
  readonly types: readonly string[]
  /** Schema of the operators by which the types' default order compares; names alone would depend on the search_path. */
  readonly operators: string
  /** One column of whole numbers: its bounds can be computed. */
  readonly isInteger: boolean
}

/**
 * The operators come from the type's own default order (pg_opclass). A type that has none of its own is ordered as another
 * one: by operators of the system, if it is one of the system's or made of others (arrays, ranges, records, enums).
 */
const orderSql = `
  SELECT a.attname, tn.nspname AS type_schema, t.typname AS type_name, coalesce(
    (SELECT o.nspname FROM pg_catalog.pg_opclass k
       JOIN pg_catalog.pg_am m ON m.oid = k.opcmethod AND m.amname = 'btree'
       JOIN pg_catalog.pg_amop p ON p.amopfamily = k.opcfamily AND p.amoplefttype = k.opcintype AND p.amoprighttype = k.opcintype AND p.amopstrategy = 4
       JOIN pg_catalog.pg_operator x ON x.oid = p.amopopr
       JOIN pg_catalog.pg_namespace o ON o.oid = x.oprnamespace
     WHERE k.opcintype = t.oid AND k.opcdefault),
    CASE WHEN tn.nspname = 'pg_catalog' OR t.typtype IN ('e', 'c', 'r', 'm') OR t.typcategory = 'A' THEN 'pg_catalog' END) AS operators
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type d ON d.oid = a.atttypid
  JOIN pg_catalog.pg_type t ON t.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype ELSE d.oid END
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND t.typtype <> 'd'`

interface OrderRow {
  readonly attname: string
  readonly type_schema: string
  readonly type_name: string
  readonly operators: string | null
}

/** Null when the table has no key, or one whose columns no one schema orders: such a table is one chunk. */
export async function readKeyOrder(client: pg.Client, table: TableMapping): Promise<KeyOrder | null> {
  if (table.key.length === 0) return null
  const { rows } = await client.query<OrderRow>(orderSql, [table.source.schema, table.source.table])
  const found = table.key.flatMap((name) => rows.find(({ attname }) => attname === name) ?? [])
  const operators = found[0]?.operators
  if (operators == null || found.length < table.key.length) return null
  if (found.some((row) => row.operators !== operators)) return null
  return {
    columns: table.key.map((name) => names.quote(name)),
    types: found.map((row) => `${names.quote(row.type_schema)}.${names.quote(row.type_name)}`),
    operators: names.quote(operators),
    isInteger: found.length === 1 && /^int[248]$/.test(found[0]?.type_name ?? ''),
  }
}

/** The WHERE clause of a chunk, with the word; empty for the whole table. */
export function whereOf(chunk: Pick<Chunk, 'from' | 'to'>, order: KeyOrder | null, filter?: RowFilter): string {
  const parts = [
    ...(order && chunk.from ? [comparison(order, '>=', chunk.from)] : []),
    ...(order && chunk.to ? [comparison(order, '<', chunk.to)] : []),
    ...(filter ? [filterCondition(filter)] : []),
  ]
  return parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`
}

/** Rows of values are compared as an index orders them (manual: Row Constructor Comparison). */
export function comparison(order: KeyOrder, operator: '>=' | '<', bound: readonly string[]): string {
  if (bound.length !== order.columns.length) throw new Error('a chunk bound has another number of values than the key')
  const values = order.types.map((type, at) => `'${(bound[at] ?? '').replaceAll("'", "''")}'::${type}`)
  const sign = `OPERATOR(${order.operators}.${operator})`
  if (values.length === 1) return `${order.columns[0]} ${sign} ${values[0]}`
  return `ROW(${order.columns.join(', ')}) ${sign} ROW(${values.join(', ')})`
}
