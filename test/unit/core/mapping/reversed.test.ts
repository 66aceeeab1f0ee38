import { describe, expect, it } from 'vitest'
import type { ColumnMapping, Mapping } from '../../../../src/core/mapping/mapping.js'
import { reversed } from '../../../../src/core/mapping/reversed.js'

const side = (name: string, native: string, generated = false) => ({
  ...{ name, native, generated, nullable: false },
  type: { kind: 'text', unit: 'char', padded: false } as const,
})
const column = (from: string, to: string): ColumnMapping => ({
  source: side(from, 'varchar(9)'),
  target: side(to, 'text'),
})
const both = { kind: 'identity', schema: 's', table: 't', column: 'Id' } as const
const back = { kind: 'identity', schema: 'S', table: 'T', column: 'id' } as const

const mapping: Mapping = {
  tables: [
    {
      source: { schema: 's', table: 't' },
      target: { schema: 'S', table: 'T' },
      columns: [
        column('Id', 'id'),
        { ...column('sum', 'sum'), source: { ...side('sum', 'int'), computed: true, absent: { kind: 'expression' } } },
        {
          ...column('twice', 'twice'),
          target: { ...side('twice', 'text', true), collation: { kind: 'binary' } as never },
        },
      ],
      key: ['Id'],
      uniques: [['Id'], ['sum', 'Id']],
    },
  ],
  sequences: [{ source: both, target: back, next: '7' }],
}

describe('the mapping of the way back', () => {
  const { tables, sequences } = reversed(mapping)

  it('has the sides changed, and its keys in the names of its own source', () => {
    expect(tables[0]).toMatchObject({
      source: { schema: 'S', table: 'T' },
      target: { schema: 's', table: 't' },
      key: ['id'],
      uniques: [['id'], ['sum', 'id']],
    })
    expect(tables[0]?.columns[0]).toEqual({ source: side('id', 'text'), target: side('Id', 'varchar(9)') })
    expect(sequences).toEqual([{ source: back, target: both }])
  })

  it('says as before where values are the same to the engine', () => {
    const same = { ...column('a', 'b'), verbatim: true } as const
    const [table] = reversed({ ...mapping, tables: [{ ...mapping.tables[0]!, columns: [same] }] }).tables
    expect(table?.columns[0]).toMatchObject({ verbatim: true, source: { name: 'b' }, target: { name: 'a' } })
  })

  it('moves nothing into a column that is computed where it goes, and reads none that is computed where it comes from', () => {
    expect(tables[0]?.columns[1]?.target).toEqual(side('sum', 'int', true))
    expect(tables[0]?.columns[2]?.source).toEqual(side('twice', 'text', true))
  })
})
