import { nullLiteral } from '../../../../core/ir/build.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { code } from '../../../code/process-query.js'
import { resolveExpr } from '../../../code/resolve/resolve-expr.js'
import type { Relation } from '../../../code/scope.js'
import { assignedValue } from '../assigned-values.js'
import type { DataEnv } from '../data-env.js'
import { defaultOf, isDefault, withDefaults } from '../default-values.js'
import { replaceColumns, storedValue } from '../sequential.js'
import { isVolatile } from '../trees.js'
import { counterValue, defaultKeyword } from './counters.js'
import { type Field, type InsertTarget, impliedValue } from './insert-target.js'

/** The values of every row, one for each field, in the target's types but with core calls. Undefined after a finding. */
export function rowsOf(
  rows: readonly (readonly Expr[])[],
  into: InsertTarget,
  at: DataEnv,
): readonly (readonly Expr[])[] | undefined {
  const { report } = at.env.ctx
  const made = rows.map((row) => {
    if (row.length === 0) return into.fields.map((field) => impliedValue(field, at) ?? defaultKeyword)
    if (row.length !== into.given) report.fail('XW-R0113', into.ref.origin, { values: row.length, columns: into.given })
    return report.failed ? [] : rowOf(row, into, at)
  })
  return report.failed ? undefined : made
}

/** A value may name columns: those to its left have their values by then, the others their defaults. */
function rowOf(row: readonly Expr[], into: InsertTarget, at: DataEnv): readonly Expr[] {
  const done = new Map<string, { readonly value: Expr; readonly field: Field }>()
  return into.fields.map((field, index) => {
    const given = row[index] ?? defaultKeyword
    const value = isDefault(given) ? (impliedValue(field, at) ?? given) : givenValue(given, field, into, at, done)
    done.set(field.scope.name, { value, field })
    return counterValue(value, field, into, at)
  })
}

function givenValue(
  given: Expr,
  field: Field,
  into: InsertTarget,
  at: DataEnv,
  done: ReadonlyMap<string, { readonly value: Expr; readonly field: Field }>,
): Expr {
  const { ctx } = at.env
  const typed = processed(withDefaults(given, [into.ref], at), [into.relation], at)
  const replaced = replaceColumns(typed, into.relation.alias, (column) => {
    const name = column.of?.column ?? ''
    const before = done.get(name)
    if (before && isVolatile(before.value, ctx)) ctx.report.fail('XW-R0103', given.origin, { column: name })
    if (before && !isDefault(before.value)) return storedValue(before.value, before.field.to)
    const other = into.all.find((each) => each.scope.name === name)
    return other && defaultValue(other, at)
  })
  return assignedValue(replaced, field.to, at)
}

/** What a column holds when no value is given for it. */
export function defaultValue(field: Field, at: DataEnv): Expr {
  const implied = impliedValue(field, at)
  if (implied) return implied
  const given = field.column ? defaultOf(field.column) : nullLiteral()
  return assignedValue(processed(given, [], at), field.to, at)
}

/** Names bound, types known, the source's meaning explicit; calls are still core ones. */
export function processed(expr: Expr, relations: readonly Relation[], at: DataEnv): Expr {
  const { env } = at
  const scope = { relations, ...(env.parent ? { parent: env.parent } : {}) }
  const resolved = resolveExpr(expr, scope, env)
  return env.ctx.report.failed ? expr : code(resolved, 'any', scope, env)
}
