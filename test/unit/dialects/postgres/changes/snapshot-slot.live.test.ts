import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parsePosition } from '../../../../../src/dialects/postgres/changes/log-position.js'
import { exportSnapshot } from '../../../../../src/dialects/postgres/changes/snapshot-slot.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'

describe.skipIf(!available('postgres15'))('a snapshot with its place in the log', () => {
  let server: TestServer
  let client: pg.Client

  beforeAll(async () => {
    server = await startPostgres15()
    client = await connectPostgres(server.endpoint)
    await client.query('CREATE TABLE t (n int)')
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })

  const slots = async (): Promise<number> =>
    Number((await client.query('SELECT count(*) AS n FROM pg_replication_slots')).rows[0].n)

  it('holds what committed in front of its position, for every session that takes it over, and leaves no slot', async () => {
    await client.query('INSERT INTO t VALUES (1)')
    const { position, name, release } = await exportSnapshot(server.endpoint)
    await client.query('INSERT INTO t VALUES (2)')
    const reader = await connectPostgres(server.endpoint)
    await reader.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT '${name}'`)
    await release()
    expect((await reader.query('SELECT n FROM t')).rows).toEqual([{ n: '1' }])
    const after = await client.query(
      `SELECT pg_current_wal_flush_lsn() > '${position.split(';')[0]}'::pg_lsn AS behind`,
    )
    expect(after.rows).toEqual([{ behind: 't' }])
    expect(parsePosition(position)?.timeline).toBe(1)
    await reader.end()
    expect(await slots()).toBe(0)
  })

  it('waits for the transactions that are under way', async () => {
    const open = await connectPostgres(server.endpoint)
    await open.query('BEGIN; INSERT INTO t VALUES (3)')
    let made = false
    const snapshot = exportSnapshot(server.endpoint).then((one) => {
      made = true
      return one
    })
    await new Promise((done) => setTimeout(done, 500))
    expect(made).toBe(false)
    await open.query('COMMIT')
    await open.end()
    await (await snapshot).release()
  })

  it('is refused with the reason where the server keeps no log for slots', async () => {
    await client.query("ALTER SYSTEM SET wal_level = 'replica'")
    await client.end()
    await server.restart?.()
    client = await connectPostgres(server.endpoint)
    await expect(exportSnapshot(server.endpoint)).rejects.toMatchObject({ code: 'XW-S0440', retryable: false })
  })
})
