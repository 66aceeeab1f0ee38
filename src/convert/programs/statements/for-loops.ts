import { int64, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { ForStmt, Stmt } from '../../../core/ir/program.js'
import type { Query } from '../../../core/ir/query.js'
import { walkQuery } from '../../../core/ir/walk.js'
import type { Variable } from '../../code/variables.js'
import { convertExpr, convertQuery } from '../code.js'
import { contextOf, type State, withScope } from '../frame.js'
import { extend } from '../scope.js'
import { mustBeAtOnce } from '../session/cursor-reads.js'
import { escapesHandlers } from './conditions.js'
import { atCursor, setParameters } from './cursors.js'

/** A loop over numbers or rows. Its variable lives inside of it; a row's columns are its fields. */
export function convertFor(stmt: ForStmt, state: State): readonly Stmt[] {
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
      const body = state.frame.convertAll(stmt.body, withScope(state, scope))
      return [{ kind: 'for', variable: name, over: { ...over, from, to }, body, origin: stmt.origin }]
    }
    case 'rows':
      return overRows(stmt, over.query, state, name, state)
    case 'cursor': {
      const cursor = state.scope.cursor(over.name.text)
      if (!cursor || !('query' in cursor.declaration.source) || cursor.params.length !== over.args.length) {
        contextOf(state).report.fail('XW-R0002', stmt.origin, { what: 'The loop over a cursor' })
        return []
      }
      const set = setParameters(cursor, over.args, stmt.origin, state)
      return [...set, ...overRows(stmt, cursor.declaration.source.query, atCursor(cursor, state), name, state)]
    }
  }
}

function overRows(stmt: ForStmt, query: Query, at: State, name: ForStmt['variable'], state: State): readonly Stmt[] {
  const converted = convertQuery(query, at)
  if (!converted) return []
  noteEscape(valuesOf(converted.query), stmt, state)
  const scope = extend(state.scope, { records: [[stmt.variable.text, { target: name, fields: converted.columns }]] })
  const body = state.frame.convertAll(stmt.body, withScope(state, scope))
  const atOnce = mustBeAtOnce(query, at) ? ({ atOnce: true } as const) : {}
  const over = { kind: 'rows', query: converted.query, ...atOnce } as const
  return [{ kind: 'for', variable: name, over, body, origin: stmt.origin }]
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
