import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runtimeSql } from './support/runtime.js'
import { workbench, workbenchSupport } from './support/workbench.js'

const columns: Readonly<Record<string, string>> = {
  i: 'int',
  u: 'bigint unsigned',
  d: 'decimal(8,2)',
  f: 'double',
  v: 'varchar(20)',
  code: 'varchar(9) COLLATE utf8mb4_bin',
  at: 'datetime(3)',
  day: 'date',
  tm: 'time',
  bits: 'bit(8)',
  ok: 'tinyint(1)',
  e: "enum('x','Y')",
  j: 'json',
}

const constants = ['1', "'1'", '1.5', "'abc'", 'NULL', "'2024-01-05'", 'TRUE']

const forms: Readonly<Record<string, (a: string, b: string) => string>> = {
  comparison: (a, b) => `SELECT ${a} = ${b} AS x, ${a} <=> ${b} AS y FROM t`,
  condition: (a, b) => `SELECT id FROM t WHERE ${a} < ${b} OR ${b}`,
  arithmetic: (a, b) => `SELECT ${a} + ${b} AS x, ${a} / ${b} AS y, -${a} AS z FROM t`,
  concatenation: (a, b) => `SELECT CONCAT(${a}, ${b}) AS x FROM t`,
  choice: (a, b) => `SELECT COALESCE(${a}, ${b}) AS x, IF(${a}, ${b}, ${a}) AS y, NULLIF(${a}, ${b}) AS z FROM t`,
  'simple case': (a, b) => `SELECT CASE ${a} WHEN ${b} THEN 1 END AS x FROM t`,
  list: (a, b) => `SELECT ${a} IN (${b}, ${b}) AS x, ${a} BETWEEN ${b} AND ${b} AS y FROM t`,
  union: (a, b) => `SELECT ${a} AS x FROM t UNION SELECT ${b} FROM t`,
  pattern: (a, b) => `SELECT ${a} LIKE ${b} AS x FROM t`,
  extremes: (a, b) => `SELECT GREATEST(${a}, ${b}) AS x, MAX(${a}) AS y, COUNT(DISTINCT ${b}) AS z FROM t GROUP BY id`,
  'nested query': (a, b) => `SELECT id FROM t WHERE ${a} IN (SELECT ${b} FROM t)`,
  order: (a, b) => `SELECT id, ${a} AS x FROM t GROUP BY id ORDER BY ${b === 'NULL' ? a : `${b}, ${a}`}`,
}

/** Every operator over every pair of types: the target takes what comes out, or a finding says why nothing does. */
describe('any two types', () => {
  let target: PGlite
  const table = `CREATE TABLE t (id int NOT NULL PRIMARY KEY, ${Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')})`

  beforeAll(async () => {
    target = await PGlite.create()
    await target.exec('CREATE SCHEMA app;')
    const { targetDdl } = workbench([table], { booleans: ['ok'] })
    await target.exec(`${[...workbenchSupport, ...runtimeSql(), ...targetDdl].join(';\n')};`)
  }, 60_000)

  afterAll(() => target?.close())

  it.each(Object.keys(forms))('%s', async (name) => {
    const names = Object.keys(columns)
    const form = forms[name]!
    const queries = names.flatMap((a) => [...names, ...constants].map((b) => form(a, b)))
    const bench = workbench([table, ...queries.map((query, index) => `CREATE VIEW v${index} AS ${query}`)], {
      booleans: ['ok'],
    })
    const refused: string[] = []
    let taken = 0
    for (const [index, query] of queries.entries()) {
      const { sql, codes } = bench.viewSql(`v${index}`)
      if (sql === undefined) {
        expect(codes, query).not.toEqual([])
        continue
      }
      const problem = await target
        .exec(`BEGIN; CREATE VIEW app.v AS ${sql}; ROLLBACK`)
        .then(() => undefined)
        .catch(async (error: Error) => {
          await target.exec('ROLLBACK')
          return error.message
        })
      if (problem) refused.push(`${query}: ${problem}`)
      else taken++
    }
    expect(refused).toEqual([])
    expect(taken).toBeGreaterThan(queries.length / 3)
  })
})
