import { PGlite } from '@electric-sql/pglite'
import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, startMariadb, type TestServer } from '../../../support/servers.js'
import { plainAnswer, textParsers } from './support/answers.js'
import { routineBench, routinePair } from './support/routine-bench.js'
import { routineCases } from './support/routine-suite.js'
import { runtimeSql } from './support/runtime.js'
import { workbenchSupport } from './support/workbench.js'

/**
 * Each expression is what a function of the source returns and, converted, what one of the target returns. Both are called
 * with the same values and must answer the same; where the source refuses, so must the target.
 */
describe.skipIf(!available('mariadb'))('expressions of routines answer alike on both sides', () => {
  let server: TestServer
  let source: Connection
  let target: PGlite
  const bench = routineBench(routineCases)

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
    await source.query("SET time_zone = '+00:00'")
    await source.query('SET GLOBAL log_bin_trust_function_creators = 1')
    target = await PGlite.create()
    await target.exec("SET timezone = 'UTC'; CREATE SCHEMA app;")
    await target.exec(`${[...workbenchSupport, ...runtimeSql(), ...bench.targetDdl].join(';\n')};`)
  })

  afterAll(async () => {
    await source?.end()
    await target?.close()
    await server?.stop()
  })

  routineCases.forEach((each, at) => {
    it(`${at}: ${each.sql} (${each.params})`, async () => {
      const pair = routinePair(bench, each, at)
      expect(pair.target, pair.codes.join(' ')).toBeDefined()
      await source.query(pair.source)
      await target.exec(pair.target ?? '')
      for (const call of pair.calls) {
        const said: string[] = []
        const expected = await sourceAnswer(source, call.source).catch(refused(said))
        const answer = await targetAnswer(target, call.target).catch(refused(said))
        expect(answer, `${call.source}\n${pair.target}\n${said.join('\n')}`).toEqual(expected)
      }
    })
  })
})

const refused =
  (said: string[]) =>
  (error: Error): string => {
    said.push(error.message)
    return 'refused'
  }

async function sourceAnswer(source: Connection, sql: string): Promise<string | null> {
  const [rows] = await source.query({ sql, rowsAsArray: true })
  return plainAnswer((rows as (string | null)[][])[0]?.[0] ?? null)
}

async function targetAnswer(target: PGlite, sql: string): Promise<string | null> {
  const { rows } = await target.query<(string | null)[]>(sql, [], { rowMode: 'array', parsers: textParsers })
  return plainAnswer(rows[0]?.[0] ?? null)
}
