import { createConnection, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplyOptions, ChangeApplier } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { changeTarget } from '../../../../../src/dialects/postgres/apply-changes/target.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { contentsSql, ModelShop, shopSql, shopTables } from './shop.js'
import { batchOf, randomFrom } from './support.js'

const batches = 40
const batchSize = 300

describe.skipIf(!available('postgres15'))('a server that dies while changes are applied', () => {
  let server: TestServer
  let watcher: pg.Client
  beforeAll(async () => {
    server = await startPostgres15()
    watcher = await watching()
    await watcher.query(shopSql)
  })
  afterAll(async () => {
    await watcher?.end().catch(() => undefined)
    await server?.stop()
  })

  async function watching(): Promise<pg.Client> {
    for (let left = 300; ; left--) {
      try {
        const client = await connectPostgres(server.endpoint)
        client.on('error', () => undefined)
        // A connection made at the very moment of a crash does not live long.
        await sleep(60)
        await client.query('SELECT 1')
        return client
      } catch (error) {
        if (left === 0) throw error
        await sleep(50)
      }
    }
  }

  /** One backend that is killed takes all others with it: the server undoes what was not committed, and starts again. */
  async function crash(): Promise<void> {
    const { rows } = await watcher.query<{ pid: string }>('SELECT pg_backend_pid()::text AS pid')
    process.kill(Number(rows[0]?.pid), 'SIGKILL')
    await watcher.end().catch(() => undefined)
    watcher = await watching()
  }

  /** The task as its engine goes about it: what the checkpoint says is done, the rest is applied, from the beginning if need be. */
  async function open(task: string): Promise<ChangeApplier> {
    for (let left = 300; ; left--) {
      try {
        return await changeTarget.open(server.endpoint, { task, tables: shopTables, policies: defaultPolicies })
      } catch (error) {
        if (left === 0 || !(error instanceof OperationError && error.retryable)) throw error
        await sleep(50)
      }
    }
  }

  it.each<ApplyOptions['mode']>(['ordered', 'net'])('has each of them once in the end (%s)', async (mode) => {
    await watcher.query('TRUNCATE customer, orders, line, code, price, log, tree')
    const random = randomFrom(mode.length)
    let applier = await open(mode)
    await applier.begin({ position: '0', at: 1 })
    const shop = new ModelShop(mode.length, applier.writers, { calm: mode === 'net' })
    const log = Array.from({ length: batches }, () => shop.run(batchSize))
    let [crashes, lost] = [0, 0]
    for (let next = 1; next <= batches; ) {
      const applied = applier.apply(batchOf(log[next - 1]!, { position: String(next), at: next }), {
        mode,
        overlapping: false,
      })
      const result = applied.then(
        () => 'done',
        (error: unknown) => error,
      )
      if (random() < 0.4) {
        await sleep(random() * 60)
        await crash()
        crashes++
      }
      const error = await result
      if (error !== 'done') {
        lost++
        expect(error).toBeInstanceOf(OperationError)
        expect(error).toMatchObject({ retryable: true })
      }
      if (error !== 'done' || random() < 0.1) {
        await applier.close()
        applier = await open(mode)
      }
      next = Number(applier.checkpoint?.position) + 1
    }
    expect(applier.checkpoint).toMatchObject({ transactions: batches, changes: log.flat().length })
    await applier.close()
    expect(crashes).toBeGreaterThan(4)
    expect(lost).toBeGreaterThan(2)
    const found: string[][] = []
    for (const sql of contentsSql) {
      const { rows } = await watcher.query<string[]>({ text: sql, rowMode: 'array' })
      found.push(rows.map((row) => JSON.stringify(row)).sort())
    }
    expect(found).toEqual(shop.contents())
  })

  it('is asked whether it committed when its answer was lost', async () => {
    await watcher.query('TRUNCATE customer, orders, line, code, price, log, tree')
    const proxy = await cutAtCommit(server.endpoint.port)
    const endpoint = { ...server.endpoint, port: proxy.port }
    const options = { task: 'lost answer', tables: shopTables, policies: defaultPolicies }
    const applier = await changeTarget.open(endpoint, options)
    await applier.begin({ position: '0', at: 1 })
    const shop = new ModelShop(1, applier.writers)
    const changes = shop.run(batchSize)
    proxy.cut()
    const applied = applier.apply(batchOf(changes, { position: '1', at: 1 }), { mode: 'net', overlapping: false })
    await expect(applied).rejects.toMatchObject({ code: 'XW-S0106', retryable: true })
    expect(applier.checkpoint).toMatchObject({ position: '0' })
    await applier.close()
    proxy.close()
    const again = await changeTarget.open(server.endpoint, options)
    expect(again.checkpoint).toMatchObject({ position: '1', transactions: 1, changes: changes.length })
    await again.close()
  })
})

/** A way to the server on which, when told so, nothing comes back any more after a COMMIT has gone through. */
async function cutAtCommit(port: number): Promise<{ readonly port: number; cut(): void; close(): void }> {
  let cutting = false
  const proxy = createServer((near) => {
    const far = createConnection(port, '127.0.0.1')
    near.on('data', (bytes) => {
      far.write(bytes)
      if (!cutting || !bytes.includes('COMMIT\0')) return
      far.unpipe(near)
      far.on('data', () => near.destroy()).resume()
    })
    far.pipe(near)
    for (const socket of [near, far])
      socket
        .on('error', () => undefined)
        .on('close', () => {
          near.destroy()
          far.destroy()
        })
  })
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve)
  })
  const address = proxy.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    cut: () => {
      cutting = true
    },
    close: () => void proxy.close(),
  }
}
