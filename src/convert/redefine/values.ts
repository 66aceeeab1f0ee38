import { boolLiteral, literal } from '../../core/ir/build.js'
import type { Expr } from '../../core/ir/expr.js'
import type { Column } from '../../core/ir/schema.js'
import type { EnumType, LogicalType } from '../../core/ir/types.js'

/**
 * Whether every value of a column is the same when its type has become the other one, whatever the settings of the source
 * were. What was narrowed may have been cut or rounded, and nobody can tell from the statement.
 */
export function keepsValues(before: LogicalType, after: LogicalType): boolean {
  switch (before.kind) {
    case 'integer':
      return after.kind === 'integer'
        ? holdsInteger(before, after)
        : after.kind === 'decimal' && holdsDigits(before, after)
    case 'decimal':
      return after.kind === 'decimal' && holdsDecimal(before, after)
    case 'float':
      return after.kind === 'float' && after.bits === before.bits && isSame(before, after)
    case 'text':
      return (
        after.kind === 'text' &&
        after.padded === before.padded &&
        holdsLength(before, after) &&
        holdsText(before, after)
      )
    case 'binary':
      return after.kind === 'binary' && !before.padded && !after.padded && holdsLength(before, after)
    case 'enum':
      return after.kind === 'enum' && after.set === before.set && addedLabels(before, after) !== undefined
    case 'date':
      return after.kind === 'date' || (after.kind === 'timestamp' && after.zone === 'none')
    case 'time':
      return after.kind === 'time' && after.precision >= before.precision
    case 'timestamp':
      return after.kind === 'timestamp' && after.zone === before.zone && after.precision >= before.precision
    default:
      return isSame(before, after)
  }
}

type Of<K extends LogicalType['kind']> = Extract<LogicalType, { readonly kind: K }>

const holdsInteger = (before: Of<'integer'>, after: Of<'integer'>): boolean =>
  before.signed === after.signed ? after.bits >= before.bits : after.signed && after.bits > before.bits

const mostDigits = { 8: 3, 16: 5, 24: 8, 32: 10, 64: 20 } as const

const holdsDigits = (before: Of<'integer'>, after: Of<'decimal'>): boolean =>
  (after.signed || !before.signed) && wholeDigits(after) >= mostDigits[before.bits]

const wholeDigits = ({ precision = Number.POSITIVE_INFINITY, scale = 0 }: Of<'decimal'>): number => precision - scale

const holdsDecimal = (before: Of<'decimal'>, after: Of<'decimal'>): boolean =>
  (after.signed || !before.signed) &&
  wholeDigits(after) >= wholeDigits(before) &&
  (after.precision === undefined || (after.scale ?? 0) >= (before.scale ?? 0))

const holdsLength = (before: { readonly length?: number }, after: { readonly length?: number }): boolean =>
  after.length === undefined || (before.length !== undefined && after.length >= before.length)

/** Sets that hold every character of any other. */
const whole = /^(utf8mb4|utf16|utf16le|utf32)$/

const holdsText = (before: Of<'text'>, after: Of<'text'>): boolean =>
  before.unit === after.unit && (before.charset === after.charset || whole.test(after.charset ?? ''))

/** Each new label with the one in front of which it stands; undefined when an old one is gone, or stands elsewhere. */
export function addedLabels(
  before: Pick<EnumType, 'values'>,
  after: Pick<EnumType, 'values'>,
): readonly { readonly label: string; readonly next?: string }[] | undefined {
  const old = new Set(before.values)
  const kept = after.values.filter((label) => old.has(label))
  if (kept.length !== before.values.length || kept.some((label, at) => label !== before.values[at])) return undefined
  return after.values.flatMap((label, at) => {
    if (old.has(label)) return []
    const next = after.values.slice(at + 1).find((each) => old.has(each))
    return [{ label, ...(next === undefined ? {} : { next }) }]
  })
}

/** Equal but for where it comes from. */
export const isSame = (one: unknown, other: unknown): boolean => textOf(one) === textOf(other)

const textOf = (node: unknown): string =>
  JSON.stringify(node, (key, value) =>
    key === 'origin' || key === 'sources' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
  ) ?? ''

/**
 * What rows that are there have in a column that is new on the source: its default where that is a plain value, nothing of
 * its type where it has none and may not be null. `unknown`: only the source knows.
 */
export function fillOf(source: Column, target: Column): { readonly fill?: Expr } | 'unknown' {
  if (source.identity || (source.generated && !target.generated)) return 'unknown'
  if (source.generated) return {}
  if (source.default) return isPlain(source.default) && target.default ? {} : 'unknown'
  if (source.nullable) return {}
  const fill = nothingOf(target)
  return fill ? { fill } : 'unknown'
}

const isPlain = (value: Expr): boolean =>
  value.kind === 'literal' || (value.kind === 'unary' && value.op === 'neg' && value.operand.kind === 'literal')

function nothingOf({ type }: Column): Expr | undefined {
  const { logical } = type
  switch (logical.kind) {
    case 'integer':
    case 'decimal':
    case 'float':
      return literal('integer', '0')
    case 'boolean':
      return boolLiteral(false)
    case 'text':
      return literal('text', '')
    case 'enum':
      return logical.set ? undefined : literal('text', logical.values[0] ?? '')
    default:
      return undefined
  }
}
