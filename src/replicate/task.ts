import type { Position } from '../core/data/changes.js'
import { defaultPolicies } from '../core/data/reject.js'
import type { Finding } from '../core/findings/finding.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { failpoint } from '../core/process/failpoint.js'
import { makeFolder } from '../core/process/make-folder.js'
import { Appliers } from './appliers.js'
import { Course } from './course.js'
import { Handover } from './handover.js'
import { furthest, type Lane } from './lanes.js'
import { identityOf, openTarget } from './open-target.js'
import { defaultLimits, type LoadManner, type ReplicateRequest } from './request.js'
import type { Retries } from './retry.js'
import { type Counts, Tally } from './tally.js'
import type { SteadyTarget, SteadyTargetOptions } from './target.js'
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

interface Running {
  readonly course: Course
  readonly steady: SteadyTarget
  readonly handover: Handover | undefined
  readonly appliers: Appliers
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
    let handover: Handover | undefined
    let appliers: Appliers | undefined
    const tally = new Tally(this.#request.onProgress, () => course?.waiting ?? { bytes: 0, memory: 0 })
    const retries: Retries = {
      firstWait: options?.limits?.retryWait ?? defaultLimits.retryWait,
      onWaiting: (side, error, milliseconds) =>
        tally.tell({ reason: `${side}: ${error.code}, next try in ${milliseconds / 1000} s` }),
    }
    const { reached, logsCascades } = source.changes
    const given = {
      ...{ target: target.changes, endpoint: target.endpoint },
      open: { task, tables, policies, cascadesLogged: logsCascades },
      ...{ reached, retries, signal },
    }
    const { steady, followed, passed, memo } = await openTarget(this.#request, given)
    const quiet = tally.steadily()
    try {
      appliers = await Appliers.open({ target: given, main: steady, tally, ...this.#sharing })
      const { state, manner } = await this.#begin(steady, appliers)
      if (!state.completed) handover = await this.#handover(given, followed.tables, tally, manner)
      const from = state.phase === 'loading' ? state.from : (steady.position ?? state.from)
      const onFinding = (found: Finding) => this.#found(found)
      const anew = manner !== 'resume'
      const options = {
        steady,
        followed,
        passed,
        memo,
        isFirst: !state.completed,
        policies,
        from,
        anew,
        retries,
        tally,
        onFinding,
        signal,
        appliers,
      }
      course = await Course.begin(this.#request, options)
      return { ...(await this.#phases({ course, steady, handover, appliers }, state, manner)), ...tally.counts }
    } finally {
      quiet()
      await course?.close()
      await handover?.close()
      await appliers?.close()
      await steady.close()
    }
  }

  get #sharing() {
    const { appliers = 1, limits } = this.#request.options ?? {}
    return { wanted: appliers, fewest: limits?.sharedChanges ?? defaultLimits.sharedChanges }
  }

  /** Whatever a load has handed over is known to the target alone. */
  async #handover(
    target: SteadyTargetOptions,
    tables: readonly TableMapping[],
    tally: Tally,
    manner: LoadManner,
  ): Promise<Handover> {
    const { handover: request, options } = this.#request
    const { reached } = target
    const limits = { ...defaultLimits, ...options?.limits }
    const handover = await Handover.open({ target, tables, reached, request, limits, tally })
    if (manner !== 'resume') await handover.forget()
    return handover
  }

  /** What earlier runs have left; else the beginning. */
  async #begin(
    steady: SteadyTarget,
    appliers: Appliers,
  ): Promise<{ readonly state: TaskState; readonly manner: LoadManner }> {
    const { task, options } = this.#request
    const mapping = identityOf(this.#request)
    const known = options?.restart ? undefined : readTaskState(this.#request.folder, mapping)
    if (known?.completed && steady.position === null) throw new OperationError('XW-S0609', { task })
    if (known?.begins) return { state: known, manner: known.begins }
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
    // In this order: as long as there is a checkpoint of the task, what they have counts.
    await appliers.forget()
    const manner = anew ? 'restart' : 'first'
    return { state: this.#keep({ ...start, phase: 'loading', from, begins: manner }), manner }
  }

  async #phases(
    { course, steady, handover, appliers }: Running,
    begun: TaskState,
    manner: LoadManner,
  ): Promise<Omit<ReplicateResult, keyof Counts>> {
    const loading = begun.phase === 'loading'
    const state = loading && handover ? await this.#load(course, handover, begun, manner) : begun
    if (steady.position === null) {
      const position = course.knows ? state.from : (state.loadedTo ?? state.from)
      await steady.begin({ position, at: Date.now() })
    }
    failpoint('checkpoint-begun')
    const handed = state.completed ? [] : (handover?.lanes ?? [])
    await this.#meet(course, steady, [...handed, ...appliers.lanes(steady.position)], state)
    if (!state.completed && !this.#signal.aborted) {
      await this.#complete(course, steady, 'all')
      this.#keep({ ...state, completed: true })
      await handover?.over()
      await course.completed()
    }
    appliers.allowed = true
    if (!this.#signal.aborted) await course.until(this.#request.options?.untilCaughtUp ? await this.#head() : undefined)
    return {
      ...{ task: this.#request.task, loaded: loading, position: steady.position, findings: this.#findings },
      ...{ ended: this.#signal.aborted ? 'stopped' : 'caught-up', seconds: (performance.now() - this.#began) / 1000 },
    }
  }

  /** From here on all tables are of one state of the source. Before that no foreign key between them could be made. */
  async #meet(course: Course, steady: SteadyTarget, lanes: readonly Lane[], state: TaskState): Promise<void> {
    const { reached } = this.#request.source.changes
    const appliedTo = this.#later(steady.position, state.loadedTo)
    const overlapUntil = state.completed ? null : state.overlapUntil
    course.treat({ appliedTo, overlapUntil, lanes })
    const met = overlapUntil ?? furthest(lanes, reached)
    if (met === null) return
    if (overlapUntil !== null || appliedTo === null || !reached(appliedTo, met)) {
      if (!state.completed) await this.#complete(course, steady, 'keys')
      await course.until(met)
    }
    failpoint('tables-met')
    course.treat({ appliedTo: this.#later(steady.position, state.loadedTo), overlapUntil: null, lanes: [] })
  }

  async #load(course: Course, handover: Handover, begun: TaskState, manner: LoadManner): Promise<TaskState> {
    failpoint('load-noted')
    const { begins: _, ...state } = begun
    const onEmptied = () => void this.#keep(state)
    const position = await this.#loadSteadily(course, handover, manner, onEmptied).catch((error: unknown) => {
      if (error instanceof OperationError && error.code === 'XW-S0210') return error
      throw error
    })
    failpoint('load-done')
    if (position instanceof OperationError) {
      await handover.forget()
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
  async #loadSteadily(
    course: Course,
    handover: Handover,
    first: LoadManner,
    onEmptied: () => void,
  ): Promise<Position | null> {
    const again: LoadManner = this.#request.oneState ? 'restart' : 'resume'
    let manner = first
    let hasBegun = false
    const emptied = () => {
      manner = again
      hasBegun = true
      onEmptied()
    }
    const position = await course.steadily(async (signal) => {
      if (hasBegun && manner === 'restart') await handover.forget()
      const listener = handover.listener(emptied)
      return handover.beside(course.cached, signal, (ending) => this.#request.load(manner, ending, listener))
    })
    return handover.mixed ? null : position
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
