import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { connect } from '../../../../../src/dialects/postgres/connect.js'
import { emitter } from '../../../../../src/dialects/postgres/emit/emitter.js'
import { prover } from '../../../../../src/dialects/postgres/prove/prover.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'
import { type MachinePostgres, postgresOfMachine, startMachinePostgres } from '../../../../support/machine-postgres.js'
import { hostile, hostileCatalog } from '../emit/hostile.js'
import { shop } from '../emit/shop.js'
import { statement } from './statements.js'

const there = postgresOfMachine() !== undefined
if (!there)
  console.warn('\n*** SKIPPED: no PostgreSQL server on this machine; the compile gate on a server is not tested ***\n')

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'done'
  } catch (error) {
    return error instanceof OperationError ? `${error.code} ${JSON.stringify(error.data)}` : String(error)
  }
}

describe.skipIf(!there)('a server of this machine', () => {
  let server: MachinePostgres
  let endpoint: Endpoint
  beforeAll(async () => {
    server = await startMachinePostgres()
    endpoint = server.endpoint
  })
  afterAll(() => server.stop())

  const databases = async (): Promise<readonly string[]> => {
    const client = await connect(endpoint, { role: 'source' })
    const result = await client.query<{ datname: string }>('SELECT datname FROM pg_catalog.pg_database ORDER BY 1')
    await client.end()
    return result.rows.map((row) => row.datname)
  }

  it('gets sessions in which text means one thing and a source cannot be changed', async () => {
    const client = await connect(endpoint, { role: 'source' })
    const result = await client.query(
      "SELECT 1::int AS one, '\\x00'::bytea AS bytes, timestamptz '2024-01-01 00:00+02' AS at",
    )
    expect(result.rows).toEqual([{ one: '1', bytes: '\\x00', at: '2023-12-31 22:00:00+00' }])
    await expect(client.query('CREATE TABLE public.x ()')).rejects.toThrow('read-only transaction')
    const settings =
      "SELECT string_agg(current_setting(s), '|') AS all FROM unnest('{search_path,row_security,lock_timeout,TimeZone}'::text[]) s"
    expect((await client.query(settings)).rows).toEqual(
      [{ all: '""|off|30s|UTC' }].map((row) => ({ all: row.all.replace('""', '') })),
    )
    await client.end()
  })

  it('says why a connection failed, never with the password', async () => {
    const fail = (change: Partial<Endpoint>): Promise<string> =>
      codeOf(connect({ ...endpoint, ...change }, { role: 'target' }))
    const wrong = await fail({ password: 'canary-4711' })
    expect(wrong).toContain('XW-S0101')
    expect(wrong).not.toContain('4711')
    expect(await fail({ database: 'nosuch' })).toContain('XW-S0104')
    expect(await fail({ port: 1 })).toContain('XW-S0100')
    expect(await fail({ tls: { mode: 'verify-full' } })).toContain('XW-S0102')
    expect(await fail({ tls: { mode: 'require' } })).toContain('XW-S0102')
    expect(await fail({ tls: { mode: 'verify-ca', ca: '/nosuch/file' } })).toContain('XW-S0110')
    expect(await fail({ host: '10.255.255.1', parameters: { connect_timeout: '1' } })).toMatch(/XW-S010[05]/)
  })

  it('fails the query under way, not the process, when a session is ended', async () => {
    const client = await connect(endpoint, { role: 'target' })
    await expect(client.query('SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())')).rejects.toThrow()
    await expect(client.query('SELECT 1')).rejects.toThrow()
  })

  it('proves in a database of its own and drops it', async () => {
    const before = await databases()
    const session = await prover.open({ version: parseVersion('15'), endpoint })
    expect((await databases()).filter((name) => name.startsWith('crosswalk_proof_'))).toHaveLength(1)
    const catalog = { ...shop, version: parseVersion('15') }
    const results = await session.prove([
      ...emitter.emit(catalog).value,
      statement('view', 'shop.bad', 'CREATE VIEW shop.bad AS SELECT nosuch;'),
    ])
    expect(results.filter(({ outcome }) => outcome !== 'accepted')).toEqual([
      { statement: 'view:shop.bad', outcome: 'refused', reason: 'column "nosuch" does not exist (line 1)' },
    ])
    await session.close()
    expect(await databases()).toEqual(before)
  })

  it('gets files that psql runs and that run nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosswalk-psql-'))
    const file = join(folder, 'all.sql')
    writeFileSync(
      file,
      emitter
        .emit(hostileCatalog)
        .value.map(({ sql }) => sql)
        .join(''),
    )
    const { host, port, user, password, database } = endpoint
    const options = [
      '-h',
      host,
      '-p',
      String(port),
      '-U',
      user,
      '-d',
      database ?? '',
      '-v',
      'ON_ERROR_STOP=1',
      '-v',
      'x=1',
      '-qf',
      file,
    ]
    execFileSync(join(postgresOfMachine() ?? '', 'psql'), options, {
      cwd: folder,
      env: { PGPASSWORD: password },
      stdio: 'pipe',
    })
    expect(readdirSync(folder)).toEqual(['all.sql'])
    const client = await connect(endpoint, { role: 'target' })
    const tables = await client.query(
      "SELECT relname FROM pg_catalog.pg_class WHERE relnamespace = 'shop'::regnamespace AND relkind = 'r' ORDER BY oid",
    )
    await client.query('DROP SCHEMA shop CASCADE')
    await client.end()
    expect(tables.rows.map((row) => row.relname)).toEqual(hostile)
    rmSync(folder, { recursive: true })
  })

  it('needs the right to create a database, and says so', async () => {
    const admin = await connect(endpoint, { role: 'target' })
    await admin.query("CREATE ROLE plain LOGIN PASSWORD 'plain'")
    await admin.end()
    expect(
      await codeOf(
        prover.open({ version: parseVersion('15'), endpoint: { ...endpoint, user: 'plain', password: 'plain' } }),
      ),
    ).toContain('XW-S0108')
  })

  it('gives no result when the server goes away in the middle', async () => {
    const session = await prover.open({ version: parseVersion('15'), endpoint })
    const many = Array.from({ length: 200 }, (_, index) =>
      statement('table', `public.t${index}`, `CREATE TABLE public.t${index} ();`),
    )
    const proof = codeOf(session.prove(many, (done) => done === 20 && server.crash()))
    expect(await proof).toContain('XW-S0106')
    await session.close().catch(() => undefined)
  })
})
