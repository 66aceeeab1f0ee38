import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Change, ChangeApplier } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { changeTarget } from '../../../../../src/dialects/mysql/apply-changes/target.js'
import { available, connectMysql, startServer, type TestServer } from '../../../../support/servers.js'
import { batchOf, mapped, randomFrom, tuple, type Value } from '../../postgres/apply-changes/support.js'
import { freshShop } from './shop.js'

const tables = [mapped('item', ['id', 'number', 'name'], ['id']), mapped('taken', ['id', 'code'], ['id'])]
const exact = { mode: 'ordered', overlapping: false } as const
const end = { position: 'end', at: 2000 }

describe.skipIf(!available('mariadb'))('changes in order that stand next to each other', () => {
  let server: TestServer
  let client: mysql.Connection
  let to: ChangeApplier | undefined
  beforeAll(async () => {
    server = await startServer('mariadb')
    client = await connectMysql(server.endpoint)
  })
  afterAll(async () => {
    await to?.close()
    await client?.end()
    await server?.stop()
  })
  beforeEach(async () => {
    await to?.close()
    await freshShop(
      client,
      `CREATE TABLE item (id INT PRIMARY KEY, number INT, name VARCHAR(20) CHECK (name <> 'bad')) ENGINE = InnoDB;
       CREATE TABLE taken (id INT PRIMARY KEY, code INT UNIQUE) ENGINE = InnoDB;
       INSERT INTO taken VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)`,
    )
    to = await changeTarget.open(server.endpoint, { task: 'shop', tables, policies: defaultPolicies })
    await to.begin({ position: 'start', at: 1 })
  })

  const image = (table: number, row: readonly Value[]) => tuple(to!.writers[table]!, row)
  const insert = (table: number, row: Value[]): Change => ({ kind: 'insert', table, after: image(table, row) })
  const remove = (table: number, row: Value[]): Change => ({ kind: 'delete', table, before: image(table, row) })
  const update = (table: number, before: Value[], after: Value[]): Change => {
    return { kind: 'update', table, before: image(table, before), after: image(table, after) }
  }
  const rows = async (sql: string): Promise<readonly string[]> => {
    const [found] = await client.query({ sql, rowsAsArray: true })
    return Array.isArray(found) ? found.map((row) => (Array.isArray(row) ? row.map(String).join(' ') : '')) : []
  }

  it.each([1, 2, 3])('leave what they leave one by one, and each of them counts (seed %i)', async (seed) => {
    const random = randomFrom(seed)
    const below = (limit: number) => Math.floor(random() * limit)
    const held = new Map<number, Value[]>()
    const changes: Change[] = []
    for (let next = 1, run = 0; run < 150; run++)
      for (let left = 1 + below(12), kind = below(3); left > 0; left--) {
        const row = [...held.values()][below(held.size)]
        const made = kind === 0 || !row ? [next++, below(9), `n${below(9)}`] : [row[0], below(9), row[2]]
        if (kind === 0 || !row) changes.push(insert(0, made))
        else changes.push(kind === 1 ? update(0, row, made) : remove(0, row))
        if (kind === 2 && row) held.delete(Number(row[0]))
        else held.set(Number(made[0]), made)
      }
    const outcome = await to!.apply(batchOf(changes, end), exact)
    expect(outcome.inserted + outcome.updated + outcome.deleted).toBe(changes.length)
    const left = [...held.values()].sort((a, b) => Number(a[0]) - Number(b[0])).map((row) => row.join(' '))
    expect(await rows('SELECT id, number, name FROM item ORDER BY id')).toEqual(left)
  })

  it('may hand a unique value from row to row', async () => {
    const codes = [9, 1, 2, 3, 4, 5]
    const changes = codes.map((code, at) => update(1, [at + 1, at + 1], [at + 1, code]))
    await to!.apply(batchOf(changes, end), exact)
    expect(await rows('SELECT code FROM taken ORDER BY id')).toEqual(codes.map(String))
  })

  it.each([
    ['an insert', (at: number): Change => insert(0, [at, at, at === 6 ? 'bad' : 'good']), 'XW-D0110'],
    ['an update of a row that is not there', (at: number): Change => update(0, [at, 0, 'a'], [at, 7, 'a']), 'XW-D0801'],
    ['a delete of a row that is not there', (at: number): Change => remove(1, [at + 1, at + 1]), 'XW-D0801'],
  ])('name the one at fault: %s', async (_, change, code) => {
    await client.query("INSERT INTO item SELECT id - 1, 0, 'a' FROM taken")
    if (code === 'XW-D0110') await client.query('DELETE FROM item')
    const changes = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(change)
    await expect(to!.apply(batchOf(changes, end), exact)).rejects.toMatchObject({ at: 6, code })
    expect(await rows('SELECT COUNT(*), SUM(code) FROM taken')).toEqual(['6 21'])
    expect(await rows('SELECT COUNT(*), SUM(number) FROM item')).toEqual([code === 'XW-D0110' ? '0 null' : '6 0'])
  })
})
