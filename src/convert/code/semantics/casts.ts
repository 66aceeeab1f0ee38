import { coreCall, intLiteral, literal } from '../../../core/ir/build.js'
import type { Cast, Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'
import { asNumber, asText } from './compare.js'
import { withinDigits } from './digits.js'
import { exactCast } from './exact-casts.js'
import { mayExceed, withoutFraction } from './fractions.js'
import { readNumberText, readTemporalText } from './temporal-text.js'

interface CastRule {
  readonly core: string
  /** Length, precision, scale: further arguments of the call. */
  readonly sizes?: (to: LogicalType) => readonly (number | undefined)[]
  /** What a literal becomes at once. */
  readonly fold?: (operand: Expr) => Expr | undefined
}

/**
 * CAST and CONVERT as the source means them: text is read as far as it goes, numbers are rounded, text is cut. The target's
 * own CAST refuses where the source gives a value, so a cast becomes a call by meaning.
 */
export function castByMeaning(cast: Cast, ctx: CodeContext): Expr {
  if (cast.implicit) return cast
  const exact = ctx.sourceCan.castsExactly ? exactCast(cast, ctx) : undefined
  if (exact) return exact
  const { logical } = cast.to
  const rule = ruleFor(logical)
  if (rule === undefined) {
    const to = cast.to.native || logical.kind
    ctx.report.fail('XW-C0316', cast.origin, { from: exprFamily(cast.operand), to })
    return cast
  }
  const folded = rule.fold?.(cast.operand)
  if (folded) return folded
  // A type without a size in parentheses has a default one as a column, but none in a cast.
  const sized = logical.kind === 'decimal' || cast.to.native.includes('(')
  const sizes = sized ? (rule.sizes?.(logical) ?? []).filter((size) => size !== undefined) : []
  const operand = withinDigits(plainOperand(cast.operand, rule.core), logical)
  const call = (numbers: readonly number[]): Expr =>
    coreCall(rule.core, [operand, ...numbers.map((size) => intLiteral(size))], cast.type, cast.origin)
  const all = call([mostDigits])
  const moment = logical.kind === 'timestamp' || logical.kind === 'time' ? withoutFraction(all, logical, ctx) : all
  return moment === all || !mayExceed(operand, sizes[0] ?? 0) ? call(sizes) : moment
}

const mostDigits = 6

const intoNumber = new Set(['cast_signed', 'cast_unsigned', 'cast_decimal', 'cast_float'])

/** A set of labels is cast as its number or as its text. */
function plainOperand(operand: Expr, core: string): Expr {
  if (exprFamily(operand) !== 'list') return operand
  return intoNumber.has(core) ? asNumber(operand) : asText(operand)
}

const rules: Partial<Record<LogicalType['kind'], CastRule>> = {
  integer: { core: 'cast_signed', fold: foldInteger },
  decimal: {
    core: 'cast_decimal',
    sizes: (to) => (to.kind === 'decimal' ? [to.precision ?? 10, to.scale ?? 0] : []),
  },
  float: { core: 'cast_float' },
  text: { core: 'cast_text', sizes: (to) => (to.kind === 'text' ? [to.length] : []) },
  binary: { core: 'cast_binary', sizes: (to) => (to.kind === 'binary' ? [to.length] : []) },
  date: { core: 'cast_date', fold: (operand) => foldTemporal(operand, 'date') },
  timestamp: {
    core: 'cast_datetime',
    sizes: (to) => (to.kind === 'timestamp' && to.precision > 0 ? [to.precision] : []),
    fold: (operand) => foldTemporal(operand, 'timestamp'),
  },
  time: { core: 'cast_time', sizes: (to) => (to.kind === 'time' && to.precision > 0 ? [to.precision] : []) },
  json: { core: 'cast_json' },
  year: { core: 'cast_year' },
}

const ruleFor = (to: LogicalType): CastRule | undefined =>
  to.kind === 'integer' && !to.signed ? { core: 'cast_unsigned' } : rules[to.kind]

function foldInteger(operand: Expr): Expr | undefined {
  if (operand.kind !== 'literal' || operand.of !== 'text') return undefined
  const read = readNumberText(operand.text)
  return read.of === 'float' ? undefined : literal('integer', read.text.replace(/\..*$/, '') || '0', operand.origin)
}

function foldTemporal(operand: Expr, kind: 'date' | 'timestamp'): Expr | undefined {
  if (operand.kind !== 'literal' || operand.of !== 'text') return undefined
  const read = readTemporalText(operand.text)
  if (typeof read === 'string') return undefined
  if (kind === 'date') return literal('date', read.text.slice(0, 10), operand.origin)
  if (read.text.includes('.')) return undefined
  return literal('timestamp', read.of === 'date' ? `${read.text} 00:00:00` : read.text, operand.origin)
}
