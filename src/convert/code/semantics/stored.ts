import { coreCall, int64, intLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { IntegerType, LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'
import { nearest } from './nearest.js'
import { lengthOf } from './text-lengths.js'

interface Stored {
  readonly source?: LogicalType | undefined
  readonly result?: boolean | undefined
}

/**
 * What the source does to a value when it is stored in a variable of a type, beyond what the target's type does: blanks at the
 * end of fixed-length text are gone, whole numbers beyond a type that the target has not are refused under strict settings.
 */
export function asStored(expr: Expr, { source, result }: Stored, ctx: CodeContext): Expr {
  if (ctx.modes === undefined || source === undefined || exprFamily(expr) === 'null') return expr
  if (source.kind === 'text' && exprFamily(expr) === 'text') {
    const text = source.padded && !source.keepsBlanks ? withoutBlanks(expr) : expr
    const cuts = result === true || !isStrict(ctx)
    return cuts && source.unit === 'char' ? fitting(text, source.length, ctx) : text
  }
  return source.kind === 'integer' ? inRange(expr, source, ctx) : expr
}

const isStrict = (ctx: CodeContext): boolean => ctx.refused?.has('bad-text') === true

function withoutBlanks(expr: Expr): Expr {
  if (expr.kind === 'literal') return { ...expr, text: expr.text.replace(/ +$/, '') }
  const own = expr.type?.source ?? expr.type?.logical
  if ((own?.kind === 'text' && own.padded) || isNumberText(expr)) return expr
  return coreCall('rtrim', [expr], expr.type, expr.origin)
}

const isNumberText = (expr: Expr): boolean =>
  expr.kind === 'call' &&
  'core' in expr.fn &&
  ['to_text', 'zero_filled', 'label_of', 'md5', 'sha1', 'hex'].includes(expr.fn.core)

/** Text that may be longer than its type: refused under strict settings, cut under others. */
function fitting(expr: Expr, length: number | undefined, ctx: CodeContext): Expr {
  if (length === undefined || lengthOf(expr) <= length) return expr
  const limit = intLiteral(length, expr.origin)
  return coreCall(isStrict(ctx) ? 'fitting_text' : 'left', [expr, limit], expr.type, expr.origin)
}

interface Range {
  readonly low: bigint
  readonly high: bigint
}

/**
 * Types of 16 and 32 bits with a sign are the target's own and refuse by themselves. Of others what does not fit is refused
 * here, or becomes the nearest number that does.
 */
function inRange(expr: Expr, type: IntegerType, ctx: CodeContext): Expr {
  if (type.signed && [16, 32, 64].includes(type.bits)) return expr
  const wanted = rangeOf(type)
  const given = valuesOf(expr)
  // Large unsigned numbers are seldom outgrown by what is not negative; small ones are.
  const above = type.bits >= 32 ? given.low < 0n && given.high > wanted.high : given.high > wanted.high
  const below = given.low < wanted.low
  if (!below && !above) return expr
  if (!isStrict(ctx)) return nearest(expr, String(wanted.low), String(wanted.high))
  // A number in double precision is rounded to the nearest even one, an exact number away from zero.
  const isDouble = expr.type?.logical.kind === 'float'
  const whole = isDouble ? coreCall('to_int64', [expr], valueTypeOf(int64, expr.type?.nullable), expr.origin) : expr
  const args = [whole, intLiteral(wanted.low, expr.origin), intLiteral(wanted.high, expr.origin)]
  const logical: LogicalType =
    type.bits === 64
      ? { kind: 'decimal', precision: 20, scale: 0, signed: false }
      : { kind: 'integer', bits: 64, signed: true }
  return coreCall('in_range', args, valueTypeOf(logical, expr.type?.nullable ?? true), expr.origin)
}

const rangeOf = ({ bits, signed }: IntegerType): Range => {
  const size = 1n << BigInt(signed ? bits - 1 : bits)
  return { low: signed ? -size : 0n, high: size - 1n }
}

const anything: Range = { low: -(1n << 64n), high: 1n << 64n }
const counts = new Set(['count', 'char_length', 'octet_length', 'position', 'find_in_set', 'field'])

/** Values that an expression may have, as far as its form and its types tell. */
export function valuesOf(expr: Expr): Range {
  if (expr.kind === 'literal' && expr.of === 'integer') return { low: BigInt(expr.text), high: BigInt(expr.text) }
  if (expr.kind === 'call' && 'core' in expr.fn) {
    if (expr.fn.core === 'unsigned_difference') return { low: 0n, high: valuesOf(expr.args[0] ?? expr).high }
    if (expr.fn.core === 'bool_to_int') return { low: 0n, high: 1n }
    if (counts.has(expr.fn.core)) return { low: 0n, high: 1n << 31n }
    if (expr.fn.core === 'coalesce') return expr.args.map(valuesOf).reduce(around)
  }
  if (expr.kind === 'case') {
    const last =
      expr.else && expr.else.kind !== 'literal'
        ? [expr.else]
        : expr.else?.kind === 'literal' && expr.else.of !== 'null'
          ? [expr.else]
          : []
    return [...expr.whens.map((each) => each.then), ...last].map(valuesOf).reduce(around)
  }
  if (expr.kind === 'binary') {
    const [l, r] = [valuesOf(expr.left), valuesOf(expr.right)]
    if (expr.op === 'add') return { low: l.low + r.low, high: l.high + r.high }
    if (expr.op === 'sub') return { low: l.low - r.high, high: l.high - r.low }
    if (expr.op === 'mul' && l.low >= 0n && r.low >= 0n) return { low: l.low * r.low, high: l.high * r.high }
    return anything
  }
  const type =
    expr.kind === 'column' || expr.kind === 'variable' ? (expr.type?.source ?? expr.type?.logical) : undefined
  if (type?.kind === 'integer') return rangeOf(type)
  if (type?.kind === 'boolean') return { low: 0n, high: 1n }
  return type?.kind === 'year' ? { low: 0n, high: 2155n } : anything
}

const around = (a: Range, b: Range): Range => ({
  low: a.low < b.low ? a.low : b.low,
  high: a.high > b.high ? a.high : b.high,
})
