import { join } from 'node:path'
import { keysAround, tablesOfKey } from '../../convert/redefine/foreign-keys.js'
import type { EmittedStatement, StatementId } from '../../core/dialect/dialect.js'
import { objectId, qname } from '../../core/ir/names.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { LoadResult } from '../../load/result.js'
import type { Reloader } from '../../replicate/request.js'
import type { Source } from '../source.js'
import type { CommandContext } from '../verb.js'
import { loadRows } from './load.js'
import type { ReplicateStep } from './replicate.js'

/** Statements of the target as it is now, and those of them that make foreign keys which act. */
export interface StatementsNow {
  readonly statements: readonly EmittedStatement[]
  readonly acting: readonly StatementId[]
}

/** Loads single tables of a task again. */
export const tableReloader = (
  step: ReplicateStep,
  source: Source,
  context: CommandContext,
  task: {
    readonly statements: () => Promise<StatementsNow>
    readonly loaded: (result: LoadResult) => void
  },
): Reloader => ({
  async load(tables, signal) {
    const { target, workers, policies, convert } = step
    const rejectFolder = join(convert.out, 'rejects')
    const mapping = { tables, sequences: [] }
    const request = { mapping, source, segments: [], target, workers, policies, rejectFolder }
    const result = await loadRows(
      { ...request, restart: true, positioned: true, ignoreKeys: true },
      { ...context, signal },
    )
    task.loaded(result)
    return result.position
  },
  async keys(tables) {
    if (tables.length === 0) return { drop: [], add: [] }
    const { statements, acting } = await task.statements()
    const keys = keysAround(statements, new Set(tables.map(targetId)))
    const sqlOf = (acts: boolean) => keys.flatMap(({ id, sql }) => (acting.includes(id) === acts ? [sql] : []))
    return { drop: keys.flatMap(({ undo }) => undo ?? []), add: sqlOf(false), acting: sqlOf(true) }
  },
  async together(tables, all) {
    const { statements, acting } = await task.statements()
    const ids = new Set(tables.map(targetId))
    const bound = () => keysAround(statements, ids).filter(({ id }) => acting.includes(id))
    for (let size = -1; size !== ids.size; ) {
      size = ids.size
      for (const key of bound()) for (const id of tablesOfKey(key, statements)) ids.add(id)
    }
    return all.filter((table) => ids.has(targetId(table)))
  },
})

const targetId = ({ target }: TableMapping) => objectId('table', qname(target.schema, target.table))
