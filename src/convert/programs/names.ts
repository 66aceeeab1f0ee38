import { type Ident, ident } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { TableExpr } from '../../core/ir/query.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import type { CodeContext } from '../code/code-context.js'
import { findObject } from '../code/resolve/relations.js'
import type { Names } from './frame.js'
import { tablesIn } from './relations.js'

/** A giver of names for one program; a variable never has the name of a column that the program may mean. */
export function createNames(program: Program, ctx: CodeContext, reserved: Iterable<string>): Names {
  const taken = new Set([...reserved, ...columnNames(program, ctx)])
  const labels = new Set<string>()
  return {
    variable: (wanted, prefix) => take(ctx.target.alias(wanted).text, prefix, taken),
    label: (wanted) => take(ctx.target.alias(wanted).text, 'l', labels),
  }
}

/** The name as it is, else with a prefix, else with a number too. */
function take(wanted: string, prefix: string, taken: Set<string>): Ident {
  const named = taken.has(wanted) ? `${prefix}_${wanted}` : wanted
  let name = named
  for (let number = 2; taken.has(name); number++) name = `${named}_${number}`
  taken.add(name)
  return ident(name)
}

/** Columns of all tables and views that the program speaks of, and the names that its queries give. */
function columnNames(program: Program, ctx: CodeContext): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (text: string): void => void found.add(ctx.target.alias(text).text)
  const addTable = (table: TableExpr): void => {
    if (table.kind !== 'tableRef') return
    const object = findObject(ctx, table.name)
    if (object?.kind !== 'table' && object?.kind !== 'view') return
    for (const column of ctx.viewColumns(object.id) ?? []) found.add(column.target.text)
    if (object.kind === 'table')
      for (const { name } of object.columns) found.add(ctx.target.columnName(object.id, name.text)?.text ?? name.text)
  }
  tablesIn(program, addTable)
  walkProgram(program, {
    query: (query) => {
      if (query.body.kind !== 'select') return
      for (const item of query.body.items) if (item.kind === 'expr' && item.alias) add(item.alias.text)
    },
  })
  return found
}
