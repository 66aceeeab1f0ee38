import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProofSession } from '../../../../../src/core/dialect/dialect.js'
import { prover } from '../../../../../src/dialects/postgres/prove/prover.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'
import { statement } from './statements.js'

const version = parseVersion('18')

describe('the compile gate in process', () => {
  let session: ProofSession
  beforeAll(async () => {
    session = await prover.open({ version })
  })
  afterAll(() => session.close())

  it('names its engine', () => {
    expect(session.engine).toMatch(/^PostgreSQL 18\.\d+ \(in process\)$/)
  })

  it('accepts, refuses with the words of the engine, and blocks what waits for a refused one', async () => {
    const results = await session.prove([
      statement('schema', 'a', 'CREATE SCHEMA a;'),
      statement('table', 'a.good', 'CREATE TABLE a.good (id int);', { dependsOn: ['schema:a'] }),
      statement('table', 'a.bad', 'CREATE TABLE a.bad (\n  id nosuchtype\n);', { dependsOn: ['schema:a'] }),
      statement('view', 'a.onBad', 'CREATE VIEW a."onBad" AS SELECT id FROM a.bad;', { dependsOn: ['table:a.bad'] }),
      statement('view', 'a.onView', 'CREATE VIEW a."onView" AS SELECT 1;', { dependsOn: ['view:a.onBad'] }),
      statement('view', 'a.lost', 'CREATE VIEW a.lost AS SELECT 1;', { dependsOn: ['table:a.neverWritten'] }),
      statement('table', 'a.after', 'CREATE TABLE a.after ();', { dependsOn: ['schema:a'] }),
    ])
    expect(results.map(({ outcome, reason }) => (reason === undefined ? outcome : `${outcome}: ${reason}`))).toEqual([
      'accepted',
      'accepted',
      'refused: type "nosuchtype" does not exist (line 2)',
      'blocked: table:a.bad',
      'blocked: view:a.onBad',
      'blocked: table:a.neverWritten',
      'accepted',
    ])
  })

  it('refuses a view that can be created and not be read', async () => {
    const results = await session.prove([
      statement('schema', 'b', 'CREATE SCHEMA b;'),
      statement('view', 'b.v', "CREATE VIEW b.v AS SELECT CAST(lower('ABC') AS integer) AS a;"),
      statement('table', 'b.v', 'CREATE TABLE b.v ();'),
    ])
    expect(results[1]).toMatchObject({ outcome: 'refused', reason: 'invalid input syntax for type integer: "abc"' })
    expect(results[2]?.outcome, 'nothing of a refused statement remains').toBe('accepted')
  })

  it('finds no name through a search path', async () => {
    const [, result] = await session.prove([
      statement('table', 'public.p', 'CREATE TABLE public.p (id int);'),
      statement('view', 'public.v', 'CREATE VIEW public.v AS SELECT id FROM p;'),
    ])
    expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('relation "p" does not exist') })
  })

  it('keeps nothing of a statement of which a part is refused', async () => {
    const results = await session.prove([
      statement('table', 'public.half', 'CREATE TABLE public.half ();\nCOMMENT ON TABLE public.nosuch IS $$x$$;'),
      statement('table', 'public.half', 'CREATE TABLE public.half ();'),
    ])
    expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'accepted'])
  })

  it('compiles the bodies of functions', async () => {
    const [sql, plpgsql] = await session.prove([
      statement('function', 'public.f', 'CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS $$ SELECT nosuch $$;'),
      statement(
        'function',
        'public.g',
        'CREATE FUNCTION public.g() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1 $$;',
      ),
    ])
    expect(sql).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('column "nosuch" does not exist') })
    expect(plpgsql).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('syntax error') })
  })

  it('stops when asked to', async () => {
    const controller = new AbortController()
    const stopped = await prover.open({ version, signal: controller.signal })
    const all = Array.from({ length: 50 }, (_, index) =>
      statement('table', `public.s${index}`, `CREATE TABLE public.s${index} ();`),
    )
    await expect(stopped.prove(all, (done) => done === 3 && controller.abort())).rejects.toThrow('aborted')
    await stopped.close()
  })
})

it('loads an extension that comes with the engine when a statement makes it', async () => {
  const session = await prover.open({ version })
  const results = await session.prove([
    statement('schema', 'e', 'CREATE SCHEMA e;'),
    statement('extension', 'citext', 'CREATE EXTENSION citext SCHEMA e;'),
    statement('table', 'e.t', 'CREATE TABLE e.t (a e.citext);', { dependsOn: ['extension:citext'] }),
    statement('extension', 'postgis', 'CREATE EXTENSION postgis;'),
  ])
  expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted', 'refused'])
  await session.close()
})

it('proves two thousand statements in well under twenty seconds', async () => {
  const session = await prover.open({ version })
  const many = Array.from({ length: 2_000 }, (_, index) =>
    statement('table', `public.t${index}`, `CREATE TABLE public.t${index} (id bigint NOT NULL, a text DEFAULT 'x');`),
  )
  const begin = performance.now()
  const results = await session.prove(many)
  expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true)
  expect(performance.now() - begin).toBeLessThan(20_000)
  await session.close()
})
