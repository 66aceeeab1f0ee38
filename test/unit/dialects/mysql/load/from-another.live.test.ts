import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type mysql from 'mysql2/promise'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { changeTarget } from '../../../../../src/dialects/mysql/apply-changes/target.js'
import { target } from '../../../../../src/dialects/mysql/load/target.js'
import { changeSource } from '../../../../../src/dialects/postgres/changes/source.js'
import { source } from '../../../../../src/dialects/postgres/data/read/snapshot.js'
import { load } from '../../../../../src/load/load.js'
import { Recorder } from '../../../../support/change-recorder.js'
import { available, connectMysql, connectPostgres, startMariadb, type TestServer } from '../../../../support/servers.js'
import { batchOf } from '../../postgres/apply-changes/support.js'
import { logicalPostgres15 } from '../../postgres/changes/logical-server.js'
import { begin, mappingOf } from '../../postgres/changes/support.js'

/** A type there and here, values there, and what the server here must print for each; null: the row is set aside. */
const pairs: readonly (readonly [string, string, Readonly<Record<string, string | null>>])[] = [
  ['boolean', 'TINYINT(1)', { true: '1', false: '0' }],
  ['smallint', 'SMALLINT', { '-32768': '-32768', '32767': '32767' }],
  ['bigint', 'BIGINT', { '-9223372036854775808': '-9223372036854775808', '9007199254740993': '9007199254740993' }],
  ['bigint', 'INT UNSIGNED', { '4294967295': '4294967295', '-1': null, '4294967296': null }],
  [
    'numeric(20,4)',
    'DECIMAL(20,4)',
    { '-0.0001': '-0.0001', '1234567890123456.5': '1234567890123456.5000', "'NaN'": null },
  ],
  ['numeric', 'DECIMAL(30,2)', { '1.5': '1.50', '1.005': null, '12345678901234567890': '12345678901234567890.00' }],
  // The engine knows no negative zero.
  ['real', 'DOUBLE', { '16777217': '16777216', "'-0'": '0', "'Infinity'": null }],
  [
    'double precision',
    'DOUBLE',
    { '0.1': '0.1', '1.7976931348623157e308': '1.7976931348623157e308', '5e-324': '5e-324' },
  ],
  ['text', 'LONGTEXT', { "''": '', "E'it''s \\\\ 😀\\n'": "it's \\ 😀\n" }],
  ['varchar(5)', 'VARCHAR(5) CHARACTER SET latin1', { "'größe'": 'größe', "'я'": null }],
  ['char(5)', 'CHAR(5)', { "'ab'": 'ab' }],
  ['bytea', 'LONGBLOB', { "'\\x00ff275c'": '00FF275C', "''": '' }],
  [
    'date',
    'DATE',
    { "'0001-01-01'": '0001-01-01', "'9999-12-31'": '9999-12-31', "'infinity'": null, "'0044-03-15 BC'": null },
  ],
  ['timestamp', 'DATETIME(6)', { "'2024-02-29 23:59:59.999999'": '2024-02-29 23:59:59.999999', "'12024-01-01'": null }],
  ['timestamp', 'DATETIME', { "'2024-02-29 23:59:59'": '2024-02-29 23:59:59', "'2024-02-29 23:59:59.5'": null }],
  [
    'timestamptz',
    'TIMESTAMP(6) NULL',
    { "'2024-02-29 23:59:59.5+02'": '2024-02-29 21:59:59.500000', "'1960-01-01+00'": null },
  ],
  ['time', 'TIME(6)', { "'23:59:59.999999'": '23:59:59.999999', "'24:00:00'": '24:00:00.000000' }],
  ['uuid', 'UUID', { "'123e4567-e89b-12d3-a456-426655440000'": '123e4567-e89b-12d3-a456-426655440000' }],
  ['uuid', 'CHAR(36)', { "'123e4567-e89b-12d3-a456-426655440000'": '123e4567-e89b-12d3-a456-426655440000' }],
  ['jsonb', 'JSON', { '\'{"a": [1.50, null]}\'': '{"a": [1.50, null]}' }],
  ['bit(9)', 'BIT(9)', { "B'101010101'": '341', "B'000000001'": '1' }],
  ['inet', 'VARCHAR(50)', { "'10.0.0.1'": '10.0.0.1', "'fe80::1/64'": 'fe80::1/64' }],
]

const shown: Readonly<Record<string, string>> = { LONGBLOB: 'HEX(v)', 'BIT(9)': 'CAST(v + 0 AS CHAR)' }

const live = available('mariadb') && available('postgres15')

describe.skipIf(!live)('rows and changes of another engine', () => {
  let from: TestServer
  let to: TestServer
  let there: pg.Client
  let here: mysql.Connection
  let folder: string
  let tables: readonly TableMapping[]
  beforeAll(async () => {
    ;[from, to] = await Promise.all([logicalPostgres15(), startMariadb()])
    there = await connectPostgres(from.endpoint)
    here = await connectMysql(to.endpoint)
    folder = mkdtempSync(join(tmpdir(), 'crosswalk-from-another-'))
    await here.query('CREATE DATABASE loaded; CREATE DATABASE followed')
    for (const [at, [type, own]] of pairs.entries()) {
      await there.query(`CREATE TABLE t${at} (id int PRIMARY KEY, v ${type})`)
      for (const schema of ['loaded', 'followed'])
        await here.query(`CREATE TABLE ${schema}.t${at} (id INT PRIMARY KEY, v ${own}) ENGINE = InnoDB`)
    }
    tables = await mappingOf(from.endpoint, ...pairs.map((_, at) => `t${at}`))
  })
  afterAll(async () => {
    await Promise.allSettled([there?.end(), here?.end()])
    await Promise.all([from?.stop(), to?.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  const into = (schema: string) => tables.map((table) => ({ ...table, target: { schema, table: table.target.table } }))
  const values = async (schema: string, at: number) => {
    const [, own] = pairs[at] ?? ['', '']
    const [rows] = await here.query(`SELECT id, ${shown[own] ?? 'CAST(v AS CHAR)'} FROM ${schema}.t${at} ORDER BY id`)
    return (Array.isArray(rows) ? rows : []).map((row) => (Array.isArray(row) ? [Number(row[0]), row[1]] : row))
  }
  const expected = (at: number) =>
    Object.values(pairs[at]?.[2] ?? {}).flatMap((text, row) => (text === null ? [] : [[row, text]]))

  it.each(pairs.map(([type, own], at) => [type, own, at] as const))(
    'arrive as they are or not at all: %s as %s',
    async (_, __, at) => {
      const literals = Object.keys(pairs[at]?.[2] ?? {})
      await there.query(
        `INSERT INTO t${at} VALUES ${literals.map((literal, row) => `(${row}, ${literal})`).join(', ')}, (99, NULL)`,
      )
      const [table] = into('loaded').slice(at, at + 1)
      if (!table) return
      const result = await load({
        mapping: { tables: [table], sequences: [] },
        source: { kind: 'live', connector: source, endpoint: from.endpoint },
        target: { connector: target, endpoint: to.endpoint },
        options: { rejectFolder: folder, workers: 1 },
      })
      expect(await values('loaded', at)).toEqual([...expected(at), [99, null]])
      expect(result.rejected).toBe(literals.length - expected(at).length)
    },
  )

  it('are the same through the log', async () => {
    await there.query(pairs.map((_, at) => `DELETE FROM t${at}`).join('; '))
    const followed = into('followed')
    const start = await begin(from.endpoint, followed, 'fallback')
    const applier = await changeTarget.open(to.endpoint, {
      task: 'followed',
      tables: followed,
      policies: defaultPolicies,
      cascadesLogged: changeSource.logsCascades,
    })
    const stream = await changeSource.open(from.endpoint, {
      tables: followed,
      writers: applier.writers,
      from: start,
      reader: 'fallback',
      policies: defaultPolicies,
    })
    for (const [at] of pairs.entries()) {
      // Those that do not fit have a test of their own.
      const fitting = Object.entries(pairs[at]?.[2] ?? {}).flatMap(([literal, text], row) =>
        text === null ? [] : [`(${row}, ${literal})`],
      )
      await there.query(
        `INSERT INTO t${at} VALUES ${fitting.join(', ')}; UPDATE t${at} SET id = id + 100; UPDATE t${at} SET id = id - 100; DELETE FROM t${at} WHERE id = 77`,
      )
    }
    const sink = new Recorder()
    await stream.pump(sink, { until: await changeSource.head(from.endpoint) })
    await stream.close()
    const changes = sink.seen.flatMap((one): readonly Change[] => (one.kind === 'change' ? [one.change] : []))
    await applier.apply(batchOf(changes, { position: 'end', at: 1 }), { mode: 'net', overlapping: false })
    await applier.close()
    for (const at of pairs.keys()) expect([at, await values('followed', at)]).toEqual([at, expected(at)])
  })
})
