import type { QName } from '../../../core/ir/names.js'
import type { SchemaObject, Trigger } from '../../../core/ir/schema.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import { findObject } from '../../code/resolve/relations.js'
import { tablesIn } from '../relations.js'
import { triggersNamed } from '../triggers-of.js'

/** Whether rows that a statement changes set off triggers that insert rows, by themselves or through others. */
export function triggersInsert(stmt: Stmt, ctx: CodeContext, seen: ReadonlySet<string> = new Set()): boolean {
  const events = eventsOf(stmt)
  if (events.length === 0) return false
  return tablesOf(stmt).some((table) => {
    const found = findObject(ctx, table)
    if (found === undefined || seen.has(found.id)) return false
    return triggersOf(found, events, ctx).some((each) => inserts(each, ctx, new Set([...seen, found.id])))
  })
}

/** Whether a statement changes rows of tables. */
export const changesRows = (stmt: Stmt): boolean => eventsOf(stmt).length > 0

function eventsOf(stmt: Stmt): readonly string[] {
  if (stmt.kind === 'insert')
    return ['insert', ...(stmt.replace ? ['delete'] : []), ...(stmt.onDuplicate.length > 0 ? ['update'] : [])]
  return stmt.kind === 'update' || stmt.kind === 'delete' ? [stmt.kind] : []
}

/** Of a join all tables, also those that are only read. */
function tablesOf(stmt: Stmt): readonly QName[] {
  if (stmt.kind === 'insert') return [stmt.table]
  const found: QName[] = []
  tablesIn({ body: stmt }, (table) => {
    if (table.kind === 'tableRef') found.push(table.name)
  })
  return found
}

const triggersOf = (table: SchemaObject, events: readonly string[], ctx: CodeContext): readonly Trigger[] =>
  triggersNamed(table.name.name.text, ctx).filter(
    (each) => each.events.some((event) => events.includes(event)) && findObject(ctx, each.table)?.id === table.id,
  )

/** What a trigger calls may insert as well. */
function inserts({ program }: Trigger, ctx: CodeContext, seen: ReadonlySet<string>): boolean {
  let found = false
  if (program)
    walkStmt(program.body, {
      stmt: (stmt) => {
        found ||= stmt.kind === 'insert' || stmt.kind === 'callStatement' || triggersInsert(stmt, ctx, seen)
        return undefined
      },
    })
  return found
}
