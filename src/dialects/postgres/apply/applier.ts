import pg from 'pg'
import type { Applier, EmittedStatement, PlannedStep, StatementKind } from '../../../core/dialect/dialect.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { runLanes } from '../../../core/schedule/lanes.js'
import { type RunQuery, readFacets } from '../catalog/facets.js'
import { connect } from '../connect.js'
import { operationErrorOf } from '../errors.js'
import { refusalOf } from '../prove/scratch.js'
import { createControl, hashOf, readApplied, recordApplied } from './control.js'
import { ownerOf, planOn } from './plan.js'

export const applier: Applier = { plan, run }

type RunOptions = Parameters<Applier['run']>[2]
type Results = { readonly step: PlannedStep; readonly error?: string }[]

async function plan(
  endpoint: Endpoint,
  statements: readonly EmittedStatement[],
  signal?: AbortSignal,
): Promise<readonly PlannedStep[]> {
  const client = await connect(endpoint, { role: 'source', ...(signal === undefined ? {} : { signal }) })
  try {
    return await planOn(queryOn(client), statements)
  } catch (error) {
    signal?.throwIfAborted()
    throw operationErrorOf(endpoint, error, 'reading the catalogue') ?? error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The order of the kinds that run side by side; each ends before the next begins. All others run one by one. */
const parallel: Partial<Readonly<Record<StatementKind, { readonly stage: number; readonly locksTables: boolean }>>> = {
  'primary-key': { stage: 1, locksTables: true },
  unique: { stage: 1, locksTables: true },
  // Builds of several indexes on one table do not wait for each other.
  index: { stage: 2, locksTables: false },
  check: { stage: 3, locksTables: true },
  'foreign-key': { stage: 4, locksTables: true },
}

/**
 * Each statement and its record are one transaction, so a run that was killed goes on where it stopped. A statement that
 * fails takes along only those that wait for it.
 * @throws OperationError when the server goes away or another run is applying; what was done is recorded
 */
async function run(endpoint: Endpoint, steps: readonly PlannedStep[], options: RunOptions): Promise<Results> {
  const todo = steps.filter(({ action }) => action === 'create')
  if (todo.length === 0) return []
  const session = await openSession(endpoint, options)
  try {
    for (const stage of stagesOf(await session.stillMissing(todo))) {
      options.signal?.throwIfAborted()
      await runLanes(stage.steps, stage.workers(options.workers), stage.resources, (step, worker) =>
        session.apply(step, worker),
      )
    }
    return session.results
  } finally {
    await session.close()
  }
}

interface Stage {
  readonly steps: readonly PlannedStep[]
  workers(most: number): number
  resources(step: PlannedStep): readonly string[]
}

/** Neighbours of one stage run together; the order of the plan is kept otherwise. */
function stagesOf(steps: readonly PlannedStep[]): readonly Stage[] {
  const groups: { readonly number: number; readonly steps: PlannedStep[] }[] = []
  for (const step of steps) {
    const number = step.emitted === undefined ? 0 : (parallel[step.emitted.kind]?.stage ?? 0)
    const last = groups.at(-1)
    if (last?.number === number) last.steps.push(step)
    else groups.push({ number, steps: [step] })
  }
  return groups.map((group) => ({
    steps: group.steps,
    workers: (most) => (group.number === 0 ? 1 : most),
    resources: lockedTables,
  }))
}

/** Tables that a step locks against others of its stage; two that lock the same pair in other orders would block for ever. */
function lockedTables({ emitted }: PlannedStep): readonly string[] {
  if (emitted === undefined || parallel[emitted.kind]?.locksTables !== true) return []
  return emitted.dependsOn.filter((id) => id.startsWith('table:') || id.startsWith('partition:'))
}

interface Session {
  readonly results: Results
  /** The steps that no other run has done between our plan and our lock. */
  stillMissing(steps: readonly PlannedStep[]): Promise<readonly PlannedStep[]>
  apply(step: PlannedStep, worker: number): Promise<void>
  close(): Promise<void>
}

/** Held for the whole run by its first connection: two runs at once would both find an object missing. */
const runLock = 'SELECT pg_catalog.pg_try_advisory_lock(4711, pg_catalog.hashtext(pg_catalog.current_database()))'

async function openSession(endpoint: Endpoint, { signal, onStep }: RunOptions): Promise<Session> {
  const results: Results = []
  const failed = new Set<string>()
  const clients: Promise<pg.Client>[] = []
  const clientOf = (worker: number): Promise<pg.Client> => {
    clients[worker] ??= connect(endpoint, { role: 'target', ...(signal === undefined ? {} : { signal }) })
    return clients[worker]
  }
  const close = async (): Promise<void> => {
    for (const client of await Promise.allSettled(clients))
      if (client.status === 'fulfilled') await client.value.end().catch(() => undefined)
  }
  const done = (step: PlannedStep, error?: string): void => {
    if (error === undefined) results.push({ step })
    else {
      failed.add(step.statement)
      results.push({ step, error })
    }
    onStep?.(step, error === undefined ? undefined : new Error(error))
  }
  try {
    await begin(endpoint, await clientOf(0))
  } catch (error) {
    await close()
    throw operationErrorOf(endpoint, error, 'preparing the control schema') ?? error
  }
  return {
    results,
    close,
    stillMissing: async (steps) => stillMissing(queryOn(await clientOf(0)), steps),
    async apply(step, worker) {
      signal?.throwIfAborted()
      const waitsFor = step.emitted?.dependsOn.find((id) => failed.has(id))
      if (waitsFor !== undefined) return done(step, `not run: it waits for ${waitsFor}, which failed`)
      const client = await clientOf(worker)
      try {
        await applyWithOwnName(client, step)
      } catch (error) {
        signal?.throwIfAborted()
        const operation = operationErrorOf(endpoint, error, `applying ${step.statement}`)
        if (operation?.code === 'XW-S0106') throw operation
        await client.query('ROLLBACK')
        return done(step, refusalOf(error, step.sql))
      }
      done(step)
    },
  }
}

/**
 * A plan is made before the lock is held: another run may have done the same in between. What is recorded by now is looked at
 * again; a record alone proves nothing, since the object may have been dropped since.
 */
async function stillMissing(run: RunQuery, steps: readonly PlannedStep[]): Promise<readonly PlannedStep[]> {
  const applied = await readApplied(run)
  const recorded = steps.flatMap(({ statement, emitted }) =>
    emitted && applied.get(statement)?.sqlHash === hashOf(emitted.sql) ? [emitted] : [],
  )
  if (recorded.length === 0) return steps
  const planned = await planOn(run, recorded)
  const there = new Set(planned.filter(({ action }) => action === 'exists').map(({ statement }) => statement))
  return steps.filter(({ statement }) => !there.has(statement))
}

async function begin(endpoint: Endpoint, client: pg.Client): Promise<void> {
  const [row] = await queryOn(client)(runLock, [])
  if (row?.[0] !== 't') throw new OperationError('XW-S0111', { endpoint: endpointName(endpoint) }, { retryable: true })
  await client.query(createControl)
}

/**
 * Indexes of partitions get their names from the server, which looks for a free one and does not lock it: two statements
 * that run together can choose the same. The second finds another when it is tried again.
 */
async function applyWithOwnName(client: pg.Client, step: PlannedStep): Promise<void> {
  for (let tries = 5; ; tries--) {
    try {
      return await applyOne(client, step)
    } catch (error) {
      if (tries === 1 || !isNameRace(error)) throw error
      await client.query('ROLLBACK')
    }
  }
}

const isNameRace = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === 'pg_class_relname_nsp_index'

async function applyOne(client: pg.Client, step: PlannedStep): Promise<void> {
  const { emitted } = step
  const query = queryOn(client)
  await client.query('BEGIN')
  await client.query(step.sql)
  if (emitted !== undefined) {
    const schemas = [emitted.kind === 'schema' ? emitted.name.name.text : (emitted.name.schema?.text ?? '')]
    const facets = await readFacets(query, { kinds: [emitted.kind], schemas, names: [ownerOf(emitted)] })
    await recordApplied(query, emitted, facets.get(emitted.id) ?? {})
  }
  await client.query('COMMIT')
}

function queryOn(client: pg.Client): RunQuery {
  return async (text, values) => {
    const result = await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })
    return result.rows
  }
}
