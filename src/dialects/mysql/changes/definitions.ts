import type { TableMapping } from '../../../core/mapping/mapping.js'
import { query, type Session } from '../connect.js'
import { columnType as t } from '../data/column-type.js'
import type { StoredColumn } from './column-types.js'

/** A column as the server defines it now. */
export interface DefinedColumn {
  readonly name: string
  /** As in information_schema: `int(10) unsigned`, `enum('a','b')`. */
  readonly native: string
  readonly charset: string | null
  /** How the log would store it; null when there are several ways or none is known. */
  readonly stored: StoredColumn | null
}

export const tableKey = (schema: string, table: string): string => `${schema}\0${table}`

/** Columns of the tables, in order, by `tableKey`; a table that is not there, or may not be seen, is not in the map. */
export async function readDefinitions(
  session: Session,
  tables: readonly TableMapping[],
): Promise<ReadonlyMap<string, readonly DefinedColumn[]>> {
  const found = new Map<string, DefinedColumn[]>()
  const schemas = [...new Set(tables.map((table) => table.source.schema))]
  for (const schema of schemas) {
    const names = tables.filter((table) => table.source.schema === schema).map((table) => table.source.table)
    const rows = await query(
      session,
      `SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, CHARACTER_SET_NAME, DATA_TYPE, CHARACTER_OCTET_LENGTH,
       NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = ? AND TABLE_NAME IN (${names.map(() => '?').join(', ')})
       ORDER BY TABLE_NAME, ORDINAL_POSITION`,
      [schema, ...names],
    )
    for (const [table, name, native, charset, type, octets, precision, scale, fraction] of rows) {
      const key = tableKey(schema, table ?? '')
      const columns = found.get(key) ?? []
      found.set(key, columns)
      const sizes = { octets, precision, scale, fraction }
      columns.push({
        ...{ name: name ?? '', native: native ?? '', charset: charset ?? null },
        stored: storedBy(type ?? '', native ?? '', sizes),
      })
    }
  }
  return found
}

interface Sizes {
  readonly octets: string | null | undefined
  readonly precision: string | null | undefined
  readonly scale: string | null | undefined
  readonly fraction: string | null | undefined
}

const plain: Readonly<Record<string, StoredColumn>> = {
  tinyint: { type: t.tiny, size: 0, scale: 0 },
  smallint: { type: t.short, size: 0, scale: 0 },
  mediumint: { type: t.int24, size: 0, scale: 0 },
  int: { type: t.long, size: 0, scale: 0 },
  bigint: { type: t.longlong, size: 0, scale: 0 },
  float: { type: t.float, size: 4, scale: 0 },
  double: { type: t.double, size: 8, scale: 0 },
  date: { type: t.date, size: 0, scale: 0 },
  year: { type: t.year, size: 0, scale: 0 },
  tinytext: { type: t.blob, size: 1, scale: 0 },
  tinyblob: { type: t.blob, size: 1, scale: 0 },
  text: { type: t.blob, size: 2, scale: 0 },
  blob: { type: t.blob, size: 2, scale: 0 },
  mediumtext: { type: t.blob, size: 3, scale: 0 },
  mediumblob: { type: t.blob, size: 3, scale: 0 },
  longtext: { type: t.blob, size: 4, scale: 0 },
  longblob: { type: t.blob, size: 4, scale: 0 },
  json: { type: t.json, size: 4, scale: 0 },
  inet4: { type: t.string, size: 4, scale: 0 },
  inet6: { type: t.string, size: 16, scale: 0 },
  uuid: { type: t.string, size: 16, scale: 0 },
}

const shapes = /^(geometry|point|linestring|polygon|multi(point|linestring|polygon)|geom(etry)?collection)$/

function storedBy(type: string, native: string, sizes: Sizes): StoredColumn | null {
  // How many bytes these take depends on how they are compressed.
  if (/\bCOMPRESSED\b/.test(native) && !/^(enum|set)/.test(type)) return null
  const known = plain[type]
  if (known) return known
  const octets = Number(sizes.octets ?? 0)
  switch (type) {
    case 'decimal':
      return { type: t.newDecimal, size: Number(sizes.precision), scale: Number(sizes.scale) }
    case 'char':
    case 'binary':
      return { type: t.string, size: octets, scale: 0 }
    case 'varchar':
    case 'varbinary':
      return { type: t.varchar, size: octets, scale: 0 }
    case 'bit':
      return { type: t.bit, size: (Number(sizes.precision) + 7) >> 3, scale: 0 }
    case 'time':
      return { type: t.time2, size: Number(sizes.fraction ?? 0), scale: 0 }
    case 'datetime':
      return { type: t.dateTime2, size: Number(sizes.fraction ?? 0), scale: 0 }
    case 'timestamp':
      return { type: t.timestamp2, size: Number(sizes.fraction ?? 0), scale: 0 }
    case 'enum':
      return { type: t.enum, size: labelsOf(native).length > 255 ? 2 : 1, scale: 0 }
    case 'set':
      return { type: t.set, size: setBytes(labelsOf(native).length), scale: 0 }
    default:
      return shapes.test(type) ? { type: t.geometry, size: 4, scale: 0 } : null
  }
}

/** A set takes 1, 2, 3, 4 or 8 bytes. */
function setBytes(labels: number): number {
  const bytes = (labels + 7) >> 3
  return bytes > 4 ? 8 : bytes
}

/** The labels in `enum('a','it''s')`. */
export function labelsOf(native: string): string[] {
  const labels: string[] = []
  for (const [, label] of native.matchAll(/'((?:[^']|'')*)'/g)) labels.push((label ?? '').replaceAll("''", "'"))
  return labels
}

/** As `labelsOf` takes them apart. */
export const labelsText = (labels: readonly string[]): string =>
  labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(',')

/** Times before MySQL 5.6 were stored in other ways, which a table keeps until it is rebuilt. */
const olderTypes: ReadonlyMap<number, number> = new Map([
  [t.time2, t.time],
  [t.dateTime2, t.dateTime],
  [t.timestamp2, t.timestamp],
])

/** Whether rows that are stored so may be those of the column. */
export function isStoredAs(defined: DefinedColumn, logged: StoredColumn): boolean {
  const expected = defined.stored
  if (!expected) return true
  if (olderTypes.get(expected.type) === logged.type) return true
  const type = logged.type === t.newDate ? t.date : logged.type
  return type === expected.type && logged.size === expected.size && logged.scale === expected.scale
}
