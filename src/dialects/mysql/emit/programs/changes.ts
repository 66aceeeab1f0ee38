import type { Delete, Insert, Update } from '../../../../core/ir/data-change.js'
import type { TableExpr } from '../../../../core/ir/query.js'
import { exprText } from '../expression.js'
import { identText, nameText, noForm } from '../printing.js'
import { queryText, tableText } from '../query.js'
import type { ProgramPrinting } from './context.js'

/** INSERT, UPDATE or DELETE without its end. */
export function changeText(stmt: Insert | Update | Delete, at: ProgramPrinting): string {
  if (stmt.returning.length > 0) throw noForm('RETURNING')
  if (stmt.with || stmt.changes) throw noForm('WITH in front of a change')
  if (stmt.kind === 'insert') return insertText(stmt, at)
  return stmt.kind === 'update' ? updateText(stmt, at) : deleteText(stmt, at)
}

function insertText(stmt: Insert, { printing }: ProgramPrinting): string {
  if (stmt.conflict) throw noForm('ON CONFLICT')
  const columns = ` (${stmt.columns.map(identText).join(', ')})`
  const into = `INSERT INTO ${nameText(stmt.table)}${columns}`
  if ('query' in stmt.source) return `${into} ${queryText(printing, stmt.source.query)}`
  const rows = stmt.source.rows.map((row) => `(${row.map((value) => exprText(printing, value)).join(', ')})`)
  return `${into} VALUES ${rows.join(', ')}`
}

/** The changed table and those that it is joined with. */
export function fromText({ target, tables }: Pick<Update, 'target' | 'tables'>, { printing }: ProgramPrinting): string {
  const all: readonly TableExpr[] = target ? [target, ...tables] : tables
  return all.map((table) => tableText(printing, table)).join(', ')
}

const whereText = ({ where }: Pick<Update, 'where'>, { printing }: ProgramPrinting): string =>
  where ? ` WHERE ${exprText(printing, where)}` : ''

function updateText(stmt: Update, at: ProgramPrinting): string {
  const { target } = stmt
  if (!target || stmt.orderBy.length > 0 || stmt.limit) throw noForm('UPDATE with an order')
  const set = stmt.set.map(({ column, value }) => {
    const name = column.path.at(-1)
    const table = nameText(target.alias ? { name: target.alias } : target.name)
    return `${table}.${name ? identText(name) : ''} = ${exprText(at.printing, value)}`
  })
  return `UPDATE ${fromText(stmt, at)} SET ${set.join(', ')}${whereText(stmt, at)}`
}

/** Another name for the table, or other tables beside it, need the form that says whose rows go. */
function deleteText(stmt: Delete, at: ProgramPrinting): string {
  const { target } = stmt
  if (!target || stmt.orderBy.length > 0 || stmt.limit) throw noForm('DELETE with an order')
  const plain = stmt.tables.length === 0 && !target.alias
  const rows = plain ? '' : ` ${target.alias ? identText(target.alias) : nameText(target.name)}`
  return `DELETE${rows} FROM ${fromText(stmt, at)}${whereText(stmt, at)}`
}
