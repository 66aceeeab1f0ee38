import { coreCall, implicitCast, int32, intLiteral } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { CallStmt, Stmt, Target } from '../../../core/ir/statement.js'
import { asList, keyOf, type ListValue, listMade, withinCount } from '../../code/resolve/elements.js'
import { typedExpr } from '../code.js'
import { contextOf, type State } from '../frame.js'
import { newElement, quietPlaceOf, store } from './places.js'

const methods: ReadonlySet<string> = new Set(['extend', 'trim', 'delete'])

/** `l.EXTEND`, `l.DELETE`, `l.TRIM(n)`: the list becomes another one. Undefined: the call is none of a list. */
export function listStatement(stmt: CallStmt, state: State): readonly Stmt[] | undefined {
  const { schema, name } = stmt.routine
  const { origin } = stmt
  const target: Target | undefined = stmt.on ?? (schema && { kind: 'column', path: [schema], origin })
  const place = methods.has(name.text.toLowerCase()) && target ? quietPlaceOf(target, state) : undefined
  const list = place && asList(place.expr)
  if (!place || !list) return undefined
  const args = stmt.args.map((arg) => asPlace(typedExpr(arg, { want: 'value' }, state), list))
  const made = extended(stmt, list, args, state) ?? changed(name.text.toLowerCase(), list, args, stmt)
  const value = made && /^extend$/i.test(name.text) ? withinCount(made, list.logical) : made
  const { report } = contextOf(state)
  if (report.failed) return []
  if (value) return store(place, { ...value, ...(place.expr.type ? { type: place.expr.type } : {}) }, state)
  report.fail('XW-R0002', origin, { what: `${name.text} of a list with these arguments` })
  return []
}

/** A place or a number of elements is a whole number. */
const asPlace = (arg: Expr, { logical }: ListValue): Expr =>
  logical.kind === 'map' || arg.kind === 'literal' || arg.type?.native === 'integer'
    ? arg
    : { ...implicitCast(arg, int32, 'integer'), origin: arg.origin }

/** New elements whose type gives them values. */
function extended({ routine, origin }: CallStmt, { expr, logical }: ListValue, args: readonly Expr[], state: State) {
  if (logical.kind === 'map' || args.length > 1 || routine.name.text.toLowerCase() !== 'extend') return undefined
  const native = (expr.type?.native ?? '').replace(/\[\]$/, '')
  const start = newElement({ logical: logical.of, nullable: true, native }, origin, state)
  return start && coreCall('list_longer_by', [expr, args[0] ?? intLiteral(1, origin), start], undefined, origin)
}

function changed(method: string, list: ListValue, args: readonly Expr[], { origin }: CallStmt): Expr | undefined {
  const { expr, logical } = list
  const [first, second] = args
  if (logical.kind === 'map') return method === 'delete' ? withoutKeys(list, args, origin) : undefined
  if (method === 'extend' && !second)
    return coreCall('list_longer', [expr, first ?? intLiteral(1, origin)], undefined, origin)
  if (method === 'extend' && first && second) {
    const copied: Expr = { kind: 'element', list: expr, index: second, origin }
    return coreCall('list_longer_by', [expr, first, copied], undefined, origin)
  }
  if (method === 'trim') return coreCall('list_shorter', [expr, first ?? intLiteral(1, origin)], undefined, origin)
  const type = expr.type
  if (method !== 'delete' || first || !type) return undefined
  return listMade({ type, declared: { logical: type.logical, native: type.native ?? '', origin } }, [], origin)
}

function withoutKeys(
  { expr, logical }: ListValue,
  args: readonly Expr[],
  origin: CallStmt['origin'],
): Expr | undefined {
  if (logical.kind !== 'map') return undefined
  const [first, last] = args.map((arg) => keyOf(logical, arg))
  if (!first) return coreCall('map_empty', [], undefined, origin)
  if (!last) return coreCall('map_without', [expr, first], undefined, origin)
  return coreCall(
    logical.key === 'number' ? 'map_without_numbers' : 'map_without_texts',
    [expr, first, last],
    undefined,
    origin,
  )
}
