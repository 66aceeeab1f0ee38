import type { TableGroup, TableStatistics, TaskRecord } from './model.js'

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

export const taskStatistics = (task: TaskRecord, tables: readonly TableStatistics[], now: number): TaskStatistics =>
  statisticsOf(
    task,
    tables.map((table) => ({
      state: table.TableState,
      tables: 1,
      rows: table.FullLoadRows,
      expectedRows: Math.max(table.FullLoadRows, table.FullLoadExpectedRows),
    })),
    now,
  )

type Counted = Pick<TableGroup, 'state' | 'tables' | 'rows' | 'expectedRows'>

/** The same of tables that are counted already. */
export function statisticsOf(task: TaskRecord, groups: readonly Counted[], now: number): TaskStatistics {
  const inState = (...states: readonly TableStatistics['TableState'][]): number =>
    groups.filter(({ state }) => states.includes(state)).reduce((sum, { tables }) => sum + tables, 0)
  const end =
    task.status === 'running' || task.status === 'starting' || task.status === 'stopping' ? now : task.stoppedAt
  return {
    FullLoadProgressPercent: progress(groups),
    ElapsedTimeMillis: task.startedAt === null || end === null ? 0 : Math.max(0, end - task.startedAt),
    TablesLoaded: inState('Table completed', 'Cached changes'),
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
function progress(groups: readonly Counted[]): number {
  const open = groups.filter(({ state }) => state !== 'Table error')
  if (open.length === 0) return 0
  if (open.every(({ state }) => state === 'Table completed')) return 100
  const rows = open.reduce((sum, group) => sum + group.rows, 0)
  const expected = open.reduce((sum, group) => sum + group.expectedRows, 0)
  return expected === 0 ? 0 : Math.min(99, Math.floor((100 * rows) / expected))
}

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())
