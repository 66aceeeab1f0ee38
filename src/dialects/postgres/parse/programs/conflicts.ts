import { finding } from '../../../../core/findings/finding.js'
import { binary, literal } from '../../../../core/ir/build.js'
import type { Insert, SetItem, Update } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { dotted, ident, type Origin } from '../../../../core/ir/names.js'
import type { Table } from '../../../../core/ir/schema.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { mapBottomUp } from '../../../../core/ir/walk.js'
import type { LowerContext } from '../context.js'
import { lowerExpr } from '../expressions.js'
import { NotLowered } from '../queries.js'
import type { InsertStmt, OnConflictClause } from '../tree.js'
import { sameKey, selectOf, steady, tableRef, uniqueKeys, valuesOf } from './row-keys.js'

/**
 * INSERT … ON CONFLICT of one row as what it does: the row is looked for, and added or changed. Exact as long as no other key
 * than the one that is meant can be met, and nobody adds the same row in between. @throws NotLowered
 */
export function lowerConflict(
  node: InsertStmt & { readonly onConflictClause?: OnConflictClause },
  plain: Insert,
  origin: Origin,
  context: LowerContext,
): Stmt {
  const { onConflictClause: clause = {}, relation } = node
  const table = context.table?.(plain.table)
  const keys = table && uniqueKeys(table)
  if (!table || !keys || (context.hasTriggers?.(plain.table, 'insert') ?? true))
    throw new NotLowered('INSERT … ON CONFLICT of such a table')
  const values = valuesOf(plain, table)
  const alias = ident(relation?.alias?.aliasname ?? relation?.relname ?? '')
  const meant = keyOf(clause, table, keys)
  if (meant && keys.length > 1) throw new NotLowered('INSERT … ON CONFLICT of a table with other unique keys')
  const met = (meant ? [meant] : keys).flatMap((key) => sameKey(alias, key, values) ?? [])
  const [first, ...rest] = met
  if (!first) return plain
  const where = rest.reduce((left, right) => binary('or', left, right), first)
  const ref = tableRef(plain.table, alias)
  const data = { name: dotted(plain.table) }
  context.sink.add(finding('XW-R0120', { object: context.object, origin }, data))
  const one = literal('integer', '1')
  if (clause.action === 'ONCONFLICT_NOTHING') {
    const none: Expr = { kind: 'exists', negated: true, query: selectOf([one], [ref], where), origin }
    const row = 'rows' in plain.source ? (plain.source.rows[0] ?? []) : []
    if (row.some(({ kind }) => kind === 'default')) throw new NotLowered('DEFAULT beside ON CONFLICT')
    return { ...plain, source: { query: selectOf(row.map(steady), [], none) } }
  }
  const there: Expr = { kind: 'exists', negated: false, query: selectOf([one], [ref], where), origin }
  const update = updateOf(clause, plain, alias, where, values, table, context)
  return { kind: 'if', branches: [{ when: there, body: [update] }], else: [plain], origin }
}

/** The key that ON CONFLICT names; undefined: any. */
function keyOf({ infer }: OnConflictClause, table: Table, keys: readonly (readonly string[])[]) {
  if (!infer) return undefined
  if (infer.whereClause) throw new NotLowered('ON CONFLICT … WHERE')
  const named = table.constraints.find(({ name }) => infer.conname !== undefined && name?.text === infer.conname)
  const columns =
    named && (named.kind === 'primaryKey' || named.kind === 'unique')
      ? named.columns.map(({ text }) => text)
      : (infer.indexElems ?? []).map((each) => ('IndexElem' in each ? (each.IndexElem.name ?? '') : ''))
  const wanted = [...columns].sort().join()
  const found = keys.find((key) => [...key].sort().join() === wanted)
  if (!found) throw new NotLowered('ON CONFLICT of such a key')
  return found
}

function updateOf(
  { targetList = [], whereClause }: OnConflictClause,
  { table: name, origin }: Insert,
  alias: Update['set'][number]['column']['path'][number],
  where: Expr,
  values: ReadonlyMap<string, Expr>,
  table: Table,
  context: LowerContext,
): Update {
  const columnType: LowerContext['columnType'] = (path) => {
    const [column = '', relation] = [...path].reverse()
    const own = relation === undefined || relation === alias.text || relation === 'excluded'
    const found = own ? table.columns.find((each) => each.name.text === column) : undefined
    return found?.type.logical ?? context.columnType?.(path)
  }
  const inside: LowerContext = { ...context, columnType }
  const read = (expr: Expr): Expr =>
    mapBottomUp(expr, (each) => {
      const [relation, column] = each.kind === 'column' ? each.path : []
      if (!column || relation?.text.toLowerCase() !== 'excluded') return each
      const value = values.get(column.text)
      if (!value) throw new NotLowered('excluded of a column that has no value')
      return steady(value)
    })
  const set = targetList.map((each): SetItem => {
    if (!('ResTarget' in each) || !each.ResTarget.val || 'MultiAssignRef' in each.ResTarget.val)
      throw new NotLowered('ON CONFLICT … SET of several columns at once')
    const column = { kind: 'column' as const, path: [alias, ident(each.ResTarget.name ?? '')], origin }
    if ('SetToDefault' in each.ResTarget.val) throw new NotLowered('SET … DEFAULT beside ON CONFLICT')
    return { column, value: read(lowerExpr(each.ResTarget.val, inside)) }
  })
  const condition = whereClause ? binary('and', where, read(lowerExpr(whereClause, inside))) : where
  return {
    ...{ kind: 'update', origin, ignore: false, modifiers: [], returning: [], orderBy: [] },
    ...{ tables: [tableRef(name, alias)], set, where: condition },
  }
}
