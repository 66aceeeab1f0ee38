import {
  coreCall,
  implicitCast,
  int32,
  intLiteral,
  nullLiteral,
  plainText,
  textLiteral,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { LogicalType, MapType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { withinLimits } from '../semantics/limits.js'
import type { Variable } from '../variables.js'

/** A value that holds elements. */
export interface ListValue {
  readonly expr: Expr
  readonly logical: Extract<LogicalType, { kind: 'array' }> | MapType
}

export function asList(expr: Expr): ListValue | undefined {
  const logical = expr.type?.logical
  return logical?.kind === 'map' || (logical?.kind === 'array' && logical.byPlace) ? { expr, logical } : undefined
}

/** An element by its place or key. Without one a list by places gives null, one by keys raises. */
export function elementOf({ expr, logical }: ListValue, index: Expr, origin: Origin, ctx: CodeContext): Expr {
  if (logical.kind === 'map')
    return valueIn(logical, coreCall('map_value', [expr, keyOf(logical, index)], undefined, origin))
  ctx.report.noteOnce('XW-R0055', origin, {})
  return { kind: 'element', list: expr, index, type: valueTypeOf(logical.of), origin }
}

/** What a map keeps as text, as the value that it is. */
export function valueIn({ of, declared }: MapType, text: Expr): Expr {
  return { ...implicitCast(text, of.logical, declared.native), origin: text.origin, type: of }
}

/** Keys are kept as text; a number is a whole one. */
export function keyOf({ key }: MapType, index: Expr): Expr {
  if (index.kind === 'literal' && index.of === (key === 'number' ? 'integer' : 'text'))
    return textLiteral(index.text, index.origin)
  const whole = key === 'number' ? { ...implicitCast(index, int32, 'integer'), origin: index.origin } : index
  return { ...implicitCast(whole, plainText, 'text'), origin: index.origin }
}

const named: Readonly<Record<string, string>> = { first: 'first', last: 'last', next: 'next', prior: 'prior' }

/** A question to a list by keys. */
export function askedOfMap({ expr, logical }: ListValue, method: string, args: readonly Expr[], origin: Origin) {
  if (logical.kind !== 'map') return undefined
  if (method === 'limit') return nullLiteral(origin)
  const keys = args.map((each) => keyOf(logical, each))
  const end = named[method] && logical.key === 'number' ? '_number' : ''
  return coreCall(`map_${method}${end}`, [expr, ...keys], undefined, origin)
}

/** A new list of these elements. */
export function listMade(
  { type, declared }: Pick<Variable, 'type' | 'declared'>,
  items: readonly Expr[],
  origin: Origin,
) {
  const { logical, native } = declared
  if (logical.kind === 'map' && items.length === 0)
    return { ...implicitCast(coreCall('map_empty', [], undefined, origin), logical, native), type }
  if (logical.kind !== 'array' || !logical.byPlace) return undefined
  const { of } = logical
  const limited = items.map((item) => withinLimits(item, of, native.replace(/\[\]$/, '')))
  const made = { ...implicitCast(coreCall('list_of', limited, type, origin), logical, native), type }
  return items.length > (logical.limit ?? items.length) ? withinCount(made, logical) : made
}

/** A list that may have become longer than its type allows. */
export const withinCount = (list: Expr, logical: LogicalType): Expr =>
  logical.kind === 'array' && logical.limit !== undefined
    ? coreCall('list_within', [list, intLiteral(logical.limit, list.origin)], list.type, list.origin)
    : list
