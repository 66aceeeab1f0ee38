import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, startMariadb, type TestServer } from '../../../../support/servers.js'
import { columnsOf, plain, procedureOf, strict, tableNames } from './support/change-bench.js'
import { changeCases } from './support/change-cases.js'
import { changeRows, changeTables, changeTriggers } from './support/change-tables.js'
import { isRecording, type Recorded, record, recording } from './support/recorded.js'

/**
 * What the source does with every case is what the recording says; `data-changes.test.ts` compares the target with the
 * recording. RECORD=1 writes it anew.
 */
describe.skipIf(!available('mariadb'))('the recording says what a server does with statements that change rows', () => {
  let server: TestServer
  let source: Connection
  let before: Readonly<Record<string, readonly string[]>> = {}
  const known = recording()
  const seen: Record<string, Recorded> = {}

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
    await reset()
    before = await allRows()
  })

  afterAll(async () => {
    if (isRecording) record(seen)
    await source?.end()
    await server?.stop()
  })

  const allRows = async (): Promise<Record<string, readonly string[]>> => {
    const all: Record<string, readonly string[]> = {}
    for (const table of tableNames) {
      const [rows] = await source.query({ sql: `SELECT ${columnsOf(table)} FROM ${table}`, rowsAsArray: true })
      all[table] = (rows as (string | null)[][]).map((row) => JSON.stringify(row.map(plain))).sort()
    }
    return all
  }

  const reset = async (): Promise<void> => {
    await source.query('SET foreign_key_checks = 0')
    for (const table of tableNames) await source.query(`TRUNCATE TABLE ${table}`)
    for (const rows of changeRows) await source.query(rows)
    await source.query('SET foreign_key_checks = 1')
  }

  changeCases.forEach((each, index) => {
    it(each.name, async () => {
      await reset()
      await source.query(`SET sql_mode = '${each.mode ?? strict}'`)
      await source.query(procedureOf(each, index))
      const wrong = await source.query(`CALL p${index}()`).then(
        () => undefined,
        (error: Error) => error.message,
      )
      expect({ fails: wrong !== undefined }, wrong).toEqual({ fails: each.fails ?? false })
      const after = await allRows()
      const tables = Object.fromEntries(
        tableNames.flatMap((table) =>
          JSON.stringify(after[table]) === JSON.stringify(before[table]) ? [] : [[table, after[table] ?? []]],
        ),
      )
      seen[each.name] = { fails: wrong !== undefined, tables }
      if (!isRecording) expect(seen[each.name]).toEqual(known[each.name])
    })
  })
})
