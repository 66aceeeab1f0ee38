import { finding } from '../../core/findings/finding.js'
import type { Delete, Insert, Update } from '../../core/ir/data-change.js'
import type { Merge } from '../../core/ir/merge.js'
import type { Table } from '../../core/ir/schema.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import type { CodeContext } from '../code/code-context.js'
import { findObject } from '../code/resolve/relations.js'
import type { Frame, ProgramObject, State } from './frame.js'
import { contextOf } from './frame.js'

/** The table that a trigger stands on. */
export function tableOfTrigger(object: ProgramObject, ctx: CodeContext): Table | undefined {
  const found = object.kind === 'trigger' ? findObject(ctx, object.table) : undefined
  return found?.kind === 'table' ? found : undefined
}

/** Whether a statement of a trigger for rows changes the trigger's table, which some engines refuse whenever it runs. */
export function changesOwnTable(stmt: Insert | Update | Delete | Merge, state: State): boolean {
  const ctx = contextOf(state)
  const { object } = state.frame
  if (object.kind === 'trigger' && object.perStatement) return false
  const own = tableOfTrigger(object, ctx)
  if (!own || state.env.ctes.size > 0) return false
  const [table, more] = stmt.kind === 'insert' ? [] : stmt.kind === 'merge' ? [stmt.target] : stmt.tables
  const name = stmt.kind === 'insert' ? stmt.table : table?.kind === 'tableRef' && !more ? table.name : undefined
  return name !== undefined && findObject(ctx, name)?.id === own.id
}

/** A number that the target gives a row before its triggers see it, and the source behind them. */
export function reportEarlyNumber({ object, program, sink }: Frame, ctx: CodeContext): void {
  if (object.kind !== 'trigger' || object.timing !== 'before' || !object.events.includes('insert')) return
  const { fold } = ctx.sourceNames
  const counted = tableOfTrigger(object, ctx)?.columns.find((column) => column.identity)
  if (!counted) return
  walkProgram(program, {
    expr: (expr) => {
      const [image, column] = expr.kind === 'column' ? expr.path : []
      if (column && /^new$/i.test(image?.text ?? '') && fold(column.text) === fold(counted.name.text))
        sink.add(finding('XW-R0032', { object: object.id, origin: expr.origin }, { column: counted.name.text }))
      return undefined
    },
  })
}

/** A row that a trigger has put back as it was is left alone by the source; by then the target has set what goes with a change. */
export function reportPutBack({ object, program, sink }: Frame, ctx: CodeContext): void {
  if (object.kind !== 'trigger' || object.timing !== 'before' || !object.events.includes('update')) return
  const renewed = tableOfTrigger(object, ctx)?.columns.find((column) => column.onUpdate)
  if (!renewed) return
  const column = renewed.name.text
  walkProgram(program, {
    target: (target) => {
      const [image, name] = target.kind === 'column' ? target.path : []
      if (name && /^new$/i.test(image?.text ?? '') && ctx.sourceNames.fold(name.text) !== ctx.sourceNames.fold(column))
        sink.add(finding('XW-R0034', { object: object.id, origin: object.origin }, { column }))
    },
  })
}
