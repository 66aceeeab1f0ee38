import { coreCall, int32, literal, textLiteral, timestamp, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { LowerContext } from './context.js'
import { typeOf } from './known-types.js'
import { type Node, stringOf, stringsOf } from './tree.js'

type Lower = (node: Node | undefined) => Expr

/*
 * Dates and moments without a zone. What follows the zone of the session (timestamptz, and what becomes one: date_trunc of a
 * date) has no words here.
 */

const fields: Readonly<Record<string, string>> = {
  ...{ year: 'year', quarter: 'quarter', month: 'month', day: 'day_of_month', doy: 'day_of_year' },
  ...{ hour: 'hour', minute: 'minute' },
}

const units: ReadonlySet<string> = new Set(['year', 'month', 'day', 'hour', 'minute'])

/** `extract(field FROM d)`, `date_part`, `date_trunc`; undefined: another function, or another kind of moment. */
export function momentCall(name: string, args: readonly Node[], lower: Lower, origin: Origin, context: LowerContext) {
  const [unit, value, more] = args
  const family = typeOf(value, context)
  if (more || !unit || !('A_Const' in unit) || (family !== 'timestamp' && family !== 'date')) return undefined
  const word = (unit.A_Const.sval?.sval ?? '').toLowerCase()
  if (name === 'date_trunc')
    return family === 'timestamp' && units.has(word)
      ? coreCall('cut_time', [lower(value), textLiteral(word.toUpperCase())], valueTypeOf(timestamp), origin)
      : undefined
  const core = fields[word]
  const known = core !== undefined && (family === 'timestamp' || !/^(hour|minute)$/.test(word))
  return known ? coreCall(core, [lower(value)], valueTypeOf(int32), origin) : undefined
}

export const isMomentCall = (name: string): boolean => /^(extract|date_part|date_trunc)$/.test(name)

/** Days added to a date, days between two, a written interval of one unit; undefined: none of these. */
export function movedMoment(
  op: string,
  left: Node | undefined,
  right: Node | undefined,
  lower: Lower,
  origin: Origin,
  context: LowerContext,
): Expr | undefined {
  const [from, by] = [typeOf(left, context), typeOf(right, context)]
  const core = op === '+' ? 'date_add_interval' : 'date_sub_interval'
  const day = textLiteral('DAY')
  if (op === '+' && from === 'integer' && by === 'date') return movedMoment('+', right, left, lower, origin, context)
  if (from === 'date' && by === 'integer')
    return coreCall(core, [lower(left), lower(right), day], valueTypeOf({ kind: 'date' }), origin)
  if (op === '-' && from === 'date' && by === 'date')
    return coreCall('date_diff', [lower(left), lower(right)], valueTypeOf(int32), origin)
  const interval = writtenInterval(right)
  if (from !== 'timestamp' || !interval) return undefined
  const amount = literal('integer', interval.amount, origin)
  return coreCall(core, [lower(left), amount, textLiteral(interval.unit)], valueTypeOf(timestamp), origin)
}

/** The family of what stands above; undefined: it is none of these. */
export function movedFamily(op: string, left: string | undefined, right: string | undefined, node: Node | undefined) {
  if (left === 'date' && right === 'date') return op === '-' ? 'integer' : undefined
  if (left === 'date' && right === 'integer') return 'date'
  if (left === 'integer' && right === 'date') return op === '+' ? 'date' : undefined
  return left === 'timestamp' && writtenInterval(node) ? 'timestamp' : undefined
}

function writtenInterval(node: Node | undefined): { readonly amount: string; readonly unit: string } | undefined {
  if (!node || !('TypeCast' in node) || stringsOf(node.TypeCast.typeName?.names).at(-1) !== 'interval') return undefined
  const { arg, typeName } = node.TypeCast
  if (!arg || !('A_Const' in arg) || (typeName?.typmods ?? []).length > 0) return undefined
  const text = arg.A_Const.sval?.sval ?? ''
  const [, amount = '', unit = ''] = /^\s*(\d{1,6})\s*(second|minute|hour|day|week|month|year)s?\s*$/i.exec(text) ?? []
  return amount === '' ? undefined : { amount, unit: unit.toUpperCase() }
}

const elements: readonly (readonly [RegExp, string])[] = [
  [/^YYYY/, '%Y'],
  [/^HH24/, '%H'],
  [/^MM/, '%m'],
  [/^DD/, '%d'],
  [/^MI/, '%i'],
  [/^SS/, '%s'],
  [/^[-/.:, ]/, ''],
  [/^"T"/, 'T'],
]

/** `to_char(d, 'YYYY-MM-DD')`: elements that are digits alone, between signs. */
export function momentText(args: readonly Node[], lower: Lower, origin: Origin, context: LowerContext) {
  const [value, format, more] = args
  const family = typeOf(value, context)
  if (more || !format || !('A_Const' in format) || (family !== 'timestamp' && family !== 'date')) return undefined
  let rest = stringOf(format) || (format.A_Const.sval?.sval ?? '')
  let made = ''
  while (rest !== '') {
    const found = elements.find(([element]) => element.test(rest))
    const written = found?.[0].exec(rest)?.[0]
    if (!found || !written) return undefined
    made += found[1] === '' ? written : found[1]
    rest = rest.slice(written.length)
  }
  return coreCall('date_format', [lower(value), textLiteral(made)], undefined, origin)
}
