import { OperationError } from '../../core/findings/operation-error.js'
import type { Mapping } from '../../core/mapping/mapping.js'
import type { Source } from '../source.js'
import type { CommandContext } from '../verb.js'
import { applyStatements } from './apply.js'
import type { ConvertOutcome } from './convert.js'
import { copiedSource } from './copy.js'
import { type KeptDefinitions, TaskDefinitions } from './definitions.js'
import type { ReplicateStep } from './replicate.js'
import { type KeptShapes, ShapeDefinitions } from './shape-definitions.js'
import type { TaskPlan } from './task-plan.js'

type LiveSource = Extract<Source, { kind: 'live' }>

const schemasOf = ({ tables }: Mapping): readonly string[] => [...new Set(tables.map(({ source }) => source.schema))]

/** What the definitions are at the beginning of a task; undefined where they cannot be followed, or are of another time. */
export async function keepDefinitions(
  step: ReplicateStep,
  source: LiveSource,
  mapping: Mapping,
  { conversion, profile }: ConvertOutcome,
  { signal }: CommandContext,
): Promise<KeptDefinitions | undefined> {
  const reader = await source.dialect.definitions?.()
  const isOfNow = step.changesFrom === undefined || step.changesFrom === 'now'
  if (!reader || !isOfNow || copiedSource(step.convert, step.target.dialect)) return undefined
  const base = await reader.keep(source.endpoint, { schemas: schemasOf(mapping), signal })
  const { options, rules } = step.convert
  const { raw: version } = conversion.target.version
  return { base, log: [], options, profile: [...profile], version, ...(rules ? { rules } : {}) }
}

/** The same for a target of the same engine, when the log has no statements. */
export async function keepShapes(
  step: ReplicateStep,
  source: LiveSource,
  { tables }: Mapping,
  { signal }: CommandContext,
): Promise<KeptShapes | undefined> {
  const reader = await source.dialect.shapes?.()
  const isOfNow = step.changesFrom === undefined || step.changesFrom === 'now'
  if (!reader || !isOfNow || !copiedSource(step.convert, step.target.dialect)) return undefined
  return { tables: await reader.keep(source.endpoint, tables, signal) }
}

/** Carries shapes of tables over for a task; undefined where they are not known. */
export async function openShapes(
  task: string,
  { dialect, endpoint }: LiveSource,
  plan: TaskPlan,
  keep: (more: Partial<TaskPlan>) => void,
): Promise<ShapeDefinitions | undefined> {
  const reader = await dialect.shapes?.()
  const { shapes } = plan
  if (!reader || !shapes) return undefined
  const changed = () => new OperationError('XW-S0622', { task })
  return new ShapeDefinitions({ reader, source: endpoint, plan, shapes, keep, changed })
}

/** Carries changes of definitions over for a task; undefined where nobody can. */
export async function openDefinitions(
  step: ReplicateStep,
  source: LiveSource,
  plan: TaskPlan,
  keep: (more: Partial<TaskPlan>) => void,
  context: CommandContext,
): Promise<TaskDefinitions | undefined> {
  const { target, workers } = step
  return TaskDefinitions.open({
    ...{ from: source.dialect, to: target.dialect, plan, keep },
    make: async (statements, signal) => {
      if (statements.length === 0) return
      const phases = ['pre-data', 'post-data'] as const
      const made = { statements, target, ddl: 'full', phases, workers, dryRun: false } as const
      await applyStatements(made, { ...context, signal })
    },
    current: (reader, signal) =>
      reader.keep(source.endpoint, { schemas: schemasOf(plan.mapping), ...(signal ? { signal } : {}) }),
    changed: () => new OperationError('XW-S0622', { task: step.task }),
  })
}
