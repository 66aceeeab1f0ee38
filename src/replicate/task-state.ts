import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { loadedColumns } from '../core/data/stream.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { TableMapping } from '../core/mapping/mapping.js'

/** A change of definitions in front of which the task stands, with what carrying it over by hand takes. */
const standing = z.strictObject({
  /** Where the checkpoint was. */
  at: z.string().nullable(),
  before: z.string(),
  position: z.string(),
  schema: z.string(),
  sql: z.string(),
  modes: z.string(),
  described: z
    .strictObject({
      schema: z.string(),
      table: z.string(),
      columns: z.array(z.strictObject({ name: z.string(), native: z.string() })).readonly(),
    })
    .optional(),
})

export type Standing = Readonly<z.infer<typeof standing>>

const schema = z.strictObject({
  version: z.literal(1),
  /** Which tables and columns the task moves. */
  mapping: z.string(),
  phase: z.enum(['loading', 'changes']),
  /** How the load is to begin, as long as it has not: what is on the target may be of an earlier one. */
  begins: z.enum(['first', 'restart']).optional(),
  /** Where the log stood before anything was loaded. */
  from: z.string(),
  /** The loaded rows are those of this place: what the log has up to there is only read for its changes of definitions. */
  loadedTo: z.string().nullable().default(null),
  /** Changes up to here may be in the loaded rows already. */
  overlapUntil: z.string().nullable(),
  /** What follows the load (indexes, foreign keys) was made. */
  completed: z.boolean(),
  standing: standing.optional(),
})

/** What a task must remember that the target does not: how far its load is. */
export type TaskState = Readonly<z.infer<typeof schema>>

const fileName = 'task.json'

/** Undefined: the task has never run in this folder. @throws OperationError when the file is not ours or another mapping's */
export function readTaskState(folder: string, identity: string): TaskState | undefined {
  const path = join(folder, fileName)
  if (!existsSync(path)) return undefined
  const parsed = schema.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new OperationError('XW-S0606', { path })
  if (parsed.data.mapping !== identity) throw new OperationError('XW-S0605', { path })
  return parsed.data
}

/** Notes in front of what the task stands; undefined: it stands no more. */
export function noteStanding(folder: string, identity: string, change: Standing | undefined): void {
  const state = readTaskState(folder, identity)
  if (!state || (!state.standing && !change)) return
  const { standing: _old, ...rest } = state
  writeTaskState(folder, { ...rest, ...(change ? { standing: change } : {}) })
}

export function writeTaskState(folder: string, state: TaskState): void {
  const path = join(folder, fileName)
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

/** Equal for mappings whose images of rows are alike. */
export function mappingPrint(tables: readonly TableMapping[]): string {
  const shape = tables.map((table) => [
    table.source,
    table.target,
    table.key,
    loadedColumns(table).map(({ source, target }) => [source.name, source.native, target.name, target.native]),
    ...(table.filter ? [table.filter.columns] : []),
    ...(table.derived ? [table.derived] : []),
  ])
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex')
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
