import { coreCall, int64, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Query } from '../../../core/ir/query.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { mapBottomUp, mapQuery } from '../../../core/ir/walk.js'
import { mapStmt, type StmtMapper, sameStmt } from '../../../core/ir/walk-program.js'
import { findObject } from '../../code/resolve/relations.js'
import { codeKey } from '../../code/select/same-code.js'
import { writtenExpr } from '../code.js'
import { extraVariable, type State } from '../frame.js'
import { triggersInsert } from './trigger-numbers.js'

/**
 * An INSERT that asks for the last number means that of a statement before it. On the target its own rows take theirs while it
 * runs, so the number is read ahead.
 */
export function withNumberAhead(source: Stmt, made: readonly Stmt[], state: State): readonly Stmt[] {
  if (source.kind !== 'insert' || !takesNumbers(source, state)) return made
  const { origin } = source
  const asking = writtenExpr(coreCall('last_insert_id', [], valueTypeOf(int64), origin), state)
  const key = codeKey(asking)
  const name = (): ReturnType<typeof extraVariable> =>
    extraVariable(state.frame, 'last_number', state.env.ctx.target.typeName(int64) ?? '')
  const ahead = (): Expr & { readonly kind: 'variable' } => ({
    ...{ kind: 'variable', scope: 'local', name: name(), type: valueTypeOf(int64), origin },
  })
  let found = false
  const replaced = (expr: Expr): Expr => {
    if (expr.kind !== asking.kind || codeKey(expr) !== key) return expr
    found = true
    return ahead()
  }
  const query = (each: Query): Query => mapQuery(each, mapper)
  const mapper: StmtMapper = {
    ...sameStmt,
    expr: (expr) => mapBottomUp(expr, replaced, query),
    query,
    stmt: (stmt) => mapStmt(stmt, mapper),
  }
  const changed = made.map((stmt) => mapStmt(stmt, mapper))
  return found ? [{ kind: 'assign', assignments: [{ target: ahead(), value: asking }], origin }, ...changed] : made
}

function takesNumbers(source: Extract<Stmt, { kind: 'insert' }>, state: State): boolean {
  const { ctx } = state.env
  const table = findObject(ctx, source.table)
  return table?.kind !== 'table' || table.columns.some(({ identity }) => identity) || triggersInsert(source, ctx)
}
