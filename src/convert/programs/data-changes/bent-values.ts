import { coreCall, implicitCast, literal } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { nearest } from '../../code/semantics/nearest.js'
import { exprFamily, familyOf } from '../../code/types/families.js'
import type { Receiver } from './assigned-values.js'

/**
 * Where the source does not refuse a value that does not fit, it stores the nearest one: text is cut, a number becomes the
 * least or the greatest that the column holds.
 */
export function bentValue(value: Expr, to: Receiver): Expr {
  const source = to.column?.type.logical ?? to.type.source ?? to.type.logical
  const family = exprFamily(value)
  if (family !== familyOf(to.type.logical)) return value
  if (source.kind === 'text') return bentText(value, source, to)
  const range = family === 'number' ? rangeOf(source) : undefined
  return range ? bentNumber(value, range) : value
}

function bentText(value: Expr, source: Extract<LogicalType, { kind: 'text' }>, to: Receiver): Expr {
  const { length } = source
  if (length === undefined) return value
  if (value.kind === 'literal')
    return value.of === 'text' && [...value.text].length > length
      ? literal('text', [...value.text].slice(0, length).join(''), value.origin)
      : value
  const own = value.type?.logical
  if (own?.kind === 'text' && own.length !== undefined && own.length <= length) return value
  // Text that is cast to a shorter type is cut, text that is stored in one is refused.
  return implicitCast(value, to.type.logical, to.type.native)
}

interface Range {
  readonly low: string
  readonly high: string
}

function rangeOf(type: LogicalType): Range | undefined {
  if (type.kind === 'integer') {
    const bits = BigInt(type.bits)
    const [low, high] = type.signed ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n]
    return { low: String(low), high: String(high) }
  }
  if (type.kind !== 'decimal' || type.precision === undefined) return undefined
  const scale = type.scale ?? 0
  const digits = '9'.repeat(type.precision)
  const whole = digits.slice(scale) || '0'
  const high = scale > 0 ? `${whole}.${digits.slice(0, scale)}` : whole
  return { low: type.signed ? `-${high}` : '0', high }
}

function bentNumber(value: Expr, { low, high }: Range): Expr {
  const bent = value.kind === 'call' && 'core' in value.fn && value.fn.core === 'nearest'
  return bent || holds(value.type?.logical, low, high) ? value : nearest(value, low, high)
}

/** Whether every value of a type lies in a range. */
function holds(type: LogicalType | undefined, low: string, high: string): boolean {
  const own = type && rangeOf(type)
  return own !== undefined && Number(own.low) >= Number(low) && Number(own.high) <= Number(high)
}

/** In a required column null becomes what the type has for nothing; a date has nothing that the target knows. */
export function withoutNull(value: Expr, to: Receiver): Expr {
  const nothing = nothingOf(to)
  if (!nothing || to.column?.nullable !== false || to.column.identity || value.type?.nullable === false) return value
  if (value.kind === 'literal') return value.of === 'null' ? nothing : value
  const made = coreCall('coalesce', [value, nothing], { ...to.type, nullable: false }, value.origin)
  // A choice between labels is text until it is said to be of the type.
  const { logical, native } = to.type
  return familyOf(logical) === 'enum' && native !== undefined ? implicitCast(made, logical, native) : made
}

/** What a required column holds when nothing is said of it. */
export function nothingOf({ column, type }: Receiver): Expr | undefined {
  const source = column?.type.logical
  if (source?.kind === 'enum' && !source.set && source.values[0] !== undefined)
    return { ...literal('text', source.values[0]), type }
  switch (familyOf(type.logical)) {
    case 'number':
      return literal('integer', '0')
    case 'text':
      return { ...literal('text', ''), type }
    case 'boolean':
      return literal('boolean', 'FALSE')
    default:
      return undefined
  }
}
