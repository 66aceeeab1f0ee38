import type { Binary, BinaryOp, Call, Case, Cast, ColumnRef, Expr, Literal, Unary } from './expr.js'
import { ident, noOrigin, type Origin } from './names.js'
import type { LogicalType, ValueType } from './types.js'

export const bool: LogicalType = { kind: 'boolean' }
export const int32: LogicalType = { kind: 'integer', bits: 32, signed: true }
export const int64: LogicalType = { kind: 'integer', bits: 64, signed: true }
export const float64: LogicalType = { kind: 'float', bits: 64, signed: true }
export const plainText: LogicalType = { kind: 'text', unit: 'char', padded: false }
export const timestamp: LogicalType = { kind: 'timestamp', precision: 6, zone: 'none' }

export const valueTypeOf = (logical: LogicalType, nullable = true): ValueType => ({ logical, nullable })

export function literal(of: Literal['of'], text: string, origin: Origin = noOrigin): Literal {
  const type = literalType(of, text)
  return { kind: 'literal', of, text, origin, type }
}

/** The type of a literal as the standard sees it; widths are those of the digits. */
export function literalType(of: Literal['of'], text: string): ValueType {
  switch (of) {
    case 'null':
      return valueTypeOf({ kind: 'null' })
    case 'boolean':
      return valueTypeOf(bool, false)
    case 'integer':
      return valueTypeOf(integerOf(text), false)
    case 'decimal': {
      const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.')
      const precision = Math.max(1, whole.replace(/^0+/, '').length + fraction.length)
      return valueTypeOf({ kind: 'decimal', precision, scale: fraction.length, signed: true }, false)
    }
    case 'float':
      return valueTypeOf(float64, false)
    case 'text':
      return valueTypeOf({ kind: 'text', length: [...text].length, unit: 'char', padded: false }, false)
    case 'binary':
      return valueTypeOf({ kind: 'binary', length: text.length / 2, padded: false }, false)
    case 'bits':
      return valueTypeOf({ kind: 'bits', length: Math.max(1, text.length), varying: false }, false)
    case 'date':
      return valueTypeOf({ kind: 'date' }, false)
    case 'time':
      return valueTypeOf({ kind: 'time', precision: fractionDigits(text), zone: false, range: 'signed' }, false)
    case 'timestamp':
      return valueTypeOf({ kind: 'timestamp', precision: fractionDigits(text), zone: 'none' }, false)
  }
}

function integerOf(text: string): LogicalType {
  if (!/^[+-]?\d+$/.test(text)) return int64
  const value = BigInt(text.replace(/^\+/, ''))
  if (value >= -(2n ** 31n) && value < 2n ** 31n) return int32
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return int64
  if (value >= 0n && value < 2n ** 64n) return { kind: 'integer', bits: 64, signed: false }
  return { kind: 'decimal', precision: text.replace(/^[+-]/, '').length, scale: 0, signed: true }
}

const fractionDigits = (text: string): number => /\.(\d{1,6})/.exec(text)?.[1]?.length ?? 0

export const nullLiteral = (origin: Origin = noOrigin): Literal => literal('null', 'NULL', origin)
export const textLiteral = (text: string, origin: Origin = noOrigin): Literal => literal('text', text, origin)
export const intLiteral = (value: number | bigint, origin: Origin = noOrigin): Literal =>
  literal('integer', String(value), origin)
export const boolLiteral = (value: boolean, origin: Origin = noOrigin): Literal =>
  literal('boolean', value ? 'TRUE' : 'FALSE', origin)

export function column(path: readonly string[], type?: ValueType, origin: Origin = noOrigin): ColumnRef {
  const names = path.map((name) => ident(name))
  return type === undefined ? { kind: 'column', path: names, origin } : { kind: 'column', path: names, origin, type }
}

export function binary(op: BinaryOp, left: Expr, right: Expr, type?: ValueType): Binary {
  const node: Binary = { kind: 'binary', op, left, right, origin: left.origin }
  return type === undefined ? node : { ...node, type }
}

export function unary(op: Unary['op'], operand: Expr, type?: ValueType): Unary {
  const node: Unary = { kind: 'unary', op, operand, origin: operand.origin }
  return type === undefined ? node : { ...node, type }
}

export const not = (operand: Expr): Unary => unary('not', operand, valueTypeOf(bool, operand.type?.nullable ?? true))

/** One branch of a CASE. */
export const branch = (when: Expr, result: Expr): Case['whens'][number] => ({
  when,
  // biome-ignore lint/suspicious/noThenProperty: the word of the language; no branch is ever awaited.
  then: result,
})

/** A call by meaning: `core.round` is `coreCall('round', …)`. */
export function coreCall(name: string, args: readonly Expr[], type?: ValueType, origin?: Origin): Call {
  const node: Call = { kind: 'call', fn: { core: name }, args, origin: origin ?? args[0]?.origin ?? noOrigin }
  return type === undefined ? node : { ...node, type }
}

export function nativeCall(name: string, args: readonly Expr[], origin: Origin = noOrigin): Call {
  return { kind: 'call', fn: { native: name }, args, origin }
}

/** A conversion that a pass puts in. The target's own name for the type is filled when it is printed. */
export function implicitCast(operand: Expr, to: LogicalType, native = ''): Cast {
  return {
    kind: 'cast',
    operand,
    to: { logical: to, native, origin: operand.origin },
    implicit: true,
    origin: operand.origin,
    type: { logical: to, nullable: operand.type?.nullable ?? true, ...(native === '' ? {} : { native }) },
  }
}
