import type { Literal } from '../../core/ir/expr.js'
import type { LogicalType, ValueType } from '../../core/ir/types.js'

/** Types as function tables tell them apart. `instant` is a timestamp that follows the session's zone; `none` is an unknown type. */
export type Family =
  | 'text'
  | 'enum'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'instant'
  | 'time'
  | 'interval'
  | 'json'
  | 'binary'
  | 'bits'
  | 'uuid'
  | 'inet'
  | 'geometry'
  | 'year'
  | 'list'
  | 'null'
  | 'other'
  | 'none'

export const familyNames: readonly Family[] = [
  'text',
  'enum',
  'integer',
  'decimal',
  'float',
  'boolean',
  'date',
  'timestamp',
  'instant',
  'time',
  'interval',
  'json',
  'binary',
  'bits',
  'uuid',
  'inet',
  'geometry',
  'year',
  'list',
  'null',
  'other',
  'none',
]

export function familyOf(type: ValueType | undefined): Family {
  if (type === undefined) return 'none'
  const logical = type.logical
  switch (logical.kind) {
    case 'timestamp':
      return logical.zone === 'none' ? 'timestamp' : 'instant'
    case 'enum':
      return logical.set ? 'text' : 'enum'
    case 'array':
      return logical.byPlace ? 'other' : 'list'
    case 'xml':
    case 'vector':
    case 'cursor':
    case 'userDefined':
    case 'record':
    case 'map':
    case 'opaque':
      return 'other'
    default:
      return logical.kind
  }
}

export const textType: LogicalType = { kind: 'text', unit: 'char', padded: false }
export const decimalType: LogicalType = { kind: 'decimal', signed: true }
export const floatType: LogicalType = { kind: 'float', bits: 64, signed: true }
export const jsonType: LogicalType = { kind: 'json', binary: true }
export const binaryType: LogicalType = { kind: 'binary', padded: false }
export const timestampType: LogicalType = { kind: 'timestamp', precision: 6, zone: 'none' }
export const instantType: LogicalType = { kind: 'timestamp', precision: 6, zone: 'session' }
export const timeType: LogicalType = { kind: 'time', precision: 6, zone: false, range: 'signed' }
export const integerType = (bits: 32 | 64): LogicalType => ({ kind: 'integer', bits, signed: true })

/** The type of a literal by its form alone. */
export function literalType(literal: Literal): ValueType {
  return { logical: literalLogical(literal), nullable: literal.of === 'null' }
}

function literalLogical(literal: Literal): LogicalType {
  switch (literal.of) {
    case 'null':
      return { kind: 'null' }
    case 'boolean':
      return { kind: 'boolean' }
    case 'integer':
      return integerLiteral(literal.text)
    case 'decimal':
      return decimalType
    case 'float':
      return floatType
    case 'text':
      return textType
    case 'binary':
      return binaryType
    case 'bits':
      return { kind: 'bits', length: literal.text.length, varying: false }
    case 'date':
      return { kind: 'date' }
    case 'time':
      return timeType
    case 'timestamp':
      return timestampType
  }
}

function integerLiteral(text: string): LogicalType {
  const value = BigInt(text)
  if (value >= -2147483648n && value <= 2147483647n) return integerType(32)
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return integerType(64)
  return decimalType
}
