import { ident } from '../../core/ir/names.js'
import type { CodeContext } from '../code/code-context.js'
import { findObject, tableColumns } from '../code/resolve/relations.js'
import type { ScopeColumn } from '../code/scope.js'
import type { LocalScope, ProgramObject } from './frame.js'
import { extend } from './scope.js'
import { tableOfTrigger } from './trigger-table.js'

/** The new and the old row of a trigger, as far as its event has them. */
export function withRowImages(scope: LocalScope, object: ProgramObject, ctx: CodeContext): LocalScope {
  const fields = columnsOf(object, ctx)
  if (object.kind !== 'trigger' || !fields) return scope
  const has = (events: readonly string[]): boolean => object.events.some((event) => events.includes(event))
  return extend(scope, {
    records: [
      ...(has(['insert', 'update']) ? [['new', { target: ident('new'), fields }] as const] : []),
      ...(has(['delete', 'update']) ? [['old', { target: ident('old'), fields }] as const] : []),
    ],
  })
}

/** A trigger in place of changes stands on a view. */
function columnsOf(object: ProgramObject, ctx: CodeContext): readonly ScopeColumn[] | undefined {
  const table = tableOfTrigger(object, ctx)
  if (table) return tableColumns(ctx, table)
  const found = object.kind === 'trigger' ? findObject(ctx, object.table) : undefined
  return found?.kind === 'view' ? ctx.viewColumns(found.id) : undefined
}
