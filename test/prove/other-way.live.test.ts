import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ledger } from '../../src/core/ledger/ledger.js'
import {
  available,
  connectMysql,
  connectPostgres,
  startMariadb,
  startPostgres15,
  type TestServer,
} from '../support/servers.js'
import { type Ended, run } from './shop-servers.js'

describe.skipIf(!available('mariadb') || !available('postgres15'))('crosswalk prove from PostgreSQL to MariaDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-prove-'))
  const out = join(folder, 'project', 'out')
  const servers: TestServer[] = []
  let command: (verb: string, ...words: readonly string[]) => Promise<Ended>

  beforeAll(async () => {
    servers.push(await startPostgres15(), await startMariadb())
    const [postgres, mariadb] = servers
    if (!postgres || !mariadb) throw new Error('no servers')
    const source = await connectPostgres(postgres.endpoint)
    await source.query('CREATE SCHEMA app')
    await source.query(readFileSync(new URL('./other-way/source.sql', import.meta.url), 'utf8'))
    await source.end()
    const target = { ...mariadb.endpoint, database: 'app' }
    command = (verb, ...words) => run(folder, postgres.endpoint, target, verb, words)
    const migrated = await command('migrate', '--project', join(folder, 'project'))
    expect(migrated.code, `${migrated.out}\n${migrated.err}`).toBe(0)
  })
  afterAll(async () => {
    await Promise.all(servers.map((each) => each.stop()))
    rmSync(folder, { recursive: true, force: true })
  })

  const ledger = (): Ledger => JSON.parse(readFileSync(join(out, 'ledger.json'), 'utf8'))

  it('calls functions, what has become a procedure, views and triggers on both sides', async () => {
    const { code, out: text, err } = await command('prove', '--out', out)
    expect({ code, different: text.match(/\bdifferent$/gm) }, `${text}\n${err}`).toEqual({ code: 0, different: null })
    const proved = new Map(ledger().objects.map(({ id, proof }) => [id as string, proof]))
    for (const id of ['function:app.given(integer)', 'function:app.checked(integer)', 'view:app.v', 'trigger:app.t/tt'])
      expect(proved.get(id), id).toBe('equal')
  })

  it('finds what was changed on the target', async () => {
    const [, mariadb] = servers
    if (!mariadb) throw new Error('no server')
    const target = await connectMysql({ ...mariadb.endpoint, database: 'app' })
    await target.query("CREATE OR REPLACE FUNCTION loud(p longtext) RETURNS longtext NO SQL RETURN CONCAT(p, '?')")
    await target.end()
    const { code, out: text } = await command('prove', '--out', out, '--only', 'loud')
    expect(code).toBe(2)
    expect(text).toMatch(/loud .*different/)
  })
})
