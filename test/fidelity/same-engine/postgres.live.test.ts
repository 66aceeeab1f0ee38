import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conversionOfCopy } from '../../../src/convert/copy.js'
import { defaultPolicies } from '../../../src/core/data/reject.js'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { applier } from '../../../src/dialects/postgres/apply/applier.js'
import { copier } from '../../../src/dialects/postgres/copy/copier.js'
import { postgresComparer as comparer } from '../../../src/dialects/postgres/data/compare/comparer.js'
import { source as connector } from '../../../src/dialects/postgres/data/read/snapshot.js'
import { target } from '../../../src/dialects/postgres/data/target.js'
import { parseVersion } from '../../../src/dialects/postgres/version.js'
import { load } from '../../../src/load/load.js'
import { validate } from '../../../src/verify/validate.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../support/servers.js'
import { postgresCases } from './postgres-cases.js'

const nameOf = (at: number): string => `case_${String(at).padStart(3, '0')}`

describe.skipIf(!available('postgres15'))('values between two databases of one engine', () => {
  let server: TestServer
  let from: Endpoint
  let to: Endpoint
  let admin: pg.Client
  const rejectFolder = mkdtempSync(join(tmpdir(), 'crosswalk-rejects-'))

  beforeAll(async () => {
    server = await startPostgres15()
    admin = await connectPostgres(server.endpoint)
    await admin.query('CREATE DATABASE origin')
    // Numbers of the target's own types differ from those of the source.
    await admin.query('CREATE DATABASE copy')
    from = { ...server.endpoint, database: 'origin' }
    to = { ...server.endpoint, database: 'copy' }
    await fill(from)
    const there = await connectPostgres(to)
    await there.query('CREATE SCHEMA shift; CREATE TABLE shift.a (); CREATE TABLE shift.b ()')
    await there.end()
  })
  afterAll(async () => {
    await admin?.end()
    await server?.stop()
    rmSync(rejectFolder, { recursive: true, force: true })
  })

  async function fill(endpoint: Endpoint): Promise<void> {
    const client = await connectPostgres(endpoint)
    await client.query("SET client_min_messages = error; SET lc_monetary = 'C'; CREATE TABLE case_regclass ()")
    for (const [at, { type, values, setup }] of postgresCases.entries()) {
      if (setup) await client.query(setup)
      await client.query(`CREATE TABLE ${nameOf(at)} (id int PRIMARY KEY, v ${type})`)
      const nullable = type === 'very_odd' ? [] : ['NULL']
      for (const [row, value] of [...nullable, ...values].entries())
        await client.query(`INSERT INTO ${nameOf(at)} VALUES (${row}, ${value})`)
    }
    await client.end()
  }

  /** What the engine's own client reads: nothing of ours takes part. */
  const contents = (endpoint: Endpoint, table: string): string =>
    execFileSync(
      'psql',
      [
        ...[
          '-h',
          endpoint.host,
          '-p',
          String(endpoint.port),
          '-U',
          endpoint.user,
          '-d',
          endpoint.database ?? '',
          '-X',
          '-q',
        ],
        ...['-c', `SET extra_float_digits = 3`, '-c', `COPY (SELECT * FROM ${table} ORDER BY id) TO STDOUT`],
      ],
      { maxBuffer: 1 << 28 },
    ).toString('utf8')

  async function copied() {
    const version = parseVersion('15')
    const conversion = conversionOfCopy(await copier.read(from, { schemas: [], targetVersion: version }), version)
    const statements = conversion.statements.filter(({ phase }) => phase === 'pre-data')
    const done = await applier.run(to, await applier.plan(to, statements), { workers: 1 })
    expect(done.filter(({ error }) => error !== undefined)).toEqual([])
    return conversion.mapping
  }

  it('arrive as they were, whole rows or value by value, and our comparison agrees', async () => {
    const mapping = await copied()
    const rows = {
      mapping,
      source: { kind: 'live', connector, endpoint: from },
      target: { connector: target, endpoint: to },
    } as const
    expect(await load({ ...rows, options: { rejectFolder } })).toMatchObject({ rejected: 0 })
    const compare = () =>
      validate({
        mapping,
        source: { comparer, endpoint: from },
        target: { comparer, endpoint: to },
        options: { policies: defaultPolicies },
      })
    const whole = await compare()
    expect(whole.tables.flatMap(({ unverified }) => unverified)).toEqual([])
    const different = whole.tables.filter(({ state }) => state !== 'equal')
    expect(
      different.map(({ source, differences }) => [
        mapping.tables.find(({ source: { table } }) => source === `public.${table}`)?.columns.at(-1)?.source.native,
        differences,
      ]),
    ).toEqual([])
    for (const at of postgresCases.keys())
      expect([postgresCases[at]?.type, contents(to, nameOf(at))]).toEqual([
        postgresCases[at]?.type,
        contents(from, nameOf(at)),
      ])

    // A row that the target refuses has its whole chunk written value by value.
    const here = await connectPostgres(from)
    const there = await connectPostgres(to)
    for (const at of postgresCases.keys()) {
      await here.query(`INSERT INTO ${nameOf(at)} SELECT -1, v FROM ${nameOf(at)} WHERE id = 0`)
      await there.query(`ALTER TABLE ${nameOf(at)} ADD CHECK (id >= 0)`)
    }
    const careful = await load({ ...rows, options: { rejectFolder, restart: true } })
    expect(careful.rejected).toBe(postgresCases.length)
    await here.query(postgresCases.map((_, at) => `DELETE FROM ${nameOf(at)} WHERE id = -1`).join(';'))
    for (const at of postgresCases.keys())
      expect([postgresCases[at]?.type, contents(to, nameOf(at))]).toEqual([
        postgresCases[at]?.type,
        contents(from, nameOf(at)),
      ])
    expect(await compare()).toMatchObject({ equal: true })
    await here.end()
    await there.end()
  })

  it('a value that differs in its last digit, its scale, its padding or its bounds is found', async () => {
    const there = await connectPostgres(to)
    const changes: Readonly<Record<string, string>> = {
      numeric: "UPDATE $t SET v = '1.100' WHERE v::text = '1.10'",
      'double precision': "UPDATE $t SET v = '0.1'::float8 + 1e-17 * 2 WHERE v = 0.1",
      real: "UPDATE $t SET v = '0' WHERE v = 0",
      bpchar: "UPDATE $t SET v = 'abc ' WHERE id = 3",
      'integer[]': "UPDATE $t SET v = '{1,2,3}' WHERE v = '[-2:0]={1,2,3}'::int[]",
      json: `UPDATE $t SET v = '{"b":1,"a" : 1.0e2, "b":2}' WHERE id = 1`,
      pair: 'UPDATE $t SET v = NULL WHERE id = 3',
      text: "UPDATE $t SET v = repeat('€x', 699999) || '€y' WHERE length(v) > 1000",
      interval: "UPDATE $t SET v = '24:00:00' + interval '1 hour' - interval '1 us' WHERE v = '25:00:00'",
      'timestamp with time zone': "UPDATE $t SET v = v + interval '1 us' WHERE id = 5",
    }
    const { tables } = await copied()
    for (const [type, change] of Object.entries(changes)) {
      const table = nameOf(postgresCases.findIndex((one) => one.type === type))
      const { rowCount } = await there.query(change.replace('$t', table))
      expect([type, rowCount]).toEqual([type, 1])
      const mapping = { tables: tables.filter((one) => one.source.table === table), sequences: [] }
      const found = await validate({
        mapping,
        source: { comparer, endpoint: from },
        target: { comparer, endpoint: to },
      })
      expect([type, found.totals.differing]).toEqual([type, 1])
    }
    await there.end()
  })
})
