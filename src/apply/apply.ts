import type { Applier, EmittedStatement, PlannedStep, StatementPhase } from '../core/dialect/dialect.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import type { OnProgress } from '../core/progress/progress.js'
import { type PlanSummary, summarise } from './plan.js'
import { type DdlExtent, selectStatements } from './selection.js'

export interface ApplyPlan {
  readonly endpoint: Endpoint
  readonly steps: readonly PlannedStep[]
  readonly summary: PlanSummary
}

export interface ApplyResult {
  readonly applied: number
  /** Steps that failed, or that wait for one that failed, with the words of the engine. */
  readonly failed: readonly { readonly step: PlannedStep; readonly error: string }[]
}

/** Compares what is asked for with what the target holds. Changes nothing. */
export async function planApply(
  applier: Applier,
  endpoint: Endpoint,
  statements: readonly EmittedStatement[],
  options: {
    readonly ddl: DdlExtent
    readonly phases?: readonly StatementPhase[]
    readonly signal?: AbortSignal
  },
): Promise<ApplyPlan> {
  const steps = await applier.plan(endpoint, selectStatements(statements, options), options.signal)
  return { endpoint, steps, summary: summarise(steps) }
}

/**
 * Runs the steps of a plan that create something. What exists, equal or not, is left alone: whether to go on with a plan
 * that holds drifted steps is the caller's decision, before this is called.
 * @throws OperationError when the target cannot be reached or goes away; what was done is recorded there
 */
export async function runApply(
  applier: Applier,
  plan: ApplyPlan,
  options: { readonly workers: number; readonly signal?: AbortSignal; readonly onProgress?: OnProgress },
): Promise<ApplyResult> {
  const total = plan.summary.create
  let done = 0
  const results = await applier.run(plan.endpoint, plan.steps, {
    workers: options.workers,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onStep: (step) =>
      options.onProgress?.({ kind: 'items', phase: 'apply', done: ++done, total, current: step.statement }),
  })
  const failed = results.flatMap(({ step, error }) => (error === undefined ? [] : [{ step, error }]))
  return { applied: results.length - failed.length, failed }
}
