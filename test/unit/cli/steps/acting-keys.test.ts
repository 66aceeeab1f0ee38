import { describe, expect, it } from 'vitest'
import { actingKeys } from '../../../../src/cli/steps/acting-keys.js'
import type { EmittedStatement, StatementId } from '../../../../src/core/dialect/dialect.js'
import { ident, noOrigin, objectId, type PartId, qname } from '../../../../src/core/ir/names.js'
import type { Catalog, ForeignKey, RefAction } from '../../../../src/core/ir/schema.js'
import type { Mapping } from '../../../../src/core/mapping/mapping.js'

const key = (name: string, onDelete: RefAction, onUpdate: RefAction = 'noAction'): ForeignKey => ({
  ...{
    kind: 'foreignKey',
    name: ident(name),
    columns: [ident('parent')],
    target: qname('s', 'parent'),
    targetColumns: [],
  },
  ...{ onDelete, onUpdate, match: 'simple', deferrable: false, enforced: true, origin: noOrigin, options: [] },
})

/** A catalogue of one table with these keys; only what is looked at is there. */
const catalog = (...keys: readonly ForeignKey[]): Catalog => {
  const child = {
    kind: 'table',
    id: objectId('table', qname('s', 'child')),
    name: qname('s', 'child'),
    constraints: keys,
    indexes: [],
  }
  return JSON.parse(JSON.stringify({ schemas: [{ name: ident('s'), objects: [child] }] }))
}

const made = (name: string): EmittedStatement => ({
  ...{
    id: `foreign-key:s.child/${name}` as StatementId,
    kind: 'foreign-key',
    name: qname('s', name),
    sql: '',
    lines: [],
  },
  ...{ object: objectId('table', qname('s', 'child')), sources: [`table:s.child/constraint:${name}` as PartId] },
  ...{ phase: 'post-data', minimal: false, dependsOn: [] },
})

const mapping = (table: string): Mapping => ({
  ...{
    tables: [{ source: { schema: 's', table }, target: { schema: 's', table }, columns: [], key: [] }],
    sequences: [],
  },
})

describe('foreign keys that act', () => {
  it('are those that delete or change rows, and the statements that make them are known', () => {
    const source = catalog(
      key('a', 'cascade'),
      key('b', 'noAction'),
      key('c', 'restrict', 'setNull'),
      key('d', 'restrict'),
    )
    const found = actingKeys(source, ['a', 'b', 'c', 'd'].map(made), mapping('child'))
    expect(found).toEqual(['foreign-key:s.child/a', 'foreign-key:s.child/c'])
  })

  it('must be made, or the target would miss what they do', () => {
    expect(() => actingKeys(catalog(key('a', 'cascade')), [made('b')], mapping('child'))).toThrow('XW-S0612')
  })

  it('of a table that is not moved do not matter, nor do those that the source does not enforce', () => {
    expect(actingKeys(catalog(key('a', 'cascade')), [], mapping('other'))).toEqual([])
    expect(actingKeys(catalog({ ...key('a', 'cascade'), enforced: false }), [], mapping('child'))).toEqual([])
  })
})
