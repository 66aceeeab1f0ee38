import { planApply, runApply } from '../../apply/apply.js'
import { planLines } from '../../apply/plan.js'
import type { EmittedStatement, PlannedStep, StatementPhase } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { usage } from '../endpoint-url.js'
import { progressOf } from '../progress.js'
import { count } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import type { Target } from './target.js'

export interface ApplyStep {
  readonly statements: readonly EmittedStatement[]
  readonly target: Target
  readonly ddl: 'minimal' | 'full'
  readonly phases: readonly StatementPhase[]
  readonly workers: number
  /** For people: of what these are the statements, where they are not those of the whole. */
  readonly of?: string
  /** Shows the plan and stops. */
  readonly dryRun: boolean
}

export interface ApplyOutcome {
  readonly plan: readonly PlannedStep[]
  readonly created: number
  readonly existing: number
  readonly drifted: readonly PlannedStep[]
  readonly failed: readonly { readonly step: PlannedStep; readonly error: string }[]
}

/** Compares with the target, then creates what is not there. A second run finds nothing to do. */
export async function applyStatements(step: ApplyStep, context: CommandContext): Promise<ApplyOutcome> {
  const { target, ddl, phases } = step
  if (!target.dialect.applier) throw usage(`${target.dialect.title} cannot be a target`)
  const applier = await target.dialect.applier()
  const { signal } = context
  const plan = await planApply(applier, target.endpoint, step.statements, { ddl, phases, signal })
  const { create, exists } = plan.summary
  const outcome = { plan: plan.steps, existing: exists, drifted: plan.steps.filter((one) => one.action === 'drifted') }
  if (step.dryRun || create === 0) return { ...outcome, created: 0, failed: [] }
  const onProgress = progressOf(context)
  onProgress({ kind: 'phase', phase: 'apply', state: 'started' })
  const { applied, failed } = await runApply(applier, plan, { workers: step.workers, signal, onProgress })
  const existing = exists > 0 ? `, ${count(exists)} there already` : ''
  const refused = failed.length > 0 ? `, ${failed.length} refused` : ''
  const detail = `${phases.join(', ')}${step.of ? ` of ${step.of}` : ''}: ${count(applied)} created${existing}${refused}`
  onProgress({ kind: 'phase', phase: 'apply', state: failed.length === 0 ? 'done' : 'failed', detail })
  return { ...outcome, created: applied, failed }
}

/**
 * Objects that hold the needed names and differ are somebody's: nothing is written beside them.
 * @throws OperationError XW-S0024
 */
export function refuseDrifted(drifted: readonly PlannedStep[]): void {
  if (drifted.length === 0) return
  const named = drifted.slice(0, 5).map((one) => one.statement)
  const objects = [...named, ...(drifted.length > 5 ? [`and ${drifted.length - 5} more`] : [])].join(', ')
  throw new OperationError('XW-S0024', { count: drifted.length, objects })
}

export const planText = (plan: readonly PlannedStep[]): string => planLines(plan).join('\n')
