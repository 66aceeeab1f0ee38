import type { Insert, SetItem } from '../../../../core/ir/data-change.js'
import type { ColumnRef, Expr } from '../../../../core/ir/expr.js'
import { ident } from '../../../../core/ir/names.js'
import { mapBottomUp, walkExpr } from '../../../../core/ir/walk.js'
import { findColumn, findQualified, type Relation } from '../../../code/scope.js'
import { assignedValue } from '../assigned-values.js'
import type { DataEnv } from '../data-env.js'
import { isDefault, withDefaults } from '../default-values.js'
import { replaceColumns, storedValue } from '../sequential.js'
import { targetColumn } from '../trees.js'
import { type Field, fieldNamed, type InsertTarget } from './insert-target.js'
import { processed } from './row-values.js'

/** Names of relations that no text of a user can name. */
export const newRowAlias = 'new row'
export const furtherAlias = 'further columns'

/** The row that was not inserted goes by this name in the target's clause. */
const excluded = ident('excluded')

/** The assignments of ON DUPLICATE KEY UPDATE before types are known; columns of the query have a relation of their own. */
export interface Duplicate {
  readonly items: readonly SetItem[]
  /** Columns of the query's tables that they read. */
  readonly further: readonly ColumnRef[]
}

/** Spells VALUES(column) and names of the query's columns as columns of relations. */
export function duplicateOf(stmt: Insert, into: InsertTarget, at: DataEnv): Duplicate {
  const scope = { relations: relationsOf(stmt, into, at) }
  const { fold } = at.env.ctx.sourceNames
  const further: ColumnRef[] = []
  const fromQuery = 'query' in stmt.source && stmt.source.query.body.kind === 'select'
  const items = stmt.onDuplicate.map((each) => ({
    ...each,
    value: mapBottomUp(each.value, (node) => {
      const named = valuesCall(node)
      if (named) return { ...named, path: [ident(newRowAlias), ...named.path.slice(-1)] }
      if (!fromQuery || node.kind !== 'column') return node
      const path = node.path.map((part) => part.text)
      const found = path.length === 1 ? findColumn(scope, path[0] ?? '', fold) : findQualified(scope, path, fold)
      const record = path.length === 2 && at.env.ctx.variables?.record(path[0] ?? '')
      if (found !== 'unknown' || record) return node
      further.push(node)
      return { ...node, path: [ident(furtherAlias), ident(`further ${further.length - 1}`)] }
    }),
  }))
  return { items, further }
}

function valuesCall(node: Expr): ColumnRef | undefined {
  if (node.kind !== 'call' || !('native' in node.fn) || !/^VALUES?$/i.test(node.fn.native)) return undefined
  const [arg] = node.args
  if (!arg || node.args.length !== 1) return undefined
  // It is about a column, whatever variables have its name.
  if (arg.kind === 'variable' && arg.scope === 'local') return { kind: 'column', path: [arg.name], origin: arg.origin }
  return arg.kind === 'column' ? arg : undefined
}

/** The table's own row and the new one; the new one's columns need its name unless they have names of their own. */
function relationsOf(stmt: Insert, into: InsertTarget, { env }: DataEnv): readonly Relation[] {
  const all = new Set(into.relation.columns.map((column) => env.ctx.sourceNames.fold(column.name)))
  const base: Relation = { ...into.relation, alias: newRowAlias, target: excluded, merged: all }
  delete (base as { schema?: string }).schema
  const { newRow } = stmt
  if (!newRow) return [into.relation, base]
  const columns = into.fields.map(({ scope }, index) => ({ ...scope, name: newRow.columns[index]?.text ?? scope.name }))
  const named: Relation = {
    ...base,
    alias: newRow.name.text,
    columns: newRow.columns.length > 0 ? columns : base.columns,
    merged: newRow.columns.length > 0 ? new Set() : all,
  }
  return [into.relation, base, named]
}

/** One assignment to the row that is there already. */
export interface DuplicateItem {
  readonly field: Field
  /** Processed: `new row` and `further columns` are relations in it. */
  readonly value: Expr
}

/**
 * The assignments with types, each value with those before it written out. `further` gives a column of the query: its
 * type, or what to read in its place.
 */
export function duplicateItems(
  stmt: Insert,
  duplicate: Duplicate,
  further: readonly Expr[],
  into: InsertTarget,
  at: DataEnv,
): readonly DuplicateItem[] | undefined {
  const { ctx } = at.env
  const columns = further.map((expr, index) => ({
    name: `further ${index}`,
    target: ident(`further_${index}`),
    ...(expr.type ? { type: expr.type } : {}),
  }))
  const rest: Relation = {
    alias: furtherAlias,
    target: ident(furtherAlias),
    columns,
    merged: new Set(),
    optional: false,
  }
  const relations = [...relationsOf(stmt, into, at), rest]
  const done = new Map<string, DuplicateItem>()
  for (const each of duplicate.items) {
    const name = each.column.path.at(-1)?.text ?? ''
    const field = fieldNamed(into.all, name, at)
    if (!field) ctx.report.fail('XW-C0300', each.column.origin, { kind: 'column', name })
    if (!field || ctx.report.failed) return undefined
    const own = field.scope.name
    const value = isDefault(each.value) ? each.value : typed(each.value, field, relations, into, at)
    const after = replaceColumns(value, into.relation.alias, (column) => {
      const before = done.get(column.of?.column ?? '')
      if (before && isDefault(before.value))
        ctx.report.fail('XW-R0103', each.value.origin, { column: before.field.to.name })
      return before && storedValue(before.value, before.field.to)
    })
    // Assigned twice, the last one counts.
    done.delete(own)
    done.set(own, { field, value: after })
  }
  return ctx.report.failed ? undefined : [...done.values()]
}

function typed(value: Expr, field: Field, relations: readonly Relation[], into: InsertTarget, at: DataEnv): Expr {
  const made = processed(withDefaults(value, [into.ref], at), relations, at)
  return at.env.ctx.report.failed ? made : assignedValue(made, field.to, at)
}

/** Relations of the new row, under any of its names. */
export const isNewRow = (column: ColumnRef): boolean => column.path[0] === excluded

/** Items that change nothing: a column becomes what it is. */
export const keepsRow = (items: readonly DuplicateItem[], into: InsertTarget): boolean =>
  items.every(
    ({ field, value }) =>
      value.kind === 'column' && value.of?.relation === into.relation.alias && value.of.column === field.scope.name,
  )

/** The value with the new row's columns replaced. */
export function overNewRow(value: Expr, replace: (column: ColumnRef) => Expr | undefined): Expr {
  const names = new Set<string>()
  walkExpr(value, (node) => {
    if (node.kind === 'column' && isNewRow(node) && node.of) names.add(node.of.relation)
    return true
  })
  return [...names].reduce<Expr>((expr, name) => replaceColumns(expr, name, replace, () => false), value)
}

export const asSetItem = (field: Field, value: Expr): SetItem => ({ column: targetColumn(field.scope.target), value })
