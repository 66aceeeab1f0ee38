import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Change, ChangeApplier } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { changeTarget } from '../../../../../src/dialects/postgres/apply-changes/target.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { batchOf, mapped, randomFrom, tuple, type Value } from './support.js'

const tables = [
  mapped('item', ['id', 'number', 'name'], ['id']),
  mapped('taken', ['id', 'code'], ['id']),
  mapped('above', ['id', 'number'], ['id']),
  mapped('below', ['id', 'above'], ['id']),
]
const exact = { mode: 'ordered', overlapping: false } as const
const end = { position: 'end', at: 2000 }

describe.skipIf(!available('postgres15'))('changes in order that stand next to each other', () => {
  let server: TestServer
  let client: pg.Client
  let to: ChangeApplier
  beforeAll(async () => {
    server = await startPostgres15()
    client = await connectPostgres(server.endpoint)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })
  beforeEach(async () => {
    await to?.close()
    await client.query(`
      DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS crosswalk CASCADE; CREATE SCHEMA public;
      CREATE TABLE item (id int PRIMARY KEY, number int, name text CHECK (name <> 'bad'));
      CREATE TABLE taken (id int PRIMARY KEY, code int UNIQUE);
      CREATE TABLE above (id int PRIMARY KEY, number int);
      CREATE TABLE below (id int PRIMARY KEY, above int REFERENCES above ON DELETE CASCADE);
      INSERT INTO taken SELECT i, i FROM generate_series(1, 6) i;
      INSERT INTO above SELECT i, i FROM generate_series(1, 6) i;
      INSERT INTO below SELECT i, i FROM generate_series(1, 6) i`)
    to = await changeTarget.open(server.endpoint, { task: 'shop', tables, policies: defaultPolicies })
  })

  const image = (table: number, row: readonly Value[]) => tuple(to.writers[table]!, row)
  const insert = (table: number, row: Value[]): Change => ({ kind: 'insert', table, after: image(table, row) })
  const remove = (table: number, row: Value[]): Change => ({ kind: 'delete', table, before: image(table, row) })
  const update = (table: number, before: Value[], after: Value[]): Change => {
    return { kind: 'update', table, before: image(table, before), after: image(table, after) }
  }
  const rows = async (sql: string) =>
    (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.map((row) => row.join(' '))

  /** Runs of up to 12 changes of one sort, among them several of one row, keys that move and values that stay. */
  function log(seed: number): { readonly changes: readonly Change[]; readonly left: readonly string[] } {
    const random = randomFrom(seed)
    const below = (limit: number) => Math.floor(random() * limit)
    const held = new Map<number, Value[]>()
    const changes: Change[] = []
    let next = 1
    const some = (): Value[] | undefined => [...held.values()][below(held.size)]
    for (let run = 0; run < 150; run++) {
      const kind = below(3)
      for (let left = 1 + below(12); left > 0; left--) {
        const row = some()
        if (kind === 0 || !row) {
          const made = [next++, below(9), `n${below(9)}`]
          held.set(Number(made[0]), made)
          changes.push(insert(0, made))
        } else if (kind === 1) {
          const id = below(20) === 0 ? next++ : Number(row[0])
          const made = below(2) === 0 ? [id, below(9), row[2]] : [id, below(9), `n${below(9)}`]
          held.delete(Number(row[0]))
          held.set(id, made)
          changes.push(update(0, row, made))
        } else {
          held.delete(Number(row[0]))
          changes.push(remove(0, row))
        }
      }
    }
    const sorted = [...held.values()].sort((a, b) => Number(a[0]) - Number(b[0]))
    return { changes, left: sorted.map((row) => row.join(' ')) }
  }

  it.each([1, 2, 3, 4, 5])('leave what they leave one by one, and each of them counts (seed %i)', async (seed) => {
    const { changes, left } = log(seed)
    const outcome = await to.apply(batchOf(changes, end), exact)
    expect(outcome.inserted + outcome.updated + outcome.deleted).toBe(changes.length)
    expect(await rows('SELECT id, number, name FROM item ORDER BY id')).toEqual(left)
  })

  it('may hand a unique value from row to row', async () => {
    const codes = [9, 1, 2, 3, 4, 5]
    const changes = codes.map((code, at) => update(1, [at + 1, at + 1], [at + 1, code]))
    await to.apply(batchOf(changes, end), exact)
    expect(await rows('SELECT code FROM taken ORDER BY id')).toEqual(codes.map(String))
  })

  it('may go with the rows that depend on them', async () => {
    const changes = [1, 2, 3, 4, 5].map((id) => remove(2, [id, id]))
    await to.apply(batchOf(changes, end), exact)
    expect(await rows('SELECT id FROM below')).toEqual(['6'])
  })

  it.each([
    ['an insert', (at: number): Change => insert(0, [at, at, at === 6 ? 'bad' : 'good']), 'XW-D0110'],
    [
      'an update of a row that is not there',
      (at: number): Change => update(1, [at + 1, 0], [at + 1, at + 50]),
      'XW-D0801',
    ],
    ['a delete of a row that is not there', (at: number): Change => remove(1, [at + 1, 0]), 'XW-D0801'],
  ])('name the one at fault: %s', async (_, change, code) => {
    const changes = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(change)
    await expect(to.apply(batchOf(changes, end), exact)).rejects.toMatchObject({ at: 6, code })
    expect(await rows('SELECT count(*), sum(code) FROM taken')).toEqual(['6 21'])
    expect(await rows('SELECT count(*) FROM item')).toEqual(['0'])
  })
})
