import type { LogicalType } from '../core/ir/types.js'
import type { TransformationRule } from './document.js'

export type DataType = NonNullable<TransformationRule['data-type']>

export const integers: Readonly<Record<string, { readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }>> = {
  int1: { bits: 8, signed: true },
  int2: { bits: 16, signed: true },
  int4: { bits: 32, signed: true },
  int8: { bits: 64, signed: true },
  uint1: { bits: 8, signed: false },
  uint2: { bits: 16, signed: false },
  uint4: { bits: 32, signed: false },
  uint8: { bits: 64, signed: false },
}

/** The type of a column that a rule adds, in the words of the user guide. Undefined: no relational database has it. */
export function typeOf({ type, length, precision, scale }: DataType): LogicalType | undefined {
  const integer = integers[type]
  if (integer) return { kind: 'integer', ...integer }
  const limit = length === undefined || length === 0 ? {} : { length }
  switch (type) {
    case 'string':
    case 'wstring':
    case 'clob':
    case 'nclob':
      return { kind: 'text', unit: 'char', padded: false, ...(type.endsWith('string') ? limit : {}) }
    case 'bytes':
    case 'blob':
      return { kind: 'binary', padded: false, ...(type === 'bytes' ? limit : {}) }
    case 'numeric':
      return { kind: 'decimal', signed: true, ...(precision === undefined ? {} : { precision, scale: scale ?? 0 }) }
    case 'real4':
      return { kind: 'float', bits: 32, signed: true }
    case 'real8':
      return { kind: 'float', bits: 64, signed: true }
    case 'boolean':
      return { kind: 'boolean' }
    case 'date':
      return { kind: 'date' }
    case 'time':
      return { kind: 'time', precision: digitsOf(precision, scale), zone: false, range: 'day' }
    case 'datetime':
      return { kind: 'timestamp', precision: digitsOf(precision, scale), zone: 'none' }
    default:
      return undefined
  }
}

/** Digits of a second's fraction; no engine here has more than 6. */
const digitsOf = (precision: number | undefined, scale: number | undefined): number =>
  Math.min(6, scale ?? precision ?? 6)
