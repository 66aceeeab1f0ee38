import { coreCall, implicitCast, plainText, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, ColumnRef, Expr, VariableRef } from '../../../core/ir/expr.js'
import type { SelectItem } from '../../../core/ir/query.js'
import { mapChildren } from '../../../core/ir/walk.js'
import { type Bound, findColumn, findQualified, type Scope } from '../scope.js'
import { userFunctionOf } from '../types/read-calls.js'
import type { Variable } from '../variables.js'
import { type ResolveEnv, resolveQuery } from './resolve-query.js'
import { resolveSequenceCall } from './sequences.js'
import { withTargetNames } from './system-relations.js'

/** Binds the columns of an expression and of the queries inside it. Columns that are bound already stay. */
export function resolveExpr(expr: Expr, scope: Scope, env: ResolveEnv): Expr {
  if (expr.kind === 'column') return expr.of ? expr : bind(expr, scope, env)
  if (expr.kind === 'variable') return bindVariable(expr, env)
  const node = expr.kind === 'call' ? (resolveSequenceCall(expr, env.ctx) ?? expr) : expr
  if (node !== expr && env.ctx.report.failed) return expr
  const listed = node.kind === 'call' ? listCall(node, scope, env) : undefined
  if (listed) return listed
  const mapped = mapChildren(node, {
    expr: (child) => resolveExpr(child, scope, env),
    query: (query) => resolveQuery(query, { ...env, parent: scope }),
  })
  return isAssignment(mapped) ? assigned(mapped, env) : withTargetNames(mapped, scope, env.ctx)
}

/** `@x := value` inside an expression, as a reader gives it: the name as text, and the value. */
const isAssignment = (expr: Expr): expr is Call =>
  expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'assign_user_variable'

function assigned(call: Call, env: ResolveEnv): Expr {
  const made = env.ctx.variables?.session?.call(call, env.ctx)
  if (made) return made
  const name = call.args[0]?.kind === 'literal' ? call.args[0].text : ''
  env.ctx.report.fail('XW-C0306', call.origin, { name: `@${name}` })
  return call
}

/** A local under its name on the target, with its type. Variables of the session are the business of other passes. */
function bindVariable(ref: VariableRef, env: ResolveEnv): Expr {
  if (ref.scope !== 'local') return env.ctx.variables?.session?.variable(ref, env.ctx) ?? ref
  if (ref.type !== undefined) return ref
  const found = env.ctx.variables?.variable(ref.name.text)
  if (found) return variableRef(found, ref, env)
  const parts = env.ctx.variables?.record(ref.name.text)?.parts
  if (parts) return { kind: 'row', items: parts.map((part) => variableRef(part, ref, env)), origin: ref.origin }
  env.ctx.report.fail('XW-C0300', ref.origin, { kind: 'variable', name: ref.name.text })
  return ref
}

/** A call that is none: an element of a list, a question to one, or a new list of a declared type. */
function listCall(call: Call, scope: Scope, env: ResolveEnv): Expr | undefined {
  const { variables } = env.ctx
  const name = calledName(call)
  if (!variables || name === undefined || 'core' in call.fn) return undefined
  const args = call.args.map((arg) => resolveExpr(arg, scope, env))
  const [first, second] = args
  const variable = variables.variable(name)
  if (variable?.type.logical.kind === 'array' && first && !second) {
    const list = variableRef(variable, call, env)
    env.ctx.report.noteOnce('XW-R0055', call.origin, {})
    return { kind: 'element', list, index: first, fields: [], origin: call.origin }
  }
  const [owner, method] = name.split('.')
  const asked = owner && method ? askedOfList(owner, method, args, call, env) : undefined
  if (asked) return asked
  const type = variables.named?.(name)
  if (type?.kind !== 'value' || type.type.type.logical.kind !== 'array') return undefined
  const { declared } = type.type
  const made = coreCall('list_of', args, type.type.type, call.origin)
  return { ...implicitCast(made, declared.logical, declared.native), type: type.type.type }
}

function calledName({ fn }: Call): string | undefined {
  if ('routine' in fn) return [...(fn.routine.schema ? [fn.routine.schema.text] : []), fn.routine.name.text].join('.')
  return 'native' in fn ? fn.native.toLowerCase() : undefined
}

const listQuestions: ReadonlySet<string> = new Set(['count', 'first', 'last', 'exists', 'next', 'prior'])

/** `l.COUNT`, `l.NEXT(i)`: what is known of a list. */
function askedOfList(
  owner: string,
  method: string,
  args: readonly Expr[],
  { origin }: Expr,
  env: ResolveEnv,
): Expr | undefined {
  const variable = env.ctx.variables?.variable(owner)
  if (variable?.type.logical.kind !== 'array' || !listQuestions.has(method.toLowerCase())) return undefined
  return coreCall(
    `list_${method.toLowerCase()}`,
    [variableRef(variable, { ...nullAt(origin) }, env), ...args],
    undefined,
    origin,
  )
}

const nullAt = (origin: Expr['origin']): Expr => ({ kind: 'literal', of: 'null', text: 'NULL', origin })

/** What stands for a variable: its name, the value of a constant, or a call that asks the session for it. */
function variableRef({ target, type, declared, kept, value }: Variable, { origin }: Expr, env: ResolveEnv): Expr {
  if (value) {
    const ctx = { ...env.ctx, variables: value.scope }
    const made = resolveExpr(value.expr, { relations: [] }, { ...env, ctx })
    if (made.kind === 'literal') return made
    return { ...implicitCast(made, declared.logical, declared.native), origin, type }
  }
  if (kept === undefined) return { kind: 'variable', scope: 'local', name: target, type, origin }
  const text = coreCall('package_variable', [textLiteral(kept, origin)], valueTypeOf(plainText), origin)
  return { ...implicitCast(text, declared.logical, declared.native), type }
}

/** A field of a record in scope: NEW.x of a trigger. */
function fieldRef(ref: ColumnRef, env: ResolveEnv): Expr | undefined {
  const [first, second, more] = ref.path
  const record = first && second && !more ? env.ctx.variables?.record(first.text) : undefined
  if (!record || !second) return undefined
  const { fold } = env.ctx.sourceNames
  const at = record.fields.findIndex((each) => fold(each.name) === fold(second.text))
  const field = record.fields[at]
  if (!field) return undefined
  const part = record.parts?.[at]
  if (part) return variableRef(part, ref, env)
  const base = {
    kind: 'variable',
    scope: 'local',
    name: record.target,
    field: field.target,
    origin: ref.origin,
  } as const
  return field.type ? { ...base, type: field.type } : base
}

function bind(ref: ColumnRef, scope: Scope, env: ResolveEnv): Expr {
  const found = lookUp(ref, scope, env)
  if (typeof found !== 'string') return boundRef(ref, found)
  const other = found === 'unknown' ? (fieldRef(ref, env) ?? nameInProgram(ref, env)) : undefined
  if (other) return other
  const name = ref.path.map((part) => part.text).join('.')
  if (!env.ctx.report.failed || scope.relations.length > 0) {
    env.ctx.report.fail('XW-C0300', ref.origin, { kind: found === 'ambiguous' ? 'ambiguous column' : 'column', name })
  }
  return ref
}

/** A name that is no column: a variable, a row variable, or a function that is called without parentheses. */
function nameInProgram(ref: ColumnRef, env: ResolveEnv): Expr | undefined {
  const { ctx } = env
  const [name, owner] = [...ref.path].reverse()
  const full = ref.path
    .slice(-2)
    .map((part) => part.text)
    .join('.')
  const asked = owner && name ? askedOfList(owner.text, name.text, [], ref, env) : undefined
  if (asked) return asked
  const variable = ctx.variables?.variable(full)
  if (variable) return variableRef(variable, ref, env)
  const parts = owner ? undefined : ctx.variables?.record(full)?.parts
  if (parts) return { kind: 'row', items: parts.map((part) => variableRef(part, ref, env)), origin: ref.origin }
  if (!name || !ctx.sourceCan.callsWithoutParentheses) return undefined
  const call: Call = {
    kind: 'call',
    fn: { routine: owner ? { schema: owner, name } : { name } },
    args: [],
    origin: ref.origin,
  }
  return userFunctionOf(call, ctx) ? call : undefined
}

function lookUp(ref: ColumnRef, scope: Scope, env: ResolveEnv) {
  const { fold } = env.ctx.sourceNames
  const path = ref.path.map((part) => part.text)
  return path.length === 1 ? findColumn(scope, path[0] ?? '', fold) : findQualified(scope, path, fold)
}

/** A column of a relation without a name of its own (a table's own expressions) stands unqualified. */
function boundRef(ref: ColumnRef, { relation, column }: Bound): ColumnRef {
  return {
    ...ref,
    path: relation.target.text === '' ? [column.target] : [relation.target, column.target],
    of: { relation: relation.alias, column: column.name },
  }
}

type Order = 'columns' | 'aliases'

function aliasedItem(expr: Expr, items: readonly SelectItem[], env: ResolveEnv) {
  if (expr.kind !== 'column' || expr.of || expr.path.length !== 1) return undefined
  const { fold } = env.ctx.sourceNames
  const name = fold(expr.path[0]?.text ?? '')
  return items.find((item) => item.kind === 'expr' && item.alias !== undefined && fold(item.alias.text) === name)
}

/** True when the engine would look at columns before aliases and has such a column in this very query. */
function columnWins(expr: ColumnRef, scope: Scope, env: ResolveEnv, first: Order): boolean {
  if (first === 'aliases') return false
  const found = lookUp(expr, scope, env)
  return found !== 'unknown' && (found === 'ambiguous' || found.depth === 0)
}

/** A bare name that stands for a select item, as a reference to the output column. */
export function bindAlias(
  expr: Expr,
  items: readonly SelectItem[],
  scope: Scope,
  env: ResolveEnv,
  first: Order,
): ColumnRef | undefined {
  const item = aliasedItem(expr, items, env)
  if (item?.kind !== 'expr' || expr.kind !== 'column' || !item.alias) return undefined
  if (columnWins(expr, scope, env, first)) return undefined
  const name = item.alias.text
  return { ...expr, path: [env.ctx.target.alias(name)], of: { relation: '', column: name } }
}

/** The expression with the aliases in it replaced by what they stand for. */
export function expandAliases(
  expr: Expr,
  items: readonly SelectItem[],
  scope: Scope,
  env: ResolveEnv,
  first: Order,
): Expr {
  if (expr.kind === 'column') {
    const item = aliasedItem(expr, items, env)
    return item?.kind === 'expr' && !columnWins(expr, scope, env, first) ? item.expr : expr
  }
  return mapChildren(expr, {
    expr: (child) => expandAliases(child, items, scope, env, first),
    query: (query) => query,
  })
}
