import {
  boolLiteral,
  branch,
  coreCall,
  implicitCast,
  intLiteral,
  literal,
  nullLiteral,
  textLiteral,
} from '../../core/ir/build.js'
import type { Expr, Literal } from '../../core/ir/expr.js'
import type { EnumType, LogicalType } from '../../core/ir/types.js'
import type { CodeContext } from './code-context.js'
import { asRecord } from './records.js'
import { flagOf, isCondition, isTrue, toCondition, toInteger } from './semantics/booleans.js'
import { convertTo } from './semantics/branches.js'
import { asText, labelFor } from './semantics/compare.js'
import { withoutFraction } from './semantics/fractions.js'
import { inFullWidth } from './semantics/full-width.js'
import { quotientAsText } from './semantics/quotient-text.js'
import { asStored } from './semantics/stored.js'
import { readNumberText, readTemporalNumber, readTemporalText, readTimeText } from './semantics/temporal-text.js'
import { enumOf, exprFamily, familyOf } from './types/families.js'

/** What a time of day can be: the end of the day is one, as it is where times may be durations. */
const timeOfDay = /^(([01]\d|2[0-3]):|24:00:00$)/

/** `undefined`: the literal does not fit the type. `'gone'`: a finding has said what became of it. */
type Fitted = Expr | undefined | 'gone'

/** What the target's type of a column does not tell by itself. */
export interface MoreOfType {
  /** Its type on the source. */
  readonly source?: LogicalType | undefined
  /** The target's own name of the type, where a value must be of that very type: in a default, in a row. */
  readonly native?: string | undefined
  /** It is the type of a result or a parameter, whose length the target does not keep to. */
  readonly result?: boolean
}

/** Text has no way of its own into a list of labels that has a name. */
function named(expr: Expr, type: LogicalType, { native }: MoreOfType): Expr {
  const text = type.kind === 'enum' && exprFamily(expr) !== 'null' && expr.type?.native !== native
  return text && native !== undefined && expr.kind === 'call' ? implicitCast(expr, type, native) : expr
}

/**
 * A rewritten expression as the value of a column: literals in the column's own type, everything else converted to it.
 */
export function valueForColumn(
  written: Expr,
  type: LogicalType,
  ctx: CodeContext,
  more: MoreOfType = {},
): Expr | undefined {
  const expr = withSign(written)
  if (type.kind === 'record') return asRecord(expr, type, ctx, more)
  const labels = type.kind === 'text' ? more.source : undefined
  if (labels?.kind === 'enum' && !labels.set) return asLabel(expr, labels, type, ctx)
  if ((more.source ?? type).kind === 'year' && !isFullYear(expr))
    return asYear(isCondition(expr) ? toInteger(expr) : expr)
  // A boolean of the target takes conditions: what number it was does not matter any more.
  const stored = type.kind === 'boolean' ? {} : more
  if (expr.kind !== 'literal') return named(asStored(inFamily(expr, type, ctx), stored, ctx), type, more)
  if (expr.of === 'null') return expr
  const shown = type.kind === 'text' && ctx.sourceCan.numbersAreDays ? shownLiteral(expr) : undefined
  if (shown) return asStored(shown, stored, ctx)
  const fitted = literalRules[familyOf(type)]?.(expr, type, ctx)
  if (fitted === 'gone') return undefined
  if (fitted !== undefined) return asStored(storedMoment(fitted, type, ctx), stored, ctx)
  ctx.report.fail('XW-C0319', expr.origin, { text: expr.text, type: type.kind })
  return undefined
}

/** A number or a date as the source writes it when it becomes text: without zeros at either end, in the format of the session. */
function shownLiteral(expr: Literal): Expr | undefined {
  if (expr.of === 'decimal' && !/e/i.test(expr.text)) {
    const text = expr.text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
    return textLiteral(text.replace(/^(-?)0+(?=\.)/, '$1').replace(/^(-?)0+(?=\d)/, '$1'), expr.origin)
  }
  return expr.of === 'timestamp' || expr.of === 'date' || expr.of === 'decimal' ? asText(expr) : undefined
}

const inFamily = (expr: Expr, type: LogicalType, ctx: CodeContext): Expr => {
  const wide = ctx.modes !== undefined && familyOf(type) === 'number' && !(type.kind === 'integer' && type.bits < 64)
  return storedMoment(expressionFor(wide ? inFullWidth(expr) : expr, type, ctx), type, ctx)
}

/** Only what programs store: elsewhere the target stores it by itself. */
const storedMoment = (expr: Expr, type: LogicalType, ctx: CodeContext): Expr =>
  ctx.modes === undefined ? expr : withoutFraction(expr, type, ctx)

/** `-1` is one literal. */
function withSign(expr: Expr): Expr {
  if (expr.kind !== 'unary' || expr.op !== 'neg' || expr.operand.kind !== 'literal') return expr
  const { text } = expr.operand
  return literal(expr.operand.of, text.startsWith('-') ? text.slice(1) : `-${text}`, expr.origin)
}

function expressionFor(expr: Expr, type: LogicalType, ctx: CodeContext): Expr {
  const [from, to] = [exprFamily(expr), familyOf(type)]
  const plain = isCondition(expr) && to !== 'boolean' ? toInteger(expr) : expr
  if (from === to || from === 'null' || from === 'other') return plain
  if (from === 'json' && to === 'text') ctx.report.note('XW-C0327', expr.origin, {})
  const quotient = to === 'text' ? quotientAsText(plain, ctx) : undefined
  return quotient ?? byBranches(plain, type, ctx) ?? assigned[to]?.(plain, type, ctx) ?? convertTo(plain, type, ctx)
}

/** A choice between constants is one between constants of the type. */
function byBranches(expr: Expr, type: LogicalType, ctx: CodeContext, more: MoreOfType = {}): Expr | undefined {
  const chosen = choiceOf(expr)
  if (!chosen?.values.some((each) => each.kind === 'literal' && each.of !== 'null')) return undefined
  const values = chosen.values.map((each) => valueForColumn(each, type, ctx, more) ?? each)
  const made = chosen.with(values)
  return { ...made, type: { logical: type, nullable: true } }
}

interface Choice {
  readonly values: readonly Expr[]
  with(values: readonly Expr[]): Expr
}

function choiceOf(expr: Expr): Choice | undefined {
  if (expr.kind === 'case') {
    const { whens } = expr
    return {
      values: [...whens.map((each) => each.then), ...(expr.else ? [expr.else] : [])],
      with: (values) => {
        const last = values[whens.length]
        const made = whens.map((each, at) => branch(each.when, values[at] ?? each.then))
        return { ...expr, whens: made, ...(last ? { else: last } : {}) }
      },
    }
  }
  if (expr.kind !== 'call' || !('core' in expr.fn) || expr.fn.core !== 'if') return undefined
  const [condition, ...values] = expr.args
  return condition && { values, with: (made) => ({ ...expr, args: [condition, ...made] }) }
}

/** A label that is kept as text is spelled as in its list. */
function asLabel(expr: Expr, labels: EnumType, type: LogicalType, ctx: CodeContext): Expr {
  if (enumOf(expr.type)?.values.join() === labels.values.join() || exprFamily(expr) === 'null') return expr
  if (expr.kind === 'literal' && expr.of === 'text') return { ...expr, text: labelFor(expr.text, labels) ?? expr.text }
  const text = byBranches(expr, type, ctx, { source: labels }) ?? expressionFor(expr, type, ctx)
  return exprFamily(expr) === 'text' && text === expr ? labelled('label_of', expr, labels.values, type) : text
}

const isFullYear = (expr: Expr): boolean =>
  expr.kind === 'literal' && (expr.of === 'null' || /^(0|\d{4})$/.test(expr.text))

/** Two digits are a year of this century or the last, a date gives its year. */
function asYear(expr: Expr): Expr {
  const kind = expr.type?.source?.kind ?? expr.type?.logical.kind
  if (kind === 'year' || kind === 'null') return expr
  return coreCall(
    'cast_year',
    [expr],
    { logical: { kind: 'year' }, nullable: expr.type?.nullable ?? true },
    expr.origin,
  )
}

type Assigned = (expr: Expr, type: LogicalType, ctx: CodeContext) => Expr | undefined

/** What stands for a value of another family where the target does not find it by itself. Undefined: as in a choice of both. */
const assigned: Partial<Record<ReturnType<typeof familyOf>, Assigned>> = {
  boolean: (expr) => toCondition(expr),
  identifier: (expr, type, ctx) => (exprFamily(expr) === 'text' ? asIdentifier(expr, type, ctx) : undefined),
  json: (expr, type, ctx) =>
    exprFamily(expr) === 'text'
      ? implicitCast(expr, type, ctx.target.typeName(type))
      : coreCall('to_json_value', [expr], { logical: type, nullable: true }, expr.origin),
  other: (expr) => expr,
  date: (expr, type) => (exprFamily(expr) === 'timestamp' ? expr : converted('to_date', expr, type)),
  timestamp: (expr, type) => (exprFamily(expr) === 'date' ? expr : converted('to_datetime', expr, type)),
  time: (expr, type) => converted('to_time', expr, type),
  number: (expr, type) => {
    // Text is read as an exact number, halves are rounded away from zero.
    const exact = exprFamily(expr) === 'text' && (type.kind === 'integer' || type.kind === 'decimal')
    return exact ? converted('to_decimal', expr, { kind: 'decimal', signed: true }) : undefined
  },
  bits: (expr, type) => {
    if (type.kind !== 'bits' || !['number', 'boolean'].includes(exprFamily(expr))) return undefined
    const number = exprFamily(expr) === 'boolean' ? toInteger(expr) : expr
    return coreCall('to_bits', [number, intLiteral(type.length)], { logical: type, nullable: true }, expr.origin)
  },
  enum: (expr, type) => {
    const labels = type.kind === 'enum' && !type.set && exprFamily(expr) === 'text' ? type.values : []
    return labels.length === 0 ? undefined : labelled('label_of', expr, labels, type)
  },
}

const labelled = (name: string, expr: Expr, labels: readonly string[], type: LogicalType): Expr =>
  coreCall(
    name,
    [expr, ...labels.map((label) => textLiteral(label, expr.origin))],
    { logical: type, nullable: true },
    expr.origin,
  )

const converted = (name: string, expr: Expr, type: LogicalType): Expr =>
  coreCall(name, [expr], { logical: type, nullable: expr.type?.nullable ?? true }, expr.origin)

/** A default must have the column's own type: the target converts none of text by itself. */
function asIdentifier(expr: Expr, type: LogicalType, ctx: CodeContext): Expr {
  const isNew = expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'uuid' && type.kind === 'uuid'
  if (isNew) return coreCall('uuid_value', [], { logical: type, nullable: false }, expr.origin)
  return implicitCast(expr, type, ctx.target.typeName(type))
}

const literalRules: Partial<
  Record<ReturnType<typeof familyOf>, (value: Literal, type: LogicalType, ctx: CodeContext) => Fitted>
> = {
  number: (value, type) => numberDefault(value, type),
  boolean: (value) => {
    const flag = flagOf(value)
    return flag === undefined ? undefined : boolLiteral(flag, value.origin)
  },
  text: (value) => textDefault(value),
  date: temporalDefault,
  timestamp: temporalDefault,
  time: (value, type) => {
    const read =
      value.of === 'text' || value.of === 'integer' || value.of === 'time' ? readTimeText(value.text) : undefined
    if (read === undefined || (type.kind === 'time' && !timeOfDay.test(read))) return undefined
    return literal(type.kind === 'interval' ? 'text' : 'time', read, value.origin)
  },
  enum: (value, type) => {
    const labels = enumOf({ logical: type, nullable: false })
    const label = value.of === 'text' && labels && !labels.set ? labelFor(value.text, labels) : undefined
    return label === undefined ? undefined : literal('text', label, value.origin)
  },
  bits: (value, type) => bitsDefault(value, type),
  binary: (value, _, ctx) => {
    if (value.of === 'binary') return value
    // Text stands for the bytes whose digits it shows.
    if (value.of === 'text' && ctx.sourceCan.bytesShowAsDigits)
      return /^[0-9a-f]*$/i.test(value.text)
        ? literal('binary', value.text.length % 2 === 0 ? value.text : `0${value.text}`, value.origin)
        : undefined
    return value.of === 'text'
      ? literal('binary', Buffer.from(value.text, 'utf8').toString('hex'), value.origin)
      : undefined
  },
  json: (value) => (value.of === 'text' && isJson(value.text) ? value : undefined),
  identifier: (value) => (value.of === 'text' ? value : undefined),
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function numberDefault(value: Literal, type: LogicalType): Fitted {
  if (value.of === 'boolean') return literal('integer', isTrue(value.text) ? '1' : '0', value.origin)
  if (value.of === 'bits') return literal('integer', String(BigInt(`0b${value.text || '0'}`)), value.origin)
  if (value.of === 'binary') return literal('integer', String(BigInt(`0x${value.text || '0'}`)), value.origin)
  if (!['integer', 'decimal', 'float', 'text'].includes(value.of)) return undefined
  const read = readNumberText(value.text)
  if (!read.whole) return undefined
  if (type.kind !== 'integer' || read.of === 'integer') return literal(read.of, read.text, value.origin)
  // Halves are rounded away from zero, as the source does when it stores the default.
  const number = Number(read.text)
  const rounded = Math.sign(number) * Math.round(Math.abs(number))
  return Number.isSafeInteger(rounded) ? literal('integer', String(rounded), value.origin) : undefined
}

function textDefault(value: Literal): Fitted {
  if (value.of === 'text') return value
  if (value.of === 'boolean') return literal('text', isTrue(value.text) ? '1' : '0', value.origin)
  if (value.of === 'binary') return literal('text', Buffer.from(value.text, 'hex').toString('utf8'), value.origin)
  return value.of === 'bits' ? undefined : literal('text', value.text, value.origin)
}

function temporalDefault(value: Literal, type: LogicalType, ctx: CodeContext): Fitted {
  if (value.of === 'time') return undefined
  const read =
    value.of === 'integer' || value.of === 'decimal' ? readTemporalNumber(value.text) : readTemporalText(value.text)
  if (read === 'none') return undefined
  if (read === 'zero') {
    if (ctx.settings.zeroDates === 'null') {
      ctx.report.note('XW-C0320', value.origin, { text: value.text })
      return nullLiteral(value.origin)
    }
    ctx.report.fail('XW-C0320', value.origin, { text: value.text })
    return 'gone'
  }
  if (type.kind === 'date') return literal('date', read.text.slice(0, 10), value.origin)
  return literal('timestamp', read.of === 'date' ? `${read.text} 00:00:00` : read.text, value.origin)
}

function bitsDefault(value: Literal, type: LogicalType): Fitted {
  const digits = bitsOf(value)
  if (digits === undefined || type.kind !== 'bits') return undefined
  const plain = digits.replace(/^0+(?=.)/, '')
  return plain.length > type.length ? undefined : literal('bits', plain.padStart(type.length, '0'), value.origin)
}

function bitsOf(value: Literal): string | undefined {
  if (value.of === 'bits') return value.text || '0'
  if (value.of === 'boolean') return isTrue(value.text) ? '1' : '0'
  if (value.of === 'binary') return value.text === '' ? '0' : BigInt(`0x${value.text}`).toString(2)
  return /^\d+$/.test(value.text) ? BigInt(value.text).toString(2) : undefined
}
