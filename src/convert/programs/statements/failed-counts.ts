import { intLiteral } from '../../../core/ir/build.js'
import type { Catch } from '../../../core/ir/error-handling.js'
import type { VariableRef } from '../../../core/ir/expr.js'
import type { Program } from '../../../core/ir/program.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import { statesOf } from '../../../rules/conditions/conditions.js'
import { contextOf, type State } from '../frame.js'
import { cursorAsked, implicitCursor } from '../session/cursor-attributes.js'
import { rowsOf } from './one-row.js'

/**
 * A statement whose count may be asked for when it fails: none, and one where a query for one row found several
 * (PL/SQL Language Reference, "SQL%ROWCOUNT Attribute"). A guard that takes back changes leaves variables alone.
 */
export function withCountOfFailed(
  source: Stmt,
  made: readonly Stmt[],
  count: VariableRef,
  state: State,
): readonly Stmt[] {
  const { sourceCan } = contextOf(state)
  if (!sourceCan.countsFailedRows || !state.guarded || !askedAfterError(state.frame.program)) return made
  const several = source.kind === 'selectInto' && source.strict && rowsOf(source.query, state) === 'any'
  const states = several ? statesOf(state.frame.targetDialect, ['tooManyRows']) : []
  const catches = states.length > 0 ? [{ states, body: told(1n, count, source) }] : []
  // The statement itself may ask for the count of the one before.
  if (asksForCount(source))
    return [guarded(made, [...catches, { states: 'any', body: told(0n, count, source) }], source)]
  return [counts(0n, count, source), ...(several ? [guarded(made, catches, source)] : made)]
}

const counts = (rows: bigint, target: VariableRef, { origin }: Stmt): Stmt => ({
  kind: 'assign',
  assignments: [{ target, value: intLiteral(rows, origin) }],
  origin,
})

const told = (rows: bigint, count: VariableRef, source: Stmt): readonly Stmt[] => [
  counts(rows, count, source),
  { kind: 'resignal', items: [], origin: source.origin },
]

const guarded = (body: readonly Stmt[], catches: readonly Catch[], { origin }: Stmt): Stmt => ({
  kind: 'guard',
  body,
  catches,
  origin,
})

/** Whether a handler asks for the count, or anything may that is run behind one. */
function askedAfterError({ body }: Program): boolean {
  let found = false
  walkStmt(body, {
    stmt: (stmt) => {
      if (stmt.kind === 'block' && stmt.exceptions && stmt.exceptions.length > 0)
        found ||= stmt !== body || stmt.exceptions.some((each) => each.body.some(asksForCount))
      return !found
    },
  })
  return found
}

function asksForCount(stmt: Stmt): boolean {
  let found = false
  walkStmt(stmt, {
    expr: (expr) => {
      if (expr.kind === 'call' && cursorAsked(expr)?.cursor === implicitCursor) found = true
      return !found
    },
  })
  return found
}
