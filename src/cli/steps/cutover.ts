import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EmittedStatement } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
import type { ValidationResult } from '../../verify/result.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { convertSource } from './convert.js'
import { setCounters } from './counters.js'
import { checkWayBack, prepareFallback, wayBack } from './fallback.js'
import { readOut } from './out.js'
import { applyPhase } from './prepare.js'
import { type ReplicateOutcome, type ReplicateStep, replicateTask } from './replicate.js'
import { exitOf, readerName } from './replicate-run.js'
import { readPlan, type TaskPlan, writePlan } from './task-plan.js'
import { validateRows } from './validate.js'

export interface CutoverStep extends ReplicateStep {
  /** Seconds for which nothing may change on the source. */
  readonly quiet: number
  /** The way back is prepared, so that the source can follow what the users write on the target. */
  readonly fallback: boolean
}

export interface CutoverOutcome {
  /** Null: an earlier run had done it. */
  readonly checked: { readonly caughtUp: ReplicateOutcome; readonly validation: ValidationResult } | null
  /** Statements made for users: triggers and what else must not act while changes are applied. */
  readonly created: number
  /** What of the source is not on the target, and how far the cutover came. */
  readonly plan: TaskPlan
  readonly exit: number
}

/**
 * Makes a target that is in step ready for its users: it is looked at whether the source stands still and whether every
 * value is the same; then counters are set and what waited for this moment is made. Until then nothing but changes is written.
 */
export async function cutOver(step: CutoverStep, context: CommandContext): Promise<CutoverOutcome> {
  const begun = planOf(step)
  if (begun.cutover === 'done') return { checked: null, created: 0, plan: begun, exit: exitOf(begun) }
  const way = step.fallback ? await wayBack(step) : undefined
  if (way) await checkWayBack(way, begun, context)
  const checked = begun.cutover === 'begun' ? null : await check(step, context)
  // Definitions may have changed until now.
  const plan = planOf(step)
  if (checked?.validation.equal === false) return { checked, created: 0, plan, exit: exit.findings }
  if (way) await prepareFallback(way, plan, context)
  writePlan(step.folder, { ...plan, cutover: 'begun' })
  const { created, failed } = await openToUsers(step, plan, context)
  // Behind what was converted: that has the counters as they were when the task began.
  await setCounters({ source: step.convert.source, target: step.target }, plan.mapping.sequences, context.signal)
  if (failed) return { checked, created, plan, exit: exit.failed }
  await letGo(step)
  const done = { ...plan, cutover: 'done' } as const
  writePlan(step.folder, done)
  return { checked, created, plan: done, exit: checked?.caughtUp.exit ?? exitOf(plan) }
}

function planOf({ folder, task }: CutoverStep): TaskPlan {
  const plan = readPlan(folder)
  if (!plan) throw usage(`there is no task ${task} in ${folder}: run crosswalk replicate first`)
  return plan
}

async function check(step: CutoverStep, context: CommandContext) {
  const caughtUp = await replicateTask(step, context)
  await sleep(step.quiet * 1000, undefined, { signal: context.signal })
  await standsStill(step, `the last ${step.quiet} s`, context)
  const validation = await compare(step, planOf(step), context)
  if (validation.equal) await standsStill(step, 'the time of the comparison', context)
  return { caughtUp, validation }
}

/** @throws OperationError XW-S0614 when there were changes to apply */
async function standsStill(step: CutoverStep, period: string, context: CommandContext): Promise<void> {
  const known = planOf(step).definitions?.log.length
  const { result, plan } = await replicateTask(step, context)
  const count = result.transactions + ((plan.definitions?.log.length ?? 0) - (known ?? 0))
  if (count > 0) throw new OperationError('XW-S0614', { count, period })
}

function compare(step: CutoverStep, plan: TaskPlan, context: CommandContext): Promise<ValidationResult> {
  const { target, workers, policies } = step
  const { source, out } = step.convert
  const rejectFolder = join(out, 'rejects')
  return validateRows({ mapping: plan.mapping, source, segments: [], target, workers, policies, rejectFolder }, context)
}

/** Nobody follows the source any more. */
export async function letGo(step: ReplicateStep): Promise<void> {
  const { source } = step.convert
  if (source.kind !== 'live') return
  const changes = await source.dialect.changeSource?.()
  await changes?.forget?.(source.endpoint, readerName(step))
}

async function openToUsers(step: CutoverStep, plan: TaskPlan, context: CommandContext) {
  const statements = await statementsNow(step, plan, context)
  const { created, failed } = await applyPhase(step, statements, 'post-cutover', context)
  for (const one of failed) context.terminal.note(`refused: ${safe(one.step.statement)}: ${safe(one.error)}`)
  return { created, failed: failed.length > 0 }
}

/** Those of the first conversion; where definitions have changed since, programs are converted anew for the tables as they are. */
async function statementsNow(
  step: CutoverStep,
  plan: TaskPlan,
  context: CommandContext,
): Promise<readonly EmittedStatement[]> {
  const leftOut = new Set(plan.leftOut)
  if (plan.definitions?.log.length === 0)
    return readOut(step.convert.out).statements.filter(({ id }) => !leftOut.has(id))
  const { conversion, refused } = await convertSource(step.convert, context)
  return conversion.statements.filter(({ id }) => !leftOut.has(id) && !refused.has(id))
}
