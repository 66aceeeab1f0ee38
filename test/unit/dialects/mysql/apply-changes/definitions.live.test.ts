import type mysql from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChangeApplier, RefusedBatch } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { changeTarget } from '../../../../../src/dialects/mysql/apply-changes/target.js'
import { available, connectMysql, startMariadb, type TestServer } from '../../../../support/servers.js'
import { mapped } from '../../postgres/apply-changes/support.js'
import { freshShop } from './shop.js'

const tables = [mapped('a', ['id'], ['id']), mapped('b', ['id'], ['id'])]
const touches = ['a', 'b'].map((table) => ({ schema: 'public', table }))

describe.skipIf(!available('mariadb'))('a definition that was under way when an applier ended', () => {
  let server: TestServer
  let client: mysql.Connection
  const opened: ChangeApplier[] = []
  beforeAll(async () => {
    server = await startMariadb()
    client = await connectMysql(server.endpoint)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })
  afterEach(async () => {
    for (const applier of opened.splice(0)) await applier.close()
  })
  beforeEach(async () => {
    await freshShop(
      client,
      'CREATE TABLE a (id INT PRIMARY KEY) ENGINE = InnoDB; CREATE TABLE b (id INT PRIMARY KEY) ENGINE = InnoDB',
    )
    const applier = await open()
    await applier.begin({ position: 'start', at: 1 })
    await applier.define?.({ statements: [], memo: 'old', mark: { position: 'before', at: 2 } })
    await applier.close()
    opened.length = 0
    const shown = await Promise.all(['a', 'b'].map((table) => show(table)))
    const pending = { tables: touches, before: shown, memo: 'new', mark: { position: 'behind', at: 3 } }
    await client.query('UPDATE crosswalk.task_memo SET pending = ?', [JSON.stringify(pending)])
  })

  async function open(): Promise<ChangeApplier> {
    const applier = await changeTarget.open(server.endpoint, { task: 'shop', tables, policies: defaultPolicies })
    opened.push(applier)
    return applier
  }
  async function show(table: string): Promise<string> {
    const [rows] = await client.query({ sql: `SHOW CREATE TABLE public.${table}`, rowsAsArray: true })
    return Array.isArray(rows) && Array.isArray(rows[0]) ? String(rows[0][1]) : ''
  }
  const state = async (applier: ChangeApplier) => ({
    recalled: await changeTarget.recall?.(server.endpoint, 'shop'),
    memo: applier.memo,
    position: applier.checkpoint?.position,
  })

  it('is forgotten when it was not done: it comes again', async () => {
    expect(await changeTarget.recall?.(server.endpoint, 'shop')).toBe('old')
    expect(await state(await open())).toEqual({ recalled: 'old', memo: 'old', position: 'before' })
  })

  it('is taken note of when it was done', async () => {
    await client.query('ALTER TABLE public.a ADD n INT; ALTER TABLE public.b ADD n INT')
    expect(await changeTarget.recall?.(server.endpoint, 'shop')).toBe('new')
    expect(await state(await open())).toEqual({ recalled: 'new', memo: 'new', position: 'behind' })
  })

  it('stops the task when it was done in part', async () => {
    await client.query('ALTER TABLE public.b ADD n INT')
    await expect(open()).rejects.toMatchObject({ code: 'XW-S0629' })
    await client.query('ALTER TABLE public.b DROP n')
    expect(await state(await open())).toEqual({ recalled: 'old', memo: 'old', position: 'before' })
  })

  it('leaves nothing behind when it is refused', async () => {
    const applier = await open()
    const refused = applier.define?.({
      ...{ statements: ['ALTER TABLE public.a DROP nothing'], touches, memo: 'new' },
      mark: { position: 'behind', at: 3 },
    })
    await expect(refused).rejects.toBeInstanceOf(RefusedBatch)
    expect(await state(applier)).toEqual({ recalled: 'old', memo: 'old', position: 'before' })
  })

  it('waits for who reads the table, and not for ever', async () => {
    const applier = await open()
    const reader = await connectMysql(server.endpoint)
    await reader.query('START TRANSACTION; SELECT * FROM public.a')
    const waiting = applier.define?.({
      statements: ['SET SESSION lock_wait_timeout = 1', 'ALTER TABLE public.a ADD n INT'],
      ...{ touches: touches.slice(0, 1), memo: 'new', mark: { position: 'behind', at: 3 } },
    })
    await expect(waiting).rejects.toMatchObject({ code: 'XW-S0123', retryable: true })
    await reader.end()
  })
})
