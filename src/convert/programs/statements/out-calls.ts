import type { Call, Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { CallStmt, Stmt } from '../../../core/ir/program.js'
import { mapChildren } from '../../../core/ir/walk.js'
import { placed } from '../../code/types/read-calls.js'
import { extraVariable, type State } from '../frame.js'
import type { Signature } from '../signatures.js'
import { argumentsFor, calleeNamed } from './calls.js'

interface Taken {
  readonly stmt: Stmt
  /** The calls, in their order. */
  readonly before: readonly Stmt[]
}

/**
 * A function that gives values back through its parameters cannot stand in an expression of the target: it is called before
 * the statement, and what it returns stands in its place. Only where the statement would call it once, whatever else is true.
 */
export function takeOutCalls(stmt: Stmt, state: State): Taken {
  const before: Stmt[] = []
  const take = (expr: Expr): Expr => taken(expr, state, before)
  return { stmt: withFirst(stmt, take), before }
}

/** The statement with what it computes first, and always. */
function withFirst(stmt: Stmt, take: (expr: Expr) => Expr): Stmt {
  switch (stmt.kind) {
    case 'assign':
      return { ...stmt, assignments: stmt.assignments.map((each) => ({ ...each, value: take(each.value) })) }
    case 'return':
      return stmt.value ? { ...stmt, value: take(stmt.value) } : stmt
    case 'tell':
      return { ...stmt, text: take(stmt.text) }
    case 'callStatement':
      return { ...stmt, args: stmt.args.map(take) }
    case 'if': {
      const [first, ...others] = stmt.branches
      return first ? { ...stmt, branches: [{ ...first, when: take(first.when) }, ...others] } : stmt
    }
    case 'caseStatement':
      return stmt.subject ? { ...stmt, subject: take(stmt.subject) } : stmt
    default:
      return stmt
  }
}

function taken(expr: Expr, state: State, before: Stmt[]): Expr {
  if (expr.kind === 'case' || 'query' in expr) return expr
  const inside = (child: Expr): Expr => taken(child, state, before)
  // The right side may not be computed at all.
  if (expr.kind === 'binary' && (expr.op === 'and' || expr.op === 'or')) {
    const left = inside(expr.left)
    return left === expr.left ? expr : { ...expr, left }
  }
  const found = expr.kind === 'call' ? outFunction(expr, state) : undefined
  if (found && expr.kind === 'call') return calledBefore(expr, found, state, before) ?? expr
  return mapChildren(expr, { expr: inside, query: (query) => query })
}

function outFunction(call: Call, state: State): Signature | undefined {
  if ('core' in call.fn) return undefined
  const name = 'native' in call.fn ? { name: ident(call.fn.native, false) } : call.fn.routine
  const found = calleeNamed('function', name, call.args, call.names, state)
  return found?.params.some(({ mode }) => mode !== 'in') ? found : undefined
}

function calledBefore(call: Call, found: Signature, state: State, before: Stmt[]): Expr | undefined {
  const { origin } = call
  const { returns, params } = found
  const given = placed(call.args, call.names, params, params.length)
  if (!returns || !given) return undefined
  const { native } = returns.declared
  const name = extraVariable(state.frame, `given ${native} ${before.length}`, native, 'given')
  const result: VariableRef = { kind: 'variable', scope: 'local', name, type: returns.type, origin }
  const [first, after]: [Stmt[], Stmt[]] = [[], []]
  const args: Expr[] = []
  const gives: VariableRef[] = [result]
  for (const [at, param] of params.entries())
    for (const each of argumentsFor(param, given[at], state, first, after)) {
      if (param.mode !== 'out') args.push(each)
      if (param.mode !== 'in' && each.kind === 'variable') gives.push(each)
    }
  const record = gives.some(({ type }) => type?.logical.kind === 'record')
  const through = record ? { through: extraVariable(state.frame, 'outputs', 'record') } : {}
  const made: CallStmt = { kind: 'callStatement', routine: found.target, args, gives, ...through, origin }
  before.push(...first, made, ...after)
  return result
}
