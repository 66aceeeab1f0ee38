import type { Call, Expr } from '../../../core/ir/expr.js'
import { ident, type QName } from '../../../core/ir/names.js'
import type { CodeContext, OptionalParam } from '../code-context.js'
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
    const name = { ...(schema ? { schema } : {}), name: ident(native) }
    const own = callOf(name, call, ctx)
    if (own) return own
    if (isOutCall(name, call, ctx)) return undefined
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
  if (own || isOutCall(call.fn.routine, call, ctx)) return own ?? call
  ctx.report.fail('XW-C0303', call.origin, { name: call.fn.routine.name.text })
  return call
}

/** The call with the full name of the function and the type of what it gives; undefined when there is no such function. */
function callOf(name: QName, call: Call, ctx: CodeContext): Call | undefined {
  const found = userFunctionOf({ ...call, fn: { routine: name } }, ctx)
  if (!found) return undefined
  const { own, routine } = found
  // A row is given as one argument for each of its values.
  const whole = call.args.length <= own.params.length && own.params.some((each) => each?.type.logical.kind === 'record')
  const given = whole ? call.args : call.args.flatMap((arg) => (arg.kind === 'row' ? arg.items : [arg]))
  const args = placed(given, call.names, own.optional ?? [], own.params.length)
  const { names: _, ...rest } = call
  return args && { ...rest, args, fn: { routine, id: own.id }, type: own.returns }
}

/** The function that a call by name means: a member of the package around it goes before one of its schema. */
export function userFunctionOf(call: Call, ctx: CodeContext) {
  if (!('routine' in call.fn)) return undefined
  for (const routine of namesOf(call.fn.routine, ctx)) {
    const own = ctx.functionsOfUser?.(routine, call)
    if (own) return { own, routine }
  }
  return undefined
}

function namesOf({ schema, name }: QName, { at }: CodeContext): readonly QName[] {
  if (schema) return [{ schema, name }]
  return [...(at.members === undefined ? [] : [at.members]), at.schema].map((each) => ({ schema: ident(each), name }))
}

/** Says so where a function that gives values back stands in an expression: statements take it out where that is the same. */
function isOutCall(name: QName, call: Call, ctx: CodeContext): boolean {
  const is = namesOf(name, ctx).some((each) => ctx.givesBack?.(each, call))
  if (is && !ctx.report.failed) ctx.report.fail('XW-R0090', call.origin, { name: name.name.text })
  return is
}

/**
 * Arguments in the order of the parameters. What is left out at the end stays out where the target has the default too;
 * elsewhere its value is written. Undefined: an argument is missing, or there is no parameter for one.
 */
export function placed(
  args: readonly Expr[],
  names: Call['names'],
  params: readonly OptionalParam[],
  count: number,
): readonly Expr[] | undefined {
  if (args.length === count && !names) return args
  if (args.length > count || params.length !== count) return undefined
  const given: (Expr | undefined)[] = Array.from({ length: count })
  for (const [at, arg] of args.entries()) {
    const name = names?.[at]?.text
    const place = name === undefined ? at : params.findIndex((each) => each.name.toLowerCase() === name.toLowerCase())
    if (place < 0 || given[place]) return undefined
    given[place] = arg
  }
  const last = given.findLastIndex((each) => each !== undefined)
  const end = params.slice(last + 1).every((each) => each.kept) ? last + 1 : count
  const all = given.slice(0, end).map((each, at) => each ?? params[at]?.default)
  const filled = all.filter((each) => each !== undefined)
  return filled.length === all.length ? filled : undefined
}

/** What the program around it has in place of a call about the session. */
const sessionForm = (expr: Expr, ctx: CodeContext): Expr =>
  (expr.kind === 'call' ? ctx.variables?.session?.call(expr, ctx) : undefined) ?? expr
