import { coreCall, intLiteral, literal, valueOf } from '../../../core/ir/build.js'
import type { Cast, Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'
import { toInteger } from './booleans.js'
import { readNumberText, readTemporalText } from './temporal-text.js'

type CastRule = (operand: Expr, to: LogicalType, cast: Cast) => Expr | undefined

/**
 * CAST and CONVERT as the source means them: text is read as far as it goes, numbers are rounded, text is cut. The target's
 * own CAST refuses where the source gives a value, so the cast becomes a call by meaning.
 */
export function castByMeaning(cast: Cast, ctx: CodeContext): Expr {
  if (cast.implicit) return cast
  const made = rules[cast.to.logical.kind]?.(cast.operand, cast.to.logical, cast)
  if (made) return made
  ctx.report.fail('XW-C0316', cast.origin, {
    from: exprFamily(cast.operand),
    to: cast.to.native || cast.to.logical.kind,
  })
  return cast
}

const rules: Partial<Record<LogicalType['kind'], CastRule>> = {
  integer: (operand, to) => {
    if (operand.kind === 'literal' && operand.of === 'text') {
      const read = readNumberText(operand.text)
      return literal('integer', read.text.replace(/\..*$/, '') || '0', operand.origin)
    }
    if (exprFamily(operand) === 'boolean') return toInteger(operand)
    return operand.type?.logical.kind === 'integer' ? operand : call('to_int64', operand, to)
  },
  decimal: (operand, to) => {
    const number =
      operand.type?.logical.kind === 'decimal'
        ? operand
        : call('to_decimal', operand, { kind: 'decimal', signed: true })
    const scale = to.kind === 'decimal' ? (to.scale ?? 0) : 0
    return coreCall('round', [number, intLiteral(scale)], valueOf(to, operand.type?.nullable ?? true), operand.origin)
  },
  float: (operand, to) => (operand.type?.logical.kind === 'float' ? operand : call('to_float', operand, to)),
  text: (operand, to) => {
    const text = exprFamily(operand) === 'text' ? operand : call('to_text', operand, to)
    if (to.kind !== 'text' || to.length === undefined) return text
    return coreCall('left', [text, intLiteral(to.length)], valueOf(to, operand.type?.nullable ?? true), operand.origin)
  },
  binary: (operand, to) => {
    const bytes =
      exprFamily(operand) === 'binary' ? operand : call('to_binary', operand, { kind: 'binary', padded: false })
    return to.kind === 'binary' && to.length !== undefined ? undefined : bytes
  },
  date: (operand, to) => temporal('to_date', operand, to),
  timestamp: (operand, to) => temporal('to_datetime', operand, to),
  time: (operand, to) => (exprFamily(operand) === 'time' ? operand : nullable(call('to_time', operand, to))),
  json: (operand, to) => {
    if (exprFamily(operand) === 'json') return operand
    return call(exprFamily(operand) === 'text' ? 'to_json' : 'to_json_value', operand, to)
  },
  year: (operand) => call('to_int32', operand, { kind: 'integer', bits: 32, signed: true }),
}

function temporal(name: string, operand: Expr, to: LogicalType): Expr {
  if (operand.kind === 'literal' && operand.of === 'text') {
    const read = readTemporalText(operand.text)
    if (typeof read !== 'string' && (to.kind === 'date' || to.kind === 'timestamp')) {
      const text =
        to.kind === 'date' ? read.text.slice(0, 10) : read.of === 'date' ? `${read.text} 00:00:00` : read.text
      return literal(to.kind, text, operand.origin)
    }
  }
  return operand.type?.logical.kind === to.kind ? operand : nullable(call(name, operand, to))
}

const call = (name: string, operand: Expr, to: LogicalType): Expr =>
  coreCall(name, [operand], valueOf(to, operand.type?.nullable ?? true), operand.origin)

const nullable = (expr: Expr): Expr => (expr.type ? { ...expr, type: { ...expr.type, nullable: true } } : expr)
