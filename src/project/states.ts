import { OperationError } from '../core/findings/operation-error.js'
import { isAlive } from '../core/process/identity.js'
import type { TaskRecord, TaskStatus } from './model.js'
import type { ProjectStore } from './store.js'

/** Which status may follow which. */
const next: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  ready: ['starting', 'deleting'],
  starting: ['running', 'stopping', 'failed', 'stopped'],
  running: ['stopping', 'stopped', 'failed'],
  stopping: ['stopped', 'failed'],
  stopped: ['starting', 'deleting'],
  failed: ['starting', 'deleting'],
  deleting: [],
}

/** What a person asks of a task, and the states in which that makes sense. */
const asked = {
  start: ['ready'],
  resume: ['stopped', 'failed'],
  reload: ['ready', 'stopped', 'failed'],
  stop: ['starting', 'running', 'stopping'],
  delete: ['ready', 'stopped', 'failed'],
  cutover: ['stopped', 'failed'],
  fallback: ['stopped', 'failed'],
} as const satisfies Record<string, readonly TaskStatus[]>
export type TaskVerb = keyof typeof asked

/** The task as it is now: a run whose process is gone has failed, whatever the store says. */
export function settled(task: TaskRecord): TaskRecord {
  const runs = task.status === 'starting' || task.status === 'running' || task.status === 'stopping'
  if (!runs || (task.owner !== null && isAlive(task.owner))) return task
  const lastFailure = 'the process that ran the task ended without a word'
  return { ...task, status: 'failed', stopReason: 'RECOVERABLE_ERROR', lastFailure, owner: null, stopAsked: false }
}

/** @throws OperationError XW-S0710 when there is no such task */
export function taskOf(store: ProjectStore, name: string): TaskRecord {
  const task = store.task(name)
  if (!task) throw new OperationError('XW-S0710', { what: 'task', name })
  return settled(task)
}

/** @throws OperationError XW-S0711 when the task is in no state for it */
export function demand(task: TaskRecord, verb: TaskVerb): void {
  const states: readonly TaskStatus[] = asked[verb]
  if (!states.includes(task.status))
    throw new OperationError('XW-S0711', { task: task.name, status: task.status, verb, states: states.join(', ') })
}

/**
 * Moves a task to another status unless another process was faster.
 * @throws OperationError XW-S0711
 */
export function moveTask(
  store: ProjectStore,
  task: TaskRecord,
  status: TaskStatus,
  more: Partial<TaskRecord> = {},
): TaskRecord {
  const changed = { ...task, ...more, status }
  if (next[task.status].includes(status) && store.replaceTask(task, changed)) return changed
  const now = store.task(task.name)?.status ?? 'deleting'
  throw new OperationError('XW-S0711', { task: task.name, status: now, verb: status, states: task.status })
}
