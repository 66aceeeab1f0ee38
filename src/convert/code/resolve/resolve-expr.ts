import { nullLiteral } from '../../../core/ir/build.js'
import type { Call, ColumnRef, Expr, Test, VariableRef } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { SelectItem } from '../../../core/ir/query.js'
import { mapChildren } from '../../../core/ir/walk.js'
import { type Bound, findColumn, findQualified, type Scope } from '../scope.js'
import { userFunctionOf } from '../types/read-calls.js'
import { fieldOfVariable, fieldsIn, listCall, resolveElement, resolveMember, selfOf, variableRef } from './lists.js'
import { recordOf } from './members.js'
import { aboutObject, methodCall, objectsCompared } from './methods.js'
import { type ResolveEnv, resolveQuery } from './resolve-query.js'
import { resolveSequenceCall } from './sequences.js'
import { withTargetNames } from './system-relations.js'

/** Binds the columns of an expression and of the queries inside it. Columns that are bound already stay. */
export function resolveExpr(expr: Expr, scope: Scope, env: ResolveEnv): Expr {
  if (expr.kind === 'column') return expr.of ? expr : bind(expr, scope, env)
  if (expr.kind === 'variable') return bindVariable(expr, env)
  const node = expr.kind === 'call' ? (resolveSequenceCall(expr, env.ctx) ?? expr) : expr
  if (node !== expr && env.ctx.report.failed) return expr
  const inside = (child: Expr): Expr => resolveExpr(child, scope, env)
  if (node.kind === 'member') return resolveMember(node, inside, env)
  if (node.kind === 'element') return resolveElement(node, inside, env)
  const listed = node.kind === 'call' ? listCall(node, inside, env) : undefined
  if (listed) return listed
  const mapped = mapChildren(node, {
    expr: inside,
    query: (query) => resolveQuery(query, { ...env, parent: scope }),
  })
  if (mapped.kind === 'test' && mapped.is === 'null' && recordOf(mapped.operand)) return isNoRecord(mapped)
  const object =
    mapped.kind === 'call'
      ? aboutObject(mapped, env.ctx)
      : mapped.kind === 'binary'
        ? objectsCompared(mapped, env.ctx)
        : undefined
  if (object) return object
  return isAssignment(mapped) ? assigned(mapped, env) : withTargetNames(mapped, scope, env.ctx)
}

/** A record is null as a whole only; that of the target also calls one null whose fields all are. */
function isNoRecord({ operand, negated, origin }: Test): Expr {
  const same: Expr = { kind: 'binary', op: 'nullSafeEq', left: operand, right: nullLiteral(origin), origin }
  return negated ? { kind: 'unary', op: 'not', operand: same, origin } : same
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
  const row = wholeRow(ref.name.text, ref, env)
  if (row) return row
  env.ctx.report.fail('XW-C0300', ref.origin, { kind: 'variable', name: ref.name.text })
  return ref
}

/** A row variable as a whole. */
function wholeRow(name: string, { origin }: Expr, env: ResolveEnv): Expr | undefined {
  const { ctx } = env
  const record = ctx.variables?.record(name)
  // The rows of triggers are no values.
  if (!record || (!record.parts && !ctx.sourceCan.recordsAreValues)) return undefined
  const path = [ident(name, false)]
  const items = record.fields.flatMap((field) => {
    const item = fieldRef({ kind: 'column', path: [...path, ident(field.name)], origin }, env)
    return item ? [item] : []
  })
  return { kind: 'row', items, origin }
}

/** A field of a record in scope: NEW.x of a trigger. */
function fieldRef(ref: ColumnRef, env: ResolveEnv): Expr | undefined {
  const [first, second, ...more] = ref.path
  const found = first && second && fieldOfRow(ref, env)
  return found && fieldsIn(found, more, ref.origin, env)
}

function fieldOfRow(ref: ColumnRef, env: ResolveEnv): Expr | undefined {
  const [first, second] = ref.path
  const record = first && second ? env.ctx.variables?.record(first.text) : undefined
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
  const variable = ctx.variables?.variable(full)
  if (variable) return variableRef(variable, ref, env)
  const row = owner ? undefined : wholeRow(full, ref, env)
  if (row) return row
  const field = fieldOfVariable(ref.path, ref.origin, env)
  if (field) return field
  const own = ownName(ref, env)
  if (own) return own
  if (!name || !ctx.sourceCan.callsWithoutParentheses) return undefined
  const self = owner ? undefined : selfOf(ref, env)
  const method = self && methodCall(self, name, { args: [] }, ref.origin, ctx)
  if (method) return method
  const call: Call = {
    kind: 'call',
    fn: { routine: owner ? { schema: owner, name } : { name } },
    args: [],
    origin: ref.origin,
  }
  return userFunctionOf(call, ctx) ? call : undefined
}

/** `p.v`: a variable with the name of its program in front. */
function ownName({ path: [first, ...rest], ...ref }: ColumnRef, env: ResolveEnv): Expr | undefined {
  const { ctx } = env
  const { fold } = ctx.sourceNames
  const program = ctx.byId.get(ctx.at.object)
  const isOwn = program?.kind === 'routine' && first && fold(program.name.name.text) === fold(first.text)
  return isOwn && rest.length > 0 && ctx.variables ? variableNamed({ ...ref, path: rest }, env) : undefined
}

function variableNamed(ref: ColumnRef, env: ResolveEnv): Expr | undefined {
  const [name, more] = ref.path
  const variable = name && !more ? env.ctx.variables?.variable(name.text) : undefined
  return variable ? variableRef(variable, ref, env) : fieldOfVariable(ref.path, ref.origin, env)
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
