import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Change, type ChangeApplier, RefusedBatch } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { changeTarget } from '../../../../../src/dialects/mysql/apply-changes/target.js'
import { lockName } from '../../../../../src/dialects/mysql/locks.js'
import { available, connectMysql, startMariadb, type TestServer } from '../../../../support/servers.js'
import { batchOf, mapped, tuple, type Value } from '../../postgres/apply-changes/support.js'
import { freshShop } from './shop.js'

const tables = [
  mapped('item', ['id', 'name'], ['id']),
  mapped('note', ['text', 'number'], []),
  mapped('part', ['id', 'item'], ['id']),
]
const modes = ['ordered', 'net'] as const

const definitions = `
  CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20), CHECK (name <> 'bad')) ENGINE = InnoDB;
  CREATE TABLE note (text VARCHAR(20), number DOUBLE) ENGINE = InnoDB;
  CREATE TABLE part (id INT PRIMARY KEY, item INT) ENGINE = InnoDB;
  INSERT INTO item VALUES (1, 'one'), (2, 'two')`

describe.skipIf(!available('mariadb'))('a target that cannot take a change', () => {
  let server: TestServer
  let client: mysql.Connection
  const open: ChangeApplier[] = []
  beforeAll(async () => {
    server = await startMariadb()
    client = await connectMysql(server.endpoint)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })
  beforeEach(async () => {
    for (const applier of open.splice(0)) await applier.close()
    await freshShop(client, definitions)
  })

  async function applier(task = 'shop', user = 'root'): Promise<ChangeApplier> {
    const options = { task, tables, policies: defaultPolicies }
    const made = await changeTarget.open({ ...server.endpoint, user, database: 'public' }, options)
    open.push(made)
    return made
  }

  const rows = async (sql: string): Promise<unknown[][]> => {
    const [found] = await client.query(sql)
    return Array.isArray(found) ? found.map((row) => (Array.isArray(row) ? row : [row])) : []
  }
  const items = async () => (await rows('SELECT id, name FROM item ORDER BY id')).map(([id, name]) => `${id} ${name}`)
  const insert = (to: ChangeApplier, ...row: Value[]): Change => ({
    kind: 'insert',
    table: 0,
    after: tuple(to.writers[0]!, row),
  })
  const update = (to: ChangeApplier, before: Value[], after: Value[]): Change => ({
    ...{ kind: 'update', table: 0, before: tuple(to.writers[0]!, before), after: tuple(to.writers[0]!, after) },
  })
  const remove = (to: ChangeApplier, ...row: Value[]): Change => ({
    kind: 'delete',
    table: 0,
    before: tuple(to.writers[0]!, row),
  })
  const part = (to: ChangeApplier, id: number, item: number): Change => ({
    kind: 'insert',
    table: 2,
    after: tuple(to.writers[2]!, [id, item]),
  })
  /** So many that they go in sets. */
  const many = (to: ChangeApplier): Change[] => Array.from({ length: 40 }, (_, at) => insert(to, 100 + at, 'more'))
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: unknown) => error,
    )
  const end = { position: 'end', at: 2000 }

  describe.each(modes)('in mode %s', (mode) => {
    const exact = { mode, overlapping: false }

    it.each([
      [
        'an update of a row that is not there',
        (to: ChangeApplier) => [update(to, [7, 'x'], [7, 'y'])],
        'XW-D0801',
        '7',
      ],
      [
        'one among updates of rows that are',
        (to: ChangeApplier) => [update(to, [7, 'x'], [7, 'y']), update(to, [2, 'two'], [2, 'zwei'])],
        'XW-D0801',
        '7',
      ],
      ['a delete of a row that is not there', (to: ChangeApplier) => [remove(to, 7, 'x')], 'XW-D0801', '7'],
      ['an insert of a row that is there', (to: ChangeApplier) => [insert(to, 2, 'x')], 'XW-D0110', '2'],
      [
        'a value that a constraint forbids',
        (to: ChangeApplier) => [update(to, [2, 'two'], [2, 'bad'])],
        'XW-D0110',
        '2',
      ],
      ['text that is too long', (to: ChangeApplier) => [update(to, [2, 'two'], [2, 'x'.repeat(21)])], 'XW-D0108', '2'],
      [
        'blanks that would be cut',
        (to: ChangeApplier) => [update(to, [2, 'two'], [2, `x${' '.repeat(30)}`])],
        'XW-D0111',
        '2',
      ],
      ['an image without the key', (to: ChangeApplier) => [remove(to, undefined, 'two')], 'XW-D0802', null],
    ])('%s is found by its place, and nothing is written', async (_, wrong, code, key) => {
      const to = await applier()
      await to.begin({ position: 'start', at: 1000 })
      const before = [update(to, [1, 'one'], [1, 'uno']), insert(to, 3, 'three')]
      const changes = [...before, ...wrong(to), insert(to, 4, 'four'), ...many(to)]
      const error = await failure(to.apply(batchOf(changes, end, { pieceSize: 30 }), exact))
      expect(error).toBeInstanceOf(RefusedBatch)
      expect(error).toMatchObject({ at: 2, code, key: { id: key } })
      expect(await items()).toEqual(['1 one', '2 two'])
      expect(to.checkpoint).toMatchObject({ position: 'start', transactions: 0, changes: 0 })

      const exception = { table: 0, kind: 'delete', position: 'p', key: { id: key }, code, reason: "it's why" } as const
      const rest = batchOf([...before, insert(to, 4, 'four')], end, { exceptions: [exception] })
      expect(await to.apply(rest, exact)).toEqual({ inserted: 2, updated: 1, deleted: 0 })
      expect(await items()).toEqual(['1 uno', '2 two', '3 three', '4 four'])
      expect(
        await rows('SELECT task, target_table, kind, position, row_key, code, reason FROM crosswalk.apply_exception'),
      ).toEqual([['shop', 'item', 'delete', 'p', JSON.stringify({ id: key }), code, "it's why"]])
      await to.close()
      expect((await applier()).checkpoint).toEqual({ ...end, transactions: 1, changes: 3 })
    })

    it('takes changes again that a load has seen', async () => {
      const to = await applier()
      const changes = [
        insert(to, 1, 'uno'),
        update(to, [5, 'x'], [5, 'y']),
        remove(to, 9, 'x'),
        update(to, [2, 'two'], [6, 'six']),
        update(to, [1, 'uno'], [8, 'eight']),
      ]
      for (let time = 0; time < 2; time++) {
        await to.apply(batchOf(changes, end), { mode, overlapping: true })
        expect(await items()).toEqual(['5 y', '6 six', '8 eight'])
      }
    })

    it('cannot tell whether a load has seen a row without a key', async () => {
      const to = await applier()
      const change: Change = { kind: 'insert', table: 1, after: tuple(to.writers[1]!, ['x', 1]) }
      const error = await failure(to.apply(batchOf([change], end), { mode, overlapping: true }))
      expect(error).toMatchObject({ at: 0, code: 'XW-D0803', key: {} })
    })

    it('takes a row whose unique value another has given up, and rows that swap theirs', async () => {
      await client.query('ALTER TABLE item ADD UNIQUE (name)')
      const to = await applier()
      await to.apply(batchOf([remove(to, 2, 'two'), insert(to, 3, 'two'), ...many(to).slice(0, 1)], end), exact)
      const swap = [
        update(to, [1, 'one'], [1, null]),
        update(to, [3, 'two'], [3, 'one']),
        update(to, [1, null], [1, 'two']),
      ]
      const others = Array.from({ length: 30 }, (_, at) => insert(to, 200 + at, `n${at}`))
      await to.apply(batchOf([...swap, ...others], end), exact)
      expect((await items()).slice(0, 2)).toEqual(['1 two', '3 one'])
      // A row that is not there is no reason to change another one that has its unique value.
      const gone = [update(to, [77, 'x'], [77, 'one']), update(to, [1, 'two'], [1, 'three'])]
      expect(await failure(to.apply(batchOf([...gone, ...many(to).slice(1, 2)], end), exact))).toMatchObject({
        at: 0,
        code: 'XW-D0801',
      })
    })

    it('waits for others, and gives up at last', async () => {
      const to = await applier()
      await client.query('SET GLOBAL innodb_lock_wait_timeout = 1')
      const slow = await applier('slow')
      const other = await connectMysql({ ...server.endpoint, database: 'public' })
      await other.query("BEGIN; UPDATE item SET name = 'locked' WHERE id = 1")
      const error = failure(slow.apply(batchOf([update(slow, [1, 'one'], [1, 'uno'])], end), exact))
      expect(await error).toMatchObject({ code: 'XW-S0123', retryable: true })
      const waiting = to.apply(batchOf([update(to, [1, 'one'], [1, 'uno'])], end), exact)
      await other.query('ROLLBACK')
      await other.end()
      await client.query('SET GLOBAL innodb_lock_wait_timeout = 50')
      await waiting
      expect(await items()).toEqual(['1 uno', '2 two'])
    })
  })

  it('is refused when its triggers would act, by their names', async () => {
    await client.query("CREATE TRIGGER twice BEFORE INSERT ON item FOR EACH ROW SET NEW.name = 'twice'")
    const error = await failure(applier())
    expect(error).toMatchObject({ code: 'XW-S0122', data: { acts: 'trigger twice of item' } })
  })

  it('is refused to those who could not see its triggers', async () => {
    await client.query(
      'CREATE OR REPLACE USER blind; GRANT SELECT, INSERT, UPDATE, DELETE ON public.* TO blind; GRANT ALL ON crosswalk.* TO blind',
    )
    expect(await failure(applier('shop', 'blind'))).toMatchObject({ code: 'XW-S0208' })
    await client.query('GRANT TRIGGER ON `publi_`.* TO blind')
    await (await applier('shop', 'blind')).close()
    await client.query(
      'CREATE OR REPLACE USER seeing; CREATE OR REPLACE ROLE watching; GRANT ALL ON crosswalk.* TO watching; GRANT SELECT, INSERT, UPDATE, DELETE, TRIGGER ON public.* TO watching; GRANT watching TO seeing; SET DEFAULT ROLE watching FOR seeing',
    )
    await (await applier('shop', 'seeing')).close()
  })

  it('is refused as soon as somebody makes a trigger, and what met it is taken back', async () => {
    const to = await applier()
    await client.query("CREATE TRIGGER late BEFORE INSERT ON item FOR EACH ROW SET NEW.name = 'twice'")
    const batch = batchOf([insert(to, 3, 'three')], end)
    const error = await failure(to.apply(batch, { mode: 'net', overlapping: false }))
    expect(error).toMatchObject({ code: 'XW-S0122', data: { acts: 'trigger late of item' } })
    expect(await items()).toEqual(['1 one', '2 two'])
    await client.query('DROP TRIGGER late')
    await to.apply(batch, { mode: 'net', overlapping: false })
    expect(await items()).toEqual(['1 one', '2 two', '3 three'])
  })

  it('may get foreign keys that act while changes are applied: they are known from the next row on', async () => {
    const to = await applier()
    const exact = { mode: 'net', overlapping: false } as const
    await to.apply(batchOf([part(to, 1, 1), part(to, 2, 2)], end), exact)
    await client.query('ALTER TABLE part ADD FOREIGN KEY (item) REFERENCES item (id) ON DELETE CASCADE')
    // The log does not say that part 1 went with its item, which is there again in the end.
    const others = Array.from({ length: 70 }, (_, at) => part(to, 10 + at, 2))
    await to.apply(batchOf([remove(to, 1, 'one'), insert(to, 1, 'uno'), ...others], end), exact)
    expect(await items()).toEqual(['1 uno', '2 two'])
    expect(await rows('SELECT id, item FROM part WHERE id < 10')).toEqual([[2, 2]])
  })

  it('keeps what foreign keys forbid out: a child without a parent', async () => {
    await client.query('ALTER TABLE part ADD FOREIGN KEY (item) REFERENCES item (id)')
    const to = await applier()
    for (const mode of modes) {
      const error = await failure(
        to.apply(batchOf([part(to, 1, 1), part(to, 2, 99)], end), { mode, overlapping: false }),
      )
      expect(error).toMatchObject({ at: 1, code: 'XW-D0110', key: { id: '2' } })
    }
    expect(await rows('SELECT * FROM part')).toEqual([])
  })

  it('works beside others as long as no key comes: then a batch is refused once, and its groups are others', async () => {
    const to = await applier()
    expect(new Set(to.groups)).toHaveProperty('size', 3)
    await client.query('ALTER TABLE part ADD FOREIGN KEY (item) REFERENCES item (id)')
    const beside = { mode: 'net', overlapping: false, apart: true } as const
    const one = batchOf([insert(to, 3, 'three')], end)
    expect(await failure(to.apply(one, beside))).toBeInstanceOf(RefusedBatch)
    expect(await items()).toEqual(['1 one', '2 two'])
    expect(to.groups?.[2]).toBe(to.groups?.[0])
    expect(to.groups?.[1]).not.toBe(to.groups?.[0])
    await to.apply(one, beside)
    expect(await items()).toEqual(['1 one', '2 two', '3 three'])
  })

  it('is not taken back by a run that had it before another one', async () => {
    const take = async (number: number, again: boolean) => {
      const run = { number, again }
      const options = { task: 'runs', run, tables, policies: defaultPolicies }
      await (await changeTarget.open({ ...server.endpoint, user: 'root', database: 'public' }, options)).close()
    }
    const holder = () => changeTarget.holder?.({ ...server.endpoint, user: 'root', database: 'public' }, 'runs')
    expect(await holder()).toBe(null)
    await take(5, false)
    await take(5, true)
    expect(await holder()).toBe(5)
    await take(4_294_967_295, false)
    expect(await failure(take(5, true))).toMatchObject({ code: 'XW-S0121', retryable: false })
    await take(4_294_967_295, true)
    expect(await holder()).toBe(4_294_967_295)
    await take(5, false)
    expect(await holder()).toBe(5)
  })

  it('has one applier per task, and none goes on when another has taken over', async () => {
    const first = await applier()
    await first.begin({ position: 'start', at: 1000 })
    expect(await failure(applier())).toMatchObject({ code: 'XW-S0120', retryable: true })
    await applier('other')
    // The first loses its lock and does not know it.
    const [[holder] = []] = await rows(`SELECT IS_USED_LOCK('${lockName('task shop')}')`)
    await client.query(`KILL ${holder}`)
    const second = await applier()
    for (const mode of modes) {
      const error = await failure(first.apply(batchOf([insert(first, 3, 'three')], end), { mode, overlapping: false }))
      expect(error).toBeInstanceOf(OperationError)
      expect(error).toMatchObject({ code: 'XW-S0121', retryable: false })
    }
    expect(await failure(first.pass(end))).toMatchObject({ code: 'XW-S0121' })
    expect(await failure(first.forget())).toMatchObject({ code: 'XW-S0121' })
    expect(await items()).toEqual(['1 one', '2 two'])
    expect(second.checkpoint).toMatchObject({ position: 'start' })
    await second.apply(batchOf([insert(second, 3, 'three')], end), { mode: 'ordered', overlapping: false })
    await second.forget()
    expect(second.checkpoint).toBeNull()
  })
})
