import type mysql from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApplyOptions, ChangeApplier } from '../../../../../src/core/data/changes.js'
import { changeTarget } from '../../../../../src/dialects/mysql/apply-changes/target.js'
import { available, connectMysql, type ServerName, startServer, type TestServer } from '../../../../support/servers.js'
import { ModelShop, type ShopOptions } from '../../postgres/apply-changes/shop.js'
import { batchOf } from '../../postgres/apply-changes/support.js'
import { contents, freshShop, shopOptions, shopSql, touchedRows } from './shop.js'

const withoutForeignKeys = shopSql.replace(/,\s+FOREIGN KEY \(\w+\) REFERENCES \w+ \(id\)( ON DELETE CASCADE)?/g, '')

export function describeApply(name: ServerName): void {
  describe.skipIf(!available(name))(`changes of a source at random, on ${name}`, () => {
    let server: TestServer
    let client: mysql.Connection
    beforeAll(async () => {
      server = await startServer(name)
      client = await connectMysql(server.endpoint)
    })
    afterAll(async () => {
      await client?.end()
      await server?.stop()
    })
    const opened: ChangeApplier[] = []
    beforeEach(() => freshShop(client))
    afterEach(async () => {
      for (const applier of opened.splice(0)) await applier.close()
    })

    const open = async (): Promise<ChangeApplier> => {
      const applier = await changeTarget.open(server.endpoint, shopOptions('shop'))
      opened.push(applier)
      return applier
    }

    const kinds: readonly (readonly [string, ShopOptions])[] = [
      ['everything', {}],
      ['everything, small images', { small: true }],
      ['what sets can do', { calm: true }],
      ['what sets can do, small images', { calm: true, small: true }],
      ['new rows without a key', { calm: true, onlyNewLogRows: true }],
    ]
    const modes: readonly ApplyOptions['mode'][] = ['ordered', 'net']
    const runs = modes.flatMap((mode) => kinds.map(([kind, options], seed) => ({ mode, kind, options, seed })))

    it.each(runs)('are on the target afterwards ($mode: $kind)', async ({ mode, options, seed }) => {
      const applier = await open()
      const shop = new ModelShop(seed, applier.writers, options)
      await applier.begin({ position: 'start', at: 1000 })
      let total = 0
      for (const size of [1, 1, 2, 5, 30, 200, 1000, 3000]) {
        const changes = shop.run(size)
        total += changes.length
        const batch = batchOf(changes, { position: `at ${total}`, at: 2000 + total }, { pieceSize: 500 })
        const outcome = await applier.apply(batch, { mode, overlapping: false })
        const touched = outcome.inserted + outcome.updated + outcome.deleted
        // One by one each change counts; of sets, which rows without a key are always taken in, only what is left of them.
        if (options.calm && mode === 'net' && size >= 200) expect(touched).toBeLessThan(changes.length)
        else if (options.onlyNewLogRows && mode === 'ordered') expect(touched).toBe(changes.length)
        expect(await contents(client)).toEqual(shop.contents())
      }
      expect(await touchedRows(client)).toBe(0)
      expect(applier.checkpoint).toEqual({ position: `at ${total}`, at: 2000 + total, transactions: 8, changes: total })
      await applier.close()
      const again = await open()
      expect(again.checkpoint).toEqual(applier.checkpoint)
      await again.close()
    })

    it.each(modes.flatMap((mode) => [1, 2, 3, 4, 5].map((seed) => ({ mode, seed }))))(
      'are there once when a load has seen some of them ($mode, seed $seed)',
      async ({ mode, seed }) => {
        await freshShop(client, withoutForeignKeys)
        const applier = await open()
        const shop = new ModelShop(seed, applier.writers, { repeatable: true })
        const exact = { mode, overlapping: false }
        await applier.apply(batchOf(shop.run(300), { position: 'before', at: 1 }), exact)
        const changes = shop.run(600)
        await applier.apply(batchOf(changes.slice(0, seed * 100), { position: 'what the load saw', at: 2 }), exact)
        for (let from = 0; from < changes.length; from += 150) {
          const batch = batchOf(changes.slice(from, from + 150), { position: `${from}`, at: 3 }, { pieceSize: 100 })
          await applier.apply(batch, { mode, overlapping: true })
        }
        expect(await contents(client)).toEqual(shop.contents())
        await applier.close()
      },
    )
  })
}
