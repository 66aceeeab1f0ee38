import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Constraint, Index, IndexPart } from '../../../../core/ir/schema.js'
import { columnsOf, fold, sameName, type TableState } from './table-state.js'

/** Takes a column away, and from every key that it is in; a key without columns goes too, as in the servers. */
export function dropColumn(table: TableState, name: Ident): void {
  table.columns = table.columns.filter((column) => !sameName(column.name, name))
  table.types.delete(fold(name.text))
  table.indexes = table.indexes.flatMap((index): readonly Index[] => {
    if (!columnsOf(index).some((each) => sameName(each, name))) return [index]
    const parts = index.parts.filter((part) => !isColumn(part.expr, name))
    return parts.length === 0 ? [] : [{ ...index, parts }]
  })
  table.constraints = table.constraints.flatMap((each): readonly Constraint[] => {
    if (each.kind === 'check' || !each.columns.some((column) => sameName(column, name))) return [each]
    const columns = each.columns.filter((column) => !sameName(column, name))
    return columns.length === 0 || each.kind === 'foreignKey' ? [] : [{ ...each, columns }]
  })
}

const isColumn = (expr: Expr, name: Ident): boolean =>
  expr.kind === 'column' && expr.path.length === 1 && sameName(expr.path[0], name)

/** Gives a column another name wherever the table speaks of it. */
export function renameColumn(table: TableState, from: Ident, to: Ident): void {
  const renamed = (name: Ident): Ident => (sameName(name, from) ? to : name)
  const part = (each: IndexPart): IndexPart => ({ ...each, expr: renamedIn(each.expr, renamed) })
  table.columns = table.columns.map((column) => ({ ...column, name: renamed(column.name) }))
  const type = table.types.get(fold(from.text))
  table.types.delete(fold(from.text))
  if (type) table.types.set(fold(to.text), type)
  table.indexes = table.indexes.map((index) => ({ ...index, parts: index.parts.map(part) }))
  table.constraints = table.constraints.map((each) =>
    each.kind === 'check' ? each : { ...each, columns: each.columns.map(renamed) },
  )
  if (table.partitioning) {
    const { partitioning } = table
    table.partitioning = { ...partitioning, keys: partitioning.keys.map((key) => renamedIn(key, renamed)) }
  }
}

/** Only plain columns: the servers refuse to rename a column that an expression of the table uses. */
const renamedIn = (expr: Expr, renamed: (name: Ident) => Ident): Expr =>
  expr.kind === 'column' && expr.path.length === 1 ? { ...expr, path: expr.path.map(renamed) } : expr
