import { describe, expect, test } from 'vitest'
import type { Proof } from '../../../src/convert/ledger.js'
import type { Conversion } from '../../../src/convert/pipeline.js'
import type { EmittedStatement } from '../../../src/core/dialect/dialect.js'
import { convertScript, prove } from './support.js'

const script = `CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p int, KEY k (p), FOREIGN KEY (p) REFERENCES p (id));
CREATE VIEW v AS SELECT id FROM p;
INSERT INTO p VALUES (1);`

const refusing =
  (refused: (statement: EmittedStatement) => boolean) =>
  async (conversion: Conversion): Promise<Proof> => ({
    engine: 'test',
    results: conversion.statements.map((statement) =>
      refused(statement)
        ? { statement: statement.id, outcome: 'refused', reason: 'no such thing' }
        : { statement: statement.id, outcome: 'accepted' },
    ),
  })

const entries = (converted: Awaited<ReturnType<typeof convertScript>>) =>
  Object.fromEntries(converted.ledger.objects.map((entry) => [entry.id, entry]))

describe('ledger', () => {
  test('without a proof nothing stands higher than emitted, and says why', async () => {
    const { ledger } = await convertScript(script)
    expect(ledger.proof).toEqual({ mode: 'none', engine: null })
    for (const entry of ledger.objects.filter((each) => each.kind !== 'schema')) {
      expect(entry.proof).toBe('emitted')
      expect(entry.reason).toBe('no proof was asked for')
    }
  })

  test('an object is compiled when the engine took every statement of it', async () => {
    const converted = await convertScript(script, { proof: prove })
    for (const entry of converted.ledger.objects) {
      expect([entry.id, entry.status, entry.proof]).toEqual([entry.id, 'converted', 'compiled'])
    }
    expect(converted.ledger.proof.engine).toContain('PostgreSQL')
  })

  test('what another engine accepted in place of the target is on a rung of its own, with its name', async () => {
    const accepting = refusing(() => false)
    const standIn = async (conversion: Conversion): Promise<Proof> => ({
      ...(await accepting(conversion)),
      standsIn: true,
    })
    const { ledger } = await convertScript(script, { proof: standIn })
    for (const entry of ledger.objects) expect([entry.proof, entry.reason]).toEqual(['stand-in', 'accepted by test'])
  })

  test('a refused table is flagged with the words of the engine', async () => {
    const converted = await convertScript(script, { proof: refusing((each) => each.id === 'table:shop.c') })
    const entry = entries(converted)['table:shop.c']
    expect(entry?.status).toBe('flagged')
    expect(entry?.proof).toBe('emitted')
    expect(entry?.reason).toBe('no such thing')
    expect(converted.codes).toContain('XW-C0100')
  })

  test('a refused index makes its table partial, and the part flagged', async () => {
    const converted = await convertScript(script, { proof: refusing((each) => each.kind === 'index') })
    const entry = entries(converted)['table:shop.c']
    expect(entry?.status).toBe('partial')
    expect(entry?.parts.find((part) => part.kind === 'index')?.status).toBe('flagged')
  })

  test('what waits for a refused statement is blocked, and says for which', async () => {
    const proof = async (conversion: Conversion): Promise<Proof> => ({
      engine: 'test',
      results: conversion.statements.map((statement) => ({
        statement: statement.id,
        outcome: statement.kind === 'view' ? 'blocked' : 'accepted',
        reason: 'table:shop.p',
      })),
    })
    const converted = await convertScript(script, { proof })
    expect(entries(converted)['view:shop.v']?.status).toBe('flagged')
    expect(converted.findings.find((each) => each.code === 'XW-C0101')?.message).toContain('table:shop.p')
  })

  test('entries know their place in the source and their files', async () => {
    const converted = await convertScript(script)
    const entry = entries(converted)['table:shop.c']
    expect(entry?.span).toMatchObject({ path: 'input.sql', line: 2, column: 1 })
    expect(entry?.file).toMatch(/^sql\/pre-data\/\d{4}-table-shop\.c\.sql$/)
    expect(entry?.files.length).toBe(3)
    expect(entry?.targets).toContain('table:shop.c')
  })

  test('findings point at lines of the written file', async () => {
    const converted = await convertScript('CREATE TABLE t (\n  a int,\n  b int unsigned\n);')
    const found = converted.findings.find((each) => each.code === 'XW-T0010')
    expect(found?.source).toMatchObject({ line: 3 })
    const statement = converted.conversion.statements.find((each) => each.kind === 'table')
    const lines = ['header', ...(statement?.sql.split('\n') ?? [])]
    expect(found?.target?.file).toBe(converted.conversion.files.get(statement!.id))
    expect(lines[(found?.target?.line ?? 0) - 1]).toContain('b bigint')
  })

  test('statements that make no object are counted', async () => {
    const { ledger } = await convertScript(script)
    expect(ledger.statements).toContainEqual({ kind: 'INSERT', handling: 'data', count: 1 })
  })

  test('an approximated part makes the object approximated', async () => {
    const converted = await convertScript("CREATE TABLE t (a set('x','y'));")
    const entry = entries(converted)['table:shop.t']
    expect(entry?.status).toBe('approximated')
    expect(entry?.parts.map((part) => part.status)).toEqual(['approximated'])
  })

  test('collations and runtime functions are listed as support', async () => {
    const { ledger } = await convertScript(
      'CREATE TABLE t (a varchar(9) COLLATE utf8mb4_general_ci); CREATE VIEW v AS SELECT SUBSTRING_INDEX(a, ",", 1) AS b FROM t;',
    )
    expect(ledger.support.map((each) => each.target)).toContain('collation:shop.utf8mb4_general_ci')
    const uses = ledger.support.filter((each) => each.target.startsWith('function:')).map(({ usedBy }) => usedBy)
    expect(uses.length).toBeGreaterThan(0)
    expect(uses.flat()).toContain('view:shop.v')
  })
})
