import { coreCall, implicitCast, intLiteral } from '../../../core/ir/build.js'
import type { ColumnRef, Element, Expr } from '../../../core/ir/expr.js'
import type { CallStmt, SelectInto, Stmt, Target } from '../../../core/ir/program.js'
import type { Variable } from '../../code/variables.js'
import { convertExpr, convertQuery, storingAt, typedExpr, writtenExpr } from '../code.js'
import { contextOf, type State } from '../frame.js'
import { bindTarget } from './values.js'

/** The list that a name stands for. */
function listNamed(name: string, { scope }: State): Variable | undefined {
  const found = scope.variable(name)
  return found?.type.logical.kind === 'array' ? found : undefined
}

/** `l.EXTEND`, `l.DELETE`, `l.TRIM(n)`: the list becomes another one. Undefined: the call is none of a list. */
export function listStatement(stmt: CallStmt, state: State): readonly Stmt[] | undefined {
  const { schema, name } = stmt.routine
  const variable = schema && listNamed(schema.text, state)
  if (!variable || !schema) return undefined
  const { origin } = stmt
  const target: ColumnRef = { kind: 'column', path: [schema], origin }
  const value = changedList(name.text.toLowerCase(), target, stmt, variable)
  if (!value) {
    contextOf(state).report.fail('XW-R0002', origin, { what: `${schema.text}.${name.text} of a list` })
    return []
  }
  return state.frame.convertAll([{ kind: 'assign', assignments: [{ target, value }], origin }], state)
}

function changedList(
  method: string,
  list: Expr,
  { args, origin }: CallStmt,
  { type, declared }: Variable,
): Expr | undefined {
  const [count] = args
  const one = count === undefined || (count.kind === 'literal' && count.text === '1')
  if (method === 'extend' && one) return coreCall('list_longer', [list], type, origin)
  if (method === 'trim') return coreCall('list_shorter', [list, count ?? intLiteral(1, origin)], type, origin)
  if (method !== 'delete' || count) return undefined
  return { ...implicitCast(coreCall('list_of', [], type, origin), declared.logical, declared.native), type }
}

/** `l(i) := x`. Undefined: the target is no element. */
export function assignElement(target: Target, value: Expr, state: State): readonly Stmt[] | undefined {
  if (target.kind !== 'element') return undefined
  const { origin } = target
  const list =
    target.list.kind === 'column' || target.list.kind === 'variable' ? bindTarget(target.list, state) : undefined
  const logical = list?.type.logical
  if (!list || logical?.kind !== 'array' || target.fields.length > 0) {
    const { report } = contextOf(state)
    if (!report.failed) report.fail('XW-R0002', origin, { what: 'Setting this element' })
    return []
  }
  const index = writtenExpr(typedExpr(target.index, { want: 'value' }, state), state)
  const place: Expr =
    index.type?.logical.kind === 'integer' && index.type.logical.bits <= 32
      ? index
      : {
          kind: 'cast',
          operand: index,
          to: { logical: wholeNumber, native: 'integer', origin },
          implicit: true,
          origin,
        }
  const converted = convertExpr(value, { type: logical.of }, state)
  const element: Element = { kind: 'element', list: list.ref, index: place, fields: [], origin }
  return [{ kind: 'assign', assignments: [{ target: element, value: converted }], origin }]
}

const wholeNumber = { kind: 'integer', bits: 32, signed: true } as const

/** BULK COLLECT INTO: all rows, a list for each column. */
export function collectRows(stmt: SelectInto, state: State): readonly Stmt[] {
  const bound = stmt.targets.flatMap((target) => bindTarget(target, state) ?? [])
  const types = bound.map(({ type }) =>
    type.logical.kind === 'array' ? { logical: type.logical.of, nullable: true } : undefined,
  )
  const converted = convertQuery(stmt.query, storingAt(state), types)
  const { report } = contextOf(state)
  if (!converted || report.failed) return []
  const lists = bound.flatMap(({ ref }) => (ref.field ? [] : [ref]))
  if (lists.length < stmt.targets.length || types.includes(undefined) || converted.columns.length !== lists.length) {
    report.fail('XW-R0002', stmt.origin, { what: 'BULK COLLECT INTO these targets' })
    return []
  }
  return [{ kind: 'selectInto', query: converted.query, targets: lists, collects: true, origin: stmt.origin }]
}
