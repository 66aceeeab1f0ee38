import { createFindingSink } from '../../core/findings/finding.js'
import { type Ident, ident } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { TableExpr } from '../../core/ir/query.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import { type CodeContext, createReporter } from '../code/code-context.js'
import { findObject } from '../code/resolve/relations.js'
import { systemRelationOf } from '../code/resolve/system-relations.js'
import type { Names } from './frame.js'
import { tablesIn } from './relations.js'

/** A giver of names for one program; a variable never has the name of a column that the program may mean. */
export function createNames(program: Program, ctx: CodeContext, reserved: Iterable<string>): Names {
  const words = [...reserved]
  const taken = new Set([...words, ...columnNames(program, ctx)])
  const labels = new Set(words)
  const fitting = (text: string): string => ctx.target.alias(text).text
  return {
    variable: (wanted, prefix) => take(fitting(wanted), prefix, taken, fitting),
    label: (wanted) => take(fitting(wanted), 'l', labels, fitting),
  }
}

/** The name as it is, else with a prefix, else with a number too; `fitting` keeps what grows short enough. */
function take(wanted: string, prefix: string, taken: Set<string>, fitting: (text: string) => string): Ident {
  const named = taken.has(wanted) ? `${prefix}_${wanted}` : wanted
  let name = fitting(named)
  for (let number = 2; taken.has(name); number++) name = fitting(`${named}_${number}`)
  taken.add(name)
  return ident(name)
}

/** Tables and views that the program speaks of, which are names of rows too, their columns, and the names that its queries give. */
function columnNames(program: Program, ctx: CodeContext): ReadonlySet<string> {
  const found = new Set<string>()
  const quiet = { ...ctx, report: createReporter(createFindingSink(), ctx.at) }
  const add = (text: string): void => void found.add(ctx.target.alias(text).text)
  const addTable = (table: TableExpr): void => {
    if ('alias' in table && table.alias) add(table.alias.text)
    if (table.kind !== 'tableRef') return
    add(table.name.name.text)
    const object = findObject(ctx, table.name)
    if (!object) for (const { target } of systemRelationOf(table, quiet)?.columns ?? []) found.add(target.text)
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
