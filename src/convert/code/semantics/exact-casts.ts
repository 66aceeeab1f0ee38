import {
  coreCall,
  float64,
  implicitCast,
  intLiteral,
  plainText,
  textLiteral,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type { Cast, Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'
import { asNumber, asText } from './compare.js'
import { lengthOf } from './text-lengths.js'

/**
 * CAST where it refuses what does not fit and text is a number or none (SQL Language Reference, "CAST"): a number without
 * digits keeps all that it has, one with digits is rounded to them, text is cut. Undefined: a cast to another type.
 */
export function exactCast({ operand, to, type, origin }: Cast, ctx: CodeContext): Expr | undefined {
  const { logical, native } = to
  const nullable = operand.type?.nullable ?? true
  if (exprFamily(operand) === 'null') return undefined
  switch (logical.kind) {
    case 'integer':
    case 'decimal': {
      if (!['number', 'text'].includes(exprFamily(operand))) return undefined
      const number = numberOf(operand)
      const digits = digitsOf(logical, native)
      return digits ? implicitCast(number, digits, ctx.target.typeName(digits)) : typed(number, nullable)
    }
    case 'float':
      return coreCall('to_float', [numberOf(operand)], type ?? valueTypeOf(float64, nullable), origin)
    case 'text': {
      const text = asText(operand)
      const { length, padded } = logical
      if (length === undefined || (!padded && lengthOf(text) <= length)) return text
      const size = intLiteral(length, origin)
      const kept = valueTypeOf(plainText, nullable)
      return padded
        ? coreCall('filled_right', [text, size, textLiteral(' ', origin)], kept, origin)
        : coreCall('left', [text, size], kept, origin)
    }
    default:
      return undefined
  }
}

const typed = (number: Expr, nullable: boolean): Expr =>
  number.kind === 'call' ? { ...number, type: valueTypeOf({ kind: 'decimal', signed: true }, nullable) } : number

/** A literal that is no number raises its error when it is reached, as other text does. */
function numberOf(operand: Expr): Expr {
  if (operand.kind === 'literal' && operand.of === 'text' && !/^\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*$/.test(operand.text))
    return coreCall('to_number', [operand], valueTypeOf({ kind: 'decimal', signed: true }), operand.origin)
  return asNumber(operand)
}

/** The digits of a type, which whole numbers of few digits say in their own words alone. */
function digitsOf(logical: LogicalType, native: string): LogicalType | undefined {
  if (logical.kind === 'decimal') return logical.precision === undefined ? undefined : logical
  const precision = Number(/\(\s*(\d+)/.exec(native)?.[1] ?? Number.NaN)
  return Number.isNaN(precision) ? logical : { kind: 'decimal', precision, scale: 0, signed: true }
}
