import type { Position } from '../core/data/changes.js'
import { defaultPolicies } from '../core/data/reject.js'
import type { Finding } from '../core/findings/finding.js'
import { OperationError } from '../core/findings/operation-error.js'
import { failpoint } from '../core/process/failpoint.js'
import { makeFolder } from '../core/process/make-folder.js'
import { type Following, follow } from './follow.js'
import { defaultLimits, type LoadManner, type ReplicateRequest } from './request.js'
import type { Retries } from './retry.js'
import type { Counts } from './tally.js'
import { SteadyTarget } from './target.js'
import { takeTask } from './task-lock.js'
import { mappingPrint, readTaskState, type TaskState, writeTaskState } from './task-state.js'

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
    let following: Following | undefined
    const retries: Retries = {
      firstWait: options?.limits?.retryWait ?? defaultLimits.retryWait,
      onWaiting: (side, error, milliseconds) =>
        following?.tally.tell({ reason: `${side}: ${error.code}, next try in ${milliseconds / 1000} s` }),
    }
    const steady = await SteadyTarget.open({
      ...{
        target: target.changes,
        endpoint: target.endpoint,
        open: { task, tables, policies, cascadesLogged: source.changes.logsCascades },
      },
      ...{ reached: source.changes.reached, retries, signal },
    })
    try {
      const { state, manner } = await this.#begin(steady)
      const from = state.phase === 'loading' ? state.from : (steady.position ?? state.from)
      const onFinding = (found: Finding) => this.#found(found)
      const anew = manner !== 'resume'
      following = await follow(this.#request, { steady, policies, from, anew, retries, onFinding, signal })
      return await this.#phases(following, steady, state, manner)
    } finally {
      await following?.close()
      await steady.close()
    }
  }

  /** What earlier runs have left; else the beginning. */
  async #begin(steady: SteadyTarget): Promise<{ readonly state: TaskState; readonly manner: LoadManner }> {
    const { task, folder, tables, options } = this.#request
    const known = options?.restart ? undefined : readTaskState(folder, tables)
    if (known?.completed && steady.position === null) throw new OperationError('XW-S0609', { task })
    const again = known?.phase === 'loading' && this.#request.oneState === true
    if (known && !again) return { state: known, manner: 'resume' }
    const anew = options?.restart === true || again
    const position = anew ? null : steady.position
    const start = { version: 1, mapping: mappingPrint(tables), overlapUntil: null, completed: false } as const
    if (position !== null && this.#request.newTarget) throw new OperationError('XW-S0616', { task })
    // The checkpoint decides: what has one is loaded.
    if (position !== null)
      return { state: this.#keep({ ...start, phase: 'changes', from: position }), manner: 'resume' }
    const from = this.#request.startAt ?? (await this.#start())
    if (steady.position !== null) await steady.forget()
    const state = this.#keep({ ...start, phase: 'loading', from })
    return { state, manner: anew ? 'restart' : 'first' }
  }

  async #phases(
    following: Following,
    steady: SteadyTarget,
    begun: TaskState,
    manner: LoadManner,
  ): Promise<ReplicateResult> {
    const loading = begun.phase === 'loading'
    const state = loading ? await this.#load(following, begun, manner) : begun
    if (steady.position === null) await steady.begin({ position: state.from, at: Date.now() })
    failpoint('checkpoint-begun')
    following.treat({ appliedTo: steady.position, overlapUntil: state.overlapUntil })
    if (state.overlapUntil !== null && !state.completed) {
      await this.#complete(following, steady, 'keys')
      await following.until(state.overlapUntil)
    }
    if (!state.completed && !this.#signal.aborted) {
      await this.#complete(following, steady, 'all')
      this.#keep({ ...state, completed: true })
    }
    if (!this.#signal.aborted)
      await following.until(this.#request.options?.untilCaughtUp ? await this.#head() : undefined)
    return {
      ...following.tally.counts,
      ...{ task: this.#request.task, loaded: loading, position: steady.position, findings: this.#findings },
      ...{ ended: this.#signal.aborted ? 'stopped' : 'caught-up', seconds: (performance.now() - this.#began) / 1000 },
    }
  }

  async #load(following: Following, state: TaskState, manner: LoadManner): Promise<TaskState> {
    failpoint('load-noted')
    const position = await this.#loadSteadily(following, manner)
    failpoint('load-done')
    if (position === null && this.#request.oneState) throw new OperationError('XW-S0613', { task: this.#request.task })
    // Rows of several states: what changed between the first and now may be in them already, or not.
    const overlapUntil = position === null ? await this.#head() : null
    const loaded = this.#keep({ ...state, phase: 'changes', from: position ?? state.from, overlapUntil })
    failpoint('load-kept')
    return loaded
  }

  /** A load that broke off because a side was away is taken up again, or begun anew where only one state will do. */
  async #loadSteadily(following: Following, first: LoadManner): Promise<Position | null> {
    const again: LoadManner = this.#request.oneState ? 'restart' : 'resume'
    let manner = first
    return following.steadily((signal) => {
      const now = manner
      manner = again
      return this.#request.load(now, signal)
    })
  }

  async #complete(following: Following, steady: SteadyTarget, what: 'keys' | 'all'): Promise<void> {
    await following.steadily((signal) => this.#request.complete(what, signal))
    await steady.renew()
  }

  /** Where the source begins to keep its log for us. */
  #start(): Promise<Position> {
    const { source, tables, reader } = this.#request
    const signal = this.#signal
    return source.changes.prepare?.(source.endpoint, { tables, reader, signal }) ?? this.#head()
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
