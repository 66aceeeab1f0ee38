import { setTimeout as sleep } from 'node:timers/promises'
import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplyOptions, ChangeApplier } from '../../../../../src/core/data/changes.js'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { changeTarget } from '../../../../../src/dialects/mysql/apply-changes/target.js'
import { available, connectMysql } from '../../../../support/servers.js'
import { ModelShop } from '../../postgres/apply-changes/shop.js'
import { batchOf, randomFrom } from '../../postgres/apply-changes/support.js'
import { type OwnServer, ownMariadb } from '../changes/own-server.js'
import { startProxy } from '../changes/proxy.js'
import { contents, freshShop, shopOptions } from './shop.js'

const batches = 25
const batchSize = 500

describe.skipIf(!available('mariadb'))('a server that is killed while changes are applied', () => {
  let server: OwnServer
  beforeAll(async () => {
    server = await ownMariadb()
    await server.start()
  })
  afterAll(() => server?.stop())

  const withClient = async <T>(work: (client: mysql.Connection) => Promise<T>): Promise<T> => {
    const client = await connectMysql(server.endpoint)
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  /** The task as its engine goes about it: what the checkpoint says is done, the rest is applied, from the beginning if need be. */
  async function open(task: string): Promise<ChangeApplier> {
    for (let left = 300; ; left--) {
      try {
        return await changeTarget.open(server.endpoint, shopOptions(task))
      } catch (error) {
        if (left === 0 || !(error instanceof OperationError && error.retryable)) throw error
        await sleep(50)
      }
    }
  }

  it.each<ApplyOptions['mode']>(['ordered', 'net'])('has each of them once in the end (%s)', async (mode) => {
    await withClient((client) => freshShop(client))
    const random = randomFrom(mode.length)
    let applier = await open(mode)
    await applier.begin({ position: '0', at: 1 })
    const shop = new ModelShop(mode.length, applier.writers, { calm: mode === 'net' })
    const log = Array.from({ length: batches }, () => shop.run(batchSize))
    let [kills, lost] = [0, 0]
    for (let next = 1; next <= batches; ) {
      const batch = batchOf(log[next - 1]!, { position: String(next), at: next })
      const result = applier.apply(batch, { mode, overlapping: false }).then(
        () => 'done',
        (error: unknown) => error,
      )
      const isKilled = random() < 0.3
      if (isKilled) {
        await sleep(random() * 12)
        await server.kill()
        kills++
      }
      const error = await result
      if (isKilled) await server.start()
      if (error !== 'done') {
        lost++
        expect(error).toMatchObject({ code: 'XW-S0205', retryable: true })
      }
      if (error !== 'done' || isKilled) {
        await applier.close()
        applier = await open(mode)
      }
      next = Number(applier.checkpoint?.position) + 1
    }
    expect(applier.checkpoint).toMatchObject({ transactions: batches, changes: log.flat().length })
    await applier.close()
    expect([kills > 3, lost > 0]).toEqual([true, true])
    expect(await withClient(contents)).toEqual(shop.contents())
  })

  it('is asked whether it committed when its answer was lost', async () => {
    await withClient((client) => freshShop(client))
    const proxy = await startProxy(server.endpoint)
    const applier = await changeTarget.open(proxy.endpoint, shopOptions('lost answer'))
    await applier.begin({ position: '0', at: 1 })
    const shop = new ModelShop(1, applier.writers)
    const changes = shop.run(batchSize)
    let isCommitting = false
    proxy.heard = (bytes) => {
      isCommitting ||= bytes.includes('COMMIT')
    }
    proxy.tamper = (bytes) => (isCommitting ? null : bytes)
    const applied = applier.apply(batchOf(changes, { position: '1', at: 1 }), { mode: 'net', overlapping: false })
    await expect(applied).rejects.toMatchObject({ code: 'XW-S0205', retryable: true })
    expect(applier.checkpoint).toMatchObject({ position: '0' })
    await applier.close()
    await proxy.close()
    const again = await changeTarget.open(server.endpoint, shopOptions('lost answer'))
    expect(again.checkpoint).toMatchObject({ position: '1', transactions: 1, changes: changes.length })
    await again.close()
  })
})
