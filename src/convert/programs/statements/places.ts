import { createFindingSink } from '../../../core/findings/finding.js'
import { coreCall, implicitCast, plainText, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident, type Origin } from '../../../core/ir/names.js'
import type { Stmt, Target } from '../../../core/ir/statement.js'
import type { ValueType } from '../../../core/ir/types.js'
import { createReporter } from '../../code/code-context.js'
import { withinLimits } from '../../code/semantics/limits.js'
import { typedExpr, writtenExpr } from '../code.js'
import { contextOf, extraVariable, type State } from '../frame.js'
import { startOfElement } from '../record-types.js'

/** Where a value goes: a local variable, a part of one, or what is kept as text in a list by keys or in the session. */
export interface Place {
  readonly expr: Expr
  readonly type: ValueType
}

/** The place that a target names, looked at as a value would be. Undefined: it is none. */
export function placeOf(target: Target, state: State): Place | undefined {
  const expr = typedExpr(target, { want: 'any' }, state)
  if (contextOf(state).report.failed || !expr.type) return undefined
  const base = baseOf(expr)
  const known = (base.kind === 'variable' && base.scope === 'local') || boxOf(base) !== undefined
  return known ? { expr, type: expr.type } : undefined
}

/** The place, without a word where it is none: whoever else looks at the expression says it. */
export function quietPlaceOf(target: Target, state: State): Place | undefined {
  const { ctx } = state.env
  const report = createReporter(createFindingSink(), ctx.at)
  return placeOf(target, { ...state, env: { ...state.env, ctx: { ...ctx, report } } })
}

/** An expression that may name a place. `l(i)` is read as a call. */
export function asTarget(value: Expr): Target | undefined {
  if (value.kind === 'variable' || value.kind === 'column' || value.kind === 'element' || value.kind === 'member')
    return value
  if (value.kind !== 'call' || 'core' in value.fn) return undefined
  const { fn, args, origin } = value
  const path =
    'routine' in fn ? [...(fn.routine.schema ? [fn.routine.schema] : []), fn.routine.name] : [ident(fn.native, false)]
  const [index, more] = args
  return index && !more ? { kind: 'element', list: { kind: 'column', path, origin }, index, origin } : undefined
}

/** Variables for places that a statement gives values to, and what stores them behind it where the place is none. */
export function takenIn(places: readonly Place[], state: State, origin: Origin, first = 0) {
  const after: Stmt[] = []
  const refs = places.flatMap((place, at): readonly VariableRef[] => {
    const { expr, type } = place
    if (expr.kind === 'variable') return [expr]
    const native = type.native ?? contextOf(state).target.typeName(type.logical) ?? ''
    const name = extraVariable(state.frame, `taken ${native} ${first + at}`, native, 'taken')
    const ref: VariableRef = { kind: 'variable', scope: 'local', name, type, origin }
    after.push(...store(place, ref, state))
    return [ref]
  })
  return { refs, after }
}

const baseOf = (expr: Expr): Expr =>
  expr.kind === 'member' ? baseOf(expr.object) : expr.kind === 'element' ? baseOf(expr.list) : expr

/** The call that reads what is kept as text. */
function boxOf(expr: Expr): Call | undefined {
  const call = expr.kind === 'cast' ? expr.operand : expr
  return call.kind === 'call' &&
    'core' in call.fn &&
    /^(map_value|package_variable|package_text|unboxed)$/.test(call.fn.core)
    ? call
    : undefined
}

/** Statements that give the place a value, which has the place's type already but is not written yet. */
export function store({ expr }: Omit<Place, 'type'>, value: Expr, state: State): readonly Stmt[] {
  const { origin } = value
  const base = baseOf(expr)
  const box = boxOf(base)
  if (!box) return [set(expr, value, state)]
  if (base === expr) {
    const { logical, native } =
      base.kind === 'cast'
        ? { logical: base.to.logical, native: base.to.native }
        : { logical: base.type?.logical, native: base.type?.native }
    return storeBox(box, logical ? withinLimits(value, logical, native) : value, state)
  }
  const native = base.type?.native ?? (base.kind === 'cast' ? base.to.native : '')
  const name = extraVariable(state.frame, `part ${native}`, native, 'part')
  const part: Expr = { kind: 'variable', scope: 'local', name, origin, ...(base.type ? { type: base.type } : {}) }
  const asked = withStart(found(base), origin, state)
  return [set(part, asked, state), set(replaceBase(expr, part), value, state), ...storeBox(box, part, state)]
}

function set(target: Expr, value: Expr, state: State): Stmt {
  const written = writtenExpr(target, state)
  return {
    kind: 'assign',
    assignments: [{ target: written as Target, value: writtenExpr(value, state) }],
    origin: value.origin,
  }
}

function replaceBase(expr: Expr, base: Expr): Expr {
  if (expr.kind === 'member') {
    if (expr.object.kind === 'member' || expr.object.kind === 'element')
      return { ...expr, object: replaceBase(expr.object, base) }
    return base.kind === 'variable' ? { ...base, field: expr.field, ...(expr.type ? { type: expr.type } : {}) } : expr
  }
  return expr.kind === 'element' ? { ...expr, list: replaceBase(expr.list, base) } : base
}

/** A new element starts without value, in a new list too: the question that raises where there is none is another one. */
function found(expr: Expr): Expr {
  if (expr.kind === 'cast') return { ...expr, operand: found(expr.operand) }
  if (expr.kind === 'member') return { ...expr, object: found(expr.object) }
  if (expr.kind === 'element') return { ...expr, list: found(expr.list) }
  const [map, key] = expr.kind === 'call' ? expr.args : []
  const isValue = expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'map_value'
  return isValue && map && key ? { ...expr, fn: { core: 'map_find' }, args: [found(map), key] } : expr
}

/** Where there is no element, a new one with the values that its type gives it. */
function withStart(expr: Expr, origin: Origin, state: State): Expr {
  const start = expr.type && newElement(expr.type, origin, state)
  return start && expr.type ? coreCall('coalesce', [expr, start], expr.type, origin) : expr
}

/** What an element is when it comes into being. Undefined: nothing is known of its fields. */
export function newElement({ logical, native }: ValueType, origin: Origin, state: State): Expr | undefined {
  const start = startOfElement({ logical, nullable: true }, origin, contextOf(state))
  return start && typedExpr(start, { type: logical, source: logical, native }, state)
}

function storeBox(box: Call, value: Expr, state: State): readonly Stmt[] {
  const [holder, key] = box.args
  const { origin } = value
  if (!holder) return []
  if (key?.type && 'core' in box.fn && box.fn.core === 'unboxed') {
    const document = coreCall('boxed', [value], key.type, origin)
    return store({ expr: key }, document, state)
  }
  const text = { ...implicitCast(value, plainText, 'text'), origin }
  if (key && holder.type) {
    const put = { ...coreCall('map_put', [found(holder), key, text], holder.type, origin), type: holder.type }
    return store({ expr: holder }, put, state)
  }
  contextOf(state).report.noteOnce('XW-R0053', origin, {})
  const isText = 'core' in box.fn && box.fn.core === 'package_text'
  const kept = coreCall(
    isText ? 'set_package_text' : 'set_package_variable',
    [holder, value],
    valueTypeOf(plainText),
    origin,
  )
  return [{ kind: 'evaluate', exprs: [writtenExpr(kept, state)], origin }]
}
