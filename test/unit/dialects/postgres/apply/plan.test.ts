import { PGlite } from '@electric-sql/pglite'
import { beforeEach, describe, expect, it } from 'vitest'
import { createControl, recordApplied } from '../../../../../src/dialects/postgres/apply/control.js'
import { ownerOf, planOn } from '../../../../../src/dialects/postgres/apply/plan.js'
import type { RunQuery } from '../../../../../src/dialects/postgres/catalog/facets.js'
import { readFacets } from '../../../../../src/dialects/postgres/catalog/facets.js'
import { emitter } from '../../../../../src/dialects/postgres/emit/emitter.js'
import { shop } from '../emit/shop.js'
import { statement } from '../prove/statements.js'

const statements = emitter.emit(shop).value

describe('the plan of an application', () => {
  let engine: PGlite
  const query: RunQuery = async (sql, values) =>
    (await engine.query<(string | null)[]>(sql, [...values], { rowMode: 'array' })).rows
  const plan = async (of = statements): Promise<Record<string, string[]>> => {
    const groups: Record<string, string[]> = {}
    for (const { action, statement: id, difference } of await planOn(query, of))
      (groups[action] ??= []).push(difference === undefined ? id : `${id} | ${difference}`)
    return groups
  }
  beforeEach(async () => {
    engine = new PGlite()
    await engine.exec("SET search_path = ''")
    return () => engine.close()
  })
  const applyAll = async (): Promise<void> => {
    await engine.exec(createControl)
    for (const emitted of statements) {
      await engine.exec(emitted.sql)
      const schemas = [emitted.name.schema?.text ?? emitted.name.name.text]
      const facets = await readFacets(query, { kinds: [emitted.kind], schemas, names: [ownerOf(emitted)] })
      await recordApplied(query, emitted, facets.get(emitted.id) ?? {})
    }
  }

  it('creates everything on an empty target', async () => {
    expect(Object.keys(await plan())).toEqual(['create'])
  })

  it('has nothing to do after everything was applied', async () => {
    await applyAll()
    expect(Object.keys(await plan())).toEqual(['exists'])
  })

  it('takes objects made by running the files for what they are', async () => {
    for (const { sql } of statements) await engine.exec(sql)
    const { create, exists, drifted } = await plan()
    expect(drifted).toBeUndefined()
    // No object tells whether a sequence has been set.
    expect(create).toEqual(['identity:shop.orders/id', 'identity:shop.tickets'])
    expect(exists).toHaveLength(statements.length - 2)
  })

  it('creates again what was dropped', async () => {
    await applyAll()
    await engine.exec('DROP INDEX shop.orders_by_code; DROP VIEW shop.top_orders')
    expect((await plan())['create']).toEqual(
      ['index:shop.orders_by_code', 'view:shop.top_orders'].map((id) =>
        id.replace('index:shop.', 'index:shop.orders/'),
      ),
    )
  })

  it('says what was changed behind its back', async () => {
    await applyAll()
    await engine.exec(`ALTER TABLE shop.customers ALTER COLUMN name TYPE varchar(50);
      ALTER TABLE shop.customers ADD COLUMN extra text;
      ALTER TABLE shop.customers ALTER COLUMN name SET DEFAULT 'x';
      ALTER TABLE shop.orders ALTER COLUMN code SET DEFAULT 'y';
      ALTER TABLE shop.orders DROP CONSTRAINT "total positive";
      ALTER TABLE shop.orders ADD CONSTRAINT "total positive" CHECK (total > 0);
      CREATE OR REPLACE VIEW shop.top_orders AS SELECT id, 1::bigint AS count FROM shop.orders;
      ALTER TYPE shop."Order State" ADD VALUE 'more';
      ALTER SEQUENCE shop.tickets INCREMENT BY 7`)
    const { drifted, create } = await plan()
    expect(create).toBeUndefined()
    expect(drifted?.map((text) => text.split(' | ')[0])).toEqual([
      'type:shop.Order State',
      'sequence:shop.tickets',
      'table:shop.customers',
      'check:shop.orders/total positive',
      'default:shop.orders/code',
      'view:shop.top_orders',
    ])
    const table = drifted?.find((text) => text.startsWith('table:'))
    expect(table).toContain('column extra: not expected, found text')
    expect(table).toContain(
      'column name: expected character varying(40) COLLATE shop.any_case, found character varying(50)',
    )
    expect(table).toContain("default name: expected none, found 'x'::character varying")
  })

  it('says so when an object of the name is another one', async () => {
    await engine.exec('CREATE SCHEMA shop; CREATE TABLE shop.customers (id bigint)')
    const { drifted } = await plan()
    expect(drifted).toHaveLength(1)
    expect(drifted?.[0]).toContain('column id: expected integer, found bigint')
    expect(drifted?.[0]).toContain('column name: expected character varying(40)')
  })

  it('accepts a statement written differently that makes the same object', async () => {
    await applyAll()
    const other = statements.map((one) =>
      one.kind === 'index' ? { ...one, sql: one.sql.replace('WHERE', '\n  WHERE') } : one,
    )
    expect(Object.keys(await plan(other))).toEqual(['exists'])
    const changed = statements.map((one) =>
      one.kind === 'index' ? { ...one, sql: one.sql.replace('DESC NULLS LAST', 'ASC') } : one,
    )
    expect((await plan(changed))['drifted']?.[0]).toContain('index:shop.orders/orders_by_code')
  })

  it('finds objects whose names are hard', async () => {
    const hard = ["a'b", 'a.b', 'a/b', 'a"b', '__proto__', ' ']
    const made = hard.map((name) => ({
      ...statement(
        'table',
        'x',
        `CREATE TABLE public."${name.replaceAll('"', '""')}" ("${name.replaceAll('"', '""')}" int);`,
      ),
      id: `table:public.${name}` as (typeof statements)[0]['id'],
      name: { schema: { text: 'public', quoted: true }, name: { text: name, quoted: true } },
    }))
    expect(Object.keys(await plan(made))).toEqual(['create'])
    for (const { sql } of made) await engine.exec(sql)
    expect(Object.keys(await plan(made))).toEqual(['exists'])
  })
})
