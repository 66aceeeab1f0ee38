import { branch, coreCall, float64, int64, literal, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Binary, BinaryOp, Call, Expr, IntervalExpr } from '../../../core/ir/expr.js'
import type { LogicalType, ValueType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily, isTemporal } from '../types/families.js'
import { withBlanks } from './blanks.js'
import { settleCollations } from './collations.js'
import { asNumber, asText } from './compare.js'
import { labelNumber } from './labels.js'
import { readTemporalText } from './temporal-text.js'

/** Operators that need more than their sign on the target, as core calls. */
const calls: Partial<Record<BinaryOp, string>> = {
  div: 'div',
  intDiv: 'int_div',
  mod: 'mod',
  bitAnd: 'bit_and',
  bitOr: 'bit_or',
  bitXor: 'bit_xor',
  shiftLeft: 'shift_left',
  shiftRight: 'shift_right',
}

const jsonCalls: Partial<Record<BinaryOp, string>> = {
  jsonGet: 'json_get',
  jsonGetText: 'json_get_text',
  memberOf: 'member_of',
}

/** Arithmetic over numbers; whatever is no number is read as one first. */
export function arithmetic(expr: Binary, ctx: CodeContext): Expr {
  const { op, left, right } = expr
  const json = jsonCalls[op]
  if (json) return coreCall(json, [left, right], expr.type, expr.origin)
  if (op === 'concatNullAsEmpty') return joined(expr, ctx)
  if (op === 'concat')
    return coreCall('concat', settleCollations([asText(left), asText(right)], ctx), expr.type, expr.origin)
  if (bitwise.has(op)) return bitCall(expr)
  const [l, r] = [numeric(left), numeric(right)]
  if (op === 'div' && ctx.sourceCan.exactQuotients && !ends(right)) ctx.report.noteOnce('XW-C0338', expr.origin, {})
  const name = calls[op]
  if (name) return coreCall(name, [l, r], expr.type, expr.origin)
  if (op === 'sub' && ctx.refused?.has('unsigned-difference') && (isUnsigned(left) || isUnsigned(right))) {
    if (isWhole(left) && isWhole(right)) return coreCall('unsigned_difference', [l, r], expr.type, expr.origin)
  }
  if (op === 'mul' && isWideUnsigned(left) && isWideUnsigned(right)) ctx.report.note('XW-C0337', expr.origin, {})
  return widen({ ...expr, left: isSingle(r) ? asDouble(l) : l, right: r })
}

/** Hours, minutes and seconds: what is moved by a part of a day is rounded to whole seconds. */
const partsOfDay: ReadonlySet<string> = new Set(['24', '1440', '86400'])

/** Whether no digit is missed of a quotient by this constant: it has an end where 2 and 5 are all the divisor consists of. */
function ends(divisor: Expr): boolean {
  if (divisor.kind !== 'literal' || divisor.of !== 'integer') return false
  if (partsOfDay.has(divisor.text)) return true
  let rest = BigInt(divisor.text)
  for (const prime of [2n, 5n]) while (rest > 1n && rest % prime === 0n) rest /= prime
  return rest === 1n
}

/** A chain of texts of which none counts when it is null. Where empty text is null, so is a chain of nothing. */
function joined({ left, right, origin }: Binary, ctx: CodeContext): Expr {
  const parts = settleCollations(
    [...linksOf(left), ...linksOf(right)].map((link) => asText(withBlanks(link))),
    ctx,
  )
  const type = (nullable: boolean): ValueType => valueTypeOf({ kind: 'text', unit: 'char', padded: false }, nullable)
  if (parts.every((part) => part.type?.nullable === false)) return coreCall('concat', parts, type(false), origin)
  const chain = coreCall('concat_null_as_empty', parts, type(false), origin)
  if (parts.some((part) => part.type?.nullable === false)) return chain
  return ctx.sourceCan.emptyTextIsNull
    ? coreCall('empty_as_null', [chain], type(true), origin)
    : unlessAllNull(parts, { ...chain, type: type(true) })
}

/** Where empty text is a value, a chain is null when all of it is. */
function unlessAllNull(parts: readonly Expr[], chain: Expr): Expr {
  const { origin } = chain
  const tests = parts.map((operand): Expr => ({ kind: 'test', negated: true, is: 'null', operand, type: bool, origin }))
  const when = tests.reduce((left, right) => ({ kind: 'binary', op: 'or', left, right, type: bool, origin }))
  const made: Expr = { kind: 'case', whens: [branch(when, chain)], origin }
  return { ...made, ...(chain.type ? { type: chain.type } : {}) }
}

const bool = valueTypeOf({ kind: 'boolean' }, false)

const chains = new Set(['concat', 'concat_null_as_empty'])

function linksOf(expr: Expr): readonly Expr[] {
  const [chained, other] = expr.kind === 'case' && !expr.else ? expr.whens : []
  if (chained && !other && isChain(chained.then)) return linksOf(chained.then)
  if (expr.kind !== 'call' || !('core' in expr.fn)) return [expr]
  const [only] = expr.args
  if (expr.fn.core === 'empty_as_null' && only) return linksOf(only)
  return chains.has(expr.fn.core) ? expr.args : [expr]
}

const isChain = (expr: Expr): boolean =>
  expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'concat_null_as_empty'

const isUnsigned = ({ type }: Expr): boolean => {
  const source = type?.source ?? type?.logical
  return source?.kind === 'integer' && !source.signed
}

const isWideUnsigned = ({ type }: Expr): boolean => {
  const source = type?.source ?? type?.logical
  return source?.kind === 'integer' && !source.signed && source.bits >= 32
}

const isWhole = ({ type }: Expr): boolean => (type?.source ?? type?.logical)?.kind === 'integer'

const bitwise: ReadonlySet<BinaryOp> = new Set(['bitAnd', 'bitOr', 'bitXor', 'shiftLeft', 'shiftRight'])

/** Bits are computed in 64 of them; the result is unsigned, which a sign on both sides of AND would not be. */
function bitCall({ op, left, right, type, origin }: Binary): Expr {
  const shift = op === 'shiftLeft' || op === 'shiftRight'
  const [l, r] = [bitOperand(left), shift ? numeric(right) : bitOperand(right)]
  const signed = op === 'bitAnd' && ![left, right].some(isNeverNegative)
  const unsigned = signed || op !== 'bitAnd'
  const result = unsigned && type ? { ...type, logical: unsigned64 } : type
  return coreCall(signed ? 'bit_and_signed' : (calls[op] ?? op), [l, r], result, origin)
}

/** What the target keeps an unsigned number of 64 bits in. */
export const unsigned64: LogicalType = { kind: 'decimal', precision: 20, scale: 0, signed: false }

export function bitOperand(expr: Expr): Expr {
  if (exprFamily(expr) === 'bits' && expr.kind !== 'literal')
    return coreCall('to_int64', [expr], valueTypeOf(int64, expr.type?.nullable ?? true), expr.origin)
  const number = numeric(expr)
  const exact = number.type?.logical.kind === 'decimal' || integerBitsOf(number) > 63
  return exact
    ? coreCall('wrapped_int64', [number], valueTypeOf(int64, expr.type?.nullable ?? true), expr.origin)
    : number
}

const integerBitsOf = (expr: Expr): number =>
  expr.kind === 'literal' && expr.of === 'integer' ? literalBits(expr.text) : 0

const literalBits = (text: string): number => (text.startsWith('-') ? 0 : BigInt(text).toString(2).length)

const isNeverNegative = (expr: Expr): boolean =>
  (expr.kind === 'literal' && !expr.text.startsWith('-') && integerBitsOf(expr) < 64) ||
  (isUnsigned(expr) && expr.type?.logical.kind === 'integer') ||
  (exprFamily(expr) === 'bits' && expr.type?.logical.kind === 'bits' && expr.type.logical.length < 64) ||
  exprFamily(expr) === 'list' ||
  exprFamily(expr) === 'boolean'

const isSingle = ({ type }: Expr): boolean => type?.logical.kind === 'float' && type.logical.bits === 32

/** The source computes in double precision, whatever it has stored; a target may stay in single precision. */
export const asDouble = (expr: Expr): Expr =>
  isSingle(expr) ? coreCall('to_float', [expr], valueTypeOf(float64, expr.type?.nullable ?? true), expr.origin) : expr

function numeric(expr: Expr): Expr {
  if (exprFamily(expr) === 'null') return expr
  const position = expr.type?.source?.kind === 'enum' || exprFamily(expr) === 'enum' ? labelNumber(expr) : undefined
  if (position) return position
  if (isTemporal(exprFamily(expr))) return coreCall('to_number', [expr], valueTypeOf({ kind: 'decimal', signed: true }))
  return isOfSession(expr)
    ? coreCall('number_begun', [expr], valueTypeOf(float64, expr.type?.nullable ?? true), expr.origin)
    : asNumber(expr)
}

/** Text in a variable of the session is read as far as it is a number, also where other text is refused. */
const isOfSession = (expr: Expr): boolean =>
  exprFamily(expr) === 'text' &&
  (expr.kind === 'variable'
    ? expr.wasSession === true
    : expr.kind === 'call' && 'core' in expr.fn && expr.fn.core.startsWith('user_variable'))

/** The source computes in 64 bits whatever the operands; a target that stays in the operands' width would overflow. */
function widen(expr: Binary): Expr {
  const [left, right] = [integerBits(expr.left), integerBits(expr.right)]
  if (left === undefined || right === undefined || left.width === 64 || right.width === 64) return expr
  const width = Math.max(left.width, right.width)
  const needed = expr.op === 'mul' ? left.value + right.value : Math.max(left.value, right.value) + 1
  const risky =
    needed >= width && (expr.op === 'mul' || (expr.left.kind !== 'literal' && expr.right.kind !== 'literal'))
  if (!risky) return expr
  return expr.left.kind === 'literal' ? { ...expr, right: toInt64(expr.right) } : { ...expr, left: toInt64(expr.left) }
}

export const toInt64 = (expr: Expr): Expr =>
  coreCall('to_int64', [expr], valueTypeOf(int64, expr.type?.nullable ?? true), expr.origin)

/** Bits that the value may take and bits that the target computes in. */
export function integerBits(expr: Expr): { readonly value: number; readonly width: number } | undefined {
  const logical = expr.type?.logical
  if (expr.kind === 'literal' && expr.of === 'integer') {
    const value = BigInt(expr.text)
    return {
      value: (value < 0n ? -value : value).toString(2).length,
      width: logical?.kind === 'integer' && logical.bits === 64 ? 64 : 32,
    }
  }
  if (logical?.kind === 'year') return { value: 12, width: 16 }
  if (logical?.kind !== 'integer') return undefined
  const width = targetWidth(logical)
  return { value: width - 1, width }
}

const targetWidth = (type: LogicalType & { kind: 'integer' }): number =>
  type.bits <= 16 ? 16 : type.bits <= 32 ? 32 : 64

/** `d + INTERVAL n unit` and its mirror image, as one call by meaning. */
export function intervalArithmetic(expr: Binary, ctx: CodeContext): Expr {
  const [operand, interval] = sides(expr)
  if (interval === undefined || operand === undefined) return expr
  if (ctx.sourceCan.refusesMissingDays && /MONTH|YEAR/.test(interval.unit))
    ctx.report.noteOnce('XW-C0340', expr.origin, {})
  const name = expr.op === 'sub' ? 'date_sub_interval' : 'date_add_interval'
  const start = startOf(operand, ctx)
  const args = [start.expr, interval.amount, textLiteral(interval.unit, interval.origin)]
  const made = movedTime(coreCall(name, args, start.text ? undefined : expr.type, expr.origin))
  const typed: Expr = made.type ? made : { ...made, type: movedType(start.expr, interval.unit) }
  return typed
}

const ofTime = /^(?:HOUR|MINUTE|SECOND|MICROSECOND)(?:_|$)/

/** A time that is moved by units of time stays one, even below zero and beyond a day. */
export function movedTime(call: Call): Call {
  const [start, , unit] = call.args
  const name = 'core' in call.fn ? call.fn.core : ''
  const within = unit?.kind === 'literal' && ofTime.test(unit.text.toUpperCase())
  if (!within || !start || exprFamily(start) !== 'time') return call
  return { ...call, fn: { core: name === 'date_sub_interval' ? 'move_time_back' : 'move_time' } }
}

function sides(expr: Binary): readonly [Expr | undefined, IntervalExpr | undefined] {
  if (expr.right.kind === 'interval') return [expr.left, expr.right]
  return expr.left.kind === 'interval' ? [expr.right, expr.left] : [undefined, undefined]
}

function startOf(operand: Expr, _ctx: CodeContext): { readonly expr: Expr; readonly text: boolean } {
  if (operand.kind !== 'literal' || operand.of !== 'text') return { expr: operand, text: false }
  const read = readTemporalText(operand.text)
  return typeof read === 'string'
    ? { expr: operand, text: false }
    : { expr: literal(read.of, read.text, operand.origin), text: true }
}

function movedType(start: Expr, unit: string): ValueType {
  const date = start.type?.logical.kind === 'date' && !/HOUR|MINUTE|SECOND/.test(unit)
  return valueTypeOf(
    date ? { kind: 'date' } : { kind: 'timestamp', precision: /MICRO/.test(unit) ? 6 : 0, zone: 'none' },
  )
}
