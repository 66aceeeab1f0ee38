import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ChangeSource, ChangeTarget, Position } from '../../core/data/changes.js'
import type { ValuePolicies } from '../../core/data/reject.js'
import type { EmittedStatement } from '../../core/dialect/dialect.js'
import { endpointName } from '../../core/dialect/endpoint.js'
import { type Finding, finding } from '../../core/findings/finding.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { noOrigin, objectId, qname } from '../../core/ir/names.js'
import { readView } from '../../core/mapping/derived.js'
import type { Mapping, TableMapping } from '../../core/mapping/mapping.js'
import { withComputedValues } from '../../load/computed-columns.js'
import type { LoadResult } from '../../load/result.js'
import { readMemo } from '../../replicate/memo.js'
import type { LoadManner } from '../../replicate/request.js'
import { type ReplicateResult, replicate } from '../../replicate/task.js'
import { mappingPrint } from '../../replicate/task-state.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { progressOf } from '../progress.js'
import type { Source } from '../source.js'
import { safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { actingKeys } from './acting-keys.js'
import { keepDefinitions, keepShapes, openDefinitions, openOwn, openShapes } from './carry.js'
import { compareBeside, type RunningComparison } from './continuous.js'
import type { TaskDefinitions } from './definitions.js'
import { loadRows } from './load.js'
import { watchedBy } from './metrics.js'
import { readOut, writeMapping } from './out.js'
import { applyPhase, type Prepared, type PrepareStep, prepareTarget } from './prepare.js'
import { type StatementsNow, tableReloader } from './reload.js'
import { changesLine } from './replicate-text.js'
import { type Moved, writeRunReport } from './run-report.js'
import { isError, noteChecks, noteFinding } from './task-findings.js'
import { readPlan, rowsAside, type TaskPlan, withLoad, writePlan } from './task-plan.js'

export interface ReplicateStep extends PrepareStep {
  readonly task: string
  /** The task's own folder. */
  readonly folder: string
  readonly policies: ValuePolicies
  readonly restart: boolean
  readonly untilCaughtUp: boolean
  readonly mode: 'net' | 'ordered'
  readonly onRefused: 'stop' | 'set-aside'
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

interface Ports {
  readonly from: ChangeSource
  readonly to: ChangeTarget
}

async function changePorts({ target }: ReplicateStep, source: LiveSource): Promise<Ports> {
  if (!source.dialect.changeSource) throw usage(`changes of ${source.dialect.title} cannot be followed yet`)
  if (!target.dialect.changeTarget) throw usage(`changes cannot be applied to ${target.dialect.title} yet`)
  return { from: await source.dialect.changeSource(), to: await target.dialect.changeTarget() }
}

interface Begun {
  readonly plan: TaskPlan
  /** Something was made on the target just now. */
  readonly isNew: boolean
  readonly statements: readonly EmittedStatement[]
  /** Null when an earlier run did that. */
  readonly prepared: Prepared | null
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

class Run {
  readonly #step: ReplicateStep
  readonly #source: LiveSource
  readonly #ports: Ports
  readonly #context: CommandContext
  readonly #begun: Begun
  readonly #beside: RunningComparison | undefined
  #loaded: LoadResult | undefined

  constructor(
    step: ReplicateStep,
    source: LiveSource,
    ports: Ports,
    context: CommandContext,
    begun: Begun,
    beside?: RunningComparison,
  ) {
    this.#beside = beside
    this.#step = step
    this.#source = source
    this.#ports = ports
    this.#context = context
    this.#begun = begun
  }

  async run(): Promise<ReplicateOutcome> {
    const { plan: begun, isNew } = this.#begun
    const { task, folder, target, policies } = this.#step
    const { tables } = begun.mapping
    const beside = this.#beside
    let plan = begun
    const keep = (more: Partial<TaskPlan>): void => {
      plan = { ...plan, ...more }
      writePlan(folder, plan)
      if (more.mapping) writeMapping(this.#step.convert.out, more.mapping)
    }
    const definitions = await openDefinitions(this.#step, this.#source, begun, keep, this.#context)
    const own = definitions ? undefined : await openOwn(task, this.#source, target.dialect, begun, keep)
    const carrying = definitions ?? own ?? (await openShapes(task, this.#source, begun, keep))
    const onProgress = progressOf(this.#context)
    const result = await replicate({
      ...{ task, folder, tables, reader: readerName(this.#step), signal: this.#context.signal, onProgress },
      source: { changes: this.#ports.from, endpoint: this.#source.endpoint },
      target: { changes: this.#ports.to, endpoint: target.endpoint },
      load: (manner, signal) => this.#load(plan, manner, signal, keep),
      ...(plan.changesFrom === undefined ? {} : { startAt: plan.changesFrom }),
      newTarget: isNew,
      ...(carrying ? { definitions: carrying } : {}),
      reloader: tableReloader(this.#step, this.#source, this.#context, {
        statements: () => this.#statements(plan, definitions),
        loaded: (result) => this.#noteLoad(result, plan, keep),
      }),
      ...(begun.identity === undefined ? {} : { identity: begun.identity }),
      oneState: plan.actingKeys.length > 0 || tables.some(({ key }) => key.length === 0),
      complete: (what, signal) => this.#complete(what, signal, plan.actingKeys, keep),
      onFinding: (found) => {
        noteFinding(found, this.#context.terminal)
        if (found.code === 'XW-S0627') beside?.joined()
      },
      ...(beside ? { observer: beside.observer } : {}),
      options: {
        ...{ policies, untilCaughtUp: this.#step.untilCaughtUp, mode: this.#step.mode, restart: this.#step.restart },
        reload: this.#step.reload,
        ...{
          onRefused: this.#step.onRefused,
          passDefinition: this.#step.passDefinition,
          onDefinition: this.#step.onDefinition,
        },
      },
    })
    onProgress({ kind: 'phase', phase: 'changes', state: 'done', detail: changesLine(result) })
    return { result, plan, ...(await this.#report()), exit: exitOf(plan, result.setAside) }
  }

  /** What makes the target as it is now: of the first conversion, or of the definitions that followed. */
  async #statements(plan: TaskPlan, definitions: TaskDefinitions | undefined): Promise<StatementsNow> {
    const now = plan.definitions?.log.length ? await definitions?.conversion() : undefined
    const leftOut = new Set([...plan.leftOut, ...plan.refused])
    const statements = (now?.statements ?? this.#begun.statements).filter(({ id }) => !leftOut.has(id))
    if (!now || this.#ports.from.logsCascades) return { statements, acting: plan.actingKeys }
    return { statements, acting: actingKeys(now.source, statements, plan.mapping) }
  }

  async #report(): Promise<Pick<ReplicateOutcome, 'moved'>> {
    const { prepared } = this.#begun
    if (!prepared || !this.#loaded) return {}
    const moved = { ...prepared, load: this.#loaded, validation: null }
    await writeRunReport(this.#step.convert.out, moved, this.#context)
    return { moved }
  }

  async #load(plan: TaskPlan, manner: LoadManner, signal: AbortSignal, keep: (more: Partial<TaskPlan>) => void) {
    const { target, workers, policies } = this.#step
    if (plan.changesFrom !== undefined) return plan.changesFrom
    const rejectFolder = join(this.#step.convert.out, 'rejects')
    const result = await loadRows(
      {
        ...{ mapping: plan.mapping, source: this.#source, segments: [], target, workers, policies, rejectFolder },
        ...{ restart: manner === 'restart', fromNothing: manner === 'first', positioned: true },
      },
      { ...this.#context, signal },
    )
    this.#loaded = result
    this.#noteLoad(result, plan, keep)
    return result.position
  }

  #noteLoad(result: LoadResult, plan: TaskPlan, keep: (more: Partial<TaskPlan>) => void): void {
    keep(withLoad(plan, result))
    for (const one of result.findings) noteFinding(one, this.#context.terminal)
  }

  async #complete(
    what: 'keys' | 'all',
    signal: AbortSignal,
    acting: TaskPlan['actingKeys'],
    keep: (more: Partial<TaskPlan>) => void,
  ): Promise<void> {
    const ddl = what === 'keys' ? 'minimal' : 'full'
    const context = { ...this.#context, signal }
    const { failed } = await applyPhase(this.#step, this.#begun.statements, 'post-data', context, ddl)
    for (const { step, error } of failed)
      this.#context.terminal.note(`refused: ${safe(step.statement)}: ${safe(error)}`)
    const refused = failed.map(({ step }) => step.statement)
    keep({ refused })
    const missing = refused.filter((id) => acting.includes(id))
    if (missing.length > 0) throw new OperationError('XW-S0612', { keys: missing.join(', ') })
  }
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

/** Readers of one source are told apart by what they write to. */
export function readerName({ task, target }: Pick<ReplicateStep, 'task' | 'target'>): string {
  const hash = createHash('sha256')
    .update(`${task}\n${endpointName(target.endpoint)}`)
    .digest('hex')
  return `crosswalk-${hash.slice(0, 16)}`
}

/** `changesAside`: of this run. */
export function exitOf(plan: TaskPlan, changesAside = 0): number {
  if (plan.refused.length > 0) return exit.failed
  return changesAside + rowsAside(plan) + plan.tablesAside > 0 ? exit.incomplete : exit.done
}
