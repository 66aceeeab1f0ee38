import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectPostgres } from '../support/servers.js'
import { buildProgram, fails, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!live)('a source whose log cannot be followed', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.stop())

  const schemas = `SELECT string_agg(nspname, ',') FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')`

  const refused = (args: readonly string[], ...words: readonly string[]) =>
    fails(['replicate', ...args, '--project', join(folder, 'project'), '--proof', 'none'], 5, 'XW-S0611', ...words)

  it('is refused before a thing is made on the target, by its settings', async () => {
    await pair.my.query('CREATE DATABASE shop; CREATE TABLE shop.t (n int PRIMARY KEY)')
    const target = await pair.freshTarget('shop')
    await pair.my.query("SET GLOBAL binlog_format = 'STATEMENT'")
    try {
      await refused([pair.source('shop'), target], 'XW-S0402')
    } finally {
      await pair.my.query("SET GLOBAL binlog_format = 'ROW'")
    }
    expect(await pair.ask('shop', schemas)).toBeNull()
    expect(existsSync(join(folder, 'project/tasks/shop/plan.json'))).toBe(false)
  })

  it('is refused before a thing is made on either side, by a missing right', async () => {
    await pair.freshTarget('origin')
    await pair.freshTarget('copy')
    const origin = await connectPostgres({ ...pair.postgres.endpoint, database: 'origin' })
    try {
      await origin.query(
        `CREATE TABLE t (n int PRIMARY KEY); CREATE ROLE reader LOGIN;
         GRANT SELECT ON t TO reader; ALTER TABLE t OWNER TO reader; GRANT CREATE ON DATABASE origin TO reader`,
      )
    } finally {
      await origin.end()
    }
    await refused([pair.target('origin', 'reader'), pair.target('copy')], 'XW-S0420')
    expect(await pair.ask('copy', schemas)).toBeNull()
    expect(await pair.ask('copy', "SELECT to_regclass('public.t')::text")).toBeNull()
    const kept = 'SELECT ((SELECT count(*) FROM pg_publication) + (SELECT count(*) FROM pg_replication_slots))::text'
    expect(await pair.ask('origin', kept)).toBe('0')
  })
})
