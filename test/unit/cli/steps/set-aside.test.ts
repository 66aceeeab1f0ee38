import { describe, expect, it } from 'vitest'
import { setAside } from '../../../../src/cli/steps/set-aside.js'
import type { EmittedStatement, StatementId, StatementKind } from '../../../../src/core/dialect/dialect.js'
import { objectId, qname } from '../../../../src/core/ir/names.js'
import type { Mapping, TableMapping } from '../../../../src/core/mapping/mapping.js'

const id = (text: string): StatementId => text as StatementId

function statement(kind: StatementKind, name: string, ...dependsOn: readonly string[]): EmittedStatement {
  return {
    ...{ id: id(`${kind}:s.${name}`), kind, name: qname('s', name), object: objectId(kind, qname('s', name)) },
    ...{ sources: [], phase: 'pre-data', minimal: true, sql: '', lines: [], dependsOn: dependsOn.map(id) },
  }
}

const table = (name: string): TableMapping => ({
  ...{ source: { schema: 'S', table: name.toUpperCase() }, target: { schema: 's', table: name } },
  ...{ columns: [], key: [] },
})

const counter = (name: string): Mapping['sequences'][number] => {
  const place = { kind: 'identity', schema: 's', table: name, column: 'id' } as const
  return { source: place, target: place }
}

const statements = [
  statement('table', 'good'),
  statement('type', 'mood'),
  statement('table', 'bad', 'type:s.mood'),
  statement('index', 'bad_i', 'table:s.bad'),
  statement('view', 'v', 'table:s.good', 'table:s.bad'),
  statement('view', 'w', 'view:s.v'),
  statement('view', 'fine', 'table:s.good'),
]
const mapping: Mapping = { tables: [table('good'), table('bad')], sequences: [counter('good'), counter('bad')] }

describe('setting tables aside', () => {
  it('leaves out a refused table, its counters and all that needs it, and names each', () => {
    const aside = setAside(mapping, statements, new Map([[id('table:s.bad'), 'syntax error']]))
    expect(aside.mapping.tables.map((one) => one.target.table)).toEqual(['good'])
    expect(aside.mapping.sequences).toEqual([counter('good')])
    expect(aside.tables).toEqual([{ table: table('bad'), reason: 'syntax error' }])
    expect(aside.skipped.map((one) => [one.statement.id, one.waitsFor])).toEqual([
      ['index:s.bad_i', 'table:s.bad'],
      ['view:s.v', 'table:s.bad'],
      ['view:s.w', 'view:s.v'],
    ])
    expect(aside.findings.map((one) => [one.code, one.object, one.data])).toEqual([
      ['XW-D0702', 'table:S.BAD', { table: 'S.BAD', reason: 'syntax error' }],
    ])
  })

  it('leaves out a table whose type was refused', () => {
    const aside = setAside(mapping, statements, new Map([[id('type:s.mood'), 'no']]))
    expect(aside.tables.map((one) => [one.table.target.table, one.reason])).toEqual([['bad', 'waits for type:s.mood']])
    expect(aside.skipped[0]?.statement.id).toBe('table:s.bad')
  })

  it('names what only waited in the proof as waiting', () => {
    const untaken = new Map([
      [id('table:s.bad'), 'syntax error'],
      [id('index:s.bad_i'), 'waits'],
    ])
    expect(setAside(mapping, statements, untaken).skipped.map((one) => one.statement.id)).toContain('index:s.bad_i')
  })

  it('keeps everything when nothing was refused, and tables when only a view was', () => {
    expect(setAside(mapping, statements, new Map()).mapping).toEqual(mapping)
    const aside = setAside(mapping, statements, new Map([[id('view:s.v'), 'no']]))
    expect([aside.tables, aside.skipped.map((one) => one.statement.id)]).toEqual([[], ['view:s.w']])
  })
})
