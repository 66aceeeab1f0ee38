import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Change, type ChangeApplier, RefusedBatch } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { changeTarget } from '../../../../../src/dialects/mysql/apply-changes/target.js'
import { available, connectMysql, type ServerName, startServer, type TestServer } from '../../../../support/servers.js'
import { batchOf, mapped, tuple, type Value } from '../../postgres/apply-changes/support.js'
import { freshShop } from './shop.js'

const tables = [mapped('note', ['number', 'padded', 'amount', 'ratio', 'doc', 'bytes'], [])]
const modes = ['ordered', 'net'] as const
const exact = (mode: 'ordered' | 'net') => ({ mode, overlapping: false })

const row = (number: number): Value[] => [number, 'aB', '1.50', '-0', '{"a":  1}', Buffer.from([0, 92, 34, 39])]

export function describeWithoutKey(name: ServerName): void {
  describe.skipIf(!available(name))(`a table without a key, on ${name}`, () => {
    let server: TestServer
    let client: mysql.Connection
    let applier: ChangeApplier | undefined
    beforeAll(async () => {
      server = await startServer(name)
      client = await connectMysql(server.endpoint)
    })
    afterAll(async () => {
      await applier?.close()
      await client?.end()
      await server?.stop()
    })
    beforeEach(async () => {
      await applier?.close()
      applier = undefined
      await freshShop(
        client,
        'CREATE TABLE note (number INT, padded CHAR(6), amount DECIMAL(8,2), ratio FLOAT, doc LONGTEXT, bytes BLOB) ENGINE = InnoDB',
      )
    })

    async function open(): Promise<ChangeApplier> {
      applier = await changeTarget.open(server.endpoint, { task: 'note', tables, policies: defaultPolicies })
      await applier.begin({ position: 'start', at: 1 })
      return applier
    }
    const image = (to: ChangeApplier, values: Value[]) => tuple(to.writers[0]!, values)
    const insert = (to: ChangeApplier, values: Value[]): Change => ({
      ...{ kind: 'insert', table: 0, after: image(to, values) },
    })
    const remove = (to: ChangeApplier, values: Value[]): Change => ({
      ...{ kind: 'delete', table: 0, before: image(to, values) },
    })
    const update = (to: ChangeApplier, from: Value[], after: Value[]): Change => ({
      ...{ kind: 'update', table: 0, before: image(to, from), after: image(to, after) },
    })
    const end = { position: 'end', at: 2 }
    const rows = async (sql: string): Promise<readonly (readonly unknown[])[]> => {
      const [found] = await client.query({ sql, rowsAsArray: true })
      return Array.isArray(found) ? found.map((each) => (Array.isArray(each) ? each : [each])) : []
    }
    const looked = async (): Promise<number> =>
      Number((await rows("SHOW GLOBAL STATUS LIKE 'Handler_read_rnd_next'"))[0]?.[1])
    const numbers = async () =>
      (await rows('SELECT number, COUNT(*) FROM note GROUP BY number ORDER BY number')).map((each) => each.map(Number))

    it.each(modes)('is looked through a few times for thousands of changes (%s)', async (mode) => {
      const to = await open()
      const inserts = Array.from({ length: 4000 }, (_, at) => insert(to, row(at)))
      await to.apply(batchOf(inserts, end), exact(mode))
      const before = await looked()
      const changes = Array.from({ length: 1000 }, (_, at) => [
        update(to, row(at), row(at + 10_000)),
        remove(to, row(at + 10_000)),
        update(to, row(at + 1000), row(20_000)),
      ]).flat()
      await to.apply(batchOf(changes, end), exact(mode))
      expect((await looked()) - before).toBeLessThan(20 * 4000)
      expect(await numbers()).toEqual([...Array.from({ length: 2000 }, (_, at) => [at + 2000, 1]), [20_000, 1000]])
    })

    it.each(modes)('loses as many of several alike rows as the source did (%s)', async (mode) => {
      const to = await open()
      const nulls: Value[] = [7, null, null, null, null, null]
      const other: Value[] = [null, 'Ab', '1.50', '-0', '{"a":  1}', Buffer.from([0, 92, 34, 39])]
      const changes = [row(1), row(1), row(1), nulls, nulls, other].map((values) => insert(to, values))
      await to.apply(batchOf(changes, end), exact(mode))
      await to.apply(
        batchOf(
          [row(1), nulls, row(1), other].map((values) => remove(to, values)),
          end,
        ),
        exact(mode),
      )
      expect(await numbers()).toEqual([
        [1, 1],
        [7, 1],
      ])
    })

    it('tells rows by their bytes, not by what a collation takes for the same', async () => {
      const to = await open()
      const [lower, upper]: Value[][] = [
        [1, 'ab', '1', '1', 'x', null],
        [1, 'AB', '1', '1', 'x', null],
      ]
      await to.apply(batchOf([insert(to, lower!), insert(to, upper!)], end), exact('net'))
      await to.apply(batchOf([update(to, upper!, row(5)), update(to, row(5), row(6))], end), exact('net'))
      expect(await rows('SELECT number, padded FROM note ORDER BY 1')).toEqual([
        [1, 'ab'],
        [6, 'aB'],
      ])
    })

    it.each(modes)('names the change whose row is not there, and takes nothing (%s)', async (mode) => {
      const to = await open()
      await to.apply(batchOf([insert(to, row(1)), insert(to, row(2)), insert(to, row(2))], end), exact(mode))
      // As many rows go as are there, but not those.
      const wrong = [remove(to, row(1)), update(to, row(3), row(4)), remove(to, row(2))]
      const failure = await to.apply(batchOf(wrong, end), exact(mode)).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(RefusedBatch)
      expect(failure).toMatchObject({ at: 1, code: 'XW-D0801' })
      expect(await numbers()).toEqual([
        [1, 1],
        [2, 2],
      ])
    })

    it('keeps what only the target has in a row that changes', async () => {
      await client.query("ALTER TABLE note ADD COLUMN own VARCHAR(10) DEFAULT 'ours'")
      const to = await open()
      await to.apply(batchOf([insert(to, row(1)), insert(to, row(2))], end), exact('net'))
      await client.query("UPDATE note SET own = 'kept'")
      await to.apply(batchOf([update(to, row(1), row(3)), update(to, row(2), row(4))], end), exact('net'))
      expect(await rows('SELECT own, COUNT(*) FROM note GROUP BY own')).toEqual([['kept', '2']])
    })
  })
}
