import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Position } from '../../core/data/changes.js'
import type { ValuePolicies } from '../../core/data/reject.js'
import { type Finding, finding } from '../../core/findings/finding.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { noOrigin, objectId, qname } from '../../core/ir/names.js'
import { readView } from '../../core/mapping/derived.js'
import type { Mapping, TableMapping } from '../../core/mapping/mapping.js'
import { withComputedValues } from '../../load/computed-columns.js'
import { readMemo } from '../../replicate/memo.js'
import type { ReplicateResult } from '../../replicate/task.js'
import { mappingPrint } from '../../replicate/task-state.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { progressOf } from '../progress.js'
import type { Source } from '../source.js'
import { safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { actingKeys } from './acting-keys.js'
import { keepDefinitions, keepShapes } from './carry.js'
import { compareBeside, type RunningComparison } from './continuous.js'
import { watchedBy } from './metrics.js'
import { readOut } from './out.js'
import { type PrepareStep, prepareTarget } from './prepare.js'
import { type Begun, type Ports, Run, readerName } from './replicate-run.js'
import type { Moved } from './run-report.js'
import { isError, noteChecks } from './task-findings.js'
import { readPlan, type TaskPlan, writePlan } from './task-plan.js'

export interface ReplicateStep extends PrepareStep {
  readonly task: string
  /** The task's own folder. */
  readonly folder: string
  readonly policies: ValuePolicies
  readonly restart: boolean
  readonly untilCaughtUp: boolean
  readonly mode: 'net' | 'ordered'
  readonly onRefused: 'stop' | 'set-aside'
  /** See `ReplicateOptions`. */
  readonly appliers?: number
  readonly onDefinition: 'carry' | 'stop'
  /** Source tables (`schema.table`) that are loaded again while all others are followed. */
  readonly reload: readonly string[]
  readonly passDefinition: boolean
  /** The target is compared with its source while it follows it. */
  readonly validate: 'continuous' | 'none'
  /** The rows are on the target already: changes are followed from here on, or from where the log stands at the first start. */
  readonly changesFrom?: Position | 'now'
}

export interface ReplicateOutcome {
  readonly result: ReplicateResult
  readonly plan: TaskPlan
  /** Of the run that began the task. */
  readonly moved?: Moved
  readonly exit: number
}

export type LiveSource = Extract<Source, { kind: 'live' }>

/** Converts and prepares at the first start, then keeps the target in step; a later start takes up what the first decided. */
export async function replicateTask(step: ReplicateStep, context: CommandContext): Promise<ReplicateOutcome> {
  const { source } = step.convert
  if (source.kind !== 'live') throw usage('a file has no changes to follow: give the URL of a server')
  const ports = await changePorts(step, source)
  const known = step.restart ? undefined : (readPlan(step.folder) ?? (await planOfTarget(step, ports)))
  if (known?.cutover) throw new OperationError('XW-S0615', { task: step.task })
  const check = (mapping: Mapping): Promise<void> => checkSource(step, source, ports, mapping, context)
  if (known) await check(known.mapping)
  const begin = known ? resumed(step, known, context) : await begun(step, source, ports, check, context)
  if (begin.plan.mapping.tables.length === 0) throw usage('there is no table to replicate')
  if (step.validate === 'none') return new Run(step, source, ports, context, begin).run()
  return compared(step, source, ports, context, begin)
}

/** With a comparison beside it, which ends with it. */
async function compared(
  step: ReplicateStep,
  source: LiveSource,
  ports: Ports,
  context: CommandContext,
  begin: Begun,
): Promise<ReplicateOutcome> {
  const { task, target, policies } = step
  const { from } = ports
  const beside = await compareBeside(
    {
      ...{ task, target, policies, source, mapping: begin.plan.mapping, onProgress: progressOf(context) },
      ...{ rejectFolder: join(step.convert.out, 'rejects'), reached: from.reached },
      head: () => from.head(source.endpoint, context.signal),
    },
    context,
  )
  const watched = watchedBy(context, { onProgress: beside.onProgress, planned: () => undefined })
  try {
    const outcome = await new Run(step, source, ports, watched, begin, beside).run()
    const settled =
      outcome.result.ended === 'caught-up' ? await settling(step, source, ports, watched, beside) : undefined
    const differing = await beside.end()
    const result = settled ? together(outcome.result, settled.result) : outcome.result
    return { ...outcome, result, exit: differing > 0 && outcome.exit === exit.done ? exit.findings : outcome.exit }
  } catch (error) {
    await beside.end()
    throw error
  }
}

/** Only while the target follows can be told what is wrong from what is late: it goes on until everything is compared. */
async function settling(
  step: ReplicateStep,
  source: LiveSource,
  ports: Ports,
  context: CommandContext,
  beside: RunningComparison,
): Promise<ReplicateOutcome> {
  const stop = new AbortController()
  const signal = AbortSignal.any([context.signal, stop.signal])
  void beside.settled().then(() => stop.abort())
  const plan = readPlan(step.folder)
  if (!plan) throw new Error('the task has no plan')
  const on = { ...step, untilCaughtUp: false, restart: false, reload: [], passDefinition: false }
  return new Run(on, source, ports, { ...context, signal }, resumed(on, plan, context), beside).run()
}

const together = (first: ReplicateResult, next: ReplicateResult): ReplicateResult => ({
  ...first,
  ...{ position: next.position, findings: [...first.findings, ...next.findings] },
  ...{ transactions: first.transactions + next.transactions, changes: first.changes + next.changes },
  ...{ inserted: first.inserted + next.inserted, updated: first.updated + next.updated },
  ...{ deleted: first.deleted + next.deleted, setAside: first.setAside + next.setAside },
  ...{ batches: first.batches + next.batches, seconds: first.seconds + next.seconds },
})

async function changePorts({ target }: ReplicateStep, source: LiveSource): Promise<Ports> {
  if (!source.dialect.changeSource) throw usage(`changes of ${source.dialect.title} cannot be followed yet`)
  if (!target.dialect.changeTarget) throw usage(`changes cannot be applied to ${target.dialect.title} yet`)
  return { from: await source.dialect.changeSource(), to: await target.dialect.changeTarget() }
}

/** The folder is gone, and the definitions have changed since the task began: the target keeps how. */
async function planOfTarget({ task, target, folder }: ReplicateStep, ports: Ports): Promise<TaskPlan | undefined> {
  const { definitions } = readMemo((await ports.to.recall?.(target.endpoint, task)) ?? null)
  if (definitions === null) return undefined
  const plan = { tablesAside: 0, rowsAside: {}, refused: [], ...JSON.parse(definitions) }
  writePlan(folder, plan)
  return plan
}

/** What keeps the source's log from being read is told before anything is written on either side. */
async function checkSource(
  { folder }: ReplicateStep,
  source: LiveSource,
  { from }: Ports,
  { tables }: Mapping,
  { terminal }: CommandContext,
): Promise<void> {
  const found = await from.check(source.endpoint, { tables: tables.map(readView) })
  noteChecks([...found, ...tables.flatMap(withoutKey)], folder, terminal)
  refuseUnready(found)
}

async function begun(
  step: ReplicateStep,
  source: LiveSource,
  ports: Ports,
  check: (mapping: Mapping) => Promise<void>,
  context: CommandContext,
): Promise<Begun> {
  const { signal } = context
  const isOfNow = step.changesFrom === 'now'
  const asked = isOfNow && !ports.from.prepare ? await ports.from.head(source.endpoint, signal) : step.changesFrom
  const prepared = await prepareTarget(step, context, check)
  const { converted, before, aside, statements } = prepared
  const kept = new Set(statements.map(({ id }) => id))
  const leftOut = converted.conversion.statements.map(({ id }) => id).filter((id) => !kept.has(id))
  const mapping = withComputedValues(aside.mapping)
  const reader = { tables: mapping.tables, reader: readerName(step), signal }
  const changesFrom = asked === 'now' ? await ports.from.prepare?.(source.endpoint, reader) : asked
  const acting = ports.from.logsCascades ? [] : actingKeys(converted.conversion.source, statements, mapping)
  const definitions = await keepDefinitions(step, source, mapping, converted, context)
  const shapes = await keepShapes(step, source, mapping, context)
  const plan = {
    ...{ identity: mappingPrint(mapping.tables), mapping, leftOut, actingKeys: acting },
    ...(step.convert.rules ? { rules: step.convert.rules.print } : {}),
    ...(changesFrom === undefined ? {} : { changesFrom }),
    ...{ tablesAside: aside.tables.length, rowsAside: {}, refused: [] },
    ...(definitions ? { definitions } : {}),
    ...(shapes ? { shapes } : {}),
  }
  for (const { table, reason } of aside.tables)
    context.terminal.note(safe(`set aside ${table.source.schema}.${table.source.table}: ${reason}`))
  writePlan(step.folder, plan)
  context.watch?.planned(mapping.tables, aside.tables)
  return { plan, statements, prepared, isNew: before.created > 0 }
}

function resumed(step: ReplicateStep, plan: TaskPlan, context: CommandContext): Begun {
  const { rules } = step.convert
  if (rules && rules.print !== plan.rules) throw new OperationError('XW-S0705', { task: step.task })
  context.watch?.planned(plan.mapping.tables, [])
  const leftOut = new Set(plan.leftOut)
  const { out } = step.convert
  const statements = existsSync(out) ? readOut(out).statements.filter(({ id }) => !leftOut.has(id)) : []
  return { plan, statements, prepared: null, isNew: false }
}

/** @throws OperationError XW-S0611 when there are errors among the findings */
export function refuseUnready(found: readonly Finding[]): void {
  const errors = found.filter(isError)
  if (errors.length === 0) return
  throw new OperationError('XW-S0611', {
    count: errors.length,
    codes: [...new Set(errors.map(({ code }) => code))].join(', '),
  })
}

function withoutKey({ source: { schema, table }, key }: TableMapping): readonly Finding[] {
  if (key.length > 0) return []
  const at = { object: objectId('table', qname(schema, table)), origin: noOrigin }
  return [finding('XW-S0619', at, { table: `${schema}.${table}` })]
}
