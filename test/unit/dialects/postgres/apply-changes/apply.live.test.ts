import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApplyOptions, ChangeApplier } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { changeTarget } from '../../../../../src/dialects/postgres/apply-changes/target.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { contentsSql, ModelShop, type ShopOptions, shopSql, shopTables, withoutForeignKeys } from './shop.js'
import { batchOf } from './support.js'

const live = available('postgres15')

describe.skipIf(!live)('changes of a source at random', () => {
  let server: TestServer
  let client: pg.Client
  beforeAll(async () => {
    server = await startPostgres15()
    client = await connectPostgres(server.endpoint)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })
  beforeEach(async () => {
    await client.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS crosswalk CASCADE; CREATE SCHEMA public')
    await client.query(shopSql)
  })

  const open = (task = 'shop'): Promise<ChangeApplier> =>
    changeTarget.open(server.endpoint, { task, tables: shopTables, policies: defaultPolicies })

  async function contents(): Promise<readonly (readonly string[])[]> {
    const all: string[][] = []
    for (const sql of contentsSql) {
      const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array' })
      all.push(rows.map((row) => JSON.stringify(row)).sort())
    }
    return all
  }

  const kinds: readonly (readonly [string, ShopOptions])[] = [
    ['everything', {}],
    ['everything, small images', { small: true }],
    ['what sets can do', { calm: true }],
    ['what sets can do, small images', { calm: true, small: true }],
    ['new rows without a key', { calm: true, onlyNewLogRows: true }],
  ]
  const modes: readonly ApplyOptions['mode'][] = ['ordered', 'net']
  const runs = modes.flatMap((mode) => kinds.map(([name, options], seed) => ({ mode, name, options, seed })))

  it.each(runs)('are on the target afterwards ($mode: $name)', async ({ mode, options, seed }) => {
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
      // One by one each change counts; of sets only what is left of them.
      if (options.calm && mode === 'net' && size >= 200) expect(touched).toBeLessThan(changes.length)
      else if (options.onlyNewLogRows) expect(touched).toBe(changes.length)
      expect(await contents()).toEqual(shop.contents())
    }
    expect(applier.checkpoint).toEqual({ position: `at ${total}`, at: 2000 + total, transactions: 8, changes: total })
    await applier.close()
    const again = await open()
    expect(again.checkpoint).toEqual(applier.checkpoint)
    await again.close()
  })

  it.each(modes.flatMap((mode) => [1, 2, 3, 4, 5].map((seed) => ({ mode, seed }))))(
    'are there once when a load has seen some of them ($mode, seed $seed)',
    async ({ mode, seed }) => {
      await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      await client.query(withoutForeignKeys(shopSql))
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
      expect(await contents()).toEqual(shop.contents())
      await applier.close()
    },
  )
})
