import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Change, type ChangeApplier, RefusedBatch } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { changeTarget } from '../../../../../src/dialects/postgres/apply-changes/target.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { batchOf, mapped, tuple, type Value } from './support.js'

const tables = [mapped('note', ['number', 'padded', 'amount', 'real', 'doc', 'bytes'], [])]
const modes = ['ordered', 'net'] as const

const row = (number: number): Value[] => [number, 'ab', '1.50', '-0', '{"a":  1}', Buffer.from([0, 92, 34])]

describe.skipIf(!available('postgres15'))('a table without a key', () => {
  let server: TestServer
  let client: pg.Client
  let applier: ChangeApplier | undefined
  beforeAll(async () => {
    server = await startPostgres15()
    client = await connectPostgres(server.endpoint)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })
  beforeEach(async () => {
    await applier?.close()
    applier = undefined
    await client.query(`
      DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS crosswalk CASCADE; CREATE SCHEMA public;
      CREATE TABLE note (number int, padded char(6), amount numeric(8,2), real float8, doc json, bytes bytea)`)
  })

  async function open(): Promise<ChangeApplier> {
    applier = await changeTarget.open(server.endpoint, { task: 'note', tables, policies: defaultPolicies })
    await applier.begin({ position: 'start', at: 1 })
    return applier
  }
  const image = (to: ChangeApplier, values: Value[]) => tuple(to.writers[0]!, values)
  const insert = (to: ChangeApplier, values: Value[]): Change => ({
    kind: 'insert',
    table: 0,
    after: image(to, values),
  })
  const remove = (to: ChangeApplier, values: Value[]): Change => ({
    kind: 'delete',
    table: 0,
    before: image(to, values),
  })
  const update = (to: ChangeApplier, from: Value[], after: Value[]): Change => ({
    ...{ kind: 'update', table: 0, before: image(to, from), after: image(to, after) },
  })
  const end = { position: 'end', at: 2 }
  const scans = async (): Promise<number> => {
    await client.query('SELECT pg_stat_force_next_flush()')
    const { rows } = await client.query("SELECT seq_scan AS scans FROM pg_stat_user_tables WHERE relname = 'note'")
    return Number(rows[0].scans)
  }
  const numbers = async () =>
    (await client.query('SELECT number, count(*) FROM note GROUP BY 1 ORDER BY 1')).rows.map(({ number, count }) => [
      Number(number),
      Number(count),
    ])

  it.each(modes)('is looked through a few times for thousands of changes (%s)', async (mode) => {
    const to = await open()
    const inserts = Array.from({ length: 4000 }, (_, at) => insert(to, row(at % 2000)))
    await to.apply(batchOf(inserts, end), { mode, overlapping: false })
    const before = await scans()
    const changes = Array.from({ length: 1000 }, (_, at) => [
      update(to, row(at), row(at + 10_000)),
      remove(to, row(at + 10_000)),
      update(to, row(at + 500), row(20_000)),
    ]).flat()
    await to.apply(batchOf(changes, end), { mode, overlapping: false })
    await to.close()
    applier = undefined
    expect((await scans()) - before).toBeLessThan(20)
    const left = Array.from({ length: 2000 }, (_, at) => [at, 2 - Number(at < 1000) - Number(at >= 500 && at < 1500)])
    expect(await numbers()).toEqual([...left.filter(([, count]) => count !== 0), [20_000, 1000]])
  })

  it.each(modes)('loses as many of several alike rows as the source did (%s)', async (mode) => {
    const to = await open()
    const nulls: Value[] = [7, null, null, null, null, null]
    const changes = [row(1), row(1), row(1), nulls, nulls].map((values) => insert(to, values))
    await to.apply(batchOf(changes, end), { mode, overlapping: false })
    await to.apply(
      batchOf(
        [row(1), nulls, row(1)].map((values) => remove(to, values)),
        end,
      ),
      { mode, overlapping: false },
    )
    expect(await numbers()).toEqual([
      [1, 1],
      [7, 1],
    ])
  })

  it.each(modes)('names the change whose row is not there, and takes nothing (%s)', async (mode) => {
    const to = await open()
    await to.apply(batchOf([insert(to, row(1)), insert(to, row(2))], end), { mode, overlapping: false })
    const wrong = [remove(to, row(1)), update(to, row(3), row(1)), remove(to, row(2))]
    const failure = await to.apply(batchOf(wrong, end), { mode, overlapping: false }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(RefusedBatch)
    expect(failure).toMatchObject({ at: 1, code: 'XW-D0801' })
    expect(await numbers()).toEqual([
      [1, 1],
      [2, 1],
    ])
  })

  it('keeps what only the target has in a row that changes', async () => {
    await client.query("ALTER TABLE note ADD COLUMN own text DEFAULT 'ours'")
    const to = await open()
    await to.apply(batchOf([insert(to, row(1)), insert(to, row(2))], end), { mode: 'net', overlapping: false })
    await client.query("UPDATE note SET own = 'kept'")
    const changes = [update(to, row(1), row(3)), update(to, row(2), row(4))]
    await to.apply(batchOf(changes, end), { mode: 'net', overlapping: false })
    expect((await client.query('SELECT own, count(*) FROM note GROUP BY 1')).rows).toEqual([
      { own: 'kept', count: '2' },
    ])
  })
})
