import { join } from 'node:path'
import { keysAround } from '../../convert/redefine/foreign-keys.js'
import type { EmittedStatement, StatementId } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
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
    const acts = keys.filter(({ id }) => acting.includes(id))
    if (acts.length > 0) throw new OperationError('XW-S0623', { tables: named(tables), keys: namesOf(acts) })
    return { drop: keys.flatMap(({ undo }) => undo ?? []), add: keys.map(({ sql }) => sql) }
  },
})

const targetId = ({ target }: TableMapping) => objectId('table', qname(target.schema, target.table))

const named = (tables: readonly TableMapping[]): string =>
  tables.map(({ source }) => `${source.schema}.${source.table}`).join(', ')

const namesOf = (statements: readonly EmittedStatement[]): string => statements.map(({ id }) => id).join(', ')
