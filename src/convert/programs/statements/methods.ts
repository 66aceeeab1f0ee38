import type { Call, ColumnRef, Expr } from '../../../core/ir/expr.js'
import { ident, type QName } from '../../../core/ir/names.js'
import type { CallStmt, Target } from '../../../core/ir/statement.js'
import { recordOf } from '../../code/resolve/members.js'
import type { State } from '../frame.js'
import type { Signature } from '../signatures.js'
import { calleeNamed, typedQuietly } from './calls.js'
import { asTarget } from './places.js'

type Written = Pick<CallStmt, 'args' | 'names'> & { readonly routine: QName; readonly on?: Target }

export interface MethodCallee extends Pick<CallStmt, 'args' | 'names'> {
  readonly found: Signature
}

/**
 * A program of an object's type: `x.m (a)`, or `m (a)` of the same object in another method. What it is called with comes
 * first among its arguments. Undefined: nothing before the name is an object, or its type has no such program.
 */
export function methodCallee(
  form: 'function' | 'procedure',
  { routine, args, names, on }: Written,
  origin: CallStmt['origin'],
  state: State,
): MethodCallee | undefined {
  const { schema, name } = routine
  const object: Target = on ?? ({ kind: 'column', path: [schema ?? ident('self', false)], origin } satisfies ColumnRef)
  const facts = recordOf(typedQuietly(object, state))?.object
  const given = { args: [object, ...args], ...(names ? { names: [undefined, ...names] } : {}) }
  for (const type of facts?.methods ?? []) {
    const found = calleeNamed(form, { schema: type, name }, given.args, given.names, state)
    if (found && found.routine.method !== 'unit' && found.routine.method?.of === 'member') return { found, ...given }
  }
  return undefined
}

/** A call in an expression that may be one of an object. */
export function writtenMethod(expr: Expr): Written | undefined {
  if (expr.kind === 'member') {
    const on = asTarget(expr.object)
    return on && { routine: { name: expr.field }, args: expr.args ?? [], on }
  }
  if (expr.kind === 'column') {
    const name = expr.path.at(-1)
    const on = expr.path.length > 1 ? { on: { ...expr, path: expr.path.slice(0, -1) } } : {}
    return name && { routine: { name }, args: [], ...on }
  }
  if (expr.kind !== 'call' || 'core' in expr.fn) return undefined
  return { routine: nameOf(expr), args: expr.args, ...(expr.names ? { names: expr.names } : {}) }
}

const nameOf = ({ fn }: Call): QName =>
  'routine' in fn ? fn.routine : { name: ident('native' in fn ? fn.native : fn.core, false) }
