import type { Expr } from '../../../core/ir/expr.js'
import type { LogicalType, ValueType } from '../../../core/ir/types.js'

/** Types as comparisons and conversions tell them apart. */
export type TypeFamily =
  | 'boolean'
  | 'number'
  | 'text'
  | 'binary'
  | 'bits'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'enum'
  | 'json'
  | 'list'
  | 'identifier'
  | 'null'
  | 'other'

const families: Readonly<Record<LogicalType['kind'], TypeFamily>> = {
  integer: 'number',
  decimal: 'number',
  float: 'number',
  year: 'number',
  text: 'text',
  binary: 'binary',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  interval: 'time',
  bits: 'bits',
  enum: 'enum',
  json: 'json',
  xml: 'other',
  uuid: 'identifier',
  inet: 'identifier',
  geometry: 'other',
  vector: 'other',
  cursor: 'other',
  array: 'list',
  userDefined: 'other',
  record: 'other',
  map: 'other',
  null: 'null',
  opaque: 'other',
}

export function familyOf(type: LogicalType | undefined): TypeFamily {
  if (type === undefined || (type.kind === 'array' && type.byPlace)) return 'other'
  return families[type.kind]
}

export const exprFamily = (expr: Expr): TypeFamily => familyOf(expr.type?.logical)

export const isTemporal = (family: TypeFamily): boolean =>
  family === 'date' || family === 'timestamp' || family === 'time'

/** The enum a value was in the source, whatever holds it on the target. */
export function enumOf(type: ValueType | undefined) {
  const logical = type?.source ?? type?.logical
  return logical?.kind === 'enum' ? logical : undefined
}

export const collationOf = (expr: Expr) => {
  const logical = expr.type?.logical
  if (logical?.kind === 'text' || logical?.kind === 'enum') return logical.collation
  const source = expr.type?.source
  return source?.kind === 'text' || source?.kind === 'enum' ? source.collation : undefined
}
