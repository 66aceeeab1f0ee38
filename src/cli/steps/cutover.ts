import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EmittedStatement } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
import type { Evidence } from '../../project/moves.js'
import type { ValidationResult } from '../../verify/result.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { convertSource } from './convert.js'
import { setCounters } from './counters.js'
import { type Checked, keepEvidence } from './cutover-gates.js'
import { checkWayBack, prepareFallback, wayBack } from './fallback.js'
import { readOut } from './out.js'
import { applyPhase } from './prepare.js'
import { type ReplicateStep, replicateTask } from './replicate.js'
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
  readonly checked: Checked | null
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
  if (checked) keepEvidence(step, checked, plan, false)
  if (checked?.changed) throw new OperationError('XW-S0614', checked.changed)
  if (checked?.validation?.equal === false) return { checked, created: 0, plan, exit: exit.findings }
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

/**
 * Looks at everything that a cutover looks at and changes nothing but rows that are behind. Users may go on writing: then what needs a
 * source that stands still is left open.
 * @throws OperationError XW-S0615 when users are there already
 */
export async function rehearse(step: CutoverStep, context: CommandContext): Promise<Evidence> {
  const begun = planOf(step)
  if (begun.cutover !== undefined) throw new OperationError('XW-S0615', { task: step.task })
  if (step.fallback) await checkWayBack(await wayBack(step), begun, context)
  const checked = await check(step, context)
  return keepEvidence(step, checked, planOf(step), true)
}

async function check(step: CutoverStep, context: CommandContext): Promise<Checked> {
  const caughtUp = await replicateTask(step, context)
  await sleep(step.quiet * 1000, undefined, { signal: context.signal })
  const before = await changesSince(step, `the last ${step.quiet} s`, context)
  if (before) return { caughtUp, changed: before, validation: null }
  const validation = await compare(step, planOf(step), context)
  const meanwhile = validation.equal ? await changesSince(step, 'the time of the comparison', context) : null
  return { caughtUp, changed: meanwhile, validation }
}

/** Null: the source stood still. */
async function changesSince(step: CutoverStep, period: string, context: CommandContext): Promise<Checked['changed']> {
  const known = planOf(step).definitions?.log.length
  const { result, plan } = await replicateTask(step, context)
  const count = result.transactions + ((plan.definitions?.log.length ?? 0) - (known ?? 0))
  return count > 0 ? { count, period } : null
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
