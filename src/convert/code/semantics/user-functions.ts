import { implicitCast } from '../../../core/ir/build.js'
import type { Call, Expr, Literal } from '../../../core/ir/expr.js'
import type { TypeRef } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { valueForColumn } from '../defaults.js'

/** The target chooses among routines of one name by the types of the arguments: each gets that of its parameter. */
export function argumentFor(value: Expr, declared: TypeRef | undefined): Expr {
  const native = declared?.native
  if (declared === undefined || native === undefined || value.type?.native === native) return value
  if (value.kind === 'cast' && value.to.native === native) return value
  if (value.kind === 'literal' && fits(value, declared)) return value
  return implicitCast(value, declared.logical, native)
}

/** Constants that the target takes for a value of the type by itself. */
function fits({ of, text }: Literal, { logical, alias }: TypeRef): boolean {
  if (alias) return false
  if (of === 'null') return true
  if (of === 'text') return logical.kind === 'text'
  if (of !== 'integer' || !/^-?\d{1,9}$/.test(text)) return false
  return (logical.kind === 'integer' && logical.bits >= 32) || logical.kind === 'decimal'
}

/** A call of a function of the user under its name on the target. */
export function callOfUser(call: Expr, ctx: CodeContext): Expr {
  if (call.kind !== 'call' || !('routine' in call.fn)) return call
  const found = ctx.functionsOfUser?.(call.fn.routine, call)
  if (!found) return call
  const args = call.args.map((arg, at) => {
    const param = found.params[at]
    return param ? argumentFor(valueForColumn(arg, param.type.logical, ctx, param.type) ?? arg, param.declared) : arg
  })
  const own: Call = { ...call, fn: { routine: found.target }, args, ...(found.effects ? { effects: true } : {}) }
  return own
}
