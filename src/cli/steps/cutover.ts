import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperationError } from '../../core/findings/operation-error.js'
import { setSequences } from '../../load/sequences.js'
import type { ValidationResult } from '../../verify/result.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { readOut } from './out.js'
import { applyPhase } from './prepare.js'
import { exitOf, type ReplicateOutcome, type ReplicateStep, replicateTask } from './replicate.js'
import { readPlan, type TaskPlan, writePlan } from './task-plan.js'
import { validateRows } from './validate.js'

export interface CutoverStep extends ReplicateStep {
  /** Seconds for which nothing may change on the source. */
  readonly quiet: number
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
  const plan = readPlan(step.folder)
  if (!plan) throw usage(`there is no task ${step.task} in ${step.folder}: run crosswalk replicate first`)
  if (plan.cutover === 'done') return { checked: null, created: 0, plan, exit: exitOf(plan) }
  const checked = plan.cutover === 'begun' ? null : await check(step, plan, context)
  if (checked?.validation.equal === false) return { checked, created: 0, plan, exit: exit.findings }
  writePlan(step.folder, { ...plan, cutover: 'begun' })
  const { created, failed } = await openToUsers(step, plan, context)
  // Behind what was converted: that has the counters as they were when the task began.
  await counters(step, plan, context)
  if (failed) return { checked, created, plan, exit: exit.failed }
  const done = { ...plan, cutover: 'done' } as const
  writePlan(step.folder, done)
  return { checked, created, plan: done, exit: checked?.caughtUp.exit ?? exitOf(plan) }
}

async function check(step: CutoverStep, plan: TaskPlan, context: CommandContext) {
  const caughtUp = await replicateTask(step, context)
  await sleep(step.quiet * 1000, undefined, { signal: context.signal })
  await standsStill(step, `the last ${step.quiet} s`, context)
  const validation = await compare(step, plan, context)
  if (validation.equal) await standsStill(step, 'the time of the comparison', context)
  return { caughtUp, validation }
}

/** @throws OperationError XW-S0614 when there were changes to apply */
async function standsStill(step: CutoverStep, period: string, context: CommandContext): Promise<void> {
  const { result } = await replicateTask(step, context)
  if (result.transactions > 0) throw new OperationError('XW-S0614', { count: result.transactions, period })
}

function compare(step: CutoverStep, plan: TaskPlan, context: CommandContext): Promise<ValidationResult> {
  const { target, workers, policies } = step
  const { source, out } = step.convert
  const rejectFolder = join(out, 'rejects')
  return validateRows({ mapping: plan.mapping, source, segments: [], target, workers, policies, rejectFolder }, context)
}

async function counters({ convert, target }: CutoverStep, plan: TaskPlan, { signal }: CommandContext): Promise<void> {
  const { source } = convert
  if (source.kind !== 'live' || !source.dialect.source || !target.dialect.target) return
  await setSequences({
    sequences: plan.mapping.sequences,
    source: { connector: await source.dialect.source(), endpoint: source.endpoint },
    target: { connector: await target.dialect.target(), endpoint: target.endpoint },
    signal,
  })
}

async function openToUsers(step: CutoverStep, plan: TaskPlan, context: CommandContext) {
  const leftOut = new Set(plan.leftOut)
  const statements = readOut(step.convert.out).statements.filter(({ id }) => !leftOut.has(id))
  const { created, failed } = await applyPhase(step, statements, 'post-cutover', context)
  for (const one of failed) context.terminal.note(`refused: ${safe(one.step.statement)}: ${safe(one.error)}`)
  return { created, failed: failed.length > 0 }
}
