import { boolLiteral, branch, coreCall, literal, nullLiteral, textLiteral } from '../../../core/ir/build.js'
import type { Expr, Literal } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { type LowerContext, originAt } from './context.js'
import { familyOf, typeOf } from './known-types.js'
import type { Node, TypeCast } from './tree.js'
import { lowerType } from './types.js'

type Lower = (node: Node | undefined, context: LowerContext) => Expr

/**
 * `value::type`: a constant becomes one of the type; a conversion that changes nothing goes. Undefined: it does something
 * that only this engine does alike.
 */
export function lowerCast(
  { arg, typeName, location }: TypeCast,
  context: LowerContext,
  lower: Lower,
): Expr | undefined {
  if (!arg || !typeName) return undefined
  const { logical, user } = lowerType(typeName, context)
  const inner = lower(arg, context)
  // What a domain says of its values, no other engine looks at here.
  if (user?.kind === 'domain' && (user.checks.length > 0 || !user.nullable) && inner.kind !== 'literal')
    return undefined
  if (inner.kind === 'literal') return constantOf(inner, logical, context, location)
  if (inner.kind === 'unary' && inner.op === 'neg' && inner.operand.kind === 'literal') {
    const value = constantOf(inner.operand, logical, context, location)
    return value && { ...inner, operand: value }
  }
  if (changesNothing(arg, logical, context)) return inner
  const own = typeOf(arg, context)
  if (logical.kind === 'integer' && own === 'boolean') return coreCall('bool_to_int', [inner], undefined, inner.origin)
  if (logical.kind === 'boolean' && own === 'integer') return coreCall('int_to_bool', [inner], undefined, inner.origin)
  if (!isAlike(typeOf(arg, context), logical)) return undefined
  if (logical.kind === 'text' && typeOf(arg, context) === 'boolean') return wordOf(inner)
  const { native } = lowerType(typeName, context)
  const origin = location === undefined ? inner.origin : originAt(context, location)
  return { kind: 'cast', operand: inner, to: { logical, native, origin }, origin }
}

/** A truth value as text: casts give whole words, output functions letters (manual, "Boolean Type"). */
export function wordOf(operand: Expr, [yes, no]: readonly [string, string] = ['true', 'false']): Expr {
  const { origin } = operand
  const whens = [
    branch(boolLiteral(true, origin), textLiteral(yes, origin)),
    branch(boolLiteral(false, origin), textLiteral(no, origin)),
  ]
  return { kind: 'case', subject: operand, whens, origin }
}

/** A constant in quotes as a value of the column that it is for; undefined: it is none that other engines know. */
export function valueFor(value: Expr, type: LogicalType, context: LowerContext): Expr | undefined {
  if (value.kind !== 'literal' || value.of !== 'text') return value
  return constantOf(value, type, context, undefined)
}

function constantOf(
  value: Literal,
  type: LogicalType,
  context: LowerContext,
  location: number | undefined,
): Expr | undefined {
  const origin = location === undefined ? value.origin : originAt(context, location)
  if (value.of === 'null') return nullLiteral(origin)
  const { text } = value
  switch (type.kind) {
    case 'integer':
    case 'decimal':
    case 'float':
      return numberOf(value, type, origin)
    case 'text':
      return value.of === 'text' && fits(text, type.length) ? value : undefined
    case 'boolean':
      return /^(t|true|f|false)$/i.test(text)
        ? literal('boolean', /^t/i.test(text) ? 'TRUE' : 'FALSE', origin)
        : undefined
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? literal('date', text, origin) : undefined
    case 'timestamp':
      return type.zone === 'none' && timestampText.test(text) ? literal('timestamp', text, origin) : undefined
    case 'time':
      return !type.zone && /^\d\d:\d\d:\d\d(\.\d{1,6})?$/.test(text) ? literal('time', text, origin) : undefined
    case 'binary':
      return bytesOf(text, origin)
    case 'bits':
      return /^[01]+$/.test(text) ? literal('bits', text, origin) : undefined
    case 'enum':
    case 'uuid':
    case 'json':
    case 'inet':
    case 'array':
    case 'opaque':
    case 'interval':
      return value.of === 'text' ? value : undefined
    default:
      return undefined
  }
}

/** The hexadecimal form, or plain text without a backslash (manual, "bytea Hex Format", "bytea Escape Format"). */
function bytesOf(text: string, origin: Literal['origin']): Expr | undefined {
  if (/^\\x([0-9a-f]{2})*$/i.test(text)) return literal('binary', text.slice(2).toLowerCase(), origin)
  return text.includes('\\') ? undefined : literal('binary', Buffer.from(text, 'utf8').toString('hex'), origin)
}

const timestampText = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/

const fits = (text: string, length: number | undefined): boolean => length === undefined || [...text].length <= length

function numberOf(value: Literal, type: LogicalType, origin: Literal['origin']): Expr | undefined {
  if (!/^[+-]?\d+(\.\d+)?$/.test(value.text.trim())) return undefined
  const text = value.text.trim()
  const isWhole = /^[+-]?\d+$/.test(text)
  if (type.kind === 'integer') return isWhole ? literal('integer', text, origin) : undefined
  if (type.kind === 'decimal' && type.scale !== undefined && (text.split('.')[1] ?? '').length > type.scale)
    return undefined
  return literal(isWhole ? 'integer' : 'decimal', text, origin)
}

/** Text of any length as text, a whole number as a wider or an exact one. */
function changesNothing(arg: Node, to: LogicalType, context: LowerContext): boolean {
  const from = typeOf(arg, context)
  if (from === undefined || from === 'unknown') return false
  // Fixed-length text loses its blanks on the way, which are not kept on other engines anyway.
  if (to.kind === 'text') return from === 'text' && to.length === undefined && !to.padded
  if (to.kind === 'decimal') return (from === 'integer' || from === 'decimal') && to.precision === undefined
  if (to.kind === 'integer') return from === 'integer' && to.bits === 64
  return from === familyOf(to) && (to.kind === 'boolean' || to.kind === 'date' || to.kind === 'uuid')
}

/** Conversions that other engines make alike, as long as the value fits. What reads text is none. */
function isAlike(from: ReturnType<typeof typeOf>, to: LogicalType): boolean {
  if (to.kind === 'text') return alikeAsText.has(from) && to.length === undefined && !to.padded
  if (to.kind === 'integer') return to.bits >= 32 && (from === 'integer' || from === 'decimal')
  if (to.kind === 'decimal') return to.precision !== undefined && (from === 'integer' || from === 'decimal')
  return to.kind === 'float' && to.bits === 64 && (from === 'integer' || from === 'decimal')
}

const alikeAsText: ReadonlySet<string | undefined> = new Set(['integer', 'decimal', 'boolean', 'date', 'uuid', 'enum'])
