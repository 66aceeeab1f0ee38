import type { TableStatistics, TaskRecord } from './model.js'

/** Statistics of a task as a whole, in the words of AWS DMS. Dates are ISO 8601, in UTC. */
export interface TaskStatistics {
  readonly FullLoadProgressPercent: number
  readonly ElapsedTimeMillis: number
  readonly TablesLoaded: number
  readonly TablesLoading: number
  readonly TablesQueued: number
  readonly TablesErrored: number
  readonly FreshStartDate: string | null
  readonly StartDate: string | null
  readonly StopDate: string | null
  readonly FullLoadStartDate: string | null
  readonly FullLoadFinishDate: string | null
}

export function taskStatistics(task: TaskRecord, tables: readonly TableStatistics[], now: number): TaskStatistics {
  const inState = (...states: readonly TableStatistics['TableState'][]): number =>
    tables.filter((table) => states.includes(table.TableState)).length
  const end =
    task.status === 'running' || task.status === 'starting' || task.status === 'stopping' ? now : task.stoppedAt
  return {
    FullLoadProgressPercent: progress(tables),
    ElapsedTimeMillis: task.startedAt === null || end === null ? 0 : Math.max(0, end - task.startedAt),
    TablesLoaded: inState('Table completed'),
    TablesLoading: inState('Full load', 'Table is being reloaded'),
    TablesQueued: inState('Before load'),
    TablesErrored: inState('Table error', 'Table does not exist'),
    FreshStartDate: iso(task.freshStartAt),
    StartDate: iso(task.startedAt),
    StopDate: iso(task.stoppedAt),
    FullLoadStartDate: iso(task.fullLoadStartedAt),
    FullLoadFinishDate: iso(task.fullLoadFinishedAt),
  }
}

/** By rows; what a table expects is an estimate until it is done. */
function progress(tables: readonly TableStatistics[]): number {
  const open = tables.filter((table) => table.TableState !== 'Table error')
  if (open.length === 0) return 0
  if (open.every((table) => table.TableState === 'Table completed')) return 100
  const rows = open.reduce((sum, table) => sum + table.FullLoadRows, 0)
  const expected = open.reduce((sum, table) => sum + Math.max(table.FullLoadRows, table.FullLoadExpectedRows), 0)
  return expected === 0 ? 0 : Math.min(99, Math.floor((100 * rows) / expected))
}

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())
