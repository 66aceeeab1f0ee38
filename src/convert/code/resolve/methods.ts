import { coreCall, implicitCast, intLiteral, nullLiteral, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Binary, Call, Cast, Expr, Member } from '../../../core/ir/expr.js'
import { type Ident, ident, type Origin } from '../../../core/ir/names.js'
import type { RecordType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { userFunctionOf } from '../types/read-calls.js'
import { recordOf } from './members.js'

type Given = Pick<Call, 'args' | 'names'>

/** A function of an object's type, or of one above it, called with the object. Undefined: there is none. */
export function methodCall(object: Expr, name: Ident, given: Given, origin: Origin, ctx: CodeContext) {
  const facts = recordOf(object)?.object
  for (const schema of facts?.methods ?? []) {
    const names = given.names && [undefined, ...given.names]
    const args = [object, ...given.args]
    const call: Call = { kind: 'call', fn: { routine: { schema, name } }, args, ...(names ? { names } : {}), origin }
    const own = userFunctionOf(call, ctx)?.own
    if (own ? own.method === 'member' : ctx.givesBack?.({ schema, name }, call)) return call
  }
  return undefined
}

/** In a method: one of the same object, called by its name alone. */
export function ownMethod(call: Call, self: Expr | undefined, inside: (child: Expr) => Expr, ctx: CodeContext) {
  const name =
    'native' in call.fn
      ? ident(call.fn.native, false)
      : 'routine' in call.fn && !call.fn.routine.schema && call.fn.routine.name
  if (!name || !self || !recordOf(self)?.object) return undefined
  return methodCall(self, name, { ...call, args: call.args.map(inside) }, call.origin, ctx)
}

/** `t (a, b)`: an object made by a program of its type, else one of these attributes. */
export function objectMade(logical: RecordType, native: string, call: Call, args: readonly Expr[], ctx: CodeContext) {
  const { object } = logical
  if (!object) return undefined
  const own: Call = {
    ...call,
    args,
    fn: { routine: { schema: ident(object.name, false), name: ident(object.name, false) } },
  }
  if (userFunctionOf(own, ctx)?.own.method === 'constructor') return own
  if (
    call.names?.some((each) => each !== undefined) ||
    args.length !== object.attributes.length ||
    object.lost.length > 0
  )
    return undefined
  return objectOf(logical, native, args, call.origin)
}

/** An object of these attributes, those of other types of its family left out. */
export function objectOf(logical: RecordType, native: string, args: readonly Expr[], origin: Origin): Expr {
  const items = logical.fields.map(({ target, boxed }, at): Expr => {
    if (target === logical.object?.tag) return textLiteral(logical.object.kinds[0] ?? '', origin)
    const value = args[logical.object?.attributes.indexOf(at) ?? at] ?? nullLiteral(origin)
    return boxed !== undefined && value.kind !== 'literal' ? coreCall('boxed', [value], undefined, origin) : value
  })
  return { ...implicitCast({ kind: 'row', items, origin }, logical, native), origin, type: valueTypeOf(logical) }
}

/** What a field holds that is kept as a document, as the value that it is. */
export function unboxed(member: Expr, boxed: string, ctx: CodeContext): Cast | undefined {
  const found = ctx.variables?.named?.(boxed)
  if (found?.kind !== 'value') return undefined
  const { declared, type } = found.type
  const { origin } = member
  const kind = { ...implicitCast(nullLiteral(origin), declared.logical, declared.native), origin }
  const value = coreCall('unboxed', [kind, member], type, origin)
  return { ...implicitCast(value, declared.logical, declared.native), type: { ...type, native: declared.native } }
}

const kindNamed = (name: string, ctx: CodeContext): RecordType | undefined => {
  const found = ctx.variables?.named?.(name.toLowerCase())
  const logical = found?.kind === 'value' ? found.type.type.logical : undefined
  return logical?.kind === 'record' && logical.object ? logical : undefined
}

const asked: ReadonlySet<string> = new Set(['new_object', 'object_is', 'treat_object'])

/** Calls about objects as readers give them: the question which type one is of, TREAT, and a new object without values. */
export function aboutObject(call: Call, ctx: CodeContext): Expr | undefined {
  const core = 'core' in call.fn ? call.fn.core : ''
  if (!asked.has(core)) return undefined
  const { args, origin } = call
  const [object] = args
  const names = core === 'new_object' ? args : args.slice(1)
  const kinds = names.flatMap((each) => (each.kind === 'literal' ? (kindNamed(each.text, ctx) ?? []) : []))
  const [first] = kinds
  const made =
    object && first && kinds.length === names.length
      ? answered(core, object, [first, ...kinds.slice(1)], origin, ctx)
      : undefined
  if (made) return made
  const what = core === 'object_is' ? 'IS OF' : core === 'treat_object' ? 'TREAT' : 'A constructor'
  if (!ctx.report.failed) ctx.report.fail('XW-R0262', origin, { what })
  return call
}

function answered(
  core: string,
  object: Expr,
  kinds: readonly [RecordType, ...RecordType[]],
  origin: Origin,
  ctx: CodeContext,
) {
  const [first] = kinds
  const native = ctx.target.typeNamed(first.name)
  if (core === 'new_object') return objectOf(first, native, [], origin)
  const is = isOf(object, kinds, origin)
  if (!is || core === 'object_is') return is
  const type = { ...valueTypeOf(first), native }
  if (is.kind === 'literal') return { ...object, type }
  if (!isPlain(object)) return undefined
  // biome-ignore lint/suspicious/noThenProperty: a branch of CASE, never awaited
  const when = { when: is, then: { ...object, type } }
  return { kind: 'case', whens: [when], type, origin } as const
}

/** Reading it twice is the same as once. */
const isPlain = (expr: Expr): boolean =>
  expr.kind === 'variable' ||
  expr.kind === 'column' ||
  (expr.kind === 'member' && isPlain(expr.object)) ||
  (expr.kind === 'element' && isPlain(expr.list)) ||
  (expr.kind === 'cast' && isPlain(expr.operand)) ||
  (expr.kind === 'call' &&
    'core' in expr.fn &&
    /^(unboxed|map_value|package_variable|package_text)$/.test(expr.fn.core))

/** An object is of a type where its tag says so; one that is null is of none. */
function isOf(object: Expr, kinds: readonly RecordType[], origin: Origin): Expr | undefined {
  const own = recordOf(object)
  const tag = own?.object?.tag
  if (!own || kinds.some((each) => each.name.name.text !== own.name.name.text)) return undefined
  if (!tag) return { kind: 'literal', of: 'boolean', text: 'true', origin }
  const field = own.fields.find(({ target }) => target === tag)
  const type = field?.type
  const operand: Expr =
    object.kind === 'variable' && object.field === undefined
      ? { ...object, field: tag, ...(type ? { type } : {}) }
      : ({ kind: 'member', object, field: tag, origin, ...(type ? { type } : {}) } satisfies Member)
  const items = kinds.flatMap((each) => each.object?.kinds ?? []).map((each) => textLiteral(each, origin))
  return { kind: 'inList', negated: false, operand, items, origin }
}

const comparisons: ReadonlySet<string> = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge'])

/** Two objects of a type that says how they are compared. */
export function objectsCompared(binary: Binary, ctx: CodeContext): Expr | undefined {
  const { left, right, op, origin } = binary
  const object = recordOf(left)?.object
  const compared = comparisons.has(op) && recordOf(right) ? object?.compared : undefined
  if (!object || !compared) return undefined
  const { by, name } = compared
  const first = methodCall(left, name, { args: by === 'map' ? [] : [right] }, origin, ctx)
  const second = by === 'map' ? methodCall(right, name, { args: [] }, origin, ctx) : intLiteral(0, origin)
  if (!first || !second) return undefined
  ctx.report.noteOnce('XW-R0261', origin, { name: object.name, method: name.text })
  return { ...binary, left: first, right: second }
}
