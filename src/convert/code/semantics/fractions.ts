import { coreCall, intLiteral } from '../../../core/ir/build.js'
import type { Call, Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'

/** Digits of seconds that a type holds; undefined: it holds all there are, or has none. */
const digitsOf = (type: LogicalType): number | undefined =>
  (type.kind === 'timestamp' || type.kind === 'time' || type.kind === 'interval') &&
  type.precision !== undefined &&
  type.precision < 6
    ? type.precision
    : undefined

/**
 * A moment as the source stores it in a type with fewer digits of seconds: some engines cut the others off, under a setting
 * they round, which is what targets do by themselves.
 */
export function withoutFraction(expr: Expr, type: LogicalType, ctx: CodeContext): Expr {
  const digits = digitsOf(type)
  if (!cutsFractions(ctx) || digits === undefined || !mayExceed(expr, digits)) return expr
  return cutSeconds(expr, digits)
}

const cutsFractions = ({ sourceCan, modes }: CodeContext): boolean =>
  sourceCan.cutsFractions === true && !modes?.includes('TIME_ROUND_FRACTIONAL')

function cutSeconds(expr: Expr, digits: number): Expr {
  if (expr.kind === 'literal')
    return { ...expr, text: expr.text.replace(digits === 0 ? /\.\d*/ : longer(digits), '$1') }
  const type = expr.type && digitsOf({ ...expr.type.logical, precision: 0 } as LogicalType) !== undefined
  return coreCall('cut_seconds', [expr, intLiteral(digits)], type ? expr.type : undefined, expr.origin)
}

const longer = (digits: number): RegExp => new RegExp(`(\\.\\d{${digits}})\\d*`)

/** What comes in from a caller may have any digits: parameters of targets have no precision. */
export function enteredMoment(expr: Expr, type: LogicalType, ctx: CodeContext): Expr | undefined {
  const digits = digitsOf(type)
  return digits !== undefined && cutsFractions(ctx) ? cutSeconds(expr, digits) : undefined
}

/** Whether a value may have more digits of seconds, as far as its form and its types tell. */
export function mayExceed(expr: Expr, digits: number): boolean {
  const family = exprFamily(expr)
  if (family === 'null' || family === 'date' || expr.type?.logical.kind === 'integer') return false
  switch (expr.kind) {
    case 'literal':
      return (/\.(\d+)/.exec(expr.text)?.[1] ?? '').length > digits
    case 'column':
    case 'variable':
      return (digitsOf(expr.type?.logical ?? { kind: 'null' }) ?? 6) > digits
    case 'case':
      return [...expr.whens.map((each) => each.then), ...(expr.else ? [expr.else] : [])].some((each) =>
        mayExceed(each, digits),
      )
    case 'call':
      return ofCall(expr, digits)
    default:
      return true
  }
}

const clocks: ReadonlySet<string> = new Set([
  'now',
  'clock_now',
  'clock_utc',
  'current_time',
  'utc_timestamp',
  'utc_time',
])
const moves: ReadonlySet<string> = new Set(['date_add_interval', 'date_sub_interval', 'move_time', 'move_time_back'])
const choices: ReadonlySet<string> = new Set([
  'coalesce',
  'if',
  'greatest',
  'least',
  'min',
  'max',
  'any_value',
  'nullif',
])

function ofCall({ fn, args }: Call, digits: number): boolean {
  const name = 'core' in fn ? fn.core : ''
  const [first, amount, unit] = args
  if (clocks.has(name)) return first !== undefined && !(first.kind === 'literal' && Number(first.text) <= digits)
  if (choices.has(name)) return args.slice(name === 'if' ? 1 : 0).some((each) => mayExceed(each, digits))
  if (moves.has(name)) {
    const whole = amount?.type?.logical.kind === 'integer' && unit?.kind === 'literal' && !/MICRO/i.test(unit.text)
    return !whole || !first || mayExceed(first, digits)
  }
  if (name === 'from_unixtime' || name === 'to_datetime' || name === 'cast_datetime')
    return first === undefined || mayExceed(first, digits)
  return true
}
