import type { EmittedStatement, PlannedStep, StatementPhase } from '../../core/dialect/dialect.js'
import { usage } from '../endpoint-url.js'
import type { CommandContext } from '../program.js'
import { showProgress } from '../progress.js'
import { count, safe } from '../terminal.js'
import type { Target } from './target.js'

export interface ApplyStep {
  readonly statements: readonly EmittedStatement[]
  readonly target: Target
  readonly ddl: 'minimal' | 'full'
  readonly phases: readonly StatementPhase[]
  readonly workers: number
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

/** Compares with the target, shows what is to be done, then does it. A second run finds nothing to do. */
export async function applyStatements(step: ApplyStep, context: CommandContext): Promise<ApplyOutcome> {
  const { target } = step
  if (!target.dialect.applier) throw usage(`${target.dialect.title} cannot be a target`)
  const applier = await target.dialect.applier()
  const wanted = step.statements.filter(
    (one) => step.phases.includes(one.phase) && (step.ddl === 'full' || one.minimal),
  )
  const plan = await applier.plan(target.endpoint, wanted, context.signal)
  const create = plan.filter((one) => one.action === 'create')
  const drifted = plan.filter((one) => one.action === 'drifted')
  const outcome = { plan, existing: plan.filter((one) => one.action === 'exists').length, drifted }
  if (step.dryRun || create.length === 0) return { ...outcome, created: 0, failed: [] }
  const onProgress = showProgress(context.terminal)
  onProgress({ kind: 'phase', phase: 'apply', state: 'started' })
  let done = 0
  const results = await applier.run(target.endpoint, create, {
    workers: step.workers,
    signal: context.signal,
    onStep: (one) =>
      onProgress({ kind: 'items', phase: 'apply', done: ++done, total: create.length, current: one.statement }),
  })
  const failed = results.flatMap(({ step: one, error }) => (error === undefined ? [] : [{ step: one, error }]))
  const created = results.length - failed.length
  onProgress({
    kind: 'phase',
    phase: 'apply',
    state: failed.length === 0 ? 'done' : 'failed',
    detail: `${step.phases.join(', ')}: ${count(created)} created, ${count(outcome.existing)} there already${failed.length > 0 ? `, ${failed.length} refused` : ''}`,
  })
  return { ...outcome, created, failed }
}

/** What would be done, one line per statement, before anything runs. */
export function planText(plan: readonly PlannedStep[]): string {
  const marks: Readonly<Record<PlannedStep['action'], string>> = { create: '+', exists: '=', drifted: '!' }
  const lines = plan
    .filter((one) => one.action !== 'exists')
    .map(
      (one) =>
        `${marks[one.action]} ${one.phase.padEnd(12)} ${safe(one.statement)}${one.difference ? `  ${safe(one.difference)}` : ''}`,
    )
  const existing = plan.length - lines.length
  return [
    ...lines,
    `${count(lines.length)} to look at (+ create, ! differs from what is there), ${count(existing)} already there`,
  ].join('\n')
}
