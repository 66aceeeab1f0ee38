import type pg from 'pg'
import { loadedColumns } from '../../../../core/data/stream.js'
import { OperationError } from '../../../../core/findings/operation-error.js'
import type { ColumnMapping, TableMapping } from '../../../../core/mapping/mapping.js'
import { names } from '../../names.js'
import { valueDecoder } from '../binary-decoders.js'
import { goesAsText, plainText } from '../stage.js'
import { readValueTypes, type ValueType } from '../value-type.js'

/** A table of the source as its catalogue has it, with the loaded columns in their order. */
export interface SourceTable {
  /** For a FROM clause: rows of tables that inherit from it are their own, rows of partitions are not. */
  readonly from: string
  readonly names: readonly string[]
  readonly types: readonly ValueType[]
  /** What is selected for each column. */
  readonly expressions: readonly string[]
}

export const sourceName = ({ source }: TableMapping): string =>
  `${names.quote(source.schema)}.${names.quote(source.table)}`

const columnsSql = `
  SELECT a.attname, a.atttypid::text AS type, a.atttypmod::text AS modifier, c.relkind::text AS kind
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE n.nspname = $1 AND c.relname = $2`

interface ColumnRow {
  readonly attname: string | null
  readonly type: string
  readonly modifier: string
  readonly kind: string
}

/** @throws OperationError XW-D0030 where a loaded column is missing, XW-D0031 where the table is */
export async function readSourceTable(client: pg.Client, table: TableMapping): Promise<SourceTable> {
  const { schema, table: name } = table.source
  const { rows } = await client.query<ColumnRow>(columnsSql, [schema, name])
  const kind = rows[0]?.kind
  if (kind === undefined) throw new OperationError('XW-D0031', { reason: `${schema}.${name} does not exist` })
  const columns = loadedColumns(table).map(({ source }) => {
    const found = rows.find(({ attname }) => attname === source.name)
    const data = { table: `${schema}.${name}`, column: source.name, reason: 'the table has no such column' }
    if (!found) throw new OperationError('XW-D0030', data)
    return { oid: Number(found.type), modifier: Number(found.modifier) }
  })
  const types = await readValueTypes(client, columns)
  const loaded = loadedColumns(table).map(({ source }) => source.name)
  const isText = types.map((type, at) => goesAsText(type) || isPrinted(type, loadedColumns(table)[at]))
  return {
    from: kind === 'r' ? `ONLY ${sourceName(table)}` : sourceName(table),
    names: loaded,
    types: types.map((type, at) => (isText[at] ? plainText : type)),
    expressions: loaded.map((each, at) => (isText[at] ? `${names.quote(each)}::pg_catalog.text` : names.quote(each))),
  }
}

/** A target that keeps the text of the values takes what the server prints, where nobody else knows their form: money with its sign. */
const isPrinted = (type: ValueType, column: ColumnMapping | undefined): boolean =>
  column?.target.type.kind === 'text' && valueDecoder(type) === undefined
