import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Column, Constraint, Table } from '../../../../core/ir/schema.js'
import { mapBottomUp } from '../../../../core/ir/walk.js'

/** The table with another name for a column, in everything of it that names the column. */
export function withRenamedColumn(table: Table, from: string, to: Ident): Table {
  const named = (name: Ident): Ident => (name.text === from ? to : name)
  const inside = (expr: Expr): Expr => mapBottomUp(expr, (each) => renamedRef(each, from, to))
  return {
    ...table,
    columns: table.columns.map((column) => renamedColumn({ ...column, name: named(column.name) }, inside)),
    constraints: table.constraints.map((each) => renamedConstraint(each, named, inside)),
    indexes: table.indexes.map((index) => ({
      ...index,
      parts: index.parts.map((part) => ({ ...part, expr: inside(part.expr) })),
    })),
  }
}

/** Foreign keys of other tables that lead to the column. */
export function withRenamedTarget(table: Table, target: Table, from: string, to: Ident): Table {
  const leads = (each: Constraint): boolean =>
    each.kind === 'foreignKey' &&
    each.target.name.text === target.name.name.text &&
    each.target.schema?.text === target.name.schema?.text
  return {
    ...table,
    constraints: table.constraints.map((each) =>
      each.kind === 'foreignKey' && leads(each)
        ? { ...each, targetColumns: each.targetColumns.map((name) => (name.text === from ? to : name)) }
        : each,
    ),
  }
}

function renamedRef(expr: Expr, from: string, to: Ident): Expr {
  if (expr.kind !== 'column' || expr.path.at(-1)?.text !== from) return expr
  return { ...expr, path: [...expr.path.slice(0, -1), to] }
}

const renamedColumn = (column: Column, inside: (expr: Expr) => Expr): Column =>
  column.generated ? { ...column, generated: { ...column.generated, expr: inside(column.generated.expr) } } : column

function renamedConstraint(each: Constraint, named: (name: Ident) => Ident, inside: (expr: Expr) => Expr): Constraint {
  return each.kind === 'check' ? { ...each, expr: inside(each.expr) } : { ...each, columns: each.columns.map(named) }
}
