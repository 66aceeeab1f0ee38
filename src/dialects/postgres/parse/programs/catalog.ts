import { dotted, ident, type QName } from '../../../../core/ir/names.js'
import type { Trigger } from '../../../../core/ir/schema.js'
import { type LowerContext, qnameOf } from '../context.js'
import { lowerExpr } from '../expressions.js'
import type { CatalogState } from '../script/state.js'
import { key } from '../script/state.js'
import { type CreateTrigStmt, stringOf, stringsOf } from '../tree.js'
import { rowsDiffer } from './context.js'
import { declared } from './fragments.js'
import {
  isCalled,
  isTriggerFunction,
  type PendingRoutine,
  readRoutine,
  readTriggerBody,
  type Surroundings,
} from './routine.js'

/** CREATE TRIGGER as the script has it. */
export interface PendingTrigger {
  readonly statement: CreateTrigStmt
  readonly context: LowerContext
  readonly trigger: Trigger
}

/** Programs of a script, read statement by statement once every table and every other program is known. */
export function readPrograms(state: CatalogState): void {
  const routines = [...state.routines.values()].filter(({ routine }) => state.get(routine.id) !== undefined)
  const about = surroundings(routines)
  for (const pending of routines) {
    if (isTriggerFunction(pending.statement)) continue
    const program = readRoutine(pending, about(pending.routine.name))
    const form = isCalled(pending.statement) ? 'procedure' : 'function'
    if (program) state.replace({ ...pending.routine, form, program })
  }
  for (const pending of state.triggers.values()) {
    const now = state.get(pending.trigger.id)
    if (now?.kind !== 'trigger') continue
    const found = functionOf({ ...pending, trigger: now }, routines)
    const made = found ? withProgram({ ...pending, trigger: now }, found, about(found.routine.name), state) : now
    state.replace(made)
    const run = found && state.get(found.routine.id)
    if (made.program && run?.kind === 'routine')
      state.replace({ ...run, ofTriggers: [...(run.ofTriggers ?? []), made.id] })
  }
}

/** What bodies know of other programs; names without a schema are looked up where the program itself stands. */
function surroundings(routines: readonly PendingRoutine[]): (own: QName) => Surroundings {
  const byName = new Map(routines.map((each) => [key(each.routine.name), each]))
  return (own) => {
    const find = (name: QName): PendingRoutine | undefined =>
      byName.get(key(name.schema?.text ? name : { ...(own.schema ? { schema: own.schema } : {}), name: name.name }))
    return {
      isCalled: (name) => {
        const found = find(name)
        return found !== undefined && isCalled(found.statement)
      },
      lower: {
        schemaOf: () => own.schema ?? ident('public'),
        routine: (names) => {
          const [name = '', schema] = [...names].reverse()
          const found = find({ ...(schema === undefined ? {} : { schema: ident(schema) }), name: ident(name) })
          if (!found || isCalled(found.statement)) return undefined
          const type = found.statement.returnType && declared(found.statement.returnType, found.context)
          return { name: found.routine.name, gives: type?.kind === 'type' ? type.type.logical : undefined }
        },
      },
    }
  }
}

function functionOf(
  { statement, context, trigger }: PendingTrigger,
  routines: readonly PendingRoutine[],
): PendingRoutine | undefined {
  const name = qnameOf(statement.funcname, (own) => trigger.table.schema ?? context.schemaOf(own, 'relation'))
  return routines.find(({ routine, statement: own }) => isTriggerFunction(own) && dotted(routine.name) === dotted(name))
}

function withProgram(
  { statement, context, trigger }: PendingTrigger,
  pending: PendingRoutine,
  about: Surroundings,
  state: CatalogState,
): Trigger {
  const columns = state.columnsOf(trigger.table) ?? []
  const facts = {
    ...{ name: trigger.name.name.text, table: trigger.table, columns },
    when: trigger.timing === 'before' ? ('BEFORE' as const) : ('AFTER' as const),
    args: (statement.args ?? []).map(stringOf),
  }
  const program = readTriggerBody(pending, about, facts, trigger.id)
  if (!program) return trigger
  const { origin, body } = pending.routine
  return {
    ...trigger,
    ...(statement.whenClause ? { when: lowerExpr(statement.whenClause, rowsIn(context, columns)) } : {}),
    ...((statement.columns ?? []).length > 0
      ? { updateOf: stringsOf(statement.columns).map((each) => ident(each)) }
      : {}),
    ...(statement.row ? {} : { perStatement: true }),
    // Places of its statements are those of the function.
    body: { ...body, origin },
    program,
  }
}

/** Types of NEW and OLD in a condition. */
const rowsIn = (context: LowerContext, columns: ReturnType<CatalogState['columnsOf']>): LowerContext => ({
  ...context,
  columnType: ([row, name]) =>
    /^(new|old)$/i.test(row ?? '') ? columns?.find((column) => column.name === name)?.type : undefined,
  ofProgram: (node, origin) =>
    'A_Expr' in node
      ? rowsDiffer(node.A_Expr, (row) => (/^(new|old)$/.test(row) ? columns : undefined), origin)
      : undefined,
})
