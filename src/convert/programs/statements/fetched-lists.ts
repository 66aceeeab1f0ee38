import {
  binary,
  bool,
  coreCall,
  implicitCast,
  int32,
  intLiteral,
  plainText,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type { FetchCursor } from '../../../core/ir/cursor.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { listMade, withinCount } from '../../code/resolve/elements.js'
import { typedExpr, writtenExpr } from '../code.js'
import { contextOf, extraVariable, type State } from '../frame.js'
import { countOf, elementOf } from './collects.js'
import { type Place, placeOf, store } from './places.js'

/** FETCH … BULK COLLECT INTO: row by row, until there is none left or the lists have as many elements as they may. */
export function collectFetched(stmt: FetchCursor, state: State): readonly Stmt[] {
  const { origin, collects, ...plain } = stmt
  const places = stmt.targets.flatMap((target) => placeOf(target, state) ?? [])
  const [first] = places
  const elements = places.map((place, at) => elementVariable(place, at, state))
  const known = elements.filter((each) => each !== undefined)
  const { report } = contextOf(state)
  if (!first || known.length < stmt.targets.length) {
    if (!report.failed) report.fail('XW-R0002', origin, { what: 'FETCH with BULK COLLECT INTO these targets' })
    return []
  }
  const emptied = places.flatMap((place) => {
    const { logical, native = '' } = place.type
    const made = listMade({ type: place.type, declared: { logical, native, origin } }, [], origin)
    return made ? store(place, made, state) : []
  })
  const limit = typeof collects === 'object' ? typedExpr(collects.limit, { want: 'value' }, state) : undefined
  const enough: Stmt[] = limit
    ? [{ kind: 'leave', when: writtenExpr(binary('ge', countOf(first), limit, valueTypeOf(bool)), state), origin }]
    : []
  const fetched = state.frame.convertAll([{ ...plain, targets: known, origin }], state)
  const missed: Expr = { kind: 'unary', op: 'not', operand: foundOne(origin), origin }
  const added = places.flatMap((place, at) => {
    const element = known[at]
    return element ? store(place, longer(place, element), state) : []
  })
  const body: readonly Stmt[] = [...enough, ...fetched, { kind: 'leave', when: missed, origin }, ...added]
  return [...emptied, { kind: 'loop', body, origin }]
}

/** Set by FETCH. */
const foundOne = (origin: Stmt['origin']): VariableRef => ({
  kind: 'variable',
  scope: 'local',
  name: ident('found', false),
  type: valueTypeOf(bool, false),
  origin,
})

function elementVariable(place: Place, at: number, state: State): VariableRef | undefined {
  const type = elementOf(place)
  const { logical, native: own = '' } = place.type
  const native = logical.kind === 'map' ? logical.declared.native : own.replace(/\[\]$/, '')
  if (!type || native === '') return undefined
  const name = extraVariable(state.frame, `element ${native} ${at}`, native, 'element')
  return { kind: 'variable', scope: 'local', name, type: { ...type, native }, origin: place.expr.origin }
}

function longer(place: Place, element: VariableRef): Expr {
  const { expr, type } = place
  const { origin } = element
  if (type.logical.kind !== 'map')
    return withinCount(coreCall('list_longer_by', [expr, intLiteral(1, origin), element], type, origin), type.logical)
  const key = binary('add', countOf(place), intLiteral(1, origin), valueTypeOf(int32, false))
  const texts = [key, element].map((each) => ({ ...implicitCast(each, plainText, 'text'), origin }))
  return coreCall('map_put', [expr, ...texts], type, origin)
}
