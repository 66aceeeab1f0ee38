import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileNames, inRunningOrder, slug } from '../../../src/convert/plan.js'
import type { EmittedStatement, StatementId, StatementPhase } from '../../../src/core/dialect/dialect.js'
import { objectId, qname } from '../../../src/core/ir/names.js'

const statement = (
  id: string,
  phase: StatementPhase = 'pre-data',
  dependsOn: readonly string[] = [],
): EmittedStatement => ({
  id: id as StatementId,
  kind: 'table',
  name: qname('shop', id),
  object: objectId('table', qname('shop', id)),
  sources: [],
  phase,
  minimal: true,
  sql: `-- ${id}\n`,
  dependsOn: dependsOn.map((each) => each as StatementId),
  lines: [],
})

const ids = (statements: readonly EmittedStatement[]): readonly string[] => statements.map((each) => each.id)

describe('running order', () => {
  test('phases come one after the other, and what is needed comes first', () => {
    const order = inRunningOrder([
      statement('last', 'post-cutover'),
      statement('b', 'pre-data', ['a']),
      statement('a'),
      statement('index', 'post-data', ['b']),
    ])
    expect(ids(order)).toEqual(['a', 'b', 'index', 'last'])
  })

  test('a ring of dependencies still comes out whole', () => {
    expect(ids(inRunningOrder([statement('a', 'pre-data', ['b']), statement('b', 'pre-data', ['a'])])).length).toBe(2)
  })

  test('ten thousand statements that each need the next do not overflow the stack', () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => statement(`s${at}`, 'pre-data', [`s${at + 1}`]))
    expect(ids(inRunningOrder(chain))[0]).toBe('s9999')
  })
})

describe('file names', () => {
  test('hold phase, order, kind and name', () => {
    expect([...fileNames([statement('orders'), statement('x', 'post-data')]).values()]).toEqual([
      'sql/pre-data/0001-table-shop.orders.sql',
      'sql/post-data/0002-table-shop.x.sql',
    ])
  })

  test.each(['../../etc/passwd', 'a/b', 'con\u0000', 'x\ny', '', '.', 'ORDERS é', '\u202egnp'])(
    '%j is made safe',
    (name) => {
      expect(slug(name)).toMatch(/^[A-Za-z0-9_-]*-?[0-9a-f]{8}$/)
    },
  )

  test('any names give different files even where case does not count', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 12 }), (names) => {
        const files = [...fileNames(names.map((name) => statement(name))).values()]
        expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length)
        for (const file of files) expect(file).toMatch(/^sql\/pre-data\/[A-Za-z0-9_.-]+\.sql$/)
      }),
    )
  })
})
