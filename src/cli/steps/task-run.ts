import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { OperationError } from '../../core/findings/operation-error.js'
import { ownProcess } from '../../core/process/identity.js'
import type { StopReason, TaskRecord } from '../../project/model.js'
import { TaskRecorder } from '../../project/recorder.js'
import { demand, moveTask } from '../../project/states.js'
import type { ProjectStore } from '../../project/store.js'
import { withMigration } from '../commands/migrate.js'
import { withTask } from '../commands/replicate.js'
import { describeFailure } from '../failure.js'
import type { CommandContext, RunWatch } from '../verb.js'
import { watchedBy } from './metrics.js'
import { migrate } from './migrate.js'
import type { Words } from './options.js'
import { projectOf } from './project.js'
import { replicateTask } from './replicate.js'
import { taskFolder } from './task-plan.js'

export interface TaskRun {
  readonly verb: 'start' | 'resume' | 'reload'
  /** Of the command line that runs it. */
  readonly words: Words
}

export interface TaskEnd {
  readonly task: TaskRecord
  readonly exit: number
}

/**
 * Runs a task until it ends or is stopped, and keeps book in the store. Throws what ended it; the store has it then.
 * @throws OperationError XW-S0711 when the task is in no state for it
 */
export async function runTask(
  store: ProjectStore,
  task: TaskRecord,
  run: TaskRun,
  context: CommandContext,
): Promise<TaskEnd> {
  demand(task, run.verb)
  const now = Date.now()
  const fresh = run.verb === 'resume' ? {} : { freshStartAt: now, fullLoadStartedAt: null, fullLoadFinishedAt: null }
  const begun = { startedAt: now, owner: ownProcess(), stopReason: null, lastFailure: null, stopAsked: false, ...fresh }
  const keeping = new Bookkeeping(store, moveTask(store, task, 'starting', begun), run, context)
  try {
    const { exit, reason } = await keeping.run()
    return { task: keeping.end('stopped', { stopReason: reason }), exit }
  } catch (error) {
    const { code, message, retryable } = await describeFailure(error)
    if (keeping.isStopped) keeping.end('stopped', { stopReason: 'NORMAL' })
    else
      keeping.end('failed', {
        stopReason: retryable ? 'RECOVERABLE_ERROR' : 'FATAL_ERROR',
        lastFailure: `${code}: ${message}`,
      })
    if (keeping.isStopped && !context.signal.aborted) return { task: keeping.task, exit: 0 }
    throw error
  }
}

interface Ended {
  readonly exit: number
  readonly reason: StopReason
}

/** Between a run and the store. */
class Bookkeeping {
  task: TaskRecord
  readonly #store: ProjectStore
  readonly #run: TaskRun
  readonly #context: CommandContext
  readonly #stop = new AbortController()
  readonly #recorder: TaskRecorder

  constructor(store: ProjectStore, task: TaskRecord, run: TaskRun, context: CommandContext) {
    this.task = task
    this.#store = store
    this.#run = run
    if (run.verb === 'reload') store.clearTables(task.name)
    this.#recorder = new TaskRecorder({
      ...{ store, task: task.name, withoutLoad: task.kind === 'cdc' },
      reloading: run.verb === 'reload' && task.fullLoadFinishedAt !== null,
      onStopAsked: () => {
        this.#move('stopping')
        this.#stop.abort()
      },
      onLoad: (state) =>
        this.#note(state === 'started' ? { fullLoadStartedAt: Date.now() } : { fullLoadFinishedAt: Date.now() }),
    })
    const watch: RunWatch = {
      onProgress: this.#recorder.onProgress,
      planned: (tables, aside) => {
        this.#recorder.planned(tables, aside)
        this.#move('running')
      },
    }
    const signal = AbortSignal.any([context.signal, this.#stop.signal])
    this.#context = watchedBy({ ...context, signal }, watch)
  }

  get isStopped(): boolean {
    return this.#context.signal.aborted
  }

  async run(): Promise<Ended> {
    const { task } = this
    const words = this.#words()
    const ends = [task.source, task.target]
    let reason: StopReason = 'NORMAL'
    const exit =
      task.kind === 'full-load'
        ? await withMigration(ends, words, this.#context, { out: join(this.#folder, 'out') }, async (step) => {
            const outcome = await migrate(step, this.#context)
            reason = 'FULL_LOAD_ONLY_FINISHED'
            return outcome.exit
          })
        : await withTask(ends, words, this.#context, async (step) => {
            const outcome = await replicateTask(step, this.#context)
            if (outcome.result.ended === 'caught-up') reason = 'STOPPED_AFTER_CACHED_EVENTS'
            return outcome.exit
          })
    return { exit, reason }
  }

  end(status: 'stopped' | 'failed', more: Partial<TaskRecord>): TaskRecord {
    this.#recorder.close()
    this.#move(status, { ...more, stoppedAt: Date.now(), owner: null })
    return this.task
  }

  get #folder(): string {
    return taskFolder(projectOf(this.#run.words), this.task.name)
  }

  #words(): Words {
    const restart = this.#run.verb === 'reload' ? { restart: true } : {}
    return { ...wordsOfTask(this.task, projectOf(this.#run.words), this.#run.words), ...restart }
  }

  #move(status: TaskRecord['status'], more: Partial<TaskRecord> = {}): void {
    if (this.task.status === status) return
    try {
      this.task = moveTask(this.#store, this.task, status, more)
    } catch (error) {
      // Somebody took the task for dead and began it anew: the store is theirs.
      if (!(error instanceof OperationError)) throw error
    }
  }

  #note(more: Partial<TaskRecord>): void {
    const changed = { ...this.task, ...more }
    if (this.#store.replaceTask(this.task, changed)) this.task = changed
  }
}

/** Those that the task was made with, those of this run over them. */
export function wordsOfTask(task: TaskRecord, project: string, run: Words): Words {
  const file = (name: string): string | undefined => {
    const path = join(taskFolder(project, task.name), name)
    return existsSync(path) ? path : undefined
  }
  const files = { tableMapping: file('table-mapping.json'), taskSettings: file('task-settings.json') }
  const kind = task.kind === 'cdc' ? { changesFrom: task.words['changesFrom'] ?? 'now' } : {}
  return { ...task.words, ...files, ...kind, ...run, task: task.name }
}
