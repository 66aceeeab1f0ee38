import { PGlite } from '@electric-sql/pglite'
import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, startMariadb, type TestServer } from '../../../support/servers.js'
import { plainAnswer, textParsers } from './support/answers.js'
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
  const { rows } = await target.query<(string | null)[]>(`SELECT * FROM ${view}`, [], {
    rowMode: 'array',
    parsers: textParsers,
  })
  return rows
}

function canonical(rows: (string | null)[][], ordered: boolean): string[] {
  const lines = rows.map((row) => JSON.stringify(row.map(plainAnswer)))
  return ordered ? lines : lines.sort()
}
