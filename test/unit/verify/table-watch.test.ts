import { describe, expect, it } from 'vitest'
import { defaultPolicies } from '../../../src/core/data/reject.js'
import type { LogicalType } from '../../../src/core/ir/types.js'
import type { ColumnMapping, TableMapping } from '../../../src/core/mapping/mapping.js'
import { canonicalKey, rowForm } from '../../../src/verify/continuous/row-form.js'
import { TableWatch } from '../../../src/verify/continuous/table-watch.js'

const column = (name: string, type: LogicalType, target: LogicalType = type): ColumnMapping => {
  const side = { name, native: 'native', nullable: false, generated: false }
  return { source: { ...side, type }, target: { ...side, type: target } }
}
const table = (columns: readonly ColumnMapping[], key: readonly string[]): TableMapping => ({
  ...{ source: { schema: 's', table: 't' }, target: { schema: 's', table: 't' }, columns, key },
})
const int = { kind: 'integer', bits: 32, signed: true } as const
const text = { kind: 'text', unit: 'char', padded: true, length: 10 } as const

describe('the key of a changed row', () => {
  it.each<readonly [LogicalType, string, string | undefined]>([
    [int, '007', '7'],
    [{ kind: 'bits', length: 4, varying: false }, '0101', undefined],
    [{ kind: 'decimal', precision: 9, scale: 2, signed: true }, '1.50', '1.5'],
    [text, 'DE   ', 'DE'],
    [{ kind: 'timestamp', precision: 6, zone: 'none' }, '2026-01-02 03:04:05.100000', '2026-01-02 03:04:05.1'],
    [{ kind: 'uuid' }, '0A0B0C0D-0000-0000-0000-000000000001', '0a0b0c0d000000000000000000000001'],
    [{ kind: 'binary', padded: false }, '\\x00ff', '\\x00ff'],
    [{ kind: 'enum', values: ['a'], set: false }, 'a', undefined],
  ])('of the type %j is %j in canonical text: %j', (type, shown, canonical) => {
    const form = rowForm(table([column('id', type)], ['id']), defaultPolicies)
    expect(form && canonicalKey(form.keys, [shown])?.[0]).toBe(canonical)
  })

  it('a table without one is not looked at', () => {
    const watch = new TableWatch(table([column('n', int)], []), undefined)
    expect(watch.state).toBe('No primary key')
  })
})

describe('what is known of a table', () => {
  const form = rowForm(table([column('id', int)], ['id']), defaultPolicies)
  const fresh = () => new TableWatch(table([column('id', int)], ['id']), form)
  const failed = { key: { id: '1' }, kind: 'missing', columns: [], at: 0 } as const

  it('holds no more than so many rows; for the others the whole table is gone through again', () => {
    const watch = fresh()
    for (let id = 0; id < 60_000; id++) watch.touch([String(id)], 'log:1')
    expect([watch.pending.size, watch.passAgain]).toEqual([50_000, true])
  })

  it('keeps how often a row was looked at, whatever it changes to, and lets it go when it is equal', () => {
    const watch = fresh()
    watch.want({ key: ['1'], after: null, same: 1, tries: 5, seen: 'x' })
    watch.touch(['1'], 'log:2')
    expect(watch.pending.get('["1"]')).toEqual({ key: ['1'], after: 'log:2', same: 0, tries: 5 })
    watch.settle(['1'])
    expect([watch.pending.size, watch.validated]).toEqual([0, 1])
  })

  it('says the worst of it, and looks at what failed again after each pass', () => {
    const watch = fresh()
    expect(watch.state).toBe('Pending validation')
    watch.passed()
    expect(watch.state).toBe('Validated')
    watch.touch(['2'], 'log:1')
    expect(watch.state).toBe('Pending records')
    watch.suspend(['2'])
    expect(watch.state).toBe('Suspended records')
    watch.fail(['1'], failed)
    expect(watch.state).toBe('Mismatched records')
    watch.passed()
    expect([...watch.pending.keys()]).toEqual(['["1"]', '["2"]'])
    watch.settle(['1'])
    watch.settle(['2'])
    expect(watch.state).toBe('Validated')
  })
})
