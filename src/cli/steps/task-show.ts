import { headOf, type TableStatistics, type TaskHead, type TaskRecord } from '../../project/model.js'
import { type Moves, movesOf } from '../../project/moves.js'
import { settled } from '../../project/states.js'
import { type TaskStatistics, taskStatistics } from '../../project/statistics.js'
import type { ProjectStore } from '../../project/store.js'
import { exit } from '../exit.js'
import { count, duration, safe, table } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { taskFolder } from './task-plan.js'

/** A task with its statistics and its tables, as programs read it: names and states are those of AWS DMS. */
export interface TaskView extends TaskHead, Moves {
  /** The process that runs it, on the machine that it runs on. */
  readonly process: number | null
  readonly statistics: TaskStatistics
  readonly tables: readonly TableStatistics[]
}

export function viewOf(store: ProjectStore, stored: TaskRecord, project: string): TaskView {
  const task = settled(stored)
  const tables = store.tables(task.name)
  const process = task.owner === null ? null : Number(task.owner.split(' ')[0])
  const moves = movesOf(taskFolder(project, task.name))
  return { ...headOf(task), process, ...moves, statistics: taskStatistics(task, tables, Date.now()), tables }
}

/** Prints a task as it is now. */
export function tellTask(
  store: ProjectStore,
  task: TaskRecord,
  project: string,
  { terminal }: Pick<CommandContext, 'terminal'>,
): number {
  const view = viewOf(store, task, project)
  terminal.out(terminal.json ? JSON.stringify(view) : showText(view))
  return exit.done
}

export const listText = (views: readonly TaskView[]): string =>
  table(
    ['task', 'kind', 'status', 'loaded', 'tables', 'errors', 'source', 'target'],
    views.map((view) => {
      const { FullLoadProgressPercent: percent, TablesErrored: errors } = view.statistics
      const loaded = view.kind === 'cdc' ? '' : `${percent} %`
      return [
        view.name,
        view.kind,
        view.status,
        loaded,
        count(view.tables.length),
        count(errors),
        view.source,
        view.target,
      ]
    }),
    [3, 4, 5],
  )

const cutovers = { begun: 'begun, and not done: run cutover again', done: 'done: the target has a life of its own' }
const waysBackText = {
  open: 'prepared: crosswalk fallback keeps the old source in step',
  returning: 'the users are going back: run fallback --return again',
  ended: 'ended',
}

function showText(view: TaskView): string {
  const { statistics: all } = view
  return [
    `task       ${view.name}: ${view.kind}, from ${view.source} to ${view.target}`,
    `status     ${view.status}${view.stopReason === null ? '' : ` (${view.stopReason})`}`,
    ...(view.cutover === null ? [] : [`cutover    ${cutovers[view.cutover]}`]),
    ...(view.wayBack === null ? [] : [`way back   ${waysBackText[view.wayBack]}`]),
    ...(view.lastFailure === null ? [] : [`failure    ${safe(view.lastFailure)}`]),
    `full load  ${all.FullLoadProgressPercent} %: ${count(all.TablesLoaded)} loaded, ${count(all.TablesLoading)} loading, ${count(all.TablesQueued)} queued, ${count(all.TablesErrored)} with errors`,
    `running    ${duration(all.ElapsedTimeMillis / 1000)}${all.StartDate === null ? '' : `, since ${all.StartDate}`}`,
    ...(view.tables.length === 0 ? [] : ['', tableText(view.tables)]),
  ].join('\n')
}

const tableText = (tables: readonly TableStatistics[]): string =>
  table(
    [
      'table',
      'state',
      'load rows',
      'load errors',
      'inserts',
      'updates',
      'deletes',
      'ddls',
      'set aside',
      'validation',
      'last updated',
    ],
    tables.map((one) => [
      safe(`${one.SchemaName}.${one.TableName}`),
      one.TableState,
      count(one.FullLoadRows),
      count(one.FullLoadErrorRows),
      ...[one.AppliedInserts, one.AppliedUpdates, one.AppliedDeletes, one.AppliedDdls].map(count),
      count(setAside(one)),
      one.ValidationState,
      new Date(one.LastUpdateTime).toISOString(),
    ]),
    [2, 3, 4, 5, 6, 7, 8],
  )

/** Changes that were kept as exceptions. */
const setAside = (one: TableStatistics): number =>
  one.Inserts + one.Updates + one.Deletes - one.AppliedInserts - one.AppliedUpdates - one.AppliedDeletes
