import { describe, expect, it } from 'vitest'
import type { ExprPurpose } from '../../../../src/convert/code-port.js'
import { objectId, qname } from '../../../../src/core/ir/names.js'
import type { Sequence } from '../../../../src/core/ir/schema.js'
import { parseExpression, workbench } from './support/workbench.js'

const bench = workbench(
  [
    `CREATE TABLE t (id int NOT NULL PRIMARY KEY, a int, n smallint, d decimal(5,2), name varchar(20), at datetime, ts timestamp NULL,
       day date, c time, y year, b bit(8), ok tinyint(1), rating enum('x','Y'), j json, bin varbinary(8))`,
  ],
  { booleans: ['ok'] },
)

const convert = (text: string, purpose: ExprPurpose, column?: string) =>
  bench.exprSql('t', parseExpression(text), purpose, column)

describe('defaults', () => {
  it.each([
    ['a', "'0'", '0'],
    ['a', '-1', '-1'],
    ['a', "'1.5'", '2'],
    ['a', "'-1.5'", '-2'],
    ['a', 'TRUE', '1'],
    ['a', "b'101'", '5'],
    ['a', 'NULL', 'NULL'],
    ['y', "'2024'", '2024'],
    ['d', "'1.50'", '1.50'],
    ['b', "b'101'", "B'00000101'"],
    ['b', '5', "B'00000101'"],
    ['ok', "'1'", 'TRUE'],
    ['ok', '0', 'FALSE'],
    ['name', '5', "'5'"],
    ['name', "''", "''"],
    ['rating', "'y'", "'Y'"],
    ['day', "'2024-1-5'", "DATE '2024-01-05'"],
    ['at', "'2024-01-05'", "TIMESTAMP '2024-01-05 00:00:00'"],
    ['c', "'-10:00'", "'-10:00:00'"],
    ['bin', "'ab'", "BYTEA '\\x6162'"],
    ['j', `'{"a": 1}'`, `'{"a": 1}'`],
    ['at', 'CURRENT_TIMESTAMP', "date_trunc('second', statement_timestamp())"],
    ['name', "CONCAT('x', 1)", "'x' || 1::text"],
    ['name', '1 + 1', '(1 + 1)::text'],
  ])('of %s: %s', (column, source, target) => {
    expect(convert(source, 'default', column)).toMatchObject({ sql: target, codes: [] })
  })

  it.each([
    ['a', "''"],
    ['a', "'many'"],
    ['ok', '2'],
    ['rating', "'z'"],
    ['day', "'soon'"],
    ['c', "'99:99'"],
    ['j', "'{'"],
    ['b', '256'],
  ])('that %s cannot hold is refused: %s', (column, source) => {
    const { sql, codes } = convert(source, 'default', column)
    expect(sql).toBeUndefined()
    expect(codes).toEqual(['XW-C0319'])
  })

  it('of zero is no date', () => {
    expect(convert("'0000-00-00'", 'default', 'day')).toMatchObject({ codes: ['XW-C0320'] })
    expect(convert('0', 'default', 'at')).toMatchObject({ codes: ['XW-C0320'] })
  })
})

describe('defaults of identifiers', () => {
  const identifiers = workbench(['CREATE TABLE t (u uuid, name varchar(50), i inet6)'])
  const of = (column: string, text: string) => identifiers.exprSql('t', parseExpression(text), 'default', column)

  it('have the type of the column', () => {
    expect(of('u', 'UUID()')).toMatchObject({ sql: 'gen_random_uuid()' })
    expect(of('name', 'UUID()')).toMatchObject({ sql: 'gen_random_uuid()::text' })
    expect(of('u', "LOWER('123E4567-E89B-12D3-A456-426655440000')").sql).toMatch(/^CAST\(.* AS uuid\)$/)
    expect(of('i', "CONCAT('::', '1')").sql).toMatch(/^CAST\(.* AS inet\)$/)
  })
})

describe('sequences', () => {
  const options = { sequence: { cycle: false }, options: [], origin: { from: 'none' } } as const
  const sequence = (name: string): Sequence => ({
    ...{ kind: 'sequence', id: objectId('sequence', qname('app', name)), name: qname('app', name), ...options },
  })
  const bench = workbench(['CREATE TABLE t (id bigint, s1 int)'], { objects: [sequence('s1'), sequence('Odd one')] })
  const of = (text: string) => bench.exprSql('t', parseExpression(text), 'default', 'id')

  it('are named where a call takes one, also beside a column of that name', () => {
    expect(of('nextval(s1)')).toMatchObject({ sql: "nextval('app.s1'::regclass)", codes: [] })
    expect(of('NEXT VALUE FOR app.s1')).toMatchObject({ sql: "nextval('app.s1'::regclass)", codes: [] })
    expect(of('nextval(`Odd one`)')).toMatchObject({ sql: `nextval('app."odd one"'::regclass)`, codes: [] })
  })

  it('that answer in another way on the target are a finding', () => {
    expect(of('LASTVAL(s1)')).toMatchObject({ sql: "currval('app.s1'::regclass)", codes: ['XW-F0026'] })
    expect(of('PREVIOUS VALUE FOR s1').codes).toEqual(['XW-F0026'])
    expect(of('SETVAL(s1, 5)')).toMatchObject({ sql: "setval('app.s1'::regclass, 5)", codes: ['XW-F0026'] })
  })

  it('that do not exist are a finding', () => {
    expect(of('nextval(s9)')).toMatchObject({ codes: ['XW-C0300'] })
    expect(of('nextval(id)')).toMatchObject({ codes: ['XW-C0300'] })
  })
})

describe('checks', () => {
  it.each([
    ["a > 0 AND name <> ''", "a > 0 AND name <> ''"],
    ['ok', 'ok'],
    ['a', 'a <> 0'],
    ["rating IN ('X', 'y')", "rating IN ('x', 'Y')"],
    ["day > '2020-1-1'", "day > DATE '2020-01-01'"],
    ['t.a < 10', 'a < 10'],
  ])('%s', (source, target) => expect(convert(source, 'check')).toMatchObject({ sql: target, codes: [] }))
})

describe('what must not depend on the session', () => {
  it.each([
    ['a * n', 'a'],
    ['YEAR(day)', 'a'],
    ["CONCAT(name, '-', a)", 'name'],
    ['CAST(at AS DATE)', 'day'],
    ["JSON_UNQUOTE(JSON_EXTRACT(j, '$.a'))", 'name'],
    ['UPPER(name)', 'name'],
    ["IFNULL(name, '')", 'name'],
  ])('%s does not', (source, column) => {
    expect(convert(source, 'generated', column)).toMatchObject({ immutable: true, codes: [] })
  })

  it.each([
    ['NOW()', 'at'],
    ["DATE_FORMAT(at, '%Y-%m')", 'name'],
    ['YEAR(ts)', 'a'],
    ["CONCAT_WS('-', name, a)", 'name'],
    ['CONCAT(name, day)', 'name'],
    ['UNIX_TIMESTAMP(ts)', 'a'],
    ['ts > at', 'ok'],
    ['(SELECT 1)', 'a'],
  ])('%s does', (source, column) => {
    const made = convert(source, 'generated', column)
    expect(made.sql).toBeDefined()
    expect(made.immutable).toBe(false)
  })
})
