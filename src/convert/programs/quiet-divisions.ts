import type { Expr } from '../../core/ir/expr.js'
import type { SelectInto, Stmt } from '../../core/ir/statement.js'
import { walkExpr } from '../../core/ir/walk.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import { contextOf, type State } from './frame.js'

/** Statements that store or hand on each of their values, which is where the target raises the error as well. */
const storing: ReadonlySet<Stmt['kind']> = new Set(['assign', 'return', 'callStatement', 'signal', 'insert', 'update'])

/** Says where a division by zero is null on the target, which raises an error only for values that are stored. */
export function reportQuietDivisions(state: State): void {
  const { program, object } = state.frame
  const { report, targetCan } = contextOf(state)
  if (!targetCan.quietDivisions) return
  const stored = new Set<Expr>()
  const look = (expr: Expr): boolean => {
    if (stored.has(expr)) return false
    if (mayDivideByZero(expr)) report.noteOnce('XW-R0092', expr.origin, {})
    return true
  }
  if (object.kind === 'trigger' && object.when) walkExpr(object.when, look)
  walkProgram(program, {
    stmt: (stmt) => {
      for (const each of storedBy(stmt)) stored.add(each)
      return !storing.has(stmt.kind)
    },
    expr: look,
  })
}

/** Values that a statement stores beside others that it only looks at. */
function storedBy(stmt: Stmt): readonly Expr[] {
  if (stmt.kind === 'for' && stmt.over.kind === 'range') return [stmt.over.from, stmt.over.to]
  if (stmt.kind === 'selectInto') return singleRow(stmt)
  if (stmt.kind !== 'block') return []
  return stmt.declarations.flatMap((each) => (each.kind === 'declareVariables' && each.default ? [each.default] : []))
}

/** What a query without tables gives goes straight into the variables. */
function singleRow({ query: { body, with: ctes }, targets }: SelectInto): readonly Expr[] {
  if (body.kind !== 'select' || body.from.length > 0 || ctes || targets.length === 0) return []
  return body.items.flatMap((item) => (item.kind === 'expr' ? [item.expr] : []))
}

const dividing: ReadonlySet<string> = new Set(['div', 'intDiv', 'mod'])

/** A divisor that is written out, or that is null in place of zero, is none. */
const mayDivideByZero = (expr: Expr): boolean =>
  expr.kind === 'binary' && dividing.has(expr.op) && !isNumber(expr.right) && !isNullForZero(expr.right)

const isNumber = (expr: Expr): boolean =>
  (expr.kind === 'unary' && isNumber(expr.operand)) || (expr.kind === 'literal' && Number(expr.text) !== 0)

function isNullForZero(expr: Expr): boolean {
  if (expr.kind !== 'call' || !('native' in expr.fn) || expr.fn.native !== 'nullif') return false
  const [, zero] = expr.args
  return zero?.kind === 'literal' && Number(zero.text) === 0
}
