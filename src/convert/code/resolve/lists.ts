import {
  coreCall,
  implicitCast,
  intLiteral,
  nullLiteral,
  plainText,
  textLiteral,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type { Call, Element, Expr, Member } from '../../../core/ir/expr.js'
import { type Ident, ident, type Origin } from '../../../core/ir/names.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { mapBottomUp } from '../../../core/ir/walk.js'
import { userFunctionOf } from '../types/read-calls.js'
import type { Variable } from '../variables.js'
import { askedOfMap, asList, elementOf, listMade } from './elements.js'
import { fieldOf, fieldsOf } from './members.js'
import { methodCall, objectMade, ownMethod } from './methods.js'
import { resolveExpr } from './resolve-expr.js'
import type { ResolveEnv } from './resolve-query.js'

type Resolve = (child: Expr) => Expr

/** A call that is none: an element of a list, a question to one, or a new list or record of a declared type. */
export function listCall(call: Call, inside: Resolve, env: ResolveEnv): Expr | undefined {
  const { variables } = env.ctx
  const name = calledName(call)
  if (!variables || name === undefined || 'core' in call.fn) return undefined
  const { origin } = call
  const variable = variables.variable(name)
  const list = variable && asList(variableRef(variable, call, env))
  const [first, second] = call.args
  if (list && first && !second) return elementOf(list, inside(first), origin, env.ctx)
  const [owner, method, more] = name.split('.')
  const held = owner && method && !more ? ownerNamed(owner, call, env) : undefined
  const given = { ...call, args: call.args.map(inside) }
  const found = held && method ? ofObject(held, ident(method, false), given, origin, env) : undefined
  return found ?? ownMethod(call, selfOf(call, env), inside, env.ctx) ?? madeOf(name, call, inside, env)
}

/** The object that a method is called with. */
export const selfOf = (at: Expr, env: ResolveEnv): Expr | undefined => ownerNamed('self', at, env)

/** What stands before a period: a variable, or a row variable of a loop. */
function ownerNamed(name: string, { origin }: Expr, env: ResolveEnv): Expr | undefined {
  const variable = env.ctx.variables?.variable(name)
  return variable && variableRef(variable, { kind: 'star', origin }, env)
}

/** `t(a, b)` of a type: a list of these elements, or a record of these fields. */
function madeOf(name: string, call: Call, inside: Resolve, env: ResolveEnv): Expr | undefined {
  const type = env.ctx.variables?.named?.(name)
  if (type?.kind !== 'value') return undefined
  const { declared, type: value } = type.type
  if (value.logical.kind !== 'record') return listMade(type.type, call.args.map(inside), call.origin)
  const object = objectMade(value.logical, declared.native, call, call.args.map(inside), env.ctx)
  if (object) return object
  if (value.logical.object || call.names?.some((each) => each !== undefined)) return undefined
  const row: Expr = { kind: 'row', items: call.args.map(inside), origin: call.origin }
  if (row.items.length !== value.logical.fields.length) return undefined
  return { ...implicitCast(row, declared.logical, declared.native), origin: call.origin }
}

/** A field, a method of a list, or an element of a field that is a list. */
function ofObject(
  object: Expr,
  name: Ident,
  given: Pick<Call, 'args' | 'names'>,
  origin: Origin,
  env: ResolveEnv,
): Expr | undefined {
  const { args } = given
  const field = fieldOf(object, name, origin, env.ctx)
  const list = field && asList(field)
  const [index, more] = args
  if (list && index && !more) return elementOf(list, index, origin, env.ctx)
  if (field && args.length === 0) return field
  return methodCall(object, name, given, origin, env.ctx) ?? asked(object, name.text, args, origin, env)
}

/** `l(i).a`, `f(x).a`, `p.r.l(i)`. A name with its package in front and arguments is a function where it is no list. */
export function resolveMember(member: Member, inside: Resolve, env: ResolveEnv): Expr {
  const { object, field, origin } = member
  const args = (member.args ?? []).map(inside)
  const named = object.kind === 'column' ? fieldOfVariable(object.path, origin, env) : undefined
  if (object.kind === 'column' && !named) {
    const call: Call = {
      kind: 'call',
      fn: { routine: { schema: object.path.at(-1) ?? field, name: field } },
      args,
      origin,
    }
    return listCall(call, (child) => child, env) ?? call
  }
  const whole = named ?? inside(object)
  const known = withResult(whole, env)
  const found = ofObject(known, field, { args }, origin, env)
  // A call with a type counts as looked at, and this one was not.
  if (found) return known === whole ? found : mapBottomUp(found, (each) => (each === known ? whole : each))
  const { report } = env.ctx
  if (!report.failed) report.fail('XW-R0002', origin, { what: `The method or attribute ${field.text}` })
  return member
}

/** What a function gives has fields, too. */
export function withResult(expr: Expr, { ctx }: Pick<ResolveEnv, 'ctx'>): Expr {
  if (expr.kind !== 'call' || expr.type || 'core' in expr.fn) return expr
  const fn = 'native' in expr.fn ? { routine: { name: ident(expr.fn.native, false) } } : expr.fn
  const returns = userFunctionOf({ ...expr, fn }, ctx)?.own.returns
  return returns ? { ...expr, type: returns } : expr
}

/** `l(i)` where only a list can stand. */
export function resolveElement(element: Element, inside: Resolve, { ctx }: ResolveEnv): Expr {
  const whole = inside(element.list)
  const list = asList(whole)
  if (list) return elementOf(list, inside(element.index), element.origin, ctx)
  if (!ctx.report.failed) ctx.report.fail('XW-R0002', element.origin, { what: 'An element of what is no list' })
  return element
}

function calledName({ fn }: Call): string | undefined {
  if ('routine' in fn) return [...(fn.routine.schema ? [fn.routine.schema.text] : []), fn.routine.name.text].join('.')
  return 'native' in fn ? fn.native.toLowerCase() : undefined
}

const questions: ReadonlySet<string> = new Set(['count', 'first', 'last', 'exists', 'next', 'prior', 'limit'])

const limitOf = ({ limit }: { readonly limit?: number }, origin: Origin): Expr =>
  limit === undefined ? nullLiteral(origin) : intLiteral(limit, origin)

/** `l.COUNT`, `l.NEXT(i)`: what is known of a list. */
function asked(object: Expr, method: string, args: readonly Expr[], origin: Origin, { ctx }: ResolveEnv) {
  const list = asList(object)
  const name = method.toLowerCase()
  if (!list || !questions.has(name)) return undefined
  if (list.logical.kind === 'array') {
    if (name === 'limit') return limitOf(list.logical, origin)
    ctx.report.noteOnce('XW-R0055', origin, {})
    return coreCall(`list_${name}`, [list.expr, ...args], undefined, origin)
  }
  return askedOfMap(list, name, args, origin)
}

/** `v.a.b`, `p.v.a`, `v.COUNT`: a field of a variable that holds several values, or a question to a list in it. */
export function fieldOfVariable(path: readonly Ident[], origin: Origin, env: ResolveEnv): Expr | undefined {
  for (const count of [1, 2]) {
    const name = path.slice(0, count).map((part) => part.text)
    const variable = path.length >= count ? env.ctx.variables?.variable(name.join('.')) : undefined
    const start = variable && variableRef(variable, { kind: 'star', origin }, env)
    const found = start && fieldsIn(start, path.slice(count), origin, env)
    if (found) return found
  }
  return undefined
}

/** The last name may be a question to a list. */
export function fieldsIn(start: Expr, path: readonly Ident[], origin: Origin, env: ResolveEnv): Expr | undefined {
  const whole = fieldsOf(start, path, env.ctx)
  const last = path.at(-1)
  if (whole || !last) return whole
  const before = fieldsOf(start, path.slice(0, -1), env.ctx)
  if (!before) return undefined
  return methodCall(before, last, { args: [] }, origin, env.ctx) ?? asked(before, last.text, [], origin, env)
}

/** What stands for a variable: its name, the value of a constant, or a call that asks the session for it. */
export function variableRef(
  { target, type, declared, kept, perStatement, value, ofSelf }: Variable,
  { origin }: Expr,
  env: ResolveEnv,
): Expr {
  const self = ofSelf && selfOf({ kind: 'star', origin }, env)
  const attribute = self && fieldOf(self, ident(ofSelf), origin, env.ctx)
  if (attribute) return attribute
  if (value) {
    const ctx = { ...env.ctx, variables: value.scope }
    const made = resolveExpr(value.expr, { relations: [] }, { ...env, ctx })
    if (made.kind === 'literal') return made
    return { ...implicitCast(made, declared.logical, declared.native), origin, type }
  }
  if (kept === undefined) return { kind: 'variable', scope: 'local', name: target, type, origin }
  const name = keptName(kept, perStatement, origin)
  const read = isText(declared.logical) && !env.ctx.sourceCan.emptyTextIsNull ? 'package_text' : 'package_variable'
  const text = coreCall(read, [name], valueTypeOf(plainText), origin)
  return { ...implicitCast(text, declared.logical, declared.native), type }
}

const isText = ({ kind }: LogicalType): boolean => kind === 'text' || kind === 'enum' || kind === 'json'

/** The name under which the session keeps a variable. */
export function keptName(kept: string, perStatement: true | undefined, origin: Origin): Expr {
  const name = textLiteral(perStatement ? `${kept}_` : kept, origin)
  return perStatement ? coreCall('name_for_statement', [name], valueTypeOf(plainText), origin) : name
}
