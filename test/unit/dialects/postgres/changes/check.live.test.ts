import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import { changeSource } from '../../../../../src/dialects/postgres/changes/source.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { ask, begin, mappingOf, openFor, run } from './support.js'

describe.skipIf(!available('postgres15'))('the check of a PostgreSQL whose changes are to be followed', () => {
  let server: TestServer
  let source: Endpoint

  beforeAll(async () => {
    server = await startPostgres15()
    source = server.endpoint
    await run(
      source,
      'CREATE TABLE good (id int PRIMARY KEY, n int)',
      'CREATE TABLE keyless (id int)',
      'CREATE TABLE nothing (id int PRIMARY KEY)',
      'ALTER TABLE nothing REPLICA IDENTITY NOTHING',
      'CREATE TABLE whole (id int)',
      'ALTER TABLE whole REPLICA IDENTITY FULL',
      'CREATE TABLE other (id int PRIMARY KEY, code int NOT NULL UNIQUE)',
      'ALTER TABLE other REPLICA IDENTITY USING INDEX other_code_key',
      'CREATE UNLOGGED TABLE light (id int PRIMARY KEY)',
      'CREATE TABLE parts (id int, PRIMARY KEY (id)) PARTITION BY RANGE (id)',
      'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)',
      'CREATE TABLE documents (id int PRIMARY KEY, x xml)',
      'CREATE ROLE reader LOGIN',
    )
  })
  afterAll(() => server?.stop())

  const found = async (endpoint: Endpoint, tables: readonly string[], from?: string): Promise<string[]> => {
    const mappings = await mappingOf(source, ...tables)
    const findings = await changeSource.check(endpoint, { tables: mappings, ...(from ? { from } : {}) })
    return findings
      .map(({ code, data }) => `${code} ${Object.values(data).slice(-1)}`)
      .filter((one) => !/S0446/.test(one))
  }

  it('finds nothing where all is well, but says that the server keeps its log', async () => {
    expect(await found(source, ['good', 'whole'])).toEqual([])
    const findings = await changeSource.check(source, { tables: await mappingOf(source, 'good') })
    expect(findings.map((one) => [one.code, one.data])).toEqual([
      ['XW-S0446', expect.objectContaining({ limit: 'without a limit' })],
    ])
  })

  it('finds the tables whose rows could not be found again', async () => {
    expect(await found(source, ['keyless', 'nothing', 'other'])).toEqual([
      'XW-S0444 it has no primary key and no other replica identity',
      'XW-S0444 it has the replica identity NOTHING',
      'XW-S0444 its replica identity does not hold the key column id',
    ])
  })

  it('finds tables that are not logged, partitions, XML, and columns that nobody mapped', async () => {
    expect(await found(source, ['light', 'parts'])).toEqual(['XW-S0409 it is UNLOGGED', 'XW-S0447 public.parts'])
    const [documents] = await mappingOf(source, 'documents')
    const ofXml = await changeSource.check(source, { tables: [documents!] })
    expect(ofXml.find((one) => one.code === 'XW-S0455')?.data).toEqual({ table: 'public.documents', columns: 'x' })
    const [good] = await mappingOf(source, 'good')
    const narrow = { ...good!, columns: good!.columns.slice(0, 1) }
    const findings = await changeSource.check(source, { tables: [narrow] })
    expect(findings.find((one) => one.code === 'XW-S0448')?.data).toEqual({ table: 'public.good', columns: 'n' })
  })

  it('finds a missing right, and a transaction that will delay the start', async () => {
    const open = await connectPostgres(source)
    await open.query('BEGIN; INSERT INTO good VALUES (1, 1)')
    await open.query('UPDATE good SET n = 2; SELECT pg_sleep(0)')
    expect(await found({ ...source, user: 'reader' }, ['good'])).toEqual(['XW-S0420 REPLICATION'])
    await open.query('ROLLBACK')
    await open.end()
    await run(source, 'ALTER SYSTEM SET max_prepared_transactions = 2')
    await server.restart?.()
    await run(source, "BEGIN; INSERT INTO good VALUES (1, 1); PREPARE TRANSACTION 'long'")
    expect((await found(source, ['good'])).map((one) => one.slice(0, 8))).toEqual(['XW-S0449'])
    await run(source, "ROLLBACK PREPARED 'long'")
  })

  it('finds positions that are none of this server', async () => {
    const end = await changeSource.head(source)
    expect(await found(source, ['good'], end)).toEqual([])
    const [lsn, timeline] = end.split(';')
    expect(await found(source, ['good'], `${lsn};${timeline};123`)).toEqual(['XW-S0407 it is another server'])
    expect(await found(source, ['good'], `FFFF/0;${end.split(';').slice(1).join(';')}`)).toEqual([
      'XW-S0407 its log ends in front of it',
    ])
    expect(await found(source, ['good'], 'binlog.1:4')).toEqual(['XW-S0407 it is no position of its log'])
  })

  it('is held to when a task begins: a table that could not be followed is not published, and stays writable', async () => {
    const tables = await mappingOf(source, 'good', 'keyless')
    await expect(begin(source, tables)).rejects.toMatchObject({ code: 'XW-S0444' })
    await run(source, 'INSERT INTO keyless VALUES (1)', 'UPDATE keyless SET id = 2')
    await expect(begin(source, await mappingOf(source, 'light'))).rejects.toMatchObject({ code: 'XW-S0409' })
    expect(await ask(source, 'SELECT count(*) FROM pg_publication')).toBe('0')
  })

  it('takes the publication of somebody else, if it is whole', async () => {
    await run(source, 'ALTER ROLE reader REPLICATION; GRANT SELECT ON good TO reader')
    const reader = { ...source, user: 'reader' }
    const tables = await mappingOf(source, 'good')
    const refused = await begin(reader, tables, 'theirs').catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'XW-S0445' })
    const { publication } = (refused as { data: { publication: string } }).data
    await run(source, `CREATE PUBLICATION ${publication} FOR TABLE good WHERE (id > 5)`)
    await expect(begin(reader, tables, 'theirs')).rejects.toMatchObject({ code: 'XW-S0445' })
    await run(source, `ALTER PUBLICATION ${publication} SET TABLE good`)
    const from = await begin(reader, tables, 'theirs')
    await (await openFor(reader, tables, from, 'theirs')).close()
    await changeSource.forget?.(reader, 'theirs')
    expect(await ask(source, 'SELECT count(*) FROM pg_replication_slots')).toBe('0')
    expect(await ask(source, 'SELECT count(*) FROM pg_publication')).toBe('1')
  })

  it('finds settings that keep changes from being followed', async () => {
    await run(source, "ALTER SYSTEM SET wal_level = 'replica'", 'ALTER SYSTEM SET max_wal_senders = 1')
    await run(source, 'ALTER SYSTEM SET max_replication_slots = 1')
    await server.restart?.()
    expect((await found(source, ['good'])).map((one) => one.slice(0, 8))).toEqual(['XW-S0443', 'XW-S0443', 'XW-S0443'])
  })
})
