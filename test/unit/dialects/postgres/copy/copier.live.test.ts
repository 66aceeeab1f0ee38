import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conversionOfCopy } from '../../../../../src/convert/copy.js'
import { buildLedger } from '../../../../../src/convert/ledger.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import { applier } from '../../../../../src/dialects/postgres/apply/applier.js'
import { copier } from '../../../../../src/dialects/postgres/copy/copier.js'
import { copyFindings } from '../../../../../src/dialects/postgres/copy/findings.js'
import { findTool } from '../../../../../src/dialects/postgres/copy/pg-dump.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'

const version = parseVersion('15')
const everything = readFileSync(join(import.meta.dirname, 'everything.sql'), 'utf8')

describe.skipIf(!available('postgres15'))('a schema copied from one server to another', () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startPostgres15()
  })
  afterAll(() => server?.stop())

  async function database(name: string, sql = ''): Promise<Endpoint> {
    const admin = await connectPostgres(server.endpoint)
    await admin.query(`CREATE DATABASE ${name}`)
    await admin.end()
    const endpoint = { ...server.endpoint, database: name }
    const client = await connectPostgres(endpoint)
    await client.query(sql)
    await client.end()
    return endpoint
  }

  const copyOf = async (endpoint: Endpoint, schemas: readonly string[] = []) =>
    conversionOfCopy(await copier.read(endpoint, { schemas, targetVersion: version }), version)

  const dumped = ({ database = '', host, port, user }: Endpoint): string =>
    execFileSync('pg_dump', [
      ...['--schema-only', '--no-owner', '--no-privileges', '--exclude-schema=crosswalk'],
      ...['-h', host, '-p', String(port), '-U', user, database],
    ])
      .toString('utf8')
      .replace(/^\\(un)?restrict .*$/gm, '')

  it('is the same to the word, and a second application finds nothing to do', async () => {
    const source = await database('everything', everything)
    const target = await database('everything_copy')
    const { statements } = await copyOf(source)
    const made = await applier.run(target, await applier.plan(target, statements), { workers: 2 })
    expect(made.filter(({ error }) => error !== undefined)).toEqual([])
    expect(dumped(target)).toBe(dumped(source))
    const again = await applier.plan(target, (await copyOf(source)).statements)
    expect(again.filter(({ action }) => action !== 'exists')).toEqual([])
  })

  it('accounts for every object and every part that the catalogues hold', async () => {
    const source = await database('counted', everything)
    const conversion = await copyOf(source)
    const { ledger, findings } = buildLedger(conversion, null, { tool: 'test', source: 'counted' })
    expect(findings.map(({ code }) => code)).toEqual(['XW-C0650'])
    expect(ledger.summary.byStatus).toMatchObject({ partial: 0, flagged: 0 })
    expect(ledger.summary.byKind).toMatchObject({
      table: { converted: 11 },
      trigger: { converted: 2 },
      'event trigger': {},
    })
    expect(ledger.copiedBy).toMatch(/^pg_dump \d/)
    expect(ledger.objects.find(({ id }) => id === 'view:public.v')?.file).toContain('post-data')
    expect(conversion.mapping.tables.map(({ source: { table } }) => table).sort()).toEqual(
      ['child', 'collated', 'nocols', 'pt', 'refers', 't', 'ul', 'we"ird.Tab'].sort(),
    )
  })

  it('says of an object that the tool passes over that nobody answers for it', async () => {
    const source = await database('invalid', 'CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)')
    const client = await connectPostgres(source)
    await expect(client.query('CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)')).rejects.toThrow()
    await client.end()
    const { findings } = buildLedger(await copyOf(source), null, { tool: 'test', source: 'invalid' })
    expect(findings.map(({ code, part }) => [code, part])).toEqual([['XW-C0003', 'table:public.t/index:i']])
  })

  it('of some schemas holds these alone', async () => {
    const source = await database('chosen', 'CREATE SCHEMA "A.b"; CREATE TABLE "A.b".t (n int); CREATE TABLE u (n int)')
    const conversion = await copyOf(source, ['A.b'])
    expect(conversion.mapping.tables.map(({ source: place }) => place)).toEqual([{ schema: 'A.b', table: 't' }])
    expect(conversion.statements.map(({ id }) => id)).toEqual(['schema:A.b', 'table:A.b.t'])
  })

  it('names what stays behind', async () => {
    const source = await database('beside', 'CREATE TABLE t (n int)')
    const client = await connectPostgres(source)
    await client.query(
      'SELECT lo_create(0); SET allow_in_place_tablespaces = on; CREATE ROLE somebody; GRANT SELECT ON t TO somebody',
    )
    await client.query("CREATE TABLESPACE apart LOCATION ''")
    await client.query(
      "CREATE TABLE u (n int) TABLESPACE apart; CREATE SUBSCRIPTION sub CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)",
    )
    const { findings } = await copyOf(source)
    expect(findings.map(({ code, data }) => [code, data])).toEqual([
      ['XW-C0650', { count: 1, owners: 1 }],
      ['XW-C0652', { count: 1 }],
      ['XW-C0654', { name: 'sub' }],
      ['XW-C0651', { table: 'public.u', tablespace: 'apart' }],
    ])
    await client.query('ALTER SUBSCRIPTION sub SET (slot_name = NONE)')
    await client.end()
    const none = { withRights: 0, owners: 1, largeObjects: 0, subscriptions: [] }
    const extensionTables = [{ extension: 'places', schema: 'public', table: 'spatial_ref_sys' }]
    expect(copyFindings({ ...none, extensionTables }, [], 'public').map(({ code }) => code)).toEqual(['XW-C0653'])
  })

  it('needs a tool that is not older than the source, and repeats what the tool says', async () => {
    await expect(findTool(server.endpoint, 99, 99)).rejects.toMatchObject({ code: 'XW-S0130' })
    const source = await database('closed', 'CREATE TABLE t (n int); CREATE ROLE visitor LOGIN')
    const visitor = { ...source, user: 'visitor' }
    await expect(copyOf(visitor)).rejects.toMatchObject({ code: 'XW-S0131', data: { reason: /permission denied/ } })
  })
})
