import type { Call, Expr } from '../../../core/ir/expr.js'
import type { CodeContext } from '../code-context.js'
import { objectKey } from '../resolve/relations.js'

/**
 * Pass 3, read functions: a call by its source name as core. A name that no rule knows is a function of the user; without its
 * conversion the object that calls it cannot be converted either.
 */
export function readNative(call: Call, ctx: CodeContext): Expr | undefined {
  if (!('native' in call.fn)) return call
  const { native, schema } = call.fn
  const answer = schema === undefined ? ctx.functions.read(call) : undefined
  if (answer === undefined) {
    const key = objectKey(ctx.sourceNames.fold, schema?.text ?? ctx.at.schema, native)
    const known = ctx.objects.get(key)
    if (known?.kind === 'routine') ctx.report.fail('XW-C0303', call.origin, { name: native })
    else ctx.report.ofFunction({ code: 'XW-F0002', name: native }, call.origin, true)
    return undefined
  }
  for (const each of answer.notes) ctx.report.ofFunction(each, call.origin, answer.expr === undefined)
  return answer.expr
}
