import type { EmittedStatement, StatementId, StatementPhase } from '../../core/dialect/dialect.js'
import type { Mapping } from '../../core/mapping/mapping.js'
import type { CommandContext } from '../verb.js'
import { type ApplyOutcome, applyStatements, refuseDrifted } from './apply.js'
import { type ConvertOutcome, type ConvertStep, convertSource } from './convert.js'
import { type SetAside, setAside, type Untaken } from './set-aside.js'
import type { Target } from './target.js'

export interface PrepareStep {
  readonly convert: ConvertStep
  readonly target: Target
  readonly workers: number
}

/** A target that is ready for rows. */
export interface Prepared {
  readonly converted: ConvertOutcome
  /** What was made so far. */
  readonly before: ApplyOutcome
  /** Tables that the target did not take, and what waits for them. */
  readonly aside: SetAside
  /** Statements that the target took, or will be asked to take. */
  readonly statements: readonly EmittedStatement[]
}

/**
 * Converts, and makes what the rows need. Can be run again: what is done is found done. `precheck` is asked in front of the
 * first thing that is made; what it throws leaves the target as it was.
 */
export async function prepareTarget(
  step: PrepareStep,
  context: CommandContext,
  precheck?: (mapping: Mapping) => Promise<void>,
): Promise<Prepared> {
  const converted = await convertSource(step.convert, context)
  const untaken = new Map([...converted.refused].map((id) => [id, refusalText(converted, id)]))
  await refuseDrift(step, converted, context)
  const { mapping, statements } = converted.conversion
  await precheck?.(setAside(mapping, statements, untaken).mapping)
  const before = await applyPhase(step, acceptedStatements(converted, untaken), 'pre-data', context)
  for (const { step: failed, error } of before.failed) untaken.set(failed.statement, error)
  const aside = setAside(converted.conversion.mapping, converted.conversion.statements, untaken)
  return { converted, before, aside, statements: acceptedStatements(converted, untaken) }
}

export const applyPhase = (
  { target, workers }: Pick<PrepareStep, 'target' | 'workers'>,
  statements: readonly EmittedStatement[],
  phase: StatementPhase,
  context: CommandContext,
  ddl: 'minimal' | 'full' = 'full',
  of?: string,
): Promise<ApplyOutcome> =>
  applyStatements({ statements, target, ddl, phases: [phase], workers, dryRun: false, ...(of ? { of } : {}) }, context)

/** Objects that hold the needed names and differ are somebody's: nothing is written beside them. */
async function refuseDrift(step: PrepareStep, converted: ConvertOutcome, context: CommandContext): Promise<void> {
  const statements = acceptedStatements(converted, new Map([...converted.refused].map((id) => [id, ''])))
  const phases = ['pre-data', 'post-data', 'post-cutover'] as const
  const { drifted } = await applyStatements(
    { statements, target: step.target, ddl: 'full', phases, workers: step.workers, dryRun: true },
    context,
  )
  refuseDrifted(drifted)
}

/** What the target refused, in the proof or just now, is not tried again; what needs it is not tried at all. */
function acceptedStatements({ conversion }: ConvertOutcome, untaken: Untaken): readonly EmittedStatement[] {
  const { skipped } = setAside(conversion.mapping, conversion.statements, untaken)
  const left = new Set([...untaken.keys(), ...skipped.map(({ statement }) => statement.id)])
  return conversion.statements.filter(({ id }) => !left.has(id))
}

/** What the proof said of the object that a refused statement belongs to. */
function refusalText({ conversion, ledger }: ConvertOutcome, id: StatementId): string {
  const sources = new Set<string>(conversion.statements.find((one) => one.id === id)?.sources)
  const entry = ledger.objects.find((one) => sources.has(one.id))
  return entry?.reason ?? 'refused in the proof'
}
