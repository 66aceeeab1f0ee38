import { binary, coreCall, int64, valueTypeOf } from '../../../../core/ir/build.js'
import type { Delete, Insert, Update } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { SelectItem, TableRef } from '../../../../core/ir/query.js'
import type { Table } from '../../../../core/ir/schema.js'
import type { SelectInto, Stmt, Target } from '../../../../core/ir/statement.js'
import type { LowerContext } from '../context.js'
import { NotLowered } from '../queries.js'
import { primaryKey, sameKey, selectOf, steady, tableRef, valuesOf } from './row-keys.js'

/**
 * `RETURNING … INTO` of one row that its key tells: the row is read behind the change, or before it is deleted. @throws NotLowered for
 * other rows
 */
export function readBack(
  stmt: Insert | Update | Delete,
  into: readonly Target[],
  context: LowerContext,
): readonly Stmt[] {
  const name = stmt.kind === 'insert' ? stmt.table : tableOf(stmt).name
  const table = context.table?.(name)
  const key = table && primaryKey(table)
  if (!table || !key) throw new NotLowered('RETURNING of a table without a key')
  const plain = { ...stmt, returning: [] }
  const ref = stmt.kind === 'insert' ? tableRef(name) : tableOf(stmt)
  const where = stmt.kind === 'insert' ? addedRow(stmt, table, key, context) : namedRow(stmt, ref, key)
  const { origin } = stmt
  const items: readonly SelectItem[] = stmt.returning
  const query = selectOf([], [ref], where)
  const body = query.body.kind === 'select' ? { ...query.body, items } : query.body
  const read: SelectInto = { kind: 'selectInto', query: { ...query, body, origin }, targets: into, origin }
  return stmt.kind === 'delete' ? [read, plain] : [plain, read]
}

function tableOf({ tables }: Update | Delete): TableRef {
  const [only, more] = tables
  if (only?.kind !== 'tableRef' || more) throw new NotLowered('RETURNING of a change with other tables')
  return only
}

/** The row that was added last, by its number or by the key that it was given. */
function addedRow(stmt: Insert, table: Table, key: readonly string[], context: LowerContext): Expr {
  const values = valuesOf(stmt, table)
  const [column, more] = key
  const counter = table.columns.find(({ identity }) => identity)
  const ref = tableRef(stmt.table).name.name
  if (counter && !more && counter.name.text === column && !values.has(column)) {
    const number = coreCall('last_insert_id', [], valueTypeOf(int64), stmt.origin)
    return binary('eq', { kind: 'column', path: [ref, counter.name], origin: stmt.origin }, number)
  }
  if (context.hasTriggers?.(stmt.table, 'insert') ?? true)
    throw new NotLowered('RETURNING of a row that triggers change')
  const where = sameKey(ref, key, values)
  if (!where) throw new NotLowered('RETURNING of a row whose key is not known')
  return where
}

/** `WHERE key = value`, and nothing else, of a change that leaves the key alone. */
function namedRow(stmt: Update | Delete, ref: TableRef, key: readonly string[]): Expr {
  const [column, more] = key
  const { where } = stmt
  const named =
    where?.kind === 'binary' &&
    where.op === 'eq' &&
    where.left.kind === 'column' &&
    where.left.path.at(-1)?.text === column
  const sets = stmt.kind === 'update' && stmt.set.some((each) => each.column.path.at(-1)?.text === column)
  if (more || sets || !named || where?.kind !== 'binary') throw new NotLowered('RETURNING of rows that no key names')
  const path = [ref.alias ?? ref.name.name, ...(where.left.kind === 'column' ? where.left.path.slice(-1) : [])]
  return binary('eq', { kind: 'column', path, origin: stmt.origin }, steady(where.right))
}
