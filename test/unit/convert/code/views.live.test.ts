import { PGlite } from '@electric-sql/pglite'
import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, startMariadb, type TestServer } from '../../../support/servers.js'
import { runtimeSql } from './support/runtime.js'
import { viewBench, viewCases, viewInserts, viewTables } from './support/view-suite.js'
import { workbenchSupport } from './support/workbench.js'

/**
 * Each view is made in the source engine and, converted, in the target engine, over the same rows. Both must give the same
 * rows. Rows are compared in order where the view has an ORDER BY.
 */
describe.skipIf(!available('mariadb'))('views give the same rows on both sides', () => {
  let server: TestServer
  let source: Connection
  let target: PGlite
  const bench = viewBench()

  beforeAll(async () => {
    server = await startMariadb()
    const { endpoint } = server
    source = await mysql.createConnection({
      host: endpoint.host,
      port: endpoint.port,
      user: endpoint.user,
      password: endpoint.password ?? '',
      typeCast: (field) => field.string(),
    })
    await source.query(`CREATE DATABASE app CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`)
    await source.query('USE app')
    await source.query("SET sql_mode = 'NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'")
    target = await PGlite.create()
    await target.exec("SET timezone = 'UTC'; CREATE SCHEMA app;")
    await target.exec(`${[...workbenchSupport, ...runtimeSql(), ...bench.targetDdl].join(';\n')};`)
    for (const table of viewTables) await source.query(table)
    for (const insert of viewInserts) {
      await source.query(insert.source)
      await target.exec(insert.target)
    }
  })

  afterAll(async () => {
    await source?.end()
    await target?.close()
    await server?.stop()
  })

  viewCases.forEach(({ name, sql }, index) => {
    it(name, async () => {
      const converted = bench.viewSql(`v${index}`)
      expect(converted.sql, converted.codes.join(' ')).toBeDefined()
      await source.query(`CREATE VIEW v${index} AS ${sql}`)
      const [rows] = await source.query({ sql: `SELECT * FROM v${index}`, rowsAsArray: true })
      await target.exec(`CREATE VIEW app.v${index} AS ${converted.sql}`).catch((error: Error) => {
        throw new Error(`${error.message}\n${converted.sql}`)
      })
      const answer = await targetRows(target, `app.v${index}`).catch((error: Error) => {
        throw new Error(`${error.message}\n${converted.sql}`)
      })
      const ordered = /order by(?! null)[^()]*$/i.test(sql)
      const expected = canonical(rows as (string | null)[][], ordered)
      expect(canonical(answer, ordered), converted.sql).toEqual(expected)
    })
  })
})

async function targetRows(target: PGlite, view: string): Promise<(string | null)[][]> {
  const parsers = Object.fromEntries(Array.from({ length: 6000 }, (_, oid) => [oid, (value: string) => value]))
  const { rows } = await target.query<(string | null)[]>(`SELECT * FROM ${view}`, [], { rowMode: 'array', parsers })
  return rows
}

function canonical(rows: (string | null)[][], ordered: boolean): string[] {
  const lines = rows.map((row) => JSON.stringify(row.map(plain)))
  return ordered ? lines : lines.sort()
}

/** Differences of form that the engines' own text has: trailing zeros, t for 1, blanks in JSON, the zone of an instant. */
function plain(cell: string | null): string | null {
  if (cell === null) return null
  if (cell === 't' || cell === 'f') return cell === 't' ? '1' : '0'
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell)) return String(Number(Number(cell).toPrecision(14)))
  if (/^[[{](?![A-Za-z])/.test(cell)) return documentText(cell)
  const stamp = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d+)?(\+00)?$/.exec(cell)
  if (stamp) return `${stamp[1]}${(stamp[2] ?? '').replace(/\.?0+$/, '')}`
  return cell.replace(/^(-?\d+:\d\d:\d\d)(\.\d*[1-9])?\.?0*$/, '$1$2')
}

/** Documents are equal whatever the order of their keys; a text in brackets need not be one. */
function documentText(cell: string): string {
  try {
    return JSON.stringify(JSON.parse(cell), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    )
  } catch {
    return cell
  }
}
