import type { Call, Expr } from '../../../core/ir/expr.js'
import { ident, type QName } from '../../../core/ir/names.js'
import type { CodeContext } from '../code-context.js'
import { objectKey } from '../resolve/relations.js'

/**
 * Pass 3, read functions: a call by its source name as core. A name that no rule knows is a function of the user; without its
 * conversion the object that calls it cannot be converted either.
 */
export function readNative(call: Call, ctx: CodeContext): Expr | undefined {
  if (!('native' in call.fn)) return call
  const { native, schema } = call.fn
  const answer = schema === undefined ? ctx.functions.read(call, ctx.variables !== undefined) : undefined
  if (answer === undefined) {
    const own = callOf({ ...(schema ? { schema } : {}), name: ident(native) }, call, ctx)
    if (own) return own
    const key = objectKey(ctx.sourceNames.fold, schema?.text ?? ctx.at.schema, native)
    const known = ctx.objects.get(key)
    if (known?.kind === 'routine') ctx.report.fail('XW-C0303', call.origin, { name: native })
    else ctx.report.ofFunction({ code: 'XW-F0002', name: native }, call.origin, true)
    return undefined
  }
  for (const each of answer.notes) ctx.report.ofFunction(each, call.origin, answer.expr === undefined)
  return answer.expr && sessionForm(answer.expr, ctx)
}

/** A call that can only be one of a function of the user, by its quoted or qualified name. */
export function readRoutine(call: Call, ctx: CodeContext): Expr {
  if (!('routine' in call.fn)) return call
  const own = callOf(call.fn.routine, call, ctx)
  if (own) return own
  ctx.report.fail('XW-C0303', call.origin, { name: call.fn.routine.name.text })
  return call
}

/** The call with the full name of the function and the type of what it gives; undefined when there is no such function. */
function callOf(name: QName, call: Call, ctx: CodeContext): Call | undefined {
  const routine = { schema: name.schema ?? ident(ctx.at.schema), name: name.name }
  const own = ctx.functionsOfUser?.(routine)
  // A row is given as one argument for each of its values.
  const args = call.args.flatMap((arg) => (arg.kind === 'row' ? arg.items : [arg]))
  return own && own.params.length === args.length ? { ...call, args, fn: { routine }, type: own.returns } : undefined
}

/** What the program around it has in place of a call about the session. */
const sessionForm = (expr: Expr, ctx: CodeContext): Expr =>
  (expr.kind === 'call' ? ctx.variables?.session?.call(expr, ctx) : undefined) ?? expr
