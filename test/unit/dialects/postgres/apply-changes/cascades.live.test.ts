import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Change, ChangeApplier } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { changeTarget } from '../../../../../src/dialects/postgres/apply-changes/target.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { batchOf, mapped, tuple, type Value } from './support.js'

const tables = [
  mapped('parent', ['id', 'name'], ['id']),
  mapped('part', ['parent', 'place', 'text'], ['parent', 'place']),
  mapped('friend', ['id', 'parent'], ['id']),
]
const parents = 100

/** Keys that act on their own, and a log that holds what those of the source did: behind the change that was the cause. */
describe.skipIf(!available('postgres15'))('changes with those that foreign keys made', () => {
  let server: TestServer
  let client: pg.Client
  let applier: ChangeApplier
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
    await client.query(`
      DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS crosswalk CASCADE; CREATE SCHEMA public;
      CREATE TABLE parent (id int PRIMARY KEY, name text);
      CREATE TABLE part (parent int REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE, place int, text text, PRIMARY KEY (parent, place));
      CREATE TABLE friend (id int PRIMARY KEY, parent int REFERENCES parent ON DELETE SET NULL ON UPDATE CASCADE);
      INSERT INTO parent SELECT n, 'p' || n FROM generate_series(1, ${parents}) n;
      INSERT INTO part SELECT n, place, 'text' FROM generate_series(1, ${parents}) n, generate_series(1, 2) place;
      INSERT INTO friend SELECT n, n FROM generate_series(1, ${parents}) n`)
    const options = { task: 'family', tables, policies: defaultPolicies, cascadesLogged: true }
    applier = await changeTarget.open(server.endpoint, options)
    await applier.begin({ position: 'start', at: 1 })
  })

  const image = (table: number, row: Value[]) => tuple(applier.writers[table]!, row)
  const update = (table: number, before: Value[], after: Value[]): Change => ({
    ...{ kind: 'update', table, before: image(table, before), after: image(table, after) },
  })
  const remove = (table: number, row: Value[]): Change => ({ kind: 'delete', table, before: image(table, row) })

  const gone = (id: number): Change[] => [
    remove(0, [id, `p${id}`]),
    remove(1, [id, 1, 'text']),
    remove(1, [id, 2, 'text']),
    update(2, [id, id], [id, null]),
  ]
  const moved = (id: number, to: number): Change[] => [
    update(0, [id, `p${id}`], [to, `p${id}`]),
    update(1, [id, 1, 'text'], [to, 1, 'text']),
    update(1, [id, 2, 'text'], [to, 2, 'text']),
    update(2, [id, id], [id, to]),
  ]
  const numbers = async (sql: string) => (await client.query(sql)).rows.map((row) => Number(Object.values(row)[0]))

  it.each(['ordered', 'net'] as const)('leave what the source has (%s)', async (mode) => {
    const changes = Array.from({ length: 40 }, (_, at) => [...gone(at + 1), ...moved(at + 41, at + 1041)]).flat()
    await applier.apply(batchOf(changes, { position: 'end', at: 2 }), { mode, overlapping: false })
    const expected = [
      ...Array.from({ length: 20 }, (_, at) => at + 81),
      ...Array.from({ length: 40 }, (_, at) => at + 1041),
    ]
    expect(await numbers('SELECT id FROM parent ORDER BY 1')).toEqual(expected)
    expect(await numbers('SELECT DISTINCT parent FROM part ORDER BY 1')).toEqual(expected)
    expect(await numbers('SELECT count(*) FROM part')).toEqual([expected.length * 2])
    expect(await numbers('SELECT parent FROM friend WHERE parent IS NOT NULL ORDER BY 1')).toEqual(expected)
    expect(await numbers('SELECT count(*) FROM friend')).toEqual([parents])
  })

  it.each(['ordered', 'net'] as const)('and where rows only go (%s)', async (mode) => {
    const changes = Array.from({ length: 60 }, (_, at) => gone(at + 1)).flat()
    await applier.apply(batchOf(changes, { position: 'end', at: 2 }), { mode, overlapping: false })
    expect(await numbers('SELECT count(*) FROM parent')).toEqual([40])
    expect(await numbers('SELECT count(*) FROM part')).toEqual([80])
    expect(await numbers('SELECT count(*) FROM friend WHERE parent IS NULL')).toEqual([60])
  })
})
