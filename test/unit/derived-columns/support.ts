import type { LogicalType } from '../../../src/core/ir/types.js'
import type { Derivation } from '../../../src/core/mapping/derived.js'
import type { ColumnMapping, TableMapping } from '../../../src/core/mapping/mapping.js'

export const text = { kind: 'text', unit: 'char', padded: false } as const

export const column = (name: string, type: LogicalType): ColumnMapping => {
  const side = { name, type, native: 'native', nullable: true, generated: false }
  return { source: side, target: side }
}

/** A table of these columns, and of derived ones; a text is an expression. */
export const tableOf = (
  columns: readonly (readonly [string, LogicalType])[],
  derived: readonly (readonly [LogicalType, string | Derivation])[],
): TableMapping => ({
  ...{ source: { schema: 'shop', table: 't' }, target: { schema: 'shop', table: 't' }, key: [] },
  columns: columns.map(([name, type]) => column(name, type)),
  derived: {
    inputs: [],
    columns: derived.map(([type, by], at) => ({
      rule: String(at),
      target: column(`d${at}`, type).target,
      by: typeof by === 'string' ? { kind: 'expression', text: by } : by,
    })),
  },
})
