import type { Delete, Insert, RowChange, SetItem, Update } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident, type Origin } from '../../../../core/ir/names.js'
import type { TableRef } from '../../../../core/ir/query.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import type { NamedColumn } from '../context.js'
import { type LowerContext, originAt } from '../context.js'
import { relationName } from '../definitions/constraints.js'
import { lowerExpr } from '../expressions.js'
import { emptySource, lowerFrom, type Source } from '../from.js'
import { lowerItem, lowerQuery, NotLowered, outputsOf, within } from '../queries.js'
import type { DeleteStmt, InsertStmt, Node, RangeVar, UpdateStmt } from '../tree.js'
import { kindOf, stringOf } from '../tree.js'
import { lowerConflict } from './conflicts.js'

/** A change of rows with the columns that it gives back. */
export interface LoweredChange {
  readonly stmt: Insert | Update | Delete
  readonly columns: readonly NamedColumn[]
  /** What it does, where that is more than one change. */
  readonly instead?: Stmt
}

/** INSERT, UPDATE or DELETE. @throws NotLowered */
export function lowerChange(node: Node, origin: Origin, context: LowerContext): LoweredChange {
  if ('InsertStmt' in node) return lowerInsert(node.InsertStmt, origin, context)
  if ('UpdateStmt' in node) return lowerUpdate(node.UpdateStmt, origin, context)
  if ('DeleteStmt' in node) return lowerDelete(node.DeleteStmt, origin, context)
  throw new NotLowered(kindOf(node))
}

const base = (origin: Origin): Omit<RowChange, 'returning'> => ({ origin, ignore: false, modifiers: [] })

function tableOf(relation: RangeVar | undefined, context: LowerContext): { ref: TableRef; source: Source } {
  const source = lowerFrom({ RangeVar: relation ?? {} }, emptySource, context)
  const [table] = source.tables
  if (table?.kind !== 'tableRef') throw new NotLowered('a change of something else than a table')
  return { ref: table, source }
}

const itemsOf = (nodes: readonly Node[] | undefined, source: Source, scope: LowerContext) => ({
  returning: (nodes ?? []).map((each) => lowerItem(each, scope)),
  columns: (nodes ?? []).flatMap((each) => outputsOf(each, source, scope)),
})

function lowerInsert(node: InsertStmt, origin: Origin, context: LowerContext): LoweredChange {
  const { relation, cols = [], selectStmt, onConflictClause, returningClause, withClause } = node
  if (withClause) throw new NotLowered('INSERT with WITH')
  const { source } = tableOf(relation, context)
  const scope = within(context, source)
  const { returning, columns } = itemsOf(returningClause?.exprs, source, scope)
  const written = cols.map((each) => ('ResTarget' in each ? (each.ResTarget.name ?? '') : ''))
  const names = written.length > 0 ? written : firstColumns(relation, selectStmt, context)
  const isLooked = names.map((name) => storesNarrow(name, scope))
  const stmt: Insert = {
    ...{ ...base(origin), kind: 'insert', replace: false, partitions: [], onDuplicate: [], returning },
    table: relationName(relation, context),
    columns: names.map((name) => ident(name)),
    source: rowsOf(selectStmt, context, isLooked),
  }
  if (!onConflictClause) return { stmt, columns }
  if (returning.length > 0) throw new NotLowered('INSERT … ON CONFLICT … RETURNING')
  return { stmt, columns, instead: lowerConflict(node, stmt, origin, context) }
}

/** Fewer values than columns are those of the first ones (manual, "INSERT"). Empty: as many as there are. */
function firstColumns(
  relation: RangeVar | undefined,
  rows: Node | undefined,
  context: LowerContext,
): readonly string[] {
  if (!rows || !('SelectStmt' in rows)) return []
  const [first] = rows.SelectStmt.valuesLists ?? []
  const values = first && 'List' in first ? (first.List.items ?? []) : undefined
  if (values?.some((each) => 'ColumnRef' in each && each.ColumnRef.fields?.some((one) => 'A_Star' in one))) return []
  const count = values?.length ?? lowerQuery(rows.SelectStmt, context).columns.length
  const all = context.relationColumns?.(relationName(relation, context)) ?? []
  return count < all.length ? all.slice(0, count).map(({ name }) => name) : []
}

function rowsOf(node: Node | undefined, context: LowerContext, isLooked: readonly boolean[]): Insert['source'] {
  if (!node) return { rows: [[]] }
  if (!('SelectStmt' in node)) throw new NotLowered('INSERT of something else than rows')
  const lists = node.SelectStmt.valuesLists
  if (!lists) return { query: lowerQuery(node.SelectStmt, context).query }
  return {
    rows: lists.map((row) =>
      ('List' in row ? (row.List.items ?? []) : []).flatMap(
        (value, at) =>
          fieldsOf(value, context) ?? [newValueOf(value, isLooked[at] ? storing(value, context) : context)],
      ),
    ),
  }
}

/** `r.*` of a row that the program holds. @throws NotLowered for a star of something else */
function fieldsOf(node: Node, context: LowerContext): readonly Expr[] | undefined {
  const [row, star, more] = 'ColumnRef' in node ? (node.ColumnRef.fields ?? []) : []
  if (!star || more || !('A_Star' in star)) return undefined
  const name = stringOf(row)
  const fields = context.rowFields?.(name.toLowerCase())
  if (!fields) throw new NotLowered('all columns as values')
  const origin = originAt(context, 'ColumnRef' in node ? node.ColumnRef.location : undefined)
  return fields.map((each) => ({ kind: 'column', path: [ident(name), ident(each.name)], origin }))
}

/** A column of four bytes looks at what goes into it. */
function storesNarrow(column: string, context: LowerContext): boolean {
  const type = context.columnType?.([column])
  return type?.kind === 'integer' && type.bits <= 32
}

const storing = (value: Node | undefined, context: LowerContext): LowerContext =>
  value && 'A_Expr' in value ? { ...context, storedWhole: value.A_Expr } : context

const newValueOf = (node: Node | undefined, context: LowerContext): Expr =>
  node && 'SetToDefault' in node
    ? { kind: 'default', origin: originAt(context, node.SetToDefault.location) }
    : lowerExpr(node, context)

function lowerUpdate(node: UpdateStmt, origin: Origin, context: LowerContext): LoweredChange {
  if (node.withClause) throw new NotLowered('UPDATE with WITH')
  const own = tableOf(node.relation, context)
  const all = (node.fromClause ?? []).reduce<Source>((before, each) => lowerFrom(each, before, context), own.source)
  const scope = within(context, all)
  const table = own.ref.alias ?? own.ref.name.name
  const set = (node.targetList ?? []).map((each): SetItem => {
    if (!('ResTarget' in each) || !each.ResTarget.val || 'MultiAssignRef' in each.ResTarget.val)
      throw new NotLowered('UPDATE of several columns at once')
    const { name = '', val, location } = each.ResTarget
    const at = originAt(context, location)
    return {
      column: { kind: 'column', path: [table, ident(name)], origin: at },
      value: newValueOf(val, storesNarrow(name, scope) ? storing(val, scope) : scope),
    }
  })
  const { returning, columns } = itemsOf(node.returningClause?.exprs, all, scope)
  const where = node.whereClause ? { where: lowerExpr(node.whereClause, scope) } : {}
  const stmt: Update = { ...base(origin), kind: 'update', tables: all.tables, set, ...where, orderBy: [], returning }
  return { stmt, columns }
}

function lowerDelete(node: DeleteStmt, origin: Origin, context: LowerContext): LoweredChange {
  if (node.withClause) throw new NotLowered('DELETE with WITH')
  const own = tableOf(node.relation, context)
  const all = (node.usingClause ?? []).reduce<Source>((before, each) => lowerFrom(each, before, context), own.source)
  const scope = within(context, all)
  const { returning, columns } = itemsOf(node.returningClause?.exprs, all, scope)
  const several = all.tables.length > 1
  const stmt: Delete = {
    ...{ ...base(origin), kind: 'delete', tables: all.tables, orderBy: [], returning },
    targets: several ? [own.ref.alias ? { name: own.ref.alias } : own.ref.name] : [],
    ...(node.whereClause ? { where: lowerExpr(node.whereClause, scope) } : {}),
  }
  return { stmt, columns }
}
