import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, startMariadb, type TestServer } from '../../../../support/servers.js'
import type { Converted } from '../../support.js'
import {
  columnsOf,
  convertCases,
  plain,
  procedureOf,
  resetTarget,
  startTarget,
  strict,
  type Target,
  tableNames,
} from './support/change-bench.js'
import type { ChangeCase } from './support/change-case.js'
import { changeRows, changeTables, changeTriggers } from './support/change-tables.js'
import { duplicateCases, insertCases } from './support/insert-cases.js'
import { surroundingCases } from './support/surrounding-cases.js'
import { deleteCases, updateCases } from './support/update-cases.js'

const cases: readonly ChangeCase[] = [
  ...insertCases,
  ...duplicateCases,
  ...updateCases,
  ...deleteCases,
  ...surroundingCases,
]

/** Each procedure runs on both engines over the same rows; afterwards all tables hold the same. */
describe.skipIf(!available('mariadb'))('statements that change rows leave the same rows on both sides', () => {
  let server: TestServer
  let source: Connection
  let target: Target
  let converted: Converted

  beforeAll(async () => {
    server = await startMariadb()
    const { host, port, user, password } = server.endpoint
    source = await mysql.createConnection({
      ...{ host, port, user, password: password ?? '' },
      typeCast: (field) => field.string(),
      // This client asks for the rows that were found; the server counts those that changed, as other clients have it.
      flags: ['-FOUND_ROWS'],
    })
    await source.query('CREATE DATABASE shop CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci')
    await source.query('USE shop')
    for (const each of [...changeTables, ...changeTriggers]) await source.query(each)
    converted = await convertCases(cases)
    const made = await startTarget(converted)
    expect(made.problems).toEqual([])
    target = made
  }, 120_000)

  afterAll(async () => {
    await source?.end()
    await target?.db.close()
    await server?.stop()
  })

  const sourceRows = async (table: string): Promise<readonly string[]> => {
    const [rows] = await source.query({ sql: `SELECT ${columnsOf(table)} FROM ${table}`, rowsAsArray: true })
    return (rows as (string | null)[][]).map((row) => JSON.stringify(row.map(plain))).sort()
  }

  const reset = async (): Promise<void> => {
    await source.query('SET foreign_key_checks = 0')
    for (const table of tableNames) await source.query(`TRUNCATE TABLE ${table}`)
    for (const rows of changeRows) await source.query(rows)
    await source.query('SET foreign_key_checks = 1')
    for (const sql of resetTarget) await target.db.exec(sql)
    for (const { kind, sql } of converted.conversion.statements) if (kind === 'identity') await target.db.exec(sql)
  }

  cases.forEach((each, index) => {
    it(each.name, async () => {
      await reset()
      await source.query(`SET sql_mode = '${each.mode ?? strict}'`)
      await source.query(procedureOf(each, index))
      const wrong = await source.query(`CALL p${index}()`).then(
        () => undefined,
        (error: Error) => error.message,
      )
      const text = programText(converted, index)
      const refused = await target.run(`CALL shop.p${index}()`)
      expect({ fails: wrong !== undefined }, wrong).toEqual({ fails: each.fails ?? false })
      expect({ fails: refused !== undefined }, `${refused}\n${text}`).toEqual({ fails: each.fails ?? false })
      for (const table of tableNames) {
        expect(await target.rows(table), `${table}\n${text}`).toEqual(await sourceRows(table))
      }
    })
  })
})

const programText = (converted: Converted, index: number): string =>
  converted.conversion.statements.find(({ kind, name }) => kind === 'procedure' && name.name.text === `p${index}`)
    ?.sql ?? converted.findings.map(({ code, data }) => `${code} ${JSON.stringify(data)}`).join('\n')
