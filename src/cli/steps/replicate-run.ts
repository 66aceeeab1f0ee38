import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ChangeSource, ChangeTarget } from '../../core/data/changes.js'
import type { EmittedStatement } from '../../core/dialect/dialect.js'
import { endpointName } from '../../core/dialect/endpoint.js'
import type { LoadResult } from '../../load/result.js'
import { nameOf } from '../../replicate/reload.js'
import type { LoadListener, LoadManner } from '../../replicate/request.js'
import { replicate } from '../../replicate/task.js'
import { exit } from '../exit.js'
import { progressOf } from '../progress.js'
import type { CommandContext } from '../verb.js'
import { actingKeys } from './acting-keys.js'
import { openDefinitions, openOwn, openShapes } from './carry.js'
import { taskCompletion } from './completion.js'
import type { RunningComparison } from './continuous.js'
import type { TaskDefinitions } from './definitions.js'
import { loadRows } from './load.js'
import { writeMapping } from './out.js'
import type { Prepared } from './prepare.js'
import { type StatementsNow, tableReloader } from './reload.js'
import type { LiveSource, ReplicateOutcome, ReplicateStep } from './replicate.js'
import { changesLine } from './replicate-text.js'
import { writeRunReport } from './run-report.js'
import { noteFinding } from './task-findings.js'
import { rowsAside, type TaskPlan, withLoad, writePlan } from './task-plan.js'

export interface Ports {
  readonly from: ChangeSource
  readonly to: ChangeTarget
}

export interface Begun {
  readonly plan: TaskPlan
  /** Something was made on the target just now. */
  readonly isNew: boolean
  readonly statements: readonly EmittedStatement[]
  /** Null when an earlier run did that. */
  readonly prepared: Prepared | null
}

/** One run of a task whose beginning is known. */
export class Run {
  readonly #step: ReplicateStep
  readonly #source: LiveSource
  readonly #ports: Ports
  readonly #context: CommandContext
  readonly #begun: Begun
  readonly #beside: RunningComparison | undefined
  #loaded: LoadResult | undefined

  constructor(
    step: ReplicateStep,
    source: LiveSource,
    ports: Ports,
    context: CommandContext,
    begun: Begun,
    beside?: RunningComparison,
  ) {
    this.#beside = beside
    this.#step = step
    this.#source = source
    this.#ports = ports
    this.#context = context
    this.#begun = begun
  }

  async run(): Promise<ReplicateOutcome> {
    const { plan: begun, isNew } = this.#begun
    const { task, folder, target, policies } = this.#step
    const { tables } = begun.mapping
    const beside = this.#beside
    let plan = begun
    const keep = (more: Partial<TaskPlan>): void => {
      plan = { ...plan, ...more }
      writePlan(folder, plan)
      if (more.mapping) writeMapping(this.#step.convert.out, more.mapping)
    }
    const definitions = await openDefinitions(this.#step, this.#source, begun, keep, this.#context)
    const own = definitions ? undefined : await openOwn(task, this.#source, target.dialect, begun, keep)
    const carrying = definitions ?? own ?? (await openShapes(task, this.#source, begun, keep))
    const onProgress = progressOf(this.#context)
    const completion = taskCompletion(this.#step, this.#begun.statements, begun.actingKeys, this.#context)
    const result = await replicate({
      ...{ task, folder, tables, reader: readerName(this.#step), signal: this.#context.signal, onProgress },
      source: { changes: this.#ports.from, endpoint: this.#source.endpoint },
      target: { changes: this.#ports.to, endpoint: target.endpoint },
      load: (manner, signal, listener) => this.#load(plan, { manner, listener }, signal, keep),
      ...(plan.changesFrom === undefined ? {} : { startAt: plan.changesFrom }),
      newTarget: isNew,
      ...(carrying ? { definitions: carrying } : {}),
      reloader: tableReloader(this.#step, this.#source, this.#context, {
        statements: () => this.#statements(plan, definitions),
        loaded: (result) => this.#noteLoad(result, plan, keep),
      }),
      ...(begun.identity === undefined ? {} : { identity: begun.identity }),
      oneState: plan.actingKeys.length > 0 || tables.some(({ key }) => key.length === 0),
      complete: async (what, signal) => keep({ refused: await completion.all(what, signal) }),
      ...(plan.changesFrom === undefined ? { handover: completion } : {}),
      onFinding: (found) => {
        noteFinding(found, this.#context.terminal)
        if (found.code === 'XW-S0627') beside?.joined()
      },
      ...(beside ? { observer: beside.observer } : {}),
      options: {
        ...{ policies, untilCaughtUp: this.#step.untilCaughtUp, mode: this.#step.mode, restart: this.#step.restart },
        reload: this.#step.reload,
        ...{
          onRefused: this.#step.onRefused,
          appliers: this.#step.appliers ?? 1,
          passDefinition: this.#step.passDefinition,
          onDefinition: this.#step.onDefinition,
        },
      },
    })
    onProgress({ kind: 'phase', phase: 'changes', state: 'done', detail: changesLine(result) })
    return { result, plan, ...(await this.#report()), exit: exitOf(plan, result.setAside) }
  }

  /** What makes the target as it is now: of the first conversion, or of the definitions that followed. */
  async #statements(plan: TaskPlan, definitions: TaskDefinitions | undefined): Promise<StatementsNow> {
    const now = plan.definitions?.log.length ? await definitions?.conversion() : undefined
    const leftOut = new Set([...plan.leftOut, ...plan.refused])
    const statements = (now?.statements ?? this.#begun.statements).filter(({ id }) => !leftOut.has(id))
    if (!now || this.#ports.from.logsCascades) return { statements, acting: plan.actingKeys }
    return { statements, acting: actingKeys(now.source, statements, plan.mapping) }
  }

  async #report(): Promise<Pick<ReplicateOutcome, 'moved'>> {
    const { prepared } = this.#begun
    if (!prepared || !this.#loaded) return {}
    const moved = { ...prepared, load: this.#loaded, validation: null }
    await writeRunReport(this.#step.convert.out, moved, this.#context)
    return { moved }
  }

  async #load(
    plan: TaskPlan,
    { manner, listener }: { readonly manner: LoadManner; readonly listener: LoadListener },
    signal: AbortSignal,
    keep: (more: Partial<TaskPlan>) => void,
  ) {
    const { target, workers, policies } = this.#step
    if (plan.changesFrom !== undefined) return plan.changesFrom
    const rejectFolder = join(this.#step.convert.out, 'rejects')
    const tables = plan.mapping.tables.filter((table) => !listener.without.has(nameOf(table)))
    const mapping = { ...plan.mapping, tables }
    const result = await loadRows(
      {
        ...{ mapping, source: this.#source, segments: [], target, workers, policies, rejectFolder, listener },
        ...{ restart: manner === 'restart', fromNothing: manner === 'first', positioned: true },
      },
      { ...this.#context, signal },
    )
    this.#loaded = result
    this.#noteLoad(result, plan, keep)
    return result.position
  }

  #noteLoad(result: LoadResult, plan: TaskPlan, keep: (more: Partial<TaskPlan>) => void): void {
    keep(withLoad(plan, result))
    for (const one of result.findings) noteFinding(one, this.#context.terminal)
  }
}

/** Readers of one source are told apart by what they write to. */
export function readerName({ task, target }: Pick<ReplicateStep, 'task' | 'target'>): string {
  const hash = createHash('sha256')
    .update(`${task}\n${endpointName(target.endpoint)}`)
    .digest('hex')
  return `crosswalk-${hash.slice(0, 16)}`
}

/** `changesAside`: of this run. */
export function exitOf(plan: TaskPlan, changesAside = 0): number {
  if (plan.refused.length > 0) return exit.failed
  return changesAside + rowsAside(plan) + plan.tablesAside > 0 ? exit.incomplete : exit.done
}
