import type mysql from 'mysql2/promise'
import type pg from 'pg'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { connectMysql, connectPostgres } from '../../support/servers.js'

export type Engine = 'mysql' | 'postgres'

/** What the tests need of an engine, in its own words: nothing of ours reads or writes a value here. */
export interface Side {
  readonly engine: Engine
  readonly url: string
  run(sql: string): Promise<void>
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>
  /** A column as text that tells every value from every other. */
  text(column: string, type: string): string
  /** Two values of one type are the same, to the last byte. */
  same(left: string, right: string, type: string): string
  /** Holds all writers of a table off; what it gives back lets them go on. */
  hold(table: string): Promise<() => Promise<void>>
  close(): Promise<void>
}

export async function mysqlSide(endpoint: Endpoint, database: string): Promise<Side> {
  const connect = async () => {
    const client = await connectMysql({ ...endpoint, database })
    await client.query("SET time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES'")
    return client
  }
  const client = await connect()
  return {
    engine: 'mysql',
    url: `mysql://root@127.0.0.1:${endpoint.port}/${database}`,
    run: async (sql) => {
      await client.query(sql)
    },
    rows: async (sql) => stringRows((await client.query<mysql.RowDataPacket[]>(sql))[0]),
    text: (column, type) => shown(column, type),
    same: (left, right, type) => `${shown(left, type)} <=> ${shown(right, type)}`,
    async hold(table) {
      const other = await connect()
      await other.query(`LOCK TABLES ${table} READ`)
      return () => other.end()
    },
    close: () => client.end(),
  }
}

const bytes = /^(binary|varbinary|(tiny|medium|long)?blob|geometry|point|linestring|polygon|multi|vector)/i

/** FLOAT prints six digits of its nine: as a DOUBLE it prints all. */
function shown(column: string, type: string): string {
  if (/^float/i.test(type)) return `CAST(${column} AS DOUBLE)`
  if (/^bit/i.test(type)) return `BIN(${column} + 0)`
  return bytes.test(type) ? `HEX(${column})` : `CAST(CAST(${column} AS CHAR CHARACTER SET utf8mb4) AS BINARY)`
}

const stringRows = (rows: readonly unknown[]): readonly (readonly (string | null)[])[] =>
  rows.map((row) => (Array.isArray(row) ? row.map(stringOf) : []))

const stringOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : Buffer.isBuffer(value) ? value.toString('utf8') : String(value)

export async function postgresSide(endpoint: Endpoint, database: string): Promise<Side> {
  const connect = async () => {
    const client = await connectPostgres({ ...endpoint, database })
    await client.query(
      "SET search_path = ways, public; SET TimeZone = 'UTC'; SET extra_float_digits = 3; SET client_min_messages = error",
    )
    return client
  }
  const client = await connect()
  return {
    engine: 'postgres',
    url: `postgresql://${endpoint.user}@127.0.0.1:${endpoint.port}/${database}`,
    run: async (sql) => {
      await client.query(sql)
    },
    rows: async (sql) =>
      (await client.query<(string | null)[]>({ text: sql, rowMode: 'array' } satisfies pg.QueryArrayConfig)).rows,
    text: (column) => `${column}::text`,
    same: (left, right) => `${left}::text IS NOT DISTINCT FROM ${right}::text`,
    async hold(table) {
      const other = await connect()
      await other.query(`BEGIN; LOCK TABLE ${table} IN EXCLUSIVE MODE`)
      return () => other.end()
    },
    close: () => client.end(),
  }
}
