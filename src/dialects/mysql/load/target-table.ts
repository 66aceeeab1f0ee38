import { loadedColumns } from '../../../core/data/stream.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { query, quoteName, type Row, type Session } from '../connect.js'
import { canEncode } from './encoders.js'
import type { TargetColumn } from './encoding.js'

/** A table of the target as its catalogue has it, with the columns of the load in their order. */
export interface TargetTable {
  /** Quoted, with its schema. */
  readonly name: string
  readonly columns: readonly TargetColumn[]
  /** There is no other column, except those that the engine computes. */
  readonly complete: boolean
  /** Columns that the engine sets when a statement changes a row and does not name them; loaded or not. */
  readonly setThemselves: readonly string[]
  /** It numbers rows by itself, or could. */
  readonly numbersRows: boolean
}

export const targetName = ({ target }: TableMapping): string => `${quoteName(target.schema)}.${quoteName(target.table)}`

export const dottedTarget = ({ target }: TableMapping): string => `${target.schema}.${target.table}`

const columnsSql = `
  SELECT COLUMN_NAME, DATA_TYPE, IS_NULLABLE, CHARACTER_SET_NAME, COLLATION_NAME, DATETIME_PRECISION, EXTRA, COLUMN_TYPE, NUMERIC_PRECISION, NUMERIC_SCALE
  FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION`

/** Whether the storage engine of a table can take a transaction back; no row: there is no such table, or it is a view. */
const engineSql = `
  SELECT t.ENGINE, e.TRANSACTIONS FROM information_schema.TABLES t LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
  WHERE t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ? AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')`

/** @throws OperationError when the table is missing, cannot take a transaction back, or cannot take what the mapping sends */
export async function readTargetTable(session: Session, table: TableMapping): Promise<TargetTable> {
  const place = [table.target.schema, table.target.table]
  const [engine] = await query(session, engineSql, place)
  if (!engine) throw new OperationError('XW-D0002', { table: dottedTarget(table) })
  if (engine[1] !== 'YES')
    throw new OperationError('XW-D0014', { table: dottedTarget(table), engine: engine[0] ?? '?' })
  const rows = await query(session, columnsSql, place)
  const columns = loadedColumns(table).map((column, index) => {
    const found = rows.find((row) => sameColumn(row[0], column.target.name))
    if (!found) throw unfit(table, column.target.name, 'the target table has no such column')
    if (isComputed(found)) throw unfit(table, column.target.name, 'the target computes it')
    const made = targetColumn(found, index)
    if (!canEncode(made)) throw unfit(table, made.name, `no form is known for type ${made.type}`)
    return made
  })
  return {
    name: targetName(table),
    columns,
    complete: rows.filter((row) => !isComputed(row)).length === columns.length,
    setThemselves: rows.filter(setsItself).map((row) => row[0] ?? ''),
    numbersRows: rows.some((row) => /\bauto_increment\b/i.test(row[6] ?? '')),
  }
}

/** Names of columns do not differ by case (manual, "Identifier Case Sensitivity"). */
const sameColumn = (a: string | null | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

/** `STORED GENERATED`, `VIRTUAL GENERATED`, older: `PERSISTENT`, `VIRTUAL`. `DEFAULT_GENERATED` is a default. */
const isComputed = (row: Row): boolean => /\b(STORED|VIRTUAL|PERSISTENT)\b/i.test(row[6] ?? '')

const targetColumn = (row: Row, index: number): TargetColumn => ({
  index,
  name: row[0] ?? '',
  type: (row[1] ?? '').toLowerCase(),
  notNull: row[2] === 'NO',
  charset: row[3] ?? null,
  collation: row[4] ?? null,
  precision: Number(row[5] ?? 0),
  digits: digitsOf(row[1] ?? '', Number(row[8] ?? 0), Number(row[9] ?? 0)),
  highest: highestOf(row[7] ?? ''),
})

const setsItself = (row: Row): boolean => /\bon update\b/i.test(row[6] ?? '')

function digitsOf(type: string, precision: number, scale: number): TargetColumn['digits'] {
  if (/^decimal$/i.test(type)) return { whole: precision - scale, fraction: scale }
  return /int$/i.test(type) ? { whole: Number.POSITIVE_INFINITY, fraction: 0 } : null
}

function highestOf(type: string): string | null {
  const [, digits, scale] = /^(?:float|double)\((\d+),(\d+)\)/i.exec(type) ?? []
  if (digits === undefined || scale === undefined) return null
  return `${'9'.repeat(Number(digits) - Number(scale)) || '0'}.${'9'.repeat(Number(scale))}`
}

const unfit = (table: TableMapping, column: string, reason: string): OperationError =>
  new OperationError('XW-D0003', { table: dottedTarget(table), column, reason })
