import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChangeSource, ChangeTarget } from '../../core/data/changes.js'
import type { KeptTrigger, TriggerKeeper } from '../../core/dialect/trigger-keeper.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { reversed } from '../../core/mapping/reversed.js'
import { makeFolder } from '../../core/process/make-folder.js'
import { type ReplicateResult, replicate } from '../../replicate/task.js'
import { mappingPrint } from '../../replicate/task-state.js'
import type { ValidationResult } from '../../verify/result.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { showProgress } from '../progress.js'
import type { CommandContext } from '../verb.js'
import { keepWayBack, openOwn, openShapes } from './carry.js'
import { setCounters } from './counters.js'
import type { CutoverStep } from './cutover.js'
import { type LiveSource, refuseUnready } from './replicate.js'
import { readerName } from './replicate-run.js'
import { changesLine } from './replicate-text.js'
import type { Target } from './target.js'
import { noteChecks, noteFinding } from './task-findings.js'
import { readPlan, type TaskPlan, writePlan } from './task-plan.js'
import { validateRows } from './validate.js'

/** The way back of a task that was cut over: its target is the source, its source the target. */
interface WayBack {
  readonly task: string
  /** The one that led here: what it wrote is on the old side. */
  readonly forward: string
  readonly folder: string
  readonly source: LiveSource
  readonly target: Target
  readonly from: ChangeSource
  readonly to: ChangeTarget
  /** Null: this engine has no triggers. */
  readonly keeper: TriggerKeeper | null
}

/** @throws OperationError when this pair of engines has no way back */
export async function wayBack({ task, folder, convert, target }: CutoverStep): Promise<WayBack> {
  const { source } = convert
  if (source.kind !== 'live') throw usage('a file cannot be fallen back to: give the URL of a server')
  if (!target.dialect.changeSource) throw usage(`changes of ${target.dialect.title} cannot be followed yet`)
  if (!source.dialect.changeTarget) throw usage(`changes cannot be applied to ${source.dialect.title} yet`)
  const { endpoint, dialect } = target
  return {
    ...{ task: `${task}.back`, forward: task, folder: join(folder, 'fallback') },
    source: { kind: 'live', dialect, endpoint, name: endpoint.database ?? endpoint.host },
    target: { dialect: source.dialect, endpoint: source.endpoint, close: async () => undefined },
    from: await target.dialect.changeSource(),
    to: await source.dialect.changeTarget(),
    keeper: (await source.dialect.triggerKeeper?.()) ?? null,
  }
}

/** What keeps the new source from being followed is told before anything is done. */
export async function checkWayBack(way: WayBack, plan: TaskPlan, context: CommandContext): Promise<void> {
  // The old source has rows there that the new one never had: nobody could say whether both are equal.
  const filtered = plan.mapping.tables.find((table) => table.filter)
  if (filtered)
    throw usage(`there is no way back for a filtered table: ${filtered.source.schema}.${filtered.source.table}`)
  for (const { rule, by } of plan.mapping.tables.flatMap(({ derived }) => derived?.columns ?? []))
    if (by.kind === 'mask') throw new OperationError('XW-S0722', { rule, what: 'there is to be a way back' })
  makeFolder(way.folder, 0o700)
  const { tables } = reversed(plan.mapping)
  await way.from.logWholeRows?.(way.source.endpoint, tables)
  const found = await way.from.check(way.source.endpoint, { tables })
  noteChecks(found, way.folder, context.terminal)
  refuseUnready(found)
}

/**
 * Begins the way back while both sides stand still and are equal: from here on the log of the new source is kept for it. Triggers
 * of the old source are taken away, because their work comes with the changes; they are kept in the folder first.
 */
export async function prepareFallback(way: WayBack, plan: TaskPlan, context: CommandContext): Promise<void> {
  const mapping = reversed(plan.mapping)
  const nothing = { leftOut: [], actingKeys: [], tablesAside: 0, rowsAside: {}, refused: [] }
  const known = await keepWayBack(way.source, way.target, mapping, context)
  writePlan(way.folder, { identity: mappingPrint(mapping.tables), mapping, ...nothing, ...known })
  if (way.keeper) await takeTriggers(way, way.keeper, plan)
  await follow(way, { untilCaughtUp: true }, context)
}

async function takeTriggers({ folder, target }: WayBack, keeper: TriggerKeeper, plan: TaskPlan): Promise<void> {
  const path = triggerFile(folder)
  if (!existsSync(path)) {
    const triggers = await keeper.read(
      target.endpoint,
      plan.mapping.tables.map((table) => table.source),
    )
    writeFileSync(path, JSON.stringify(triggers, null, 2), { flush: true })
  }
  await keeper.takeAway(target.endpoint, keptTriggers(folder))
}

const triggerFile = (folder: string): string => join(folder, 'triggers.json')

const keptTriggers = (folder: string): readonly KeptTrigger[] => {
  const path = triggerFile(folder)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []
}

export interface FallbackOutcome {
  readonly result: ReplicateResult
  /** Null unless the users are about to go back. */
  readonly returned: { readonly validation: ValidationResult; readonly triggers: number } | null
  readonly exit: number
}

/** Keeps the old source in step with what the users write on the new one. */
export async function followBack(step: CutoverStep, context: CommandContext): Promise<FallbackOutcome> {
  const way = await wayBack(step)
  preparedPlan(way, step)
  const result = await follow(way, step, context)
  return { result, returned: null, exit: result.setAside > 0 ? exit.incomplete : exit.done }
}

/**
 * The users are about to go back: it is looked at whether nothing changes any more and whether every value is the same; then
 * counters are set and triggers come back.
 */
export async function goBack(step: CutoverStep, context: CommandContext): Promise<FallbackOutcome> {
  const way = await wayBack(step)
  preparedPlan(way, step)
  const caughtUp = { ...step, untilCaughtUp: true }
  const result = await follow(way, caughtUp, context)
  await sleep(step.quiet * 1000, undefined, { signal: context.signal })
  await standsStill(way, `the last ${step.quiet} s`, caughtUp, context)
  const plan = preparedPlan(way, step)
  const { workers, policies } = step
  const { source, target } = way
  const rejectFolder = join(way.folder, 'rejects')
  const compared = { mapping: plan.mapping, source, segments: [], target, workers, policies, rejectFolder }
  const validation = await validateRows(compared, context)
  if (!validation.equal) return { result, returned: { validation, triggers: 0 }, exit: exit.findings }
  await standsStill(way, 'the time of the comparison', caughtUp, context)
  writePlan(way.folder, { ...plan, cutover: 'begun' })
  await setCounters({ source, target }, plan.mapping.sequences, context.signal)
  const triggers = keptTriggers(way.folder)
  await way.keeper?.bringBack(target.endpoint, triggers)
  await way.from.forget?.(source.endpoint, readerName(way))
  writePlan(way.folder, { ...plan, cutover: 'done' })
  return { result, returned: { validation, triggers: triggers.length }, exit: exit.done }
}

/** The way back is not needed any more: the new source need not keep its log for it. */
export async function giveUp(step: CutoverStep): Promise<void> {
  const way = await wayBack(step)
  const plan = preparedPlan(way, step)
  await way.from.forget?.(way.source.endpoint, readerName(way))
  writePlan(way.folder, { ...plan, cutover: 'done' })
}

/** @throws OperationError XW-S0630 when there is no way back, XW-S0615 when it was gone */
function preparedPlan(way: WayBack, { task }: CutoverStep): TaskPlan {
  const plan = readPlan(way.folder)
  if (!plan) throw new OperationError('XW-S0630', { task })
  if (plan.cutover === 'done') throw new OperationError('XW-S0615', { task: way.task })
  return plan
}

/** @throws OperationError XW-S0614 when there were changes to apply */
async function standsStill(way: WayBack, period: string, step: CutoverStep, context: CommandContext): Promise<void> {
  const { transactions } = await follow(way, step, context)
  if (transactions > 0) throw new OperationError('XW-S0614', { count: transactions, period })
}

async function follow(
  way: WayBack,
  { untilCaughtUp, ...how }: Pick<CutoverStep, 'untilCaughtUp'> & Partial<CutoverStep>,
  context: CommandContext,
): Promise<ReplicateResult> {
  const { source, target, from, to } = way
  const onProgress = showProgress(context.terminal)
  const plan = readPlan(way.folder)
  if (!plan) throw new OperationError('XW-S0630', { task: way.task })
  const { identity, mapping } = plan
  let now = plan
  const keep = (more: Partial<TaskPlan>): void => {
    now = { ...now, ...more }
    writePlan(way.folder, now)
  }
  const own = await openOwn(way.task, source, target.dialect, plan, keep)
  const definitions = own ?? (await openShapes(way.task, source, plan, keep))
  const result = await replicate({
    ...{
      task: way.task,
      folder: way.folder,
      tables: mapping.tables,
      reader: readerName(way),
      signal: context.signal,
      onProgress,
    },
    source: { changes: from, endpoint: source.endpoint, without: [way.forward] },
    target: { changes: to, endpoint: target.endpoint },
    // Both sides were equal and stood still when the way back began: it begins with the end of the log.
    load: (_manner, signal) => from.head(source.endpoint, signal),
    complete: async () => undefined,
    ...(identity === undefined ? {} : { identity }),
    ...(definitions ? { definitions } : {}),
    onFinding: (found) => noteFinding(found, context.terminal),
    options: {
      untilCaughtUp,
      ...(how.policies ? { policies: how.policies } : {}),
      ...{ mode: how.mode ?? 'net', onRefused: how.onRefused ?? 'stop', passDefinition: how.passDefinition ?? false },
    },
  })
  onProgress({ kind: 'phase', phase: 'changes', state: 'done', detail: changesLine(result) })
  return result
}
