import type { EmittedStatement, StatementId, StatementPhase } from './emitted.js'
import type { Endpoint } from './endpoint.js'

export interface PlannedStep {
  readonly statement: StatementId
  readonly phase: StatementPhase
  /** `exists`: the target has it, equal. `drifted`: the target has something else under that name. */
  readonly action: 'create' | 'exists' | 'drifted'
  readonly sql: string
  /** For `drifted`: what differs. */
  readonly difference?: string
  /** The statement itself: what kind it is, what it waits for, how it is undone. */
  readonly emitted?: EmittedStatement
}

/** Creates objects on a live target; knows how to compare with what is there. */
export interface Applier {
  plan(
    endpoint: Endpoint,
    statements: readonly EmittedStatement[],
    signal?: AbortSignal,
  ): Promise<readonly PlannedStep[]>
  /** Runs the steps that create; each is recorded in the target's control schema, so a second run goes on where the first ended. */
  run(
    endpoint: Endpoint,
    steps: readonly PlannedStep[],
    options: {
      readonly workers: number
      readonly signal?: AbortSignal
      readonly onStep?: (step: PlannedStep, error?: Error) => void
    },
  ): Promise<readonly { readonly step: PlannedStep; readonly error?: string }[]>
}
