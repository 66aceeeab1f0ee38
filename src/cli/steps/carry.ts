import type { Conversion } from '../../convert/pipeline.js'
import type { DefinitionReader } from '../../core/dialect/definitions.js'
import type { Dialect } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
import type { Mapping } from '../../core/mapping/mapping.js'
import type { Source } from '../source.js'
import type { CommandContext } from '../verb.js'
import { applyStatements } from './apply.js'
import type { ConvertOutcome } from './convert.js'
import { copiedSource } from './copy.js'
import { type KeptDefinitions, TaskDefinitions } from './definitions.js'
import { OwnEngineDefinitions } from './own-definitions.js'
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
  if (!reader || !isOfNow) return undefined
  if (copiedSource(step.convert, step.target.dialect) && !takesOwnWords(reader, conversion)) return undefined
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

/** Members of one family have other types under the same names, and other defaults. */
const takesOwnWords = ({ own }: DefinitionReader, { source, target }: Conversion): boolean =>
  own !== undefined && source.version.flavour === target.version.flavour

/** The same between servers of one engine, which take statements as they stand. */
export async function openOwn(
  task: string,
  { dialect, endpoint }: LiveSource,
  target: Dialect,
  plan: TaskPlan,
  keep: (more: Partial<TaskPlan>) => void,
): Promise<OwnEngineDefinitions | undefined> {
  const reader = dialect.id === target.id ? await dialect.definitions?.() : undefined
  if (!reader?.own || !plan.definitions) return undefined
  const targetVersion = target.parseVersion(plan.definitions.version)
  return new OwnEngineDefinitions({
    targetVersion,
    ...{ reader, own: reader.own, plan, keep, changed: () => new OperationError('XW-S0622', { task }) },
    current: (from, signal) => from.keep(endpoint, { schemas: schemasOf(plan.mapping), ...(signal ? { signal } : {}) }),
  })
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
  if (source.dialect.id === target.dialect.id) return undefined
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

/** What is kept of the tables of a way back, where both of its sides are of one engine. */
export async function keepWayBack(
  source: LiveSource,
  target: Pick<ReplicateStep['target'], 'dialect' | 'endpoint'>,
  { tables, sequences }: Mapping,
  { signal }: CommandContext,
): Promise<Pick<TaskPlan, 'definitions' | 'shapes'>> {
  const { dialect, endpoint } = source
  if (dialect.id !== target.dialect.id) return {}
  const shapes = await dialect.shapes?.()
  if (shapes) return { shapes: { tables: await shapes.keep(endpoint, tables, signal) } }
  const reader = await dialect.definitions?.()
  const from = await dialect.serverVersion?.(endpoint, signal)
  const to = await target.dialect.serverVersion?.(target.endpoint, signal)
  if (!reader?.own || !from || !to || from.flavour !== to.flavour) return {}
  const base = await reader.keep(endpoint, { schemas: schemasOf({ tables, sequences }), signal })
  return { definitions: { base, log: [], options: {}, profile: [], version: to.raw } }
}
