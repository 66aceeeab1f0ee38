import {
  coreCall,
  float64,
  implicitCast,
  int64,
  intLiteral,
  literal,
  nullLiteral,
  plainText,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type { Expr, Literal } from '../../../core/ir/expr.js'
import type { EnumType, LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { collationOf, enumOf, exprFamily, isTemporal, type TypeFamily } from '../types/families.js'
import { toInteger } from './booleans.js'
import { settleComparison } from './collations.js'
import { inFullWidth } from './full-width.js'
import { isLabelled, labelNumber, setNumber } from './labels.js'
import { readNumberText, readTemporalNumber, readTemporalText, readTimeText } from './temporal-text.js'
import { ownText } from './text-forms.js'

export interface Pair {
  readonly left: Expr
  readonly right: Expr
}

/** `ordered`: the comparison asks which one is less, not only whether they are equal. */
type Fix = (left: Expr, right: Expr, ctx: CodeContext, ordered: boolean) => Pair | undefined

/**
 * Two operands of a comparison made comparable on the target, meaning what they meant on the source. Rules are listed with
 * the odd one left; a pair that stands the other way round is turned, fixed and turned back.
 */
export function comparable(left: Expr, right: Expr, ctx: CodeContext, ordered = false): Pair {
  const [l, r] = [exprFamily(left), exprFamily(right)]
  if (l === 'null' || r === 'null') return { left, right }
  const forward = fixes[`${l}/${r}`]?.(left, right, ctx, ordered)
  if (forward) return forward
  const backward = fixes[`${r}/${l}`]?.(right, left, ctx, ordered)
  if (backward) return { left: backward.right, right: backward.left }
  if (l === r || (l !== 'boolean' && isTemporal(l) && isTemporal(r) && l !== 'time' && r !== 'time'))
    return { left, right }
  ctx.report.fail('XW-C0316', left.origin, { from: describe(l, left), to: describe(r, right) })
  return { left, right }
}

export const describe = (family: TypeFamily, expr: Expr): string =>
  family === 'other' ? (expr.type?.logical.kind ?? 'value') : family

const both = (left: Expr, right: Expr): Pair => ({ left, right })

const fixes: Readonly<Record<string, Fix>> = {
  'text/text': asTexts,
  'number/number': wholeNumbers,
  'text/number': (text, number) => both(asNumber(text), number),
  'text/boolean': (text, flag) => both(asNumber(text), toInteger(flag)),
  'text/bits': (text, bits) => both(asNumber(text), asNumber(bits)),
  'boolean/number': (flag, number) => both(toInteger(flag), number),
  'boolean/bits': (flag, bits) => both(toInteger(flag), asNumber(bits)),
  'bits/number': (bits, number) => both(asNumber(bits), number),
  'bits/bits': bitStrings,
  'text/date': temporal,
  'text/timestamp': temporal,
  'number/date': numberAsTemporal,
  'number/timestamp': numberAsTemporal,
  'text/time': textAsTime,
  'number/time': textAsTime,
  'time/time': both,
  'time/date': timeToday,
  'time/timestamp': timeToday,
  'text/enum': withEnum,
  'number/enum': enumByNumber,
  'enum/enum': (a, b, ctx, ordered) => (sameEnum(a, b) && !ordered ? both(a, b) : asTexts(a, b, ctx)),
  'text/list': (text, list, ctx) => asTexts(spelled(text, list), list, ctx),
  'number/list': (number, list) => both(number, asNumber(list)),
  'boolean/list': (flag, list) => both(toInteger(flag), asNumber(list)),
  'enum/list': asTexts,
  'list/list': asTexts,
  'text/json': (text, json) => both(asJsonValue(text), json),
  'number/json': (number, json) => both(asJsonValue(number), json),
  'boolean/json': (flag, json) => both(asJsonValue(flag), json),
  'json/json': both,
  'text/binary': (text, binary) => both(call('to_binary', text, { kind: 'binary', padded: false }), binary),
  'number/binary': (number, binary) => both(number, asNumber(binary)),
  'binary/bits': (binary, bits) => both(asNumber(binary), asNumber(bits)),
  'text/identifier': (text, identifier) =>
    text.kind === 'literal' ? both(text, identifier) : both(text, asText(identifier)),
  'identifier/identifier': both,
}

/** A whole number of a variable beside a column of integers is one of 64 bits: a decimal would keep the target from using an index. */
function wholeNumbers(left: Expr, right: Expr, ctx: CodeContext): Pair {
  return both(besideColumn(left, right, ctx), besideColumn(right, left, ctx))
}

function besideColumn(expr: Expr, column: Expr, ctx: CodeContext): Expr {
  const logical = expr.kind === 'variable' ? expr.type?.logical : undefined
  const fits = logical?.kind === 'decimal' && logical.scale === 0 && (logical.precision ?? 19) <= 18
  const native =
    fits && column.kind === 'column' && column.type?.logical.kind === 'integer' && ctx.target.typeName(int64)
  return native ? { ...implicitCast(expr, int64, native), origin: expr.origin } : expr
}

/** Bits are equal as numbers: a shorter constant is filled up, strings of different lengths are read. */
function bitStrings(left: Expr, right: Expr): Pair {
  const [l, r] = [bitLength(left), bitLength(right)]
  if (l === r) return both(left, right)
  if (left.kind === 'literal' && l < r) return both(literal('bits', left.text.padStart(r, '0'), left.origin), right)
  if (right.kind === 'literal' && r < l) return both(left, literal('bits', right.text.padStart(l, '0'), right.origin))
  return both(asNumber(left), asNumber(right))
}

const bitLength = ({ type }: Expr): number => (type?.logical.kind === 'bits' ? type.logical.length : 0)

/** Blanks at the end of a constant count for nothing beside text whose collation pads. */
function withoutPadding(text: Expr, beside: Expr): Expr {
  if (text.kind !== 'literal' || text.of !== 'text' || !collationOf(beside)?.padSpace) return text
  return text.text.endsWith(' ') ? { ...text, text: text.text.replace(/ +$/, '') } : text
}

/** A variable beside such a constant was most likely given it somewhere, blanks and all. */
const unpadded = (text: Expr, beside: Expr): Expr =>
  text.kind === 'variable' && withoutPadding(beside, text) !== beside
    ? coreCall('rtrim', [text], text.type, text.origin)
    : withoutPadding(text, beside)

function asTexts(left: Expr, right: Expr, ctx: CodeContext): Pair {
  const [l, r] = [asText(left), asText(right)]
  const [first, second] = settleComparison(unpadded(l, r), unpadded(r, l), ctx)
  return both(first, second)
}

const call = (name: string, arg: Expr, logical: Parameters<typeof valueTypeOf>[0], nullable?: boolean): Expr =>
  coreCall(name, [arg], valueTypeOf(logical, nullable ?? arg.type?.nullable ?? true), arg.origin)

export const asText = (expr: Expr): Expr =>
  exprFamily(expr) === 'text'
    ? expr
    : (ownText(expr) ??
      call('to_text', expr.type?.logical.kind === 'boolean' ? toInteger(expr) : inFullWidth(expr), textOf(expr)))

/** Labels as text keep their collation. */
function textOf(expr: Expr): LogicalType {
  const collation = isLabelled(expr) ? collationOf(expr) : undefined
  return collation ? { kind: 'text', unit: 'char', padded: false, collation } : plainText
}

const asJsonValue = (expr: Expr): Expr => call('to_json_value', expr, { kind: 'json', binary: true })

/** A value as a number; a text literal is read now, other text when the query runs. */
export function asNumber(expr: Expr): Expr {
  if (exprFamily(expr) === 'number') return expr
  if (exprFamily(expr) === 'boolean') return toInteger(expr)
  if (expr.kind === 'literal' && expr.of === 'text') {
    const read = readNumberText(expr.text)
    return literal(read.of, read.text, expr.origin)
  }
  if (expr.kind === 'literal' && expr.of === 'bits') return intLiteral(BigInt(`0b${expr.text || '0'}`), expr.origin)
  if (expr.kind === 'literal' && expr.of === 'binary') return intLiteral(BigInt(`0x${expr.text || '0'}`), expr.origin)
  const bits = setNumber(expr)
  if (bits) return bits
  return call('to_number', expr, numberType(expr))
}

function numberType({ type }: Expr): LogicalType {
  if (type?.logical.kind !== 'bits') return float64
  return type.logical.length < 64 ? int64 : { kind: 'decimal', precision: 20, scale: 0, signed: false }
}

/** Text beside a date or timestamp: a literal becomes a literal of that kind, other text is read when the query runs. */
function temporal(text: Expr, date: Expr, ctx: CodeContext): Pair {
  if (text.kind !== 'literal')
    return both(call('to_datetime', text, { kind: 'timestamp', precision: 6, zone: 'none' }, true), date)
  const made = temporalLiteral(readTemporalText(text.text), text, ctx)
  return both(made, date)
}

function numberAsTemporal(number: Expr, date: Expr, ctx: CodeContext): Pair {
  if (number.kind !== 'literal') return both(number, call('to_number', date, { kind: 'decimal', signed: true }))
  return both(temporalLiteral(readTemporalNumber(number.text), number, ctx), date)
}

/** The literal, or NULL with a failure: what is no date to the target cannot be compared with one. */
export function temporalLiteral(read: ReturnType<typeof readTemporalText>, from: Literal, ctx: CodeContext): Expr {
  if (read === 'zero') return zeroDate(from, ctx)
  if (read !== 'none') return literal(read.of, read.text, from.origin)
  ctx.report.fail('XW-C0314', from.origin, { text: from.text, type: 'date' })
  return nullLiteral(from.origin)
}

/** The zero date is before every date, and no date of the target is equal to it. */
function zeroDate(from: Literal, ctx: CodeContext): Expr {
  const first = ctx.targetCan.dateBeforeAll
  if (first === undefined) ctx.report.fail('XW-C0320', from.origin, { text: from.text })
  else ctx.report.note('XW-C0320', from.origin, { text: from.text })
  return first === undefined ? nullLiteral(from.origin) : literal('date', first, from.origin)
}

/** A time beside a date and time is that time of the current day. */
function timeToday(time: Expr, date: Expr): Pair {
  return both(call('time_today', time, { kind: 'timestamp', precision: 6, zone: 'none' }), date)
}

function textAsTime(value: Expr, time: Expr, ctx: CodeContext): Pair {
  if (value.kind !== 'literal')
    return both(call('to_time', value, { kind: 'time', precision: 6, zone: false, range: 'signed' }, true), time)
  const read = readTimeText(value.text)
  if (read === undefined) {
    ctx.report.fail('XW-C0314', value.origin, { text: value.text, type: 'time' })
    return both(value, time)
  }
  // A duration takes the text as it stands: a time of day could hold neither a sign nor more than 24 hours.
  const duration = time.type?.logical.kind === 'interval'
  return both(duration ? literal('text', read, value.origin) : literal('time', read, value.origin), time)
}

const sameEnum = (a: Expr, b: Expr): boolean =>
  a.type?.native !== undefined
    ? a.type.native === b.type?.native
    : JSON.stringify(a.type?.logical) === JSON.stringify(b.type?.logical)

/**
 * A label beside an enum: its own spelling when case does not count. Text that is no label is compared as text, and so is
 * everything where order counts: the target orders labels by position.
 */
function withEnum(text: Expr, labelled: Expr, ctx: CodeContext, ordered: boolean): Pair {
  const type = enumOf(labelled.type)
  const label = text.kind === 'literal' && type ? labelFor(text.text, type) : undefined
  if (label === undefined || text.kind !== 'literal' || ordered) return asTexts(text, labelled, ctx)
  return both({ ...text, text: label }, labelled)
}

/** Labels with commas between them, in the spelling of the set beside them. */
function spelled(text: Expr, list: Expr): Expr {
  const type = enumOf(list.type)
  if (text.kind !== 'literal' || !type) return text
  return {
    ...text,
    text: text.text
      .split(',')
      .map((label) => labelFor(label, type) ?? label)
      .join(','),
  }
}

export function labelFor(text: string, type: EnumType): string | undefined {
  const exact = type.values.find((value) => value === text)
  if (exact !== undefined || type.collation?.caseSensitive) return exact
  const folded = text.trimEnd().toLowerCase()
  return type.values.find((value) => value.toLowerCase() === folded)
}

/** Enums are numbered from 1 in the order of their labels. */
function enumByNumber(number: Expr, labelled: Expr): Pair | undefined {
  const type = enumOf(labelled.type)
  const label = number.kind === 'literal' ? type?.values[Number(number.text) - 1] : undefined
  if (label !== undefined) return both(literal('text', label, number.origin), labelled)
  const position = labelNumber(labelled)
  return position && both(number, position)
}
