import type { PlannedStep, StatementPhase } from '../core/dialect/dialect.js'
import { allPhases } from './selection.js'

export interface PlanSummary {
  readonly create: number
  readonly exists: number
  readonly drifted: number
  readonly phases: readonly PhaseSummary[]
}

export interface PhaseSummary {
  readonly phase: StatementPhase
  /** By kind, in the order in which they run. */
  readonly kinds: readonly {
    readonly kind: string
    readonly create: number
    readonly exists: number
    readonly drifted: number
  }[]
}

/** The kind stands before the colon of a statement's id. */
const kindOf = (step: PlannedStep): string => step.emitted?.kind ?? step.statement.slice(0, step.statement.indexOf(':'))

const count = (steps: readonly PlannedStep[], action: PlannedStep['action']): number =>
  steps.filter((step) => step.action === action).length

const counts = (steps: readonly PlannedStep[]) => ({
  create: count(steps, 'create'),
  exists: count(steps, 'exists'),
  drifted: count(steps, 'drifted'),
})

export function summarise(steps: readonly PlannedStep[]): PlanSummary {
  const phases = allPhases.flatMap((phase): PhaseSummary[] => {
    const own = steps.filter((step) => step.phase === phase)
    const kinds = [...new Set(own.map(kindOf))]
    if (own.length === 0) return []
    return [{ phase, kinds: kinds.map((kind) => ({ kind, ...counts(own.filter((step) => kindOf(step) === kind)) })) }]
  })
  return { ...counts(steps), phases }
}

/** The plan as lines of text: per phase what would be made, then each thing that differs and how. */
export function planLines(steps: readonly PlannedStep[]): readonly string[] {
  const summary = summarise(steps)
  const lines = summary.phases.flatMap(({ phase, kinds }) => [
    phase,
    ...kinds.map(({ kind, create, exists, drifted }) => {
      const parts = [
        create > 0 ? `${create} to create` : '',
        exists > 0 ? `${exists} there already` : '',
        drifted > 0 ? `${drifted} different` : '',
      ]
      return `  ${kind.padEnd(14)} ${parts.filter((part) => part !== '').join(', ')}`
    }),
  ])
  const drifted = steps
    .filter((step) => step.action === 'drifted')
    .flatMap((step) => [
      `  ${printable(step.statement)}`,
      ...(step.difference ?? '').split('\n').map((difference) => `    ${printable(difference)}`),
    ])
  return drifted.length === 0 ? lines : [...lines, 'different on the target, left as it is', ...drifted]
}

/** Names come from a source that may be hostile: nothing of them may steer a terminal. */
const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)
