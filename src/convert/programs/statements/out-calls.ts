import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { CallStmt, Stmt } from '../../../core/ir/statement.js'
import { keep, mapSame, walkExpr } from '../../../core/ir/walk.js'
import { placed } from '../../code/types/read-calls.js'
import { extraVariable, type State } from '../frame.js'
import type { Signature } from '../signatures.js'
import { argumentsFor, calleeNamed, knownNames } from './calls.js'
import { methodCallee, writtenMethod } from './methods.js'

interface Taken {
  readonly stmt: Stmt
  /** The calls, in their order. */
  readonly before: readonly Stmt[]
}

/** Where a statement has got to: what is called before it, and what it has read or called by itself until then. */
interface Progress {
  readonly before: Stmt[]
  readonly read: Set<string>
  /** A function of the user, or a variable that others can change. */
  open: boolean
}

/**
 * A function that gives values back through its parameters cannot stand in an expression of the target: it is called before
 * the statement, and what it returns stands in its place. Only where the statement would call it once, whatever else is true,
 * and where it changes nothing that the statement has looked at already.
 */
export function takeOutCalls(stmt: Stmt, state: State): Taken {
  const progress: Progress = { before: [], read: new Set(), open: false }
  const taking = withFirst(stmt, (expr) => taken(expr, state, progress))
  return { stmt: taking, before: progress.before }
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

function taken(expr: Expr, state: State, progress: Progress): Expr {
  const found = outFunction(expr, state)
  const made = found ? calledBefore(expr, found, state, progress) : withChildren(expr, state, progress)
  note(made ?? expr, state, progress)
  return made ?? expr
}

/** Functions that do not compute their later arguments when the first ones tell enough. */
const lazy: ReadonlySet<string> = new Set(['coalesce', 'decode', 'nvl2'])

/** Only what is computed in any case is looked at. */
function withChildren(expr: Expr, state: State, progress: Progress): Expr {
  const inside = (child: Expr): Expr => taken(child, state, progress)
  switch (expr.kind) {
    case 'binary':
      if (expr.op === 'and' || expr.op === 'or') return keep(expr, { left: inside(expr.left) })
      return keep(expr, { left: inside(expr.left), right: inside(expr.right) })
    case 'unary':
    case 'cast':
    case 'test':
    case 'between':
    case 'inList':
      return keep(expr, { operand: inside(expr.operand) })
    case 'call': {
      const { fn, args } = expr
      const name = 'native' in fn ? fn.native : 'core' in fn ? fn.core : ''
      const count = lazy.has(name.toLowerCase()) ? 1 : args.length
      return keep(expr, { args: mapSame(args, (arg) => (args.indexOf(arg) < count ? inside(arg) : arg)) })
    }
    default:
      // Whatever else it reads.
      if (expr.kind !== 'literal' && expr.kind !== 'variable' && expr.kind !== 'column') progress.open = true
      return expr
  }
}

/** Remembers what has been read. `l(i)` of a list is a call here, too. */
function note(expr: Expr, state: State, progress: Progress): void {
  const name =
    expr.kind === 'column'
      ? expr.path[0]?.text
      : expr.kind === 'variable'
        ? expr.name.text
        : expr.kind === 'call' && 'native' in expr.fn
          ? expr.fn.native
          : undefined
  if (name !== undefined) progress.read.add(name.toLowerCase())
  const known = name === undefined ? undefined : state.scope.variable(name)
  // What stands in a package.
  if (known?.kept !== undefined || (expr.kind === 'column' && expr.path.length > 1 && !known)) progress.open = true
  if (expr.kind !== 'call' || 'core' in expr.fn) return
  const called = 'native' in expr.fn ? { name: ident(expr.fn.native, false) } : expr.fn.routine
  if ('routine' in expr.fn || knownNames('function', called, state).length > 0) progress.open = true
}

interface OutCall extends Pick<CallStmt, 'args' | 'names'> {
  readonly found: Signature
}

function outFunction(expr: Expr, state: State): OutCall | undefined {
  const written = writtenMethod(expr)
  if (!written) return undefined
  const method = methodCallee('function', written, expr.origin, state)
  const other =
    method || written.on || expr.kind !== 'call'
      ? undefined
      : calleeNamed('function', written.routine, written.args, written.names, state)
  const made =
    method ?? (other && { found: other, args: written.args, ...(written.names ? { names: written.names } : {}) })
  return made?.found.params.some(({ mode }) => mode !== 'in') ? made : undefined
}

/** Undefined: the call has to stay, which is said when it is converted. */
function calledBefore({ origin }: Expr, call: OutCall, state: State, progress: Progress): Expr | undefined {
  const { found } = call
  const { before } = progress
  const { returns, params } = found
  const given = placed(call.args, call.names, params, params.length)
  if (!returns || !given || progress.open) return undefined
  if (params.some(({ mode }, at) => mode !== 'in' && changesRead(given[at], progress))) return undefined
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

function changesRead(arg: Expr | undefined, { read }: Progress): boolean {
  let found = false
  if (arg)
    walkExpr(arg, (node) => {
      const name = node.kind === 'column' ? node.path[0]?.text : node.kind === 'variable' ? node.name.text : undefined
      const called = node.kind === 'call' && 'native' in node.fn ? node.fn.native : undefined
      if (read.has((name ?? called ?? '').toLowerCase())) found = true
      return !found
    })
  return found
}
