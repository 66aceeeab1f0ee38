import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Position } from '../../core/data/changes.js'
import type { StatementId } from '../../core/dialect/dialect.js'
import type { Mapping } from '../../core/mapping/mapping.js'
import { makeFolder } from '../../core/process/make-folder.js'
import type { LoadResult } from '../../load/result.js'
import { usage } from '../endpoint-url.js'
import type { KeptDefinitions } from './definitions.js'
import type { KeptShapes } from './shape-definitions.js'

/** What a task decided when it began: a later start must not decide otherwise, whatever the source looks like by then. */
export interface TaskPlan {
  /** Of the tables that the task began with. */
  readonly identity?: string
  readonly mapping: Mapping
  /** Which mapping rules it follows; absent: none. */
  readonly rules?: string
  /** The rows were on the target before the task: its changes are followed from here on. */
  readonly changesFrom?: Position
  /** Statements of its conversion that are not to be run: refused, or waiting for one that is. */
  readonly leftOut: readonly StatementId[]
  /** Foreign keys that change other rows than those that a statement names: without them the target would miss what they do. */
  readonly actingKeys: readonly StatementId[]
  /** Tables that the target did not take. */
  readonly tablesAside: number
  /** Rows that the last load of a table set aside, by its name on the source. */
  readonly rowsAside: Readonly<Record<string, number>>
  /** Statements that the target refused after the load. */
  readonly refused: readonly StatementId[]
  /** How its tables came to be defined as they are; absent or null: it is not known, and changes of definitions are not carried over. */
  readonly definitions?: KeptDefinitions | null
  /** The same between servers of one engine whose log has no statements. */
  readonly shapes?: KeptShapes
  /** From the beginning of a cutover on no change is applied; when it is done, the target has a life of its own. */
  readonly cutover?: 'begun' | 'done'
}

/** Rows of loads that are not on the target. */
export const rowsAside = (plan: TaskPlan): number => Object.values(plan.rowsAside).reduce((sum, rows) => sum + rows, 0)

/** What a load changes of that. */
export const withLoad = (plan: TaskPlan, { tables }: LoadResult): Pick<TaskPlan, 'rowsAside'> => ({
  rowsAside: {
    ...plan.rowsAside,
    ...Object.fromEntries(
      tables.map(({ table: { source }, rejected }) => [`${source.schema}.${source.table}`, rejected]),
    ),
  },
})

/** A task has a folder of its own under the project's. */
export function taskFolder(project: string, task: string): string {
  if (!/^[\w.-]{1,60}$/.test(task) || task.startsWith('.'))
    throw usage(`--task ${task}: expected up to 60 letters, digits, _ . -`)
  return join(project, 'tasks', task)
}

/** From the names of both databases; the same for the same two. */
export function defaultTask(source: string, target: string | undefined): string {
  const name = target === undefined || target === source ? source : `${source}-to-${target}`
  return (
    name
      .replace(/[^\w.-]/g, '_')
      .replace(/^\.+/, '')
      .slice(0, 60) || 'task'
  )
}

export function readPlan(folder: string): TaskPlan | undefined {
  const path = join(folder, 'plan.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

export function writePlan(folder: string, plan: TaskPlan): void {
  makeFolder(folder, 0o700)
  const path = join(folder, 'plan.json')
  writeFileSync(`${path}.new`, JSON.stringify(plan), { flush: true })
  renameSync(`${path}.new`, path)
}
