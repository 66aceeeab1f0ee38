import { headOf, type TableGroup, type TaskHead, type TaskRecord } from '../project/model.js'
import type { Moves } from '../project/moves.js'
import { settled } from '../project/states.js'
import { statisticsOf, type TaskStatistics } from '../project/statistics.js'
import type { Context } from './context.js'
import type { Sample } from './samples.js'

/** A task as the fleet shows it. */
export interface TaskCard extends TaskHead, Moves {
  /** Worst first. */
  readonly health: Health
  /** What a person may do next. */
  readonly next: string
  readonly statistics: Omit<TaskStatistics, 'ElapsedTimeMillis'>
  readonly tables: number
  readonly rows: number
  readonly expectedRows: number
  readonly rowsAside: number
  readonly changesAside: number
  readonly mismatches: number
  /** How it follows its source now; null: it does not run, or does not tell. */
  readonly now: Sample | null
}

export const healths = ['failed', 'incomplete', 'lagging', 'running', 'idle'] as const
export type Health = (typeof healths)[number]

/** Seconds behind the source from which on a task lags. */
const lagging = 60

type Known = Pick<Context, 'store' | 'samples' | 'moves'>

export function cardsOf(known: Known, now: number): readonly TaskCard[] {
  const { store } = known
  const groups = new Map<string, TableGroup[]>()
  for (const group of store.tableGroups()) groups.set(group.task, [...(groups.get(group.task) ?? []), group])
  const cards = store.tasks().map((task) => cardOf(settled(task), groups.get(task.name) ?? [], known, now))
  return cards.sort((a, b) => rank(a) - rank(b) || lagOf(b) - lagOf(a) || (a.name < b.name ? -1 : 1))
}

function cardOf(task: TaskRecord, groups: readonly TableGroup[], known: Known, now: number): TaskCard {
  const { samples, moves } = known
  const { name } = task
  const runs = task.owner !== null
  if (runs) samples.look(name)
  const { ElapsedTimeMillis: _, ...statistics } = statisticsOf(task, groups, now)
  const sum = (pick: (group: TableGroup) => number): number => groups.reduce((all, group) => all + pick(group), 0)
  const counts = {
    tables: sum((group) => group.tables),
    rows: sum((group) => group.rows),
    expectedRows: sum((group) => group.expectedRows),
    rowsAside: sum((group) => group.rowsAside),
    changesAside: sum((group) => group.changesAside),
    mismatches: sum((group) => group.mismatches),
  }
  const last = samples.of(name).at(-1)
  const fresh = runs && last !== undefined && now - Date.parse(last.at) < 30_000 ? last : null
  const aside = statistics.TablesErrored + counts.rowsAside + counts.changesAside + counts.mismatches
  const health = healthOf(task, aside, fresh)
  const shown = { ...headOf(task), ...moves.of(name), statistics, ...counts, now: fresh }
  return { ...shown, health, next: nextOf(task, shown, health) }
}

function healthOf(task: TaskRecord, aside: number, now: Sample | null): Health {
  if (task.status === 'failed') return 'failed'
  if (aside > 0) return 'incomplete'
  if (now !== null && (now.state === 'waiting' || now.targetLagSeconds > lagging)) return 'lagging'
  return task.owner === null ? 'idle' : 'running'
}

function nextOf({ status, stopReason }: TaskRecord, { cutover, wayBack }: Moves, health: Health): string {
  if (wayBack === 'returning') return 'finish the return'
  if (cutover === 'begun') return 'finish the cutover'
  if (cutover === 'done') return wayBack === 'open' ? 'return, or give the way back up' : ''
  if (status === 'ready') return 'start it'
  if (status === 'failed') return stopReason === 'RECOVERABLE_ERROR' ? 'resume it' : 'read the failure, then resume it'
  if (health === 'incomplete') return 'look at what was set aside'
  if (health === 'lagging') return 'look at what it waits for'
  if (stopReason === 'FULL_LOAD_ONLY_FINISHED') return 'compare both sides'
  return status === 'stopped' ? 'resume it' : ''
}

const rank = ({ health }: TaskCard): number => healths.indexOf(health)
const lagOf = ({ now }: TaskCard): number => now?.targetLagSeconds ?? 0
