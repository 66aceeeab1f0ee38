import type { Call, Cast, Expr } from '../../core/ir/expr.js'
import { coreCall, literal } from '../apply/core-text.js'

/**
 * A cast that the user wrote as a core call, so that its leniency (`CAST('1abc' AS SIGNED)` is 1) is kept. Undefined for
 * types that have no such call: the cast stays a cast.
 */
export function castToCore(cast: Cast): Call | undefined {
  const { logical } = cast.to
  const call = (core: string, ...numbers: readonly (number | undefined)[]): Call =>
    coreCall(core, [cast.operand, ...numbers.flatMap((value) => numberLiteral(value, cast.operand))], cast.origin)
  switch (logical.kind) {
    case 'integer':
      return call(logical.signed ? 'cast_signed' : 'cast_unsigned')
    case 'decimal':
      return call('cast_decimal', logical.precision ?? 10, logical.scale ?? 0)
    case 'float':
      return call('cast_float')
    case 'text':
      return call('cast_text', logical.length)
    case 'binary':
      return call('cast_binary', logical.length)
    case 'date':
      return call('cast_date')
    case 'timestamp':
      return call('cast_datetime', logical.precision)
    case 'time':
      return call('cast_time', logical.precision)
    case 'json':
      return call('cast_json')
    case 'year':
      return call('cast_year')
    default:
      return undefined
  }
}

const numberLiteral = (value: number | undefined, beside: Expr): readonly Expr[] =>
  value === undefined ? [] : [literal('integer', String(value), beside.origin)]
