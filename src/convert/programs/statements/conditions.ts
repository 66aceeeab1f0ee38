import { branch, intLiteral } from '../../../core/ir/build.js'
import type { Branch, IfStmt } from '../../../core/ir/control-flow.js'
import type { Case, Expr, VariableRef } from '../../../core/ir/expr.js'
import { spanOf } from '../../../core/ir/names.js'
import type { Assign, Stmt } from '../../../core/ir/statement.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { convertExpr } from '../code.js'
import { contextOf, extraVariable, type State } from '../frame.js'
import { forErrors, protect } from '../handling/handlers.js'

export const condition = (expr: Expr, state: State): Expr => convertExpr(expr, { want: 'boolean' }, state)

/**
 * Whether an error in one of the converted expressions would go past a handler that goes on behind the statement: a guard
 * holds statements, so that they must be computed in one of their own.
 */
export function escapesHandlers(exprs: readonly Expr[], { handlers }: State): boolean {
  const whole = handlers.findIndex((scope) => scope.whole && !scope.savepoint)
  const inside = whole < 0 ? handlers : handlers.slice(0, whole)
  return inside.some((scope) => scope.handlers.some(forErrors(scope.at))) && exprs.some(mayRaise)
}

/** Queries and functions of the user are what raises in conditions. */
function mayRaise(expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if ('query' in node || (node.kind === 'call' && 'routine' in node.fn)) found = true
    return !found
  })
  return found
}

/** Statements that find out in a guard which of several tests is the first that holds, and what asks for its number. */
export interface Choice {
  readonly before: readonly Stmt[]
  readonly is: (number: number) => Expr
}

const int32: LogicalType = { kind: 'integer', bits: 32, signed: true }

/**
 * The first test that holds, from 1 on; behind the last one when none does, and `failed` after an error that was handled.
 * `first` is computed with them.
 */
export function choose(
  tests: readonly Expr[],
  stmt: Stmt,
  state: State,
  failed = 0,
  first: readonly Stmt[] = [],
): Choice {
  const { origin } = stmt
  const native = contextOf(state).target.typeName(int32) ?? ''
  const name = extraVariable(state.frame, `choice ${spanOf(origin)?.start ?? 0}`, native, 'choice')
  const type = { logical: int32, nullable: true, native }
  const target: VariableRef = { kind: 'variable', scope: 'local', name, type, origin }
  const set = (value: Expr): Assign => ({ kind: 'assign', assignments: [{ target, value }], origin })
  const found: Case = {
    kind: 'case',
    whens: tests.map((when, at) => branch(when, intLiteral(at + 1, origin))),
    else: intLiteral(tests.length + 1, origin),
    origin,
  }
  return {
    before: [
      set(intLiteral(failed, origin)),
      ...protect([...first, set(found)], { kind: 'evaluate', exprs: [found], origin }, state),
    ],
    is: (number) => ({ kind: 'binary', op: 'eq', left: target, right: intLiteral(number, origin), origin }),
  }
}

/** IF whose branches ask for a choice: after an error none of them runs, nor what stands for the others. */
export function chosen(
  branches: readonly Branch[],
  otherwise: readonly Stmt[] | undefined,
  choice: Choice,
  stmt: Stmt,
): IfStmt {
  const all = otherwise ? [...branches, { body: otherwise }] : branches
  return {
    kind: 'if',
    branches: all.map(({ body }, at) => ({ when: choice.is(at + 1), body })),
    origin: stmt.origin,
  }
}
