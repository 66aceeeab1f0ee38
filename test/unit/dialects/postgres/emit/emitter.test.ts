import { PGlite } from '@electric-sql/pglite'
import { parse } from 'libpg-query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EmittedStatement, ProofSession } from '../../../../../src/core/dialect/dialect.js'
import { ident, noOrigin } from '../../../../../src/core/ir/names.js'
import { emitter } from '../../../../../src/dialects/postgres/emit/emitter.js'
import { prover } from '../../../../../src/dialects/postgres/prove/prover.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'
import { hostile, hostileCatalog } from './hostile.js'
import { objects, ordersTable, shop, sourceOf } from './shop.js'
import { base, bin, call, catalogOf, col, column, num, part, tableObject, template } from './trees.js'

const one = (statements: readonly EmittedStatement[], id: string): EmittedStatement => {
  const found = statements.find((statement) => statement.id === id)
  if (found === undefined) throw new Error(`no ${id} among ${statements.map((statement) => statement.id).join(' ')}`)
  return found
}

describe('the emitter', () => {
  const { value: statements, findings } = emitter.emit(shop)

  it('writes every object of a catalogue, without findings', () => {
    expect(findings).toEqual([])
    expect(
      statements.map((statement) => `${statement.phase} ${statement.id}${statement.minimal ? ' *' : ''}`),
    ).toMatchSnapshot()
  })

  it('writes one style', () => {
    expect(statements.map((statement) => statement.sql).join('\n')).toMatchSnapshot()
  })

  it('writes what the parser of the server reads', async () => {
    for (const { sql, undo } of statements) {
      await parse(sql)
      if (undo?.trim()) await parse(undo)
    }
  })

  it('says which lines of a table stand for which column', () => {
    const { sql, lines } = one(statements, 'table:shop.orders')
    const at = (name: string): string[] =>
      lines
        .filter((entry) => entry.part === sourceOf(name))
        .map(({ from, to }) => sql.split('\n').slice(from, to).join('\n'))
    expect(at('customer')).toEqual(['  customer integer NOT NULL,'])
    expect(at('state')[0]).toContain('state "shop"."Order State" DEFAULT')
    expect(at('state')[1]).toContain('COMMENT ON COLUMN shop.orders.state')
  })

  it('links what depends on what', () => {
    expect(one(statements, 'table:shop.orders').dependsOn).toEqual(['type:shop.Order State', 'schema:shop'])
    expect(one(statements, 'table:shop.customers').dependsOn).toEqual(['collation:shop.any_case', 'schema:shop'])
    expect(one(statements, 'view:shop.top_orders').dependsOn).toContain('view:shop.recent')
    expect(one(statements, 'default:shop.orders/code').dependsOn).toContain('function:shop.next_code')
    const order = statements.map((statement) => statement.id)
    for (const { id, dependsOn } of statements)
      for (const needed of dependsOn)
        expect(order.indexOf(needed), `${needed} before ${id}`).toBeLessThan(order.indexOf(id))
  })

  it('takes the unique key for the one that identifies rows only where there is no primary key', () => {
    expect(one(statements, 'unique:shop.customers/customers_id').minimal).toBe(true)
    expect(one(statements, 'unique:shop.orders/orders_code').minimal).toBe(false)
    expect(one(statements, 'primary-key:shop.orders/orders_pkey').minimal).toBe(true)
  })

  it('is deterministic', () => {
    expect(emitter.emit(shop).value).toEqual(statements)
  })
})

describe('the emitted statements', () => {
  let session: ProofSession
  beforeAll(async () => {
    session = await prover.open({ version: parseVersion('18') })
  })
  afterAll(() => session.close())

  it('are all accepted by the engine', async () => {
    const results = await session.prove(emitter.emit(shop).value)
    expect(results.filter(({ outcome }) => outcome !== 'accepted')).toEqual([])
  })
})

describe('names and texts of a hostile source', () => {
  it('stay names and texts', async () => {
    const { value, findings } = emitter.emit(hostileCatalog)
    expect(findings).toEqual([])
    const engine = new PGlite()
    await engine.exec("CREATE TABLE public.canary (); SET search_path = ''")
    for (const { sql } of value) {
      await parse(sql)
      await engine.exec(sql)
    }
    const names = await engine.query<{ relname: string; comment: string }>(
      "SELECT relname, obj_description(oid) AS comment FROM pg_catalog.pg_class WHERE relnamespace = 'shop'::regnamespace AND relkind = 'r' ORDER BY oid",
    )
    expect(names.rows).toEqual(hostile.map((name) => ({ relname: name, comment: name })))
    const labels = await engine.query<{ enumlabel: string }>(
      'SELECT enumlabel FROM pg_catalog.pg_enum WHERE enumsortorder = 1 ORDER BY oid',
    )
    expect(labels.rows.map((row) => row.enumlabel)).toEqual(hostile)
    expect((await engine.query("SELECT to_regclass('public.canary') AS there")).rows).toEqual([
      { there: 'public.canary' },
    ])
    await engine.close()
  })
})

describe('what has no form', () => {
  const codes = (objectsOfIt: Parameters<typeof catalogOf>[0], version = '18') => {
    const { value, findings } = emitter.emit(catalogOf(objectsOfIt, version))
    return {
      ids: value.map((statement) => statement.id).filter((id) => id !== 'schema:shop'),
      codes: findings.map(({ code }) => code),
    }
  }

  it('costs only the default that holds it', () => {
    const bad = tableObject('shop', 't', [
      column('a', 'integer', { default: { ...call('x'), fn: { core: 'uuid' } } }),
      column('b', 'integer'),
    ])
    expect(codes([bad])).toEqual({ ids: ['table:shop.t'], codes: ['XW-C0500'] })
  })

  it('costs only the constraint or index that holds it', () => {
    const bad = tableObject('shop', 't', [column('a', 'integer')], {
      constraints: [
        { ...part, kind: 'check', name: ident('c'), expr: bin('intDiv', col('a'), num(2)), enforced: true },
      ],
      indexes: [
        {
          ...part,
          name: ident('f'),
          unique: false,
          method: 'fulltext',
          parts: [{ expr: col('a'), descending: false }],
          visible: true,
        },
        {
          ...part,
          name: ident('p'),
          unique: false,
          method: 'btree',
          parts: [{ expr: col('a'), descending: false, prefix: 5 }],
          visible: true,
        },
        {
          ...part,
          name: ident('good'),
          unique: false,
          method: 'btree',
          parts: [{ expr: col('a'), descending: false }],
          visible: true,
        },
      ],
    })
    expect(codes([bad])).toEqual({
      ids: ['table:shop.t', 'index:shop.t/good'],
      codes: ['XW-C0500', 'XW-C0500', 'XW-C0500'],
    })
  })

  it('names names that are too long, texts with a zero character and types that are none', () => {
    expect(codes([tableObject('shop', 'x'.repeat(64), [])])).toEqual({ ids: [], codes: ['XW-C0501'] })
    expect(codes([{ ...base('enumType', 'shop', 'e'), kind: 'enumType', labels: ['a\0'] }])).toEqual({
      ids: [],
      codes: ['XW-C0502'],
    })
    expect(codes([tableObject('shop', 't', [column('a', 'integer; DROP TABLE x')])])).toEqual({
      ids: [],
      codes: ['XW-C0504'],
    })
  })

  it('says what an older version cannot do', () => {
    const view = objects[0]!
    expect(codes([view], '14').codes).toEqual(['XW-C0503'])
    expect(codes([view], '15').codes).toEqual([])
    const virtual = tableObject('shop', 't', [column('a', 'integer', { generated: { expr: num(1), stored: false } })])
    expect(codes([virtual], '17').codes).toEqual(['XW-C0500'])
    expect(codes([virtual], '18').codes).toEqual([])
  })

  it('refuses nesting that is too deep instead of overflowing', () => {
    let deep = col('a') as Parameters<typeof bin>[1]
    for (let depth = 0; depth < 20_000; depth++) deep = bin('add', num(1), deep)
    const bad = tableObject('shop', 't', [column('a', 'integer')], {
      constraints: [{ ...part, kind: 'check', name: ident('c'), expr: deep, enforced: true }],
    })
    expect(codes([bad])).toEqual({ ids: ['table:shop.t'], codes: ['XW-C0505'] })
  })

  it('reports code that nobody converted', () => {
    const routine = {
      ...base('routine', 'shop', 'r'),
      kind: 'routine' as const,
      form: 'function' as const,
      body: { kind: 'opaque' as const, origin: noOrigin, text: 'x', why: 'XW-R0001' as const },
    }
    expect(codes([routine])).toEqual({ ids: [], codes: ['XW-C0500'] })
  })
})

describe('the trigger that sets a column on update', () => {
  it('sets it when the row changed and the statement left it alone', async () => {
    const { value } = emitter.emit(shop)
    const engine = new PGlite()
    for (const { sql } of value) await engine.exec(sql)
    await engine.exec(`INSERT INTO shop.customers VALUES (1, 'a');
      INSERT INTO shop.orders (customer, state, code, changed) VALUES (1, 'new', 'x', '2000-01-01')`)
    const changed = async (sql: string): Promise<string> => {
      await engine.exec(sql)
      const result = await engine.query<{ year: string }>(
        'SELECT extract(year FROM changed)::text AS year FROM shop.orders',
      )
      return result.rows[0]?.year ?? ''
    }
    expect(await changed('UPDATE shop.orders SET total = total')).toBe('2000')
    expect(await changed("UPDATE shop.orders SET total = 3, changed = '2001-01-01'")).toBe('2001')
    expect(Number(await changed('UPDATE shop.orders SET total = 4'))).toBeGreaterThan(2020)
    await engine.close()
  })
})

describe('the value of an identity after the load', () => {
  let engine: PGlite
  beforeAll(async () => {
    engine = new PGlite()
    await engine.waitReady
  })
  afterAll(() => engine.close())
  const valueAfter = async (type: string, next: bigint | undefined, rows: string): Promise<string> => {
    const sequence = { cycle: false, ...(next === undefined ? {} : { next }) }
    const { value } = emitter.emit(
      catalogOf([
        tableObject('shop', 'T x', [column('Id', type, { nullable: false, identity: { always: false, sequence } })]),
      ]),
    )
    for (const { sql, phase } of value) if (phase !== 'post-cutover') await engine.exec(sql)
    if (rows !== '') await engine.exec(`INSERT INTO shop."T x" VALUES ${rows}`)
    for (const { sql, phase } of value) if (phase === 'post-cutover') await engine.exec(sql)
    const result = await engine.exec('INSERT INTO shop."T x" DEFAULT VALUES RETURNING "Id"').then(
      (results) => String(results[0]?.rows[0]?.['Id']),
      (error: Error) => error.message,
    )
    await engine.exec('DROP SCHEMA shop CASCADE')
    return result
  }

  it('is one past the highest row or where the source would go on, whichever is further', async () => {
    expect(await valueAfter('bigint', undefined, '(5), (7)')).toBe('8')
    expect(await valueAfter('bigint', 100n, '(5), (7)')).toBe('100')
    expect(await valueAfter('bigint', 6n, '(5), (7)')).toBe('8')
    expect(await valueAfter('bigint', undefined, '')).toBe('1')
    expect(await valueAfter('bigint', 1n, '(-5)')).toBe('1')
    expect(await valueAfter('bigint', undefined, '(9223372036854775807)')).toContain('reached maximum value')
    expect(await valueAfter('smallint', undefined, '(32767)')).toContain('reached maximum value')
  })
})

it('keeps the order of a table that another needs', () => {
  const uses = tableObject('shop', 'a', [
    column('x', 'text', { default: template(['shop.f(', num(1), ')'], true, ['f']) }),
  ])
  const { value } = emitter.emit(
    catalogOf([
      uses,
      {
        ...base('support', 'shop', 'f'),
        kind: 'support',
        what: 'function',
        sql: 'CREATE FUNCTION shop.f(int) RETURNS text LANGUAGE sql AS $$ SELECT $$',
        needs: [],
      },
    ]),
  )
  expect(value.map(({ id, phase }) => `${phase} ${id}`)).toEqual([
    'pre-data schema:shop',
    'pre-data function:shop.f',
    'pre-data table:shop.a',
    'post-data default:shop.a/x',
  ])
})

it('does not write the parts of a table that is not written', () => {
  const { value } = emitter.emit(catalogOf([{ ...ordersTable, columns: [column('a', 'not a type;')] }]))
  expect(value.map(({ id }) => id)).toEqual(['schema:shop'])
})
