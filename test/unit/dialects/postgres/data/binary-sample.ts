import type { PGlite } from '@electric-sql/pglite'
import { readValueTypes, type ValueType } from '../../../../../src/dialects/postgres/data/value-type.js'
import { everyType } from './every-type.js'

export const session = `SET timezone = 'UTC'; SET extra_float_digits = 3; SET datestyle = 'ISO, YMD'; SET lc_monetary = 'C'`

export const moneyScale = 2
export const head = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

export interface Sample {
  readonly type: ValueType
  /** In binary form, and as the server prints it. */
  readonly values: readonly { readonly bytes: Buffer; readonly text: string }[]
}

export async function typeOf(db: PGlite, type: string): Promise<ValueType> {
  await db.exec(`DROP TABLE IF EXISTS v; CREATE TABLE v (n serial, x ${type})`)
  const { rows } = await db.query<{ atttypid: number; atttypmod: number }>(
    `SELECT atttypid::int, atttypmod FROM pg_attribute WHERE attrelid = 'v'::regclass AND attname = 'x'`,
  )
  const client = { query: async (sql: string, values?: unknown[]) => db.query(sql, values) }
  const [row] = rows
  const reference = { oid: row!.atttypid, modifier: row!.atttypmod }
  return (await readValueTypes(client as never, [reference]))[0]!
}

export async function sample(db: PGlite, type: string): Promise<Sample> {
  const found = await typeOf(db, type)
  for (const literal of everyType[type] ?? []) await db.exec(`INSERT INTO v (x) VALUES (${literal})`)
  const texts = await db.query<{ x: string }>(`SELECT format('%s', x) AS x FROM v ORDER BY n`)
  const { blob } = await db.query(`COPY (SELECT x FROM v ORDER BY n) TO '/dev/blob' (FORMAT binary)`)
  const copied = Buffer.from(await blob!.arrayBuffer())
  const values: { bytes: Buffer; text: string }[] = []
  for (let at = head.length; copied.readInt16BE(at) === 1; ) {
    const length = copied.readInt32BE(at + 2)
    values.push({ bytes: copied.subarray(at + 6, at + 6 + length), text: texts.rows[values.length]!.x })
    at += 6 + length
  }
  return { type: found, values }
}
