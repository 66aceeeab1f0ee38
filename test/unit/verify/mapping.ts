import type { LogicalType } from '../../../src/core/ir/types.js'
import type { ColumnMapping, Mapping, TableMapping } from '../../../src/core/mapping/mapping.js'

export interface ColumnSketch {
  readonly name: string
  readonly source: LogicalType
  readonly target?: LogicalType
  readonly native?: string
  readonly targetNative?: string
  readonly nullable?: boolean
}

export const text = (length?: number): LogicalType => ({
  ...{ kind: 'text', unit: 'char', padded: false, charset: 'utf8mb4' },
  ...(length === undefined ? {} : { length }),
})
export const int: LogicalType = { kind: 'integer', bits: 32, signed: true }
export const big: LogicalType = { kind: 'integer', bits: 64, signed: true }

export function tableOf(
  name: string,
  key: readonly string[],
  columns: readonly ColumnSketch[],
  schemas: { readonly source: string; readonly target: string } = { source: 'test', target: 'public' },
): TableMapping {
  return {
    source: { schema: schemas.source, table: name },
    target: { schema: schemas.target, table: name },
    key,
    columns: columns.map(columnOf),
  }
}

export const mappingOf = (...tables: readonly TableMapping[]): Mapping => ({ tables, sequences: [] })

function columnOf(sketch: ColumnSketch): ColumnMapping {
  const nullable = sketch.nullable ?? true
  return {
    source: { name: sketch.name, type: sketch.source, native: sketch.native ?? '', nullable, generated: false },
    target: {
      ...{ name: sketch.name, type: sketch.target ?? sketch.source, native: sketch.targetNative ?? '' },
      ...{ nullable, generated: false },
    },
  }
}
