import type { Applier, EmittedStatement, PlannedStep } from '../../../core/dialect/dialect.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { runLanes } from '../../../core/schedule/lanes.js'
import { listObjects, shownOf } from '../catalog/queries.js'
import { type ConnectOptions, close, connect, query, quoteName, type Session } from '../connect.js'
import { isRefusal, serverWords } from '../connect-errors.js'
import type { ControlNames } from '../control-tables.js'
import { objectStatements } from '../copy/object-statements.js'
import { definitionMode, messagesOf } from '../copy/script-text.js'
import { takeLock } from '../locks.js'
import type { StatementConnection } from '../statement-connection.js'
import { openWriting } from '../writing-session.js'
import { note, prepareApplied } from './control.js'
import { isPart, ownerOf, partsOf } from './parts.js'
import { comparable, planOn } from './plan.js'

export const applier: Applier = { plan, run }

type RunOptions = Parameters<Applier['run']>[2]
type Result = { readonly step: PlannedStep; readonly error?: string }

async function plan(
  endpoint: Endpoint,
  statements: readonly EmittedStatement[],
  signal?: AbortSignal,
): Promise<readonly PlannedStep[]> {
  refuseOtherDatabase(endpoint, statements)
  const session = await connect(endpoint, connecting(signal))
  try {
    return await planOn(session, statements, signal)
  } finally {
    await close(session)
  }
}

/** Who names a database means that one. @throws OperationError XW-S0124 */
function refuseOtherDatabase({ database }: Endpoint, statements: readonly EmittedStatement[]): void {
  const schemas = [...new Set(statements.flatMap(({ name }) => name.schema?.text ?? []))]
  if (database === undefined || schemas.length === 0 || schemas.includes(database)) return
  throw new OperationError('XW-S0124', { database, schemas: schemas.join(', ') })
}

/** The database of the endpoint may be one that is still to be made. */
const connecting = (signal: AbortSignal | undefined): ConnectOptions => ({
  withoutDatabase: true,
  ...(signal ? { signal } : {}),
})

/**
 * Definitions commit by themselves: each is noted before it runs and after, so a run that was killed finds out what became of
 * the one in between. A statement that fails takes along only those that wait for it.
 * @throws OperationError when the server goes away or another run is applying
 */
async function run(endpoint: Endpoint, steps: readonly PlannedStep[], options: RunOptions): Promise<readonly Result[]> {
  const todo = steps.filter(({ action }) => action === 'create')
  if (todo.length === 0) return []
  const lock = await takeLock(endpoint, 'apply', connecting(options.signal))
  if (!lock) throw new OperationError('XW-S0111', { endpoint: endpointName(endpoint) }, { retryable: true })
  const runner = new Runner(endpoint, lock, options)
  try {
    return await runner.run(todo)
  } finally {
    await runner.close()
    await close(lock)
  }
}

/** Statements about different tables run side by side; each kind ends before the next begins, and all others run one by one. */
const parallel: ReadonlySet<string> = new Set(['table', 'index', 'foreign-key'])

class Runner {
  readonly #endpoint: Endpoint
  readonly #lock: Session
  readonly #options: RunOptions
  readonly #results: Result[] = []
  readonly #failed = new Set<string>()
  readonly #connections: Promise<StatementConnection>[] = []
  #control: ControlNames | undefined
  /** The notes are written on one connection. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(endpoint: Endpoint, lock: Session, options: RunOptions) {
    this.#endpoint = endpoint
    this.#lock = lock
    this.#options = options
  }

  async run(steps: readonly PlannedStep[]): Promise<readonly Result[]> {
    this.#control = await prepareApplied(this.#lock)
    for (const group of groupsOf(await this.#stillMissing(steps))) {
      this.#options.signal?.throwIfAborted()
      const isParallel = parallel.has(group[0]?.emitted?.kind ?? '')
      await runLanes(group, isParallel ? this.#options.workers : 1, tablesOf, (step, worker) =>
        this.#apply(step, worker),
      )
    }
    return this.#results
  }

  async close(): Promise<void> {
    for (const connection of await Promise.allSettled(this.#connections))
      if (connection.status === 'fulfilled') connection.value.close()
  }

  /** A plan is made before the lock is held: another run may have done the same in between. */
  async #stillMissing(steps: readonly PlannedStep[]): Promise<readonly PlannedStep[]> {
    const again = await planOn(
      this.#lock,
      steps.flatMap(({ emitted }) => emitted ?? []),
      this.#options.signal,
    )
    const there = new Set(again.filter(({ action }) => action === 'exists').map(({ statement }) => statement))
    return steps.filter(({ statement }) => !there.has(statement))
  }

  async #apply(step: PlannedStep, worker: number): Promise<void> {
    this.#options.signal?.throwIfAborted()
    const { emitted } = step
    const waitsFor = emitted?.dependsOn.find((id) => this.#failed.has(id))
    if (waitsFor !== undefined) return this.#done(step, `not run: it waits for ${waitsFor}, which failed`)
    if (!emitted) return
    const error = await this.#made(emitted, worker)
    this.#done(step, error)
  }

  #done(step: PlannedStep, error?: string): void {
    if (error !== undefined) this.#failed.add(step.statement)
    this.#results.push(error === undefined ? { step } : { step, error })
    this.#options.onStep?.(step, error === undefined ? undefined : new Error(error))
  }

  /** What the server said against it, if it did. */
  async #made(emitted: EmittedStatement, worker: number): Promise<string | undefined> {
    this.#connections[worker] ??= openWriting(this.#endpoint, connecting(this.#options.signal))
    const connection = await this.#connections[worker]
    await this.#noted(emitted, false)
    try {
      for (const message of messagesOf(emitted.sql)) await connection.run(message)
    } catch (error) {
      const failure = connection.failure(error)
      if (!isRefusal(failure) && !(failure instanceof OperationError && !failure.retryable)) throw failure
      return serverWords(failure)
    } finally {
      await connection
        .run(`SET NAMES utf8mb4; SET SESSION sql_mode = '${definitionMode}', time_zone = '+00:00'`)
        .catch(() => undefined)
    }
    await this.#noted(emitted, true)
    return undefined
  }

  #noted(emitted: EmittedStatement, isMade: boolean): Promise<void> {
    const next = this.#last.then(async () => {
      if (!this.#control) return
      const said = isMade ? ((await definitionOf(this.#lock, emitted)) ?? emitted.sql) : null
      await note(this.#lock, this.#control, emitted, said)
    })
    this.#last = next.catch(() => undefined)
    return next
  }
}

/** Neighbours of one kind that may run together. */
function groupsOf(steps: readonly PlannedStep[]): readonly (readonly PlannedStep[])[] {
  const groups: PlannedStep[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    if (last && last[0]?.emitted?.kind === step.emitted?.kind) last.push(step)
    else groups.push([step])
  }
  return groups
}

/** A foreign key locks the tables on both sides. */
const tablesOf = ({ emitted }: PlannedStep): readonly string[] =>
  emitted?.kind === 'foreign-key' ? emitted.dependsOn.filter((id) => id.startsWith('table:')) : []

/** The statement that a copy of the target would have for the same object. */
async function definitionOf(session: Session, emitted: EmittedStatement): Promise<string | undefined> {
  const { id, name } = emitted
  const schema = name.schema?.text
  if (schema === undefined) return undefined
  await query(session, `USE ${quoteName(schema)}`)
  const ofTable = id.startsWith('index:') || id.startsWith('foreign-key:')
  const wanted = isPart(id) ? ownerOf(id) : ofTable ? `table:${schema}.${name.name.text}` : id
  const object = (await listObjects(session, schema)).find((one) => `${one.kind}:${one.schema}.${one.name}` === wanted)
  const shown = object && (await shownOf(session, object))
  if (!object || !shown) return undefined
  if (isPart(id)) return partsOf(`${schema}.${object.name}`, shown.text).find(([part]) => part === id)?.[1]
  const sql = objectStatements(object, shown).find((one) => one.id === id)?.sql
  return sql === undefined ? undefined : comparable(emitted, sql)
}
