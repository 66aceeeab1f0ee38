import type pg from 'pg'
import { loadedColumns } from '../../../core/data/stream.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { ColumnMapping, TableMapping } from '../../../core/mapping/mapping.js'
import { names } from '../names.js'
import { encoderOf } from './encoders.js'
import type { TargetColumn } from './encoding.js'
import { RowBuffer } from './row-buffer.js'
import { asText, goesAsText, type Stage, type StagedColumn, stageOf } from './stage.js'
import { readValueTypes, type ValueType } from './value-type.js'

/** A table of the target as its catalogue has it, with the columns of the load in their order. */
export interface TargetTable {
  readonly oid: string
  readonly columns: readonly TargetColumn[]
  readonly copySql: string
  /** For a table with columns whose values come as text. */
  readonly stage?: Stage
}

export const targetName = (table: TableMapping): string =>
  `${names.quote(table.target.schema)}.${names.quote(table.target.table)}`

export const dottedTarget = (table: TableMapping): string => `${table.target.schema}.${table.target.table}`

/** A row without a column for a table that has none. Domains are followed to their base type (one step, and the base of a domain over a domain). */
const columnsSql = `
  SELECT a.attname, c.oid::text AS relation, a.atttypid::text AS own_type, a.atttypmod::text AS own_modifier,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS declared, b.typname, b.typtype::text AS typtype, a.attgenerated::text AS generated,
    (CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END)::text AS typmod,
    (a.attnotnull OR t.typnotnull)::text AS notnull, b.typelem::text AS element,
    (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = b.oid)::text AS labels,
    (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = b.typelem)::text AS element_labels
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_type d ON t.typtype = 'd' AND d.oid = t.typbasetype
  LEFT JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype WHEN t.typtype = 'd' THEN d.oid ELSE t.oid END
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')`

interface ColumnRow {
  readonly attname: string
  readonly relation: string
  readonly own_type: string
  readonly own_modifier: string
  readonly declared: string
  readonly typname: string
  readonly typtype: string
  readonly generated: string
  readonly typmod: string
  readonly notnull: string
  readonly element: string
  readonly labels: string | null
  readonly element_labels: string | null
}

/**
 * Throws when the table is missing or one of its columns cannot take what the mapping sends. `staged`: values without a
 * binary form come as text, into a table beside.
 */
export async function readTargetTable(
  client: pg.Client,
  table: TableMapping,
  options: { readonly staged?: boolean } = {},
): Promise<TargetTable> {
  const { rows } = await client.query<ColumnRow>(columnsSql, [table.target.schema, table.target.table])
  const first = rows[0]
  if (!first) throw new OperationError('XW-D0002', { table: dottedTarget(table) })
  const found = loadedColumns(table).map((column) => foundColumn(table, column, rows))
  const references = found.map((row) => ({ oid: Number(row.own_type), modifier: Number(row.own_modifier) }))
  const types = await readValueTypes(client, references)
  const own = found.map((row, index) => targetColumn(row, index, types[index]))
  const columns = options.staged ? own.map((column) => wayIn(table, column)) : own
  const stage = stageOf(targetName(table), columns)
  for (const column of columns) checkEncoder(table, column)
  const list = columns.length === 0 ? '' : ` (${columns.map((column) => names.quote(column.name)).join(', ')})`
  return {
    oid: first.relation,
    columns,
    ...(stage ? { stage } : {}),
    copySql: `COPY ${targetName(table)}${list} FROM STDIN (FORMAT binary)`,
  }
}

function foundColumn(table: TableMapping, column: ColumnMapping, rows: readonly ColumnRow[]): ColumnRow {
  const found = rows.find((row) => row.attname === column.target.name)
  if (!found) throw unfit(table, column.target.name, 'the target table has no such column')
  if (found.generated !== '') throw unfit(table, column.target.name, 'the target computes it')
  return found
}

function targetColumn(row: ColumnRow, index: number, valueType: ValueType | undefined): TargetColumn {
  return {
    ...(valueType === undefined ? {} : { valueType }),
    index,
    name: row.attname,
    type: row.typname,
    declared: row.declared,
    typeKind: row.typtype,
    typmod: Number(row.typmod),
    notNull: row.notnull === 'true',
    labels: labelsOf(row.labels),
    elementOid: Number(row.element),
    elementLabels: labelsOf(row.element_labels),
  }
}

/** Only a source of the same engine sends what has no encoder, and then both sides name the type alike. */
const isSameType = (table: TableMapping, { index, declared }: TargetColumn): boolean =>
  loadedColumns(table)[index]?.source.native === declared

const wayIn = (table: TableMapping, column: TargetColumn): StagedColumn =>
  column.valueType && goesAsText(column.valueType) && isSameType(table, column) ? asText(column) : column

function labelsOf(json: string | null): readonly string[] {
  const found: unknown = json === null ? [] : JSON.parse(json)
  return Array.isArray(found) ? found.map(String) : []
}

function checkEncoder(table: TableMapping, column: TargetColumn): void {
  const encoding = {
    out: new RowBuffer(1, 64),
    policies: { zeroDates: 'reject', nulBytes: 'reject', enumErrors: 'reject' },
    changed: () => undefined,
  } as const
  const encoder = encoderOf(column, encoding)
  if (!encoder || (encoder.verbatim?.only && !isSameType(table, column)))
    throw unfit(table, column.name, `no binary form is written for type ${column.type}`)
}

const unfit = (table: TableMapping, column: string, reason: string): OperationError =>
  new OperationError('XW-D0003', { table: dottedTarget(table), column, reason })
