import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { loadedColumns } from '../core/data/stream.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { TableMapping } from '../core/mapping/mapping.js'

const schema = z.strictObject({
  version: z.literal(1),
  /** Which tables and columns the task moves. */
  mapping: z.string(),
  phase: z.enum(['loading', 'changes']),
  /** Where the log stood before anything was loaded. */
  from: z.string(),
  /** Changes up to here may be in the loaded rows already. */
  overlapUntil: z.string().nullable(),
  /** What follows the load (indexes, foreign keys) was made. */
  completed: z.boolean(),
})

/** What a task must remember that the target does not: how far its load is. */
export type TaskState = Readonly<z.infer<typeof schema>>

const fileName = 'task.json'

/** Undefined: the task has never run in this folder. @throws OperationError when the file is not ours or another mapping's */
export function readTaskState(folder: string, tables: readonly TableMapping[]): TaskState | undefined {
  const path = join(folder, fileName)
  if (!existsSync(path)) return undefined
  const parsed = schema.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new OperationError('XW-S0606', { path })
  if (parsed.data.mapping !== mappingPrint(tables)) throw new OperationError('XW-S0605', { path })
  return parsed.data
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
  ])
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
