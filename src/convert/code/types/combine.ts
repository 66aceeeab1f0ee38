import { float64, int64 } from '../../../core/ir/build.js'
import type { DecimalType, LogicalType, TextType } from '../../../core/ir/types.js'
import { familyOf, isTemporal } from './families.js'

/** Digits after the point that a number of this type has; undefined for floats, which have no fixed number. */
export function scaleOf(type: LogicalType | undefined): number | undefined {
  if (type === undefined) return undefined
  switch (type.kind) {
    case 'integer':
    case 'year':
    case 'boolean':
    case 'bits':
      return 0
    case 'decimal':
      return type.scale
    default:
      return undefined
  }
}

export const decimalOf = (scale: number | undefined): DecimalType =>
  scale === undefined ? { kind: 'decimal', signed: true } : { kind: 'decimal', scale, signed: true }

export type ArithmeticOp = 'add' | 'sub' | 'mul' | 'div' | 'intDiv' | 'mod'

/**
 * Type of an arithmetic result in an engine with exact numbers: integers stay integers of 64 bits except in a division, whose
 * scale is that of its left side plus `divisionDigits`; decimals add or keep their scales; text and floats make floats.
 */
export function arithmeticType(
  op: ArithmeticOp,
  left: LogicalType,
  right: LogicalType,
  digits: { readonly divisionDigits: number; readonly maxScale: number },
): LogicalType {
  if (op === 'intDiv') return int64
  if (isFloating(left) || isFloating(right)) return float64
  const [l, r] = [scaleOf(left), scaleOf(right)]
  if (op === 'div') return decimalOf(quotientScale(l, digits))
  if (isWhole(left) && isWhole(right)) return int64
  if (l === undefined || r === undefined) return decimalOf(undefined)
  return decimalOf(Math.min(op === 'mul' ? l + r : Math.max(l, r), digits.maxScale))
}

/** Digits after the point of a quotient or an average; undefined where the source sets none. */
export const quotientScale = (
  scale: number | undefined,
  { divisionDigits, maxScale }: { readonly divisionDigits: number; readonly maxScale: number },
): number | undefined =>
  scale === undefined || !Number.isFinite(divisionDigits) ? undefined : Math.min(scale + divisionDigits, maxScale)

const isFloating = (type: LogicalType): boolean =>
  type.kind === 'float' ||
  type.kind === 'text' ||
  type.kind === 'enum' ||
  type.kind === 'json' ||
  type.kind === 'binary'

const isWhole = (type: LogicalType): boolean =>
  ['integer', 'year', 'boolean', 'bits', 'null', 'date'].includes(type.kind) ||
  ((type.kind === 'timestamp' || type.kind === 'time') && type.precision === 0)

/** The type that holds the values of all branches of a CASE, a COALESCE or a set operation. */
export function commonType(types: readonly LogicalType[]): LogicalType {
  const real = types.filter((type) => type.kind !== 'null')
  const [first] = real
  if (first === undefined) return { kind: 'null' }
  const kinds = new Set(real.map((type) => familyOf(type)))
  if (kinds.size === 1) return commonOfFamily(first, real)
  if ([...kinds].every((family) => family === 'number' || family === 'boolean' || family === 'bits')) {
    return commonNumber(real)
  }
  if ([...kinds].every((family) => family === 'date' || family === 'timestamp')) {
    return { kind: 'timestamp', precision: 6, zone: zoneOf(real) }
  }
  if ([...kinds].every(isTemporal)) return { kind: 'timestamp', precision: 6, zone: 'none' }
  if (kinds.has('binary')) return { kind: 'binary', padded: false }
  return commonText(real)
}

function commonOfFamily(first: LogicalType, real: readonly LogicalType[]): LogicalType {
  switch (familyOf(first)) {
    case 'number':
      return commonNumber(real)
    case 'text':
      return commonText(real)
    case 'timestamp':
      return { kind: 'timestamp', precision: 6, zone: zoneOf(real) }
    case 'enum':
      return real.every((type) => JSON.stringify(type) === JSON.stringify(first)) ? first : commonText(real)
    case 'binary':
      return { kind: 'binary', padded: false }
    default:
      return first
  }
}

const zoneOf = (types: readonly LogicalType[]): 'none' | 'session' =>
  types.every((type) => type.kind === 'timestamp' && type.zone !== 'none') ? 'session' : 'none'

function commonNumber(types: readonly LogicalType[]): LogicalType {
  if (types.some((type) => type.kind === 'float')) return float64
  const [first] = types
  if (types.every((type) => type.kind !== 'decimal')) {
    const wide = types.some((type) => type.kind === 'integer' && (type.bits === 64 || !type.signed))
    if (types.length > 0 && types.every((type) => type === first) && first?.kind === 'integer') return first
    return { kind: 'integer', bits: wide ? 64 : 32, signed: true }
  }
  const scales = types.map(scaleOf)
  const known = scales.every((scale) => scale !== undefined)
  return decimalOf(known ? Math.max(...scales.map((scale) => scale ?? 0)) : undefined)
}

function commonText(types: readonly LogicalType[]): TextType {
  const found = types.flatMap((type) => (type.kind === 'text' ? (type.collation ?? []) : []))
  // Among several the binary one counts, as on the source.
  const collation = found.find((each) => each.binary) ?? found[0]
  const base: TextType = { kind: 'text', unit: 'char', padded: false }
  return collation ? { ...base, collation } : base
}
