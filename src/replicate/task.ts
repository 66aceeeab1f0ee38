import type { Position } from '../core/data/changes.js'
import { defaultPolicies } from '../core/data/reject.js'
import type { Finding } from '../core/findings/finding.js'
import { OperationError } from '../core/findings/operation-error.js'
import { failpoint } from '../core/process/failpoint.js'
import { makeFolder } from '../core/process/make-folder.js'
import { Course } from './course.js'
import { identityOf, openTarget } from './open-target.js'
import { defaultLimits, type LoadManner, type ReplicateRequest } from './request.js'
import type { Retries } from './retry.js'
import { type Counts, Tally } from './tally.js'
import type { SteadyTarget } from './target.js'
import { takeTask } from './task-lock.js'
import { readTaskState, type TaskState, writeTaskState } from './task-state.js'

export interface ReplicateResult extends Counts {
  readonly task: string
  /** `stopped`: from outside. */
  readonly ended: 'caught-up' | 'stopped'
  /** Where the target stands in the log of the source. */
  readonly position: Position | null
  readonly loaded: boolean
  readonly findings: readonly Finding[]
  readonly seconds: number
}

/**
 * Keeps a target in step with its source: loads, applies what changed meanwhile, then follows. Throws an OperationError when
 * it cannot go on; everything in front of the place where it stopped is applied, and the same call goes on from there.
 */
export async function replicate(request: ReplicateRequest): Promise<ReplicateResult> {
  makeFolder(request.folder, 0o700)
  const release = takeTask(request.folder, request.task)
  try {
    return await new Task(request).run()
  } finally {
    release()
  }
}

class Task {
  readonly #request: ReplicateRequest
  readonly #signal: AbortSignal
  readonly #findings: Finding[] = []
  readonly #began = performance.now()

  constructor(request: ReplicateRequest) {
    this.#request = request
    this.#signal = request.signal ?? new AbortController().signal
  }

  async run(): Promise<ReplicateResult> {
    const { task, tables, source, target, options } = this.#request
    const policies = options?.policies ?? defaultPolicies
    const signal = this.#signal
    let course: Course | undefined
    const tally = new Tally(this.#request.onProgress, () => course?.waiting ?? { bytes: 0, memory: 0 })
    const retries: Retries = {
      firstWait: options?.limits?.retryWait ?? defaultLimits.retryWait,
      onWaiting: (side, error, milliseconds) =>
        tally.tell({ reason: `${side}: ${error.code}, next try in ${milliseconds / 1000} s` }),
    }
    const { steady, followed, passed, memo } = await openTarget(this.#request, {
      ...{
        target: target.changes,
        endpoint: target.endpoint,
        open: { task, tables, policies, cascadesLogged: source.changes.logsCascades },
      },
      ...{ reached: source.changes.reached, retries, signal },
    })
    const quiet = tally.steadily()
    try {
      const { state, manner } = await this.#begin(steady)
      const from = state.phase === 'loading' ? state.from : (steady.position ?? state.from)
      const onFinding = (found: Finding) => this.#found(found)
      const anew = manner !== 'resume'
      const given = { steady, followed, passed, memo, policies, from, anew, retries, tally, onFinding, signal }
      course = await Course.begin(this.#request, given)
      return { ...(await this.#phases(course, steady, state, manner)), ...tally.counts }
    } finally {
      quiet()
      await course?.close()
      await steady.close()
    }
  }

  /** What earlier runs have left; else the beginning. */
  async #begin(steady: SteadyTarget): Promise<{ readonly state: TaskState; readonly manner: LoadManner }> {
    const { task, options } = this.#request
    const mapping = identityOf(this.#request)
    const known = options?.restart ? undefined : readTaskState(this.#request.folder, mapping)
    if (known?.completed && steady.position === null) throw new OperationError('XW-S0609', { task })
    const again = known?.phase === 'loading' && this.#request.oneState === true
    if (known && !again) return { state: known, manner: 'resume' }
    const anew = options?.restart === true || again
    const position = anew ? null : steady.position
    const start = { version: 1, mapping, loadedTo: null, overlapUntil: null, completed: false } as const
    if (position !== null && this.#request.newTarget) throw new OperationError('XW-S0616', { task })
    // The checkpoint decides: what has one is loaded.
    if (position !== null)
      return { state: this.#keep({ ...start, phase: 'changes', from: position }), manner: 'resume' }
    const from = this.#request.startAt ?? (await this.#start())
    await this.#request.definitions?.begun(this.#signal)
    if (steady.position !== null) await steady.forget()
    const state = this.#keep({ ...start, phase: 'loading', from })
    return { state, manner: anew ? 'restart' : 'first' }
  }

  async #phases(
    course: Course,
    steady: SteadyTarget,
    begun: TaskState,
    manner: LoadManner,
  ): Promise<Omit<ReplicateResult, keyof Counts>> {
    const loading = begun.phase === 'loading'
    const state = loading ? await this.#load(course, begun, manner) : begun
    if (steady.position === null) {
      const position = course.knows ? state.from : (state.loadedTo ?? state.from)
      await steady.begin({ position, at: Date.now() })
    }
    failpoint('checkpoint-begun')
    const overlapUntil = state.completed ? null : state.overlapUntil
    course.treat({ appliedTo: this.#later(steady.position, state.loadedTo), overlapUntil })
    if (overlapUntil !== null) {
      await this.#complete(course, steady, 'keys')
      await course.until(overlapUntil)
      course.treat({ appliedTo: steady.position, overlapUntil: null })
    }
    if (!state.completed && !this.#signal.aborted) {
      await this.#complete(course, steady, 'all')
      this.#keep({ ...state, completed: true })
    }
    if (!this.#signal.aborted) await course.until(this.#request.options?.untilCaughtUp ? await this.#head() : undefined)
    return {
      ...{ task: this.#request.task, loaded: loading, position: steady.position, findings: this.#findings },
      ...{ ended: this.#signal.aborted ? 'stopped' : 'caught-up', seconds: (performance.now() - this.#began) / 1000 },
    }
  }

  async #load(course: Course, state: TaskState, manner: LoadManner): Promise<TaskState> {
    failpoint('load-noted')
    const position = await this.#loadSteadily(course, manner).catch((error: unknown) => {
      if (error instanceof OperationError && error.code === 'XW-S0210') return error
      throw error
    })
    failpoint('load-done')
    if (position instanceof OperationError) {
      // What the target keeps comes first: without the note that all is to be loaded, the load goes on as it was.
      if (!(await course.loadAll(position.message))) throw position
      return this.#keep({ ...state, phase: 'changes', loadedTo: null, overlapUntil: null })
    }
    if (position === null && this.#request.oneState) throw new OperationError('XW-S0613', { task: this.#request.task })
    // Rows of several states: what changed between the first and now may be in them already, or not.
    const overlapUntil = position === null ? await this.#head() : null
    const loaded = this.#keep({ ...state, phase: 'changes', loadedTo: position, overlapUntil })
    failpoint('load-kept')
    return loaded
  }

  /** A load that broke off because a side was away is taken up again, or begun anew where only one state will do. */
  async #loadSteadily(course: Course, first: LoadManner): Promise<Position | null> {
    const again: LoadManner = this.#request.oneState ? 'restart' : 'resume'
    let manner = first
    return course.steadily((signal) => {
      const now = manner
      manner = again
      return this.#request.load(now, signal)
    })
  }

  async #complete(course: Course, steady: SteadyTarget, what: 'keys' | 'all'): Promise<void> {
    await course.steadily((signal) => this.#request.complete(what, signal))
    await steady.renew()
  }

  /** Where the source begins to keep its log for us. */
  #start(): Promise<Position> {
    const { source, tables, reader } = this.#request
    const signal = this.#signal
    return source.changes.prepare?.(source.endpoint, { tables, reader, signal }) ?? this.#head()
  }

  #later(applied: Position | null, loaded: Position | null): Position | null {
    if (applied === null || loaded === null) return applied ?? loaded
    return this.#request.source.changes.reached(applied, loaded) ? applied : loaded
  }

  #head(): Promise<Position> {
    const { source } = this.#request
    return source.changes.head(source.endpoint, this.#signal)
  }

  #keep(state: TaskState): TaskState {
    writeTaskState(this.#request.folder, state)
    return state
  }

  #found(found: Finding): void {
    this.#findings.push(found)
    this.#request.onFinding?.(found)
  }
}
