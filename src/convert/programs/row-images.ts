import { ident } from '../../core/ir/names.js'
import type { CodeContext } from '../code/code-context.js'
import { findObject, tableColumns } from '../code/resolve/relations.js'
import type { LocalScope, ProgramObject } from './frame.js'
import { extend } from './scope.js'

/** The new and the old row of a trigger, as far as its event has them. */
export function withRowImages(scope: LocalScope, object: ProgramObject, ctx: CodeContext): LocalScope {
  if (object.kind !== 'trigger') return scope
  const table = findObject(ctx, object.table)
  if (table?.kind !== 'table') return scope
  const fields = tableColumns(ctx, table)
  const has = (events: readonly string[]): boolean => object.events.some((event) => events.includes(event))
  return extend(scope, {
    records: [
      ...(has(['insert', 'update']) ? [['new', { target: ident('new'), fields }] as const] : []),
      ...(has(['delete', 'update']) ? [['old', { target: ident('old'), fields }] as const] : []),
    ],
  })
}
