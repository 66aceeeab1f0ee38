import { decodeText } from '../../../../grammars/oracle/literals.js'
import { type CstNode, node, token } from '../../../../grammars/sql/cst.js'
import { timestamp, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr, IntervalExpr, Literal } from '../../../core/ir/expr.js'
import { type LowerContext, originOf } from './cst.js'
import { withoutCounterpart } from './problems.js'
import { tokenText } from './types.js'

/** Lowers `literal`. Numbers stay text: a double would change them. The empty text is null. */
export function lowerLiteral(of: CstNode, context: LowerContext): Literal {
  const origin = originOf(of, context)
  const integer = token(of, 'IntegerNumber')
  if (integer) return { kind: 'literal', of: 'integer', text: integer.image, origin }
  const decimal = token(of, 'DecimalNumber')
  if (decimal) return { kind: 'literal', of: 'decimal', text: decimalText(decimal.image), origin }
  const float = token(of, 'FloatNumber')
  if (float) return { kind: 'literal', ...floatValue(float.image), origin }
  const text = token(of, 'Text') ?? token(of, 'NationalText')
  const value = text ? decodeText(text.image) : ''
  if (value === '') return { kind: 'literal', of: 'null', text: 'null', origin }
  return { kind: 'literal', of: 'text', text: value, origin }
}

const decimalText = (image: string): string => image.replace(/^\./, '0.').replace(/\.$/, '')

/** `1e3` is an exact number in Oracle, `1.5f` and `2d` are binary ones. */
function floatValue(image: string): Pick<Literal, 'of' | 'text'> {
  const digits = decimalText(image.replace(/[fd]$/i, ''))
  return /[fd]$/i.test(image) ? { of: 'float', text: digits } : { of: 'decimal', text: withoutExponent(digits) }
}

/** All digits of an exact number written with an exponent, which is at most 125. */
function withoutExponent(image: string): string {
  const [, whole = '', part = '', exponent] = /^(\d*)\.?(\d*)e([+-]?\d+)$/i.exec(image) ?? []
  if (exponent === undefined || Math.abs(Number(exponent)) > 130) return image
  const place = whole.length + Number(exponent)
  const digits = (whole + part).padEnd(place, '0').padStart(part.length - Number(exponent) + 1, '0')
  const point = digits.length - Math.max(0, part.length - Number(exponent))
  const [left, right] = [digits.slice(0, point).replace(/^0+(?=\d)/, ''), digits.slice(point)]
  return right === '' ? left : `${left || '0'}.${right}`
}

/** Lowers `temporalLiteral`: DATE '…' is a point in time with seconds, as the type DATE is. */
export function lowerTemporal(of: CstNode, context: LowerContext): Expr {
  const text = decodeText(token(of, 'Text')?.image ?? "''").trim()
  const origin = originOf(of, context)
  if (token(of, 'K_DATE')) {
    // A year below zero is one before Christ; there is no year 0.
    const early = /^-(\d{4}-\d\d?-\d\d?)$/.exec(text)?.[1]
    return { kind: 'literal', of: 'timestamp', text: early ? `${early} 00:00:00 BC` : `${text} 00:00:00`, origin }
  }
  if (token(of, 'K_TIMESTAMP') && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/.test(text)) {
    // With digits or without, it is a TIMESTAMP and no DATE.
    return { kind: 'literal', of: 'timestamp', text, type: valueTypeOf(timestamp, false), origin }
  }
  return withoutCounterpart(of, 'A literal of a time zone or of a time alone', context)
}

const single = /^\s*([+-]?\d+(?:\.\d+)?)\s*$/
const units = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'])

/** Lowers `intervalLiteral`: one field, or YEAR TO MONTH and DAY TO SECOND in the words of the hub. */
export function lowerIntervalLiteral(of: CstNode, context: LowerContext): Expr {
  const text = decodeText(token(of, 'Text')?.image ?? "''")
  const fields = node(of, 'intervalFields')
  const word = (name: string): string => {
    const field = fields && node(fields, name)
    return field ? (/^[a-z]+/i.exec(tokenText(field))?.[0].toUpperCase() ?? '') : ''
  }
  const [from, to] = [word('from'), word('to')]
  const origin = originOf(of, context)
  const amount = single.exec(text)?.[1]
  if (to === '' && amount !== undefined && units.has(from)) {
    const number: Literal = { kind: 'literal', of: amount.includes('.') ? 'decimal' : 'integer', text: amount, origin }
    return { kind: 'interval', amount: number, unit: from, origin } satisfies IntervalExpr
  }
  if (to === '') return withoutCounterpart(of, 'An interval of this form', context)
  const value: Literal = { kind: 'literal', of: 'text', text: text.trim(), origin }
  return { kind: 'interval', amount: value, unit: `${from}_${to}`, origin }
}
