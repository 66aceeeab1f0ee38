import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runtimeClosure } from '../../../../../src/dialects/postgres/runtime/index.js'
import { available, startPostgres15, type TestServer } from '../../../../support/servers.js'

describe.skipIf(!available('postgres15'))('named locks between two sessions', () => {
  let server: TestServer
  let first: pg.Client
  let second: pg.Client
  beforeAll(async () => {
    server = await startPostgres15()
    const { host, port, user, password, database } = server.endpoint
    const options = { host, port, user, password, database: database ?? 'test' }
    first = new pg.Client(options)
    second = new pg.Client(options)
    await first.connect()
    await second.connect()
    await first.query('CREATE SCHEMA crosswalk_rt')
    for (const each of runtimeClosure(['get_lock', 'release_lock'])) await first.query(each.sql)
  }, 60_000)
  afterAll(async () => {
    await first?.end()
    await second?.end()
    await server?.stop()
  })

  const value = async (of: pg.Client, expression: string): Promise<unknown> =>
    (await of.query(`SELECT ${expression} AS value`)).rows[0]?.value

  it('waits no longer than it is told, and leaves the time limit of locks as it was', async () => {
    await second.query("SET lock_timeout = '7s'")
    expect(await value(first, "crosswalk_rt.get_lock('job', 0)")).toBe(1)
    expect(await value(second, "crosswalk_rt.get_lock('job', 0)")).toBe(0)
    const began = Date.now()
    expect(await value(second, "crosswalk_rt.get_lock('job', 0.3)")).toBe(0)
    expect(Date.now() - began).toBeGreaterThanOrEqual(290)
    expect(await value(second, "current_setting('lock_timeout')")).toBe('7s')
  })

  it('says 0 for a lock of another session and hands it over when that session is gone', async () => {
    expect(await value(second, "crosswalk_rt.release_lock('job')")).toBe(0)
    const waiting = value(second, "crosswalk_rt.get_lock('job', 5)")
    await value(first, "crosswalk_rt.release_lock('job')")
    expect(await waiting).toBe(1)
  })
})
