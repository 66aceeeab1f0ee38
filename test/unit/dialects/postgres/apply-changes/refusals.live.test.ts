import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Change, type ChangeApplier, RefusedBatch } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { changeTarget } from '../../../../../src/dialects/postgres/apply-changes/target.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { batchOf, mapped, tuple, type Value } from './support.js'

const tables = [mapped('item', ['id', 'name'], ['id']), mapped('note', ['text'], [])]
const modes = ['ordered', 'net'] as const

describe.skipIf(!available('postgres15'))('a target that cannot take a change', () => {
  let server: TestServer
  let client: pg.Client
  const open: ChangeApplier[] = []
  beforeAll(async () => {
    server = await startPostgres15()
    client = await connectPostgres(server.endpoint)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })
  beforeEach(async () => {
    for (const applier of open.splice(0)) await applier.close()
    await client.query(`
      DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS crosswalk CASCADE; CREATE SCHEMA public;
      CREATE TABLE item (id int PRIMARY KEY, name varchar(20) CHECK (name <> 'bad'));
      CREATE TABLE note (text text);
      INSERT INTO item VALUES (1, 'one'), (2, 'two')`)
  })

  async function applier(task = 'shop'): Promise<ChangeApplier> {
    const made = await changeTarget.open(server.endpoint, { task, tables, policies: defaultPolicies })
    open.push(made)
    return made
  }

  const items = async () =>
    (await client.query('SELECT id, name FROM item ORDER BY id')).rows.map((row) => `${row.id} ${row.name}`)
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

  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: unknown) => error,
    )
  const end = { position: 'end', at: 2000 }

  describe.each(modes)('in mode %s', (mode) => {
    const exact = { mode, overlapping: false }

    it.each([
      ['an update of a row that is not there', (to: ChangeApplier) => update(to, [7, 'x'], [7, 'y']), 'XW-D0801', '7'],
      ['a delete of a row that is not there', (to: ChangeApplier) => remove(to, 7, 'x'), 'XW-D0801', '7'],
      ['an insert of a row that is there', (to: ChangeApplier) => insert(to, 2, 'x'), 'XW-D0110', '2'],
      ['a value that a constraint forbids', (to: ChangeApplier) => update(to, [2, 'two'], [2, 'bad']), 'XW-D0110', '2'],
      ['an image without the key', (to: ChangeApplier) => remove(to, undefined, 'two'), 'XW-D0802', null],
    ])('%s is found by its place, and nothing is written', async (_, wrong, code, key) => {
      const to = await applier()
      await to.begin({ position: 'start', at: 1000 })
      const changes = [update(to, [1, 'one'], [1, 'uno']), insert(to, 3, 'three'), wrong(to), insert(to, 4, 'four')]
      const error = await failure(to.apply(batchOf(changes, end, { pieceSize: 2 }), exact))
      expect(error).toBeInstanceOf(RefusedBatch)
      expect(error).toMatchObject({ at: 2, code, key: { id: key } })
      expect(await items()).toEqual(['1 one', '2 two'])
      expect(to.checkpoint).toMatchObject({ position: 'start', transactions: 0, changes: 0 })

      const exception = { table: 0, kind: 'delete', position: 'p', key: { id: key }, code, reason: 'why' } as const
      const rest = batchOf(changes.toSpliced(2, 1), end, { exceptions: [exception] })
      expect(await to.apply(rest, exact)).toEqual({ inserted: 2, updated: 1, deleted: 0 })
      expect(await items()).toEqual(['1 uno', '2 two', '3 three', '4 four'])
      const { rows } = await client.query(
        'SELECT task, target_table, kind, position, row_key, code FROM crosswalk.apply_exception',
      )
      expect(rows).toEqual([
        {
          task: 'shop',
          target_table: 'item',
          kind: 'delete',
          position: 'p',
          row_key: JSON.stringify({ id: key }).replace(':', ': '),
          code,
        },
      ])
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
      const change: Change = { kind: 'insert', table: 1, after: tuple(to.writers[1]!, ['x']) }
      const error = await failure(to.apply(batchOf([change], end), { mode, overlapping: true }))
      expect(error).toMatchObject({ at: 0, code: 'XW-D0803', key: {} })
    })

    it('tries again what others got in the way of, and gives up at last', async () => {
      const to = await applier()
      await client.query(`
        CREATE SEQUENCE tries; CREATE TABLE hold (until int);
        INSERT INTO hold VALUES (3);
        CREATE FUNCTION in_the_way(id int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
          IF id > 2 AND nextval('public.tries') < (SELECT until FROM public.hold) THEN RAISE 'in the way' USING ERRCODE = '40001'; END IF;
          RETURN true; END $$;
        ALTER TABLE item ADD CHECK (public.in_the_way(id))`)
      await to.apply(batchOf([insert(to, 3, 'three')], end), exact)
      expect(await items()).toEqual(['1 one', '2 two', '3 three'])
      await client.query('UPDATE hold SET until = 1000')
      const error = await failure(to.apply(batchOf([insert(to, 4, 'four')], end), exact))
      expect(error).toMatchObject({ code: 'XW-S0123', retryable: true })
      expect(await items()).toEqual(['1 one', '2 two', '3 three'])
    })
  })

  it('is refused when its triggers would act, by their names', async () => {
    await client.query(`
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TRIGGER "twice" BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION f();
      CREATE RULE quiet AS ON DELETE TO note DO INSTEAD NOTHING`)
    const error = await failure(applier())
    expect(error).toMatchObject({ code: 'XW-S0122' })
    expect((error as OperationError<'XW-S0122'>).data.acts).toBe(
      'trigger twice of public.item, rule quiet of public.note',
    )
    await client.query('ALTER TABLE item DISABLE TRIGGER twice; ALTER TABLE note DISABLE RULE quiet')
    await applier()
  })

  it('is refused as soon as somebody makes a trigger, and what met it is taken back', async () => {
    const to = await applier()
    await client.query(`
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'twice'; RETURN NEW; END $$;
      CREATE TRIGGER late BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION f()`)
    const batch = batchOf([insert(to, 3, 'three')], end)
    const error = await failure(to.apply(batch, { mode: 'net', overlapping: false }))
    expect(error).toMatchObject({ code: 'XW-S0122', data: { acts: 'trigger late of public.item' } })
    expect(await items()).toEqual(['1 one', '2 two'])
    await client.query('DROP TRIGGER late ON item')
    await to.apply(batch, { mode: 'net', overlapping: false })
    expect(await items()).toEqual(['1 one', '2 two', '3 three'])
  })

  it('may get foreign keys that act while changes are applied: they are known from the next row on', async () => {
    const two = [...tables, mapped('part', ['id', 'item'], ['id'])]
    await client.query('CREATE TABLE part (id int PRIMARY KEY, item int)')
    const to = await changeTarget.open(server.endpoint, { task: 'shop', tables: two, policies: defaultPolicies })
    open.push(to)
    const part = (id: number, item: number): Change => {
      return { kind: 'insert', table: 2, after: tuple(to.writers[2]!, [id, item]) }
    }
    const exact = { mode: 'net', overlapping: false } as const
    await to.apply(batchOf([part(1, 1), part(2, 2)], end), exact)
    await client.query('ALTER TABLE part ADD FOREIGN KEY (item) REFERENCES item ON DELETE CASCADE')
    // The log does not say that part 1 went with its item, which is there again in the end.
    const many = Array.from({ length: 70 }, (_, at) => part(10 + at, 2))
    await to.apply(batchOf([remove(to, 1, 'one'), insert(to, 1, 'uno'), ...many], end), exact)
    expect(await items()).toEqual(['1 uno', '2 two'])
    const { rows } = await client.query('SELECT id, item FROM part WHERE id < 10')
    expect(rows).toEqual([{ id: '2', item: '2' }])
  })

  it('works beside others as long as no key comes: then a batch is refused once, and its groups are others', async () => {
    const two = [...tables, mapped('part', ['id', 'item'], ['id'])]
    await client.query('CREATE TABLE part (id int PRIMARY KEY, item int)')
    const to = await changeTarget.open(server.endpoint, { task: 'shop', tables: two, policies: defaultPolicies })
    open.push(to)
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
      await (await changeTarget.open(server.endpoint, options)).close()
    }
    const holder = () => changeTarget.holder?.(server.endpoint, 'runs')
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
    await client.query(`
      SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN crosswalk.checkpoint c ON l.objid = hashtext(c.task)::bigint & 4294967295
      WHERE l.locktype = 'advisory' AND l.classid = 4713 AND c.task = 'shop'`)
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
