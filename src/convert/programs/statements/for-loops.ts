import { int64, intLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { ForStmt } from '../../../core/ir/control-flow.js'
import type { VariableDeclaration } from '../../../core/ir/declaration.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Ident } from '../../../core/ir/names.js'
import type { Query } from '../../../core/ir/query.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { TypeRef } from '../../../core/ir/types.js'
import { walkQuery } from '../../../core/ir/walk.js'
import type { Variable } from '../../code/variables.js'
import { type ConvertedQuery, convertExpr, convertQuery } from '../code.js'
import { contextOf, extraVariable, type State, withScope } from '../frame.js'
import { writtenRange, writtenRows } from '../loops-written-out.js'
import { columnTypeRef } from '../results/result-columns.js'
import { extend } from '../scope.js'
import { mustBeAtOnce } from '../session/cursor-reads.js'
import { escapesHandlers } from './conditions.js'
import { atCursor, setParameters } from './cursors.js'
import { withLabel } from './labels.js'
import { counterRef } from './queries.js'

/** A loop over numbers or rows, and whether there was one where the program asks for that. */
export function convertFor(stmt: ForStmt, state: State): readonly Stmt[] {
  const { sourceCan, targetCan, target } = contextOf(state)
  if (stmt.sumsCounts && state.frame.counters.kept.has('rowCount')) return summed(stmt, state)
  const isAsked = sourceCan.countsLoopRounds && state.frame.counters.kept.has('rowCount') && !targetCan.programLoops
  if (!isAsked) return convertLoop(stmt, state, [])
  const { origin } = stmt
  const name = state.frame.names.variable('any_round', 'v')
  const any: VariableRef = { kind: 'variable', scope: 'local', name, type: valueTypeOf(int64, false), origin }
  const set = (to: VariableRef, value: Expr): Stmt => ({ kind: 'assign', assignments: [{ target: to, value }], origin })
  const loop = convertLoop(stmt, state, [set(any, intLiteral(1))])
  const type: TypeRef = { logical: int64, native: target.typeName(int64) ?? '', origin }
  const declared: VariableDeclaration = {
    ...{ kind: 'declareVariables', names: [name], type: { kind: 'type', type }, default: intLiteral(0), origin },
  }
  const statements = [...loop, set(counterRef('rowCount', state), any)]
  return [{ kind: 'block', declarations: [declared], handlers: [], statements, origin }]
}

/** The count of rows is zero before each round, and the sum of all behind the last. */
function summed(stmt: ForStmt, state: State): readonly Stmt[] {
  const { origin } = stmt
  const count = counterRef('rowCount', state)
  const name = extraVariable(state.frame, 'all rows', contextOf(state).target.typeName(int64) ?? '', 'all_rows')
  const all: VariableRef = { kind: 'variable', scope: 'local', name, type: valueTypeOf(int64, false), origin }
  const set = (target: VariableRef, value: Expr): Stmt => ({ kind: 'assign', assignments: [{ target, value }], origin })
  const more: Expr = { kind: 'binary', op: 'add', left: all, right: count, type: valueTypeOf(int64, false), origin }
  const loops = convertLoop(stmt, state, []).map((each) =>
    each.kind === 'for' ? { ...each, body: [set(count, intLiteral(0)), ...each.body, set(all, more)] } : each,
  )
  return [set(all, intLiteral(0)), ...loops, set(count, all)]
}

/** Its variable lives inside of it; a row's columns are its fields. `first` stands at the top of each round. */
function convertLoop(stmt: ForStmt, state: State, first: readonly Stmt[]): readonly Stmt[] {
  const name = state.frame.names.variable(stmt.variable.text, 'v')
  const { over } = stmt
  switch (over.kind) {
    case 'range': {
      const from = convertExpr(over.from, { type: int64 }, state)
      const to = convertExpr(over.to, { type: int64 }, state)
      noteEscape([from, to], stmt, state)
      const native = contextOf(state).target.typeName(int64) ?? ''
      const variable: Variable = {
        target: name,
        type: valueTypeOf(int64, false),
        declared: { logical: int64, native, origin: stmt.origin },
      }
      const scope = extend(state.scope, { variables: [[stmt.variable.text, variable]] })
      const inside = withScope(state, scope)
      if (contextOf(state).targetCan.programLoops) {
        const body = state.frame.convertAll(stmt.body, inside)
        return [{ kind: 'for', variable: name, over: { ...over, from, to }, body, origin: stmt.origin }]
      }
      const { made: body, label } = withLabel(stmt, inside, (at) => [
        ...first,
        ...state.frame.convertAll(stmt.body, at),
      ])
      const own = { ...stmt, over: { ...over, from, to }, body }
      const { label: _, ...plain } = own
      const { names } = state.frame
      const type = { logical: int64, native, origin: stmt.origin }
      const bounds = { counter: names.variable(`${name.text}_at`, 'v'), last: names.variable(`${name.text}_last`, 'v') }
      return [writtenRange({ ...plain, ...(label ? { label } : {}) }, { variable: name, ...bounds, type })]
    }
    case 'rows':
      return overRows(stmt, over.query, state, name, state, first)
    case 'cursor': {
      const cursor = state.scope.cursor(over.name.text)
      if (!cursor || !('query' in cursor.declaration.source) || cursor.params.length !== over.args.length) {
        contextOf(state).report.fail('XW-R0002', stmt.origin, { what: 'The loop over a cursor' })
        return []
      }
      const set = setParameters(cursor, over.args, stmt.origin, state)
      return [...set, ...overRows(stmt, cursor.declaration.source.query, atCursor(cursor, state), name, state, first)]
    }
  }
}

function overRows(
  stmt: ForStmt,
  query: Query,
  at: State,
  name: ForStmt['variable'],
  state: State,
  first: readonly Stmt[],
): readonly Stmt[] {
  const converted = convertQuery(query, at)
  if (!converted) return []
  noteEscape(valuesOf(converted.query), stmt, state)
  if (!contextOf(state).targetCan.programLoops) return [rowsWrittenOut(stmt, converted, name, state, first)]
  const scope = extend(state.scope, { records: [[stmt.variable.text, { target: name, fields: converted.columns }]] })
  const body = state.frame.convertAll(stmt.body, withScope(state, scope))
  const atOnce = mustBeAtOnce(query, at) ? ({ atOnce: true } as const) : {}
  const over = { kind: 'rows', query: converted.query, ...atOnce } as const
  return [{ kind: 'for', variable: name, over, body, origin: stmt.origin }]
}

/** For a target without records: a variable for each column, and a cursor. */
function rowsWrittenOut(
  stmt: ForStmt,
  { query, columns }: ConvertedQuery,
  name: Ident,
  state: State,
  first: readonly Stmt[],
): Stmt {
  const ctx = contextOf(state)
  const parts = columns.map((column): Variable => {
    const declared = columnTypeRef(column, ctx)
    const type = column.type ?? valueTypeOf(declared.logical)
    return { target: state.frame.names.variable(`${name.text}_${column.target.text}`, 'v'), type, declared }
  })
  const fields = columns.map((column, at) => ({ ...column, target: parts[at]?.target ?? column.target }))
  const scope = extend(state.scope, { records: [[stmt.variable.text, { target: name, fields, parts }]] })
  const inside = withScope(state, scope)
  const { made: body, label } = withLabel(stmt, inside, (at) => [...first, ...state.frame.convertAll(stmt.body, at)])
  const cursor = state.frame.names.variable(`${name.text}_rows`, 'v')
  return writtenRows({ origin: stmt.origin, body, ...(label ? { label } : {}) }, query, cursor, parts)
}

/** What a loop goes through is computed outside of every guard. */
function noteEscape(exprs: readonly Expr[], stmt: ForStmt, state: State): void {
  if (escapesHandlers(exprs, state)) contextOf(state).report.note('XW-R0022', stmt.origin, {})
}

function valuesOf(query: Query): readonly Expr[] {
  const found: Expr[] = []
  walkQuery(query, (expr) => {
    found.push(expr)
    return false
  })
  return found
}
