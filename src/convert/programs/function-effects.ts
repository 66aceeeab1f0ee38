import type { Call, Expr } from '../../core/ir/expr.js'
import { ident, type ObjectId, type QName } from '../../core/ir/names.js'
import type { Routine, SchemaObject } from '../../core/ir/schema.js'
import type { Stmt } from '../../core/ir/statement.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import type { CodeContext } from '../code/code-context.js'
import { hasEffects } from '../code/write/once.js'

type Find = (form: 'function' | 'procedure', name: QName, schema: string) => Routine | undefined

/** Statements that change more than the variables of their program, or whose effects are not known. */
const changing: ReadonlySet<Stmt['kind']> = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'load',
  'execute',
  'definition',
  'transaction',
  'command',
  'opaque',
])

/**
 * Whether calling a routine twice is something else than calling it once: it changes rows or what the session holds, or its
 * value is another each time; by itself or by what it calls.
 */
export function createEffects(ctxOf: (object: SchemaObject) => CodeContext, find: Find): (routine: Routine) => boolean {
  const known = new Map<ObjectId, boolean>()
  const of = (routine: Routine): boolean => {
    const answer = known.get(routine.id)
    if (answer !== undefined) return answer
    // A routine that calls itself has the effects of the rest of it.
    known.set(routine.id, false)
    const found = routine.program === undefined || look(routine)
    known.set(routine.id, found)
    return found
  }
  const look = (routine: Routine): boolean => {
    const schema = routine.name.schema?.text ?? ''
    const ctx = ctxOf(routine)
    const called = (form: 'function' | 'procedure', name: QName): boolean => {
      const callee = find(form, name, schema)
      return callee !== undefined && of(callee)
    }
    let effects = false
    if (!routine.program) return true
    walkProgram(routine.program, {
      stmt: (stmt) => {
        if (changing.has(stmt.kind)) effects = true
        if (stmt.kind === 'callStatement' && called('procedure', stmt.routine)) effects = true
        return !effects
      },
      target: (target) => {
        if (target.kind === 'variable' && target.scope !== 'local') effects = true
      },
      expr: (expr) => {
        if (expr.kind === 'call' && callHasEffects(expr, ctx, (name) => called('function', name))) effects = true
        return !effects
      },
    })
    return effects
  }
  return of
}

/** A call as it was written: by a name of the source, which may be that of a function of the user. */
export function callHasEffects(call: Call, ctx: CodeContext, ofUser: (name: QName) => boolean): boolean {
  if ('routine' in call.fn) return ofUser(call.fn.routine)
  if ('core' in call.fn) return hasEffects(call, ctx)
  const { native, schema } = call.fn
  const read = ctx.functions.read(call, true)?.expr
  if (read) return coreCalls(read).some((each) => hasEffects(each, ctx))
  return ofUser({ name: ident(native), ...(schema ? { schema } : {}) })
}

const coreCalls = (expr: Expr): readonly Call[] => {
  const found: Call[] = []
  const inner = expr.kind === 'call' ? expr.args.flatMap((each) => coreCalls(each)) : []
  if (expr.kind === 'call' && 'core' in expr.fn) found.push(expr)
  return [...found, ...inner]
}
