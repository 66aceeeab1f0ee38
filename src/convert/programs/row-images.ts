import { ident } from '../../core/ir/names.js'
import type { CodeContext } from '../code/code-context.js'
import { tableColumns } from '../code/resolve/relations.js'
import type { LocalScope, ProgramObject } from './frame.js'
import { extend } from './scope.js'
import { tableOfTrigger } from './trigger-table.js'

/** The new and the old row of a trigger, as far as its event has them. */
export function withRowImages(scope: LocalScope, object: ProgramObject, ctx: CodeContext): LocalScope {
  const table = tableOfTrigger(object, ctx)
  if (object.kind !== 'trigger' || !table) return scope
  const fields = tableColumns(ctx, table)
  const has = (events: readonly string[]): boolean => object.events.some((event) => events.includes(event))
  return extend(scope, {
    records: [
      ...(has(['insert', 'update']) ? [['new', { target: ident('new'), fields }] as const] : []),
      ...(has(['delete', 'update']) ? [['old', { target: ident('old'), fields }] as const] : []),
    ],
  })
}
