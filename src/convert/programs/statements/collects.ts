import { coreCall, implicitCast, int32, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { SelectInto, Stmt } from '../../../core/ir/statement.js'
import type { ValueType } from '../../../core/ir/types.js'
import { withinCount } from '../../code/resolve/elements.js'
import { convertQuery, storingAt, writtenExpr } from '../code.js'
import { item, queryOf, selectFrom, targetColumn } from '../data-changes/trees.js'
import { contextOf, type State } from '../frame.js'
import { type Place, placeOf, takenIn } from './places.js'
import { givesObjects } from './whole-objects.js'

/** What the elements of a list are. */
export function elementOf({ type }: Place): ValueType | undefined {
  const { logical } = type
  if (logical.kind === 'map') return logical.of
  return logical.kind === 'array' && logical.byPlace ? { logical: logical.of, nullable: true } : undefined
}

/** BULK COLLECT INTO: all rows, a list for each column, or one of records; empty when there is no row. */
export function collectRows(stmt: SelectInto, state: State): readonly Stmt[] {
  const { origin } = stmt
  const { report } = contextOf(state)
  const places = stmt.targets.flatMap((target) => placeOf(target, state) ?? [])
  const elements = places.flatMap((place) => elementOf(place) ?? [])
  const [first, second] = elements
  const whole = first?.logical.kind === 'record' && !second && givesObjects(stmt.query, state)
  const types = whole ? elements : columnTypes(elements)
  if (elements.length < stmt.targets.length || !types) {
    if (!report.failed) report.fail('XW-R0002', origin, { what: 'BULK COLLECT INTO these targets' })
    return []
  }
  const converted = convertQuery(stmt.query, storingAt(state), types)
  if (!converted || report.failed) return []
  if (converted.columns.length !== types.length) {
    report.fail('XW-R0002', origin, { what: 'BULK COLLECT INTO lists of another number' })
    return []
  }
  const alias = ident('q')
  const names = types.map((_, at) => ident(`c${at + 1}`))
  const columns = names.map(
    (name, at): Expr => ({ ...targetColumn(alias, name), ...(types[at] ? { type: types[at] } : {}) }),
  )
  const from = { kind: 'derived', query: converted.query, alias, columns: names, lateral: false, origin } as const
  const items = places.map((place, at) =>
    item(writtenExpr(gathered(place, columns, at, whole), state), ident(`l${at + 1}`)),
  )
  const { refs, after } = takenIn(places, state, origin)
  const query = queryOf(selectFrom([from], items), { origin })
  return [{ kind: 'selectInto', query, targets: refs, plain: true, origin }, ...after]
}

export const countOf = ({ expr, type }: Place): Expr =>
  coreCall(type.logical.kind === 'map' ? 'map_count' : 'list_count', [expr], valueTypeOf(int32, false), expr.origin)

/** How many rows have been collected: the target counts the one row of lists. */
export function countOfRows(made: readonly Stmt[], target: VariableRef, state: State): Stmt | undefined {
  const collected = made.find((each) => each.kind === 'selectInto')
  const [expr] = collected?.targets ?? []
  if (!collected || !expr || expr.kind !== 'variable' || !expr.type) return undefined
  const value = writtenExpr(countOf({ expr, type: expr.type }), state)
  return { kind: 'assign', assignments: [{ target, value }], origin: collected.origin }
}

/** The types that the columns of the query are taken in. */
function columnTypes(elements: readonly ValueType[]): readonly ValueType[] | undefined {
  const [first] = elements
  if (elements.length === 1 && first?.logical.kind === 'record') return first.logical.fields.map(({ type }) => type)
  return elements.some(({ logical }) => logical.kind === 'record') ? undefined : elements
}

function gathered({ type }: Place, columns: readonly Expr[], at: number, whole: boolean): Expr {
  const { logical } = type
  const element = logical.kind === 'map' ? logical.of.logical : logical.kind === 'array' ? logical.of : undefined
  const own = columns[at] ?? columns[0]
  const row: Expr = { kind: 'row', items: columns, origin: { from: 'none' } }
  const native = logical.kind === 'map' ? logical.declared.native : (type.native ?? '').replace(/\[\]$/, '')
  const value = element?.kind === 'record' && !whole ? implicitCast(row, element, native) : own
  if (!value) return row
  if (logical.kind === 'map') return coreCall('map_collected', [value], type)
  return withinCount(coreCall('list_collected', [value], type), logical)
}
