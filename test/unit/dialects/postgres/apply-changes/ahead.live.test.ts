import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Change,
  type ChangeApplier,
  type ChangeBatch,
  RefusedBatch,
} from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { changeTarget } from '../../../../../src/dialects/postgres/apply-changes/target.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { batchOf, mapped, tuple } from './support.js'

const tables = [mapped('item', ['id', 'name'], ['id'])]

describe.skipIf(!available('postgres15')).each(['net', 'ordered'] as const)('a batch written ahead (%s)', (mode) => {
  const exact = { mode, overlapping: false }
  let server: TestServer
  let client: pg.Client
  let to: ChangeApplier
  beforeAll(async () => {
    server = await startPostgres15()
    client = await connectPostgres(server.endpoint)
  })
  afterAll(async () => {
    await to?.close()
    await client?.end()
    await server?.stop()
  })
  beforeEach(async () => {
    await to?.close()
    await client.query(`
      DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS crosswalk CASCADE; CREATE SCHEMA public;
      CREATE TABLE item (id int PRIMARY KEY, name text CHECK (name <> 'bad'))`)
    to = await changeTarget.open(server.endpoint, { task: 'shop', tables, policies: defaultPolicies })
  })

  const insert = (id: number, name = 'good'): Change => ({
    kind: 'insert',
    table: 0,
    after: tuple(to.writers[0]!, [id, name]),
  })
  /** A hundred rows from `from` on. */
  const rowsFrom = (from: number, name?: string): Change[] =>
    Array.from({ length: 100 }, (_, at) => insert(from + at, name))
  const batch = (changes: readonly Change[], at: number): ChangeBatch => batchOf(changes, { position: `at ${at}`, at })
  const count = async () => Number((await client.query('SELECT count(*) AS n FROM item')).rows[0].n)
  const checkpoint = async () =>
    Object.values((await client.query('SELECT position, transactions, changes FROM crosswalk.checkpoint')).rows[0])

  it('is applied once, behind the one that is under way', async () => {
    const batches = [0, 1, 2, 3, 4].map((at) => batch(rowsFrom(at * 100), at))
    let applied: Promise<unknown> = Promise.resolve()
    for (const one of batches) {
      await to.ahead?.(one, exact)
      await applied
      applied = to.apply(one, exact)
    }
    expect(await applied).toEqual({ inserted: 100, updated: 0, deleted: 0 })
    expect(await count()).toBe(500)
    expect(await checkpoint()).toEqual(['at 4', '5', '500'])
  })

  it('may need the same statements as what is still written of the one in front of it', async () => {
    const renamed = (from: number, to_: string): Change[] =>
      rowsFrom(from).map((insertion, at) => {
        const before = insertion.kind === 'insert' ? insertion.after : Buffer.alloc(0)
        return { kind: 'update', table: 0, before, after: tuple(to.writers[0]!, [from + at, to_]) }
      })
    const first = batchOf([...rowsFrom(0), ...renamed(0, 'new')], { position: 'at 1', at: 1 }, { pieceSize: 100 })
    const next = batch([...rowsFrom(100), ...renamed(0, 'newer')], 2)
    const applied = to.apply(first, exact)
    await to.ahead?.(next, exact)
    await applied
    await to.apply(next, exact)
    const { rows } = await client.query('SELECT name, count(*) AS n FROM item GROUP BY name ORDER BY name')
    expect(rows.map((row) => `${row.name} ${row.n}`)).toEqual(['good 100', 'newer 100'])
  })

  it('is applied when the one in front of it was refused and came again without what was wrong', async () => {
    const [wrong, next] = [batch([...rowsFrom(0), insert(100, 'bad')], 1), batch(rowsFrom(200), 2)]
    const refused = to.apply(wrong, exact)
    await to.ahead?.(next, exact)
    await expect(refused).rejects.toBeInstanceOf(RefusedBatch)
    expect(await count()).toBe(0)
    await to.apply(batch(rowsFrom(0), 1), exact)
    await to.apply(next, exact)
    expect(await count()).toBe(200)
    expect(await checkpoint()).toEqual(['at 2', '2', '200'])
  })

  it('may be left where it is', async () => {
    await to.ahead?.(batch(rowsFrom(0), 1), exact)
    await to.pass({ position: 'passed', at: 5 })
    await to.apply(batch(rowsFrom(300), 2), exact)
    await to.apply(batch(rowsFrom(400), 3), exact)
    expect(await count()).toBe(200)
  })

  it('tells the change at fault all the same', async () => {
    const wrong = batch([...rowsFrom(0), insert(100, 'bad'), ...rowsFrom(200)], 1)
    await to.ahead?.(wrong, exact)
    await expect(to.apply(wrong, exact)).rejects.toMatchObject({ at: 100, key: { id: '100' } })
    expect(await count()).toBe(0)
  })

  it('is written again for keys that have come meanwhile', async () => {
    const taken: Change[] = rowsFrom(0).map((change, at) => (at === 50 ? insert(50, 'twice') : change))
    await to.apply(batch(taken, 1), exact)
    const moves = (from: string, id: number, name: string): Change => {
      return {
        kind: 'update',
        table: 0,
        before: tuple(to.writers[0]!, [id, from]),
        after: tuple(to.writers[0]!, [id, name]),
      }
    }
    const next = batch([...rowsFrom(100, 'other'), moves('twice', 50, 'free'), moves('good', 1, 'twice')], 2)
    await to.ahead?.(next, exact)
    await client.query(
      "CREATE UNIQUE INDEX ON item (name) WHERE name NOT IN ('good', 'other'); CREATE UNIQUE INDEX ON item (id, name)",
    )
    await to.apply(next, exact)
    expect((await client.query("SELECT id FROM item WHERE name = 'twice'")).rows).toEqual([{ id: '1' }])
    expect(await count()).toBe(200)
  })

  it('goes nowhere once somebody else has the task', async () => {
    const next = batch(rowsFrom(0), 1)
    await to.ahead?.(next, exact)
    await client.query('UPDATE crosswalk.checkpoint SET epoch = epoch + 1')
    await expect(to.apply(next, exact)).rejects.toMatchObject({ code: 'XW-S0121' })
    expect(await count()).toBe(0)
  })
})
