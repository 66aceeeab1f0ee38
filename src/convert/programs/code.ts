import type { Expr } from '../../core/ir/expr.js'
import type { Query } from '../../core/ir/query.js'
import type { LogicalType, ValueType } from '../../core/ir/types.js'
import type { CodeContext } from '../code/code-context.js'
import { type MoreOfType, valueForColumn } from '../code/defaults.js'
import { code, processQuery } from '../code/process-query.js'
import { storing } from '../code/refusals.js'
import { bodyColumns } from '../code/resolve/relations.js'
import { resolveExpr } from '../code/resolve/resolve-expr.js'
import { resolveQuery } from '../code/resolve/resolve-query.js'
import type { Relation, Scope, ScopeColumn } from '../code/scope.js'
import type { Want } from '../code/semantics/booleans.js'
import { convertItem } from '../code/semantics/query-items.js'
import { nameInside, nameTargets } from '../code/write/name-targets.js'
import { writeExpr, writeQuery } from '../code/write/write-calls.js'
import type { StatementEnv } from './context.js'

/** What an expression of a statement is used as: a condition, a value, or a value for something of a type, where it is stored. */
export type Use = { readonly want: Want } | ({ readonly type: LogicalType } & MoreOfType)

/**
 * An expression of a program in the target's language, its names bound to variables and to the columns of `relations`.
 * When it has no counterpart the statement's reporter has failed, and what comes back is of no use.
 */
export function convertExpr(expr: Expr, use: Use, at: StatementEnv, relations: readonly Relation[] = []): Expr {
  const place = 'want' in use ? at : storingAt(at)
  return writtenExpr(typedExpr(expr, use, place, relations), place)
}

/** The same place for code whose values are stored: what the source refuses there is refused. */
export const storingAt = <T extends StatementEnv>(at: T): T => ({ ...at, env: { ...at.env, ctx: storing(at.env.ctx) } })

/** As `convertExpr`, before core calls become target text: a caller that looks at types and literals asks for this one. */
export function typedExpr(expr: Expr, use: Use, { env }: StatementEnv, relations: readonly Relation[] = []): Expr {
  const scope: Scope = { relations, ...(env.parent ? { parent: env.parent } : {}) }
  const resolved = resolveExpr(expr, scope, env)
  if (env.ctx.report.failed) return expr
  if ('want' in use) return code(resolved, use.want, scope, env)
  const rewritten = code(resolved, 'any', scope, env)
  return valueForColumn(rewritten, use.type, env.ctx, use) ?? rewritten
}

export const writtenExpr = (expr: Expr, { env }: StatementEnv): Expr =>
  env.ctx.report.failed ? expr : nameInside(writeExpr(expr, env.ctx), env.ctx)

export interface ConvertedQuery {
  readonly query: Query
  /** Its output columns with their types. */
  readonly columns: readonly ScopeColumn[]
}

/** The type of what takes a value. `result`: of a parameter. */
type Taking = ValueType & Pick<MoreOfType, 'result'>

/**
 * A query of a program in the target's language. `into`: the types of what takes its columns, where something does.
 * `write`: how core calls become the target's text.
 * Undefined: the statement's reporter says why.
 */
export function convertQuery(
  query: Query,
  { env }: StatementEnv,
  into: readonly (Taking | undefined)[] = [],
  write = writeQuery,
): ConvertedQuery | undefined {
  const resolved = resolveQuery(query, env)
  if (env.ctx.report.failed) return undefined
  const processed = taken(processQuery(resolved, env), into, env.ctx)
  const columns = bodyColumns(processed.body, env.ctx.target.alias)
  const written = nameTargets(write(processed, env.ctx), env.ctx)
  return env.ctx.report.failed ? undefined : { query: written, columns }
}

/** The query with each column as a value for what takes it. */
function taken(query: Query, into: readonly (Taking | undefined)[], ctx: CodeContext): Query {
  return into.reduce<Query>((made, type, index) => {
    if (type === undefined) return made
    const { logical, source, result = false } = type
    return convertItem(made, index, (expr) => valueForColumn(expr, logical, ctx, { source, result }) ?? expr)
  }, query)
}
