import type mysql from 'mysql2/promise'
import {
  type ColumnFacts,
  type DatabaseFacts,
  type ForeignKeyFacts,
  groupBy,
  type IndexFacts,
  noValue,
  type SequenceFacts,
  type TableFacts,
} from './facts.js'

type Row = readonly (string | null)[]

/** What information_schema of the source says of one database. `scratch` is a database that this may write to. */
export async function readSource(client: mysql.Connection, schema: string, scratch: string): Promise<DatabaseFacts> {
  const ask = async (sql: string): Promise<readonly Row[]> => {
    const [rows] = await client.query<mysql.RowDataPacket[][]>(sql.replaceAll(':schema', client.escape(schema)))
    return rows.map((row) => row.map((cell: unknown) => (cell === null ? null : String(cell))))
  }
  const tables = await ask(`SELECT TABLE_NAME, TABLE_COMMENT, AUTO_INCREMENT FROM information_schema.TABLES
    WHERE TABLE_SCHEMA = :schema AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1`)
  const columns = groupBy(
    await ask(`SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_COMMENT, EXTRA, IS_GENERATED, COLLATION_NAME,
      COLUMN_DEFAULT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = :schema ORDER BY TABLE_NAME, ORDINAL_POSITION`),
    first,
  )
  const indexes = groupBy(
    await ask(`SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE
      FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = :schema ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`),
    first,
  )
  const keys = groupBy(
    await ask(`SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME,
      k.REFERENCED_COLUMN_NAME, r.UPDATE_RULE, r.DELETE_RULE FROM information_schema.KEY_COLUMN_USAGE k
      JOIN information_schema.REFERENTIAL_CONSTRAINTS r ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA
        AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
      WHERE k.TABLE_SCHEMA = :schema AND k.REFERENCED_TABLE_NAME IS NOT NULL ORDER BY 1, 2, k.ORDINAL_POSITION`),
    first,
  )
  const checks = groupBy(
    await ask(`SELECT TABLE_NAME, CONSTRAINT_NAME, LEVEL, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS
      WHERE CONSTRAINT_SCHEMA = :schema ORDER BY 1, 2`),
    first,
  )
  const partitions = groupBy(
    await ask(`SELECT TABLE_NAME FROM information_schema.PARTITIONS
      WHERE TABLE_SCHEMA = :schema AND PARTITION_NAME IS NOT NULL`),
    first,
  )
  const views = await ask(`SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = :schema ORDER BY 1`)
  // Before the defaults are tried, which may take numbers from them.
  const sequences = await sequencesOf(ask, schema)
  const read: TableFacts[] = []
  for (const [name, comment, next] of tables) {
    if (name === undefined || name === null) continue
    const own = columns.get(name) ?? []
    const fallbacks = await fallbacksOf(client, schema, name, own, scratch)
    read.push({
      name,
      comment: comment ?? '',
      columns: own.map((row) => columnOf(row, fallbacks.get(String(row[1])) ?? null)),
      indexes: indexesOf(indexes.get(name) ?? []),
      foreignKeys: foreignKeysOf(keys.get(name) ?? [], schema),
      checks: (checks.get(name) ?? []).map((row) => ({
        name: String(row[1]),
        column: row[2] === 'Column' ? String(row[1]) : null,
        text: String(row[3]),
      })),
      partitions: (partitions.get(name)?.length ?? 0) - (await catchAlls(client, schema, name)),
      next: next ?? null,
    })
  }
  return {
    schema,
    tables: read,
    views: views.map((row) => ({
      name: first(row),
      columns: (columns.get(first(row)) ?? []).map((column) => String(column[1])),
    })),
    sequences,
  }
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

const first = (row: Row): string => String(row[0])

function columnOf(row: Row, fallback: string | null): ColumnFacts {
  const type = String(row[2])
  const extra = String(row[5])
  return {
    name: String(row[1]),
    type,
    labels: /^enum\(/i.test(type) ? labelsOf(type) : null,
    nullable: row[3] === 'YES',
    comment: row[4] ?? '',
    generated: row[6] === 'ALWAYS',
    numbered: extra.includes('auto_increment'),
    onUpdate: /on update/i.test(extra),
    fallback,
    collation: row[7] ?? null,
  }
}

/** The labels as information_schema prints them: quotes are doubled, and backslash, line ends and NUL escaped. */
function labelsOf(type: string): readonly string[] {
  const escapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r', '\\0': '\0', "''": "'" }
  return [...type.matchAll(/'((?:[^'\\]|''|\\.)*)'/gs)].map((one) =>
    (one[1] ?? '').replace(/\\[\\nr0]|''/g, (found) => escapes[found] ?? found),
  )
}

function indexesOf(rows: readonly Row[]): readonly IndexFacts[] {
  return [...groupBy(rows, (row) => String(row[1]))].map(([name, parts]) => ({
    name,
    primary: name === 'PRIMARY',
    unique: parts[0]?.[2] === '0',
    parts: parts.map((row) => (row[5] === null ? `${row[3]}${row[4] === 'D' ? ' desc' : ''}` : '?')),
    method: String(parts[0]?.[6]),
  }))
}

function foreignKeysOf(rows: readonly Row[], schema: string): readonly ForeignKeyFacts[] {
  return [...groupBy(rows, (row) => String(row[1]))].map(([name, parts]) => ({
    name,
    columns: parts.map((row) => String(row[2])),
    target: `${parts[0]?.[3] ?? schema}.${parts[0]?.[4]}`,
    targetColumns: parts.map((row) => String(row[5])),
    onUpdate: String(parts[0]?.[6]),
    onDelete: String(parts[0]?.[7]),
  }))
}

/**
 * The source fills a row of an empty copy of the table itself: so a default is compared as the value it gives, not as text.
 * Only columns that declare one are read; without strict mode the others get the zero of their type.
 */
async function fallbacksOf(
  client: mysql.Connection,
  schema: string,
  table: string,
  columns: readonly Row[],
  scratch: string,
): Promise<ReadonlyMap<string, string>> {
  const declared = columns.filter((row) => row[8] !== null && row[8] !== 'NULL' && row[6] !== 'ALWAYS')
  if (declared.length === 0) return new Map()
  const copy = `${quoted(scratch)}.\`fallback copy\``
  const name = `${quoted(schema)}.${quoted(table)}`
  await client.query(
    `DROP TABLE IF EXISTS ${copy}; SET sql_mode = '', check_constraint_checks = 0, time_zone = '+00:00'`,
  )
  // InnoDB does not always take its own indexes a second time; a copy without them has the same defaults.
  await client
    .query(`CREATE TABLE ${copy} LIKE ${name}`)
    .catch(() => client.query(`CREATE TABLE ${copy} AS SELECT * FROM ${name} LIMIT 0`))
  await client.query(`ALTER TABLE ${copy} REMOVE PARTITIONING`).catch(() => undefined)
  const filled = columns.filter((row) => row[8] === null && row[3] === 'NO' && shapeOf(String(row[2])) !== undefined)
  const names = filled.map((row) => quoted(String(row[1]))).join(', ')
  const values = filled.map((row) => `ST_GeomFromText('${shapeOf(String(row[2]))}')`).join(', ')
  const inserted = await client.query(`INSERT INTO ${copy} (${names}) VALUES (${values})`).then(
    () => true,
    () => false,
  )
  // A default that no row can take has no value on either side.
  if (!inserted) return new Map(declared.map((row) => [String(row[1]), noValue]))
  const list = declared.map((row) => readable(quoted(String(row[1])), String(row[2]))).join(', ')
  const [rows] = await client.query<mysql.RowDataPacket[][]>(`SELECT ${list} FROM ${copy}`)
  await client.query(`DROP TABLE ${copy}; SET sql_mode = DEFAULT, check_constraint_checks = 1`)
  const cells: readonly unknown[] = rows[0] ?? []
  return new Map(
    declared.flatMap((row, at) => (cells[at] === null ? [] : [[String(row[1]), String(cells[at])] as const])),
  )
}

/** The catch-all partition of a list, which only the table's own text tells from the others: the target has one of its own. */
async function catchAlls(client: mysql.Connection, schema: string, table: string): Promise<number> {
  const [rows] = await client.query<mysql.RowDataPacket[][]>(`SHOW CREATE TABLE ${quoted(schema)}.${quoted(table)}`)
  return String(rows[0]?.[1]).match(/ DEFAULT ENGINE = /g)?.length ?? 0
}

/** These types have no zero to stand in for a value that is not named. */
const shapeOf = (type: string): string | undefined => shapes[type]
const shapes: Readonly<Record<string, string>> = {
  point: 'POINT(0 0)',
  geometry: 'POINT(0 0)',
  linestring: 'LINESTRING(0 0,1 1)',
  polygon: 'POLYGON((0 0,1 1,1 0,0 0))',
  multipoint: 'MULTIPOINT(0 0)',
  multilinestring: 'MULTILINESTRING((0 0,1 1))',
  multipolygon: 'MULTIPOLYGON(((0 0,1 1,1 0,0 0)))',
  geometrycollection: 'GEOMETRYCOLLECTION(POINT(0 0))',
}

function readable(column: string, type: string): string {
  if (/^bit\(/.test(type)) return `BIN(${column} + 0)`
  if (/^(var)?binary|blob|point|geometry|polygon|linestring/.test(type)) return `HEX(${column})`
  return /^(float|double)/.test(type) ? `FORMAT(${column}, 8)` : `CONVERT(${column} USING utf8mb4)`
}

async function sequencesOf(
  ask: (sql: string) => Promise<readonly Row[]>,
  schema: string,
): Promise<readonly SequenceFacts[]> {
  const names = await ask(`SELECT TABLE_NAME FROM information_schema.TABLES
    WHERE TABLE_SCHEMA = :schema AND TABLE_TYPE = 'SEQUENCE' ORDER BY 1`)
  const found: SequenceFacts[] = []
  for (const [name] of names) {
    const [row] = await ask(`SELECT next_not_cached_value, increment, cycle_option
      FROM ${quoted(schema)}.${quoted(String(name))}`)
    found.push({
      name: String(name),
      next: String(row?.[0]),
      increment: String(row?.[1]),
      cycles: row?.[2] === '1',
    })
  }
  return found
}
