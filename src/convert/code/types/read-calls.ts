import type { Call, Expr } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
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
    const own = ctx.functionsOfUser?.({ schema: schema ?? ident(ctx.at.schema), name: ident(native) })
    if (own && own.params.length === call.args.length) {
      return {
        ...call,
        fn: { routine: { schema: schema ?? ident(ctx.at.schema), name: ident(native) } },
        type: own.returns,
      }
    }
    const key = objectKey(ctx.sourceNames.fold, schema?.text ?? ctx.at.schema, native)
    const known = ctx.objects.get(key)
    if (known?.kind === 'routine') ctx.report.fail('XW-C0303', call.origin, { name: native })
    else ctx.report.ofFunction({ code: 'XW-F0002', name: native }, call.origin, true)
    return undefined
  }
  for (const each of answer.notes) ctx.report.ofFunction(each, call.origin, answer.expr === undefined)
  return answer.expr && sessionForm(answer.expr, ctx)
}

/** What the program around it has in place of a call about the session. */
const sessionForm = (expr: Expr, ctx: CodeContext): Expr =>
  (expr.kind === 'call' ? ctx.variables?.session?.call(expr, ctx) : undefined) ?? expr
