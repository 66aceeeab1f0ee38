import type { Snapshot, SourceConnector } from '../core/data/connector.js'
import { defaultPolicies, type ValuePolicies } from '../core/data/reject.js'
import type { DataSegment } from '../core/data/segment.js'
import {
  type LoadTarget,
  ReadAgain,
  type TargetConnector,
  TargetRefusal,
  type TargetTableState,
} from '../core/data/stream.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import { type Finding, finding } from '../core/findings/finding.js'
import { OperationError } from '../core/findings/operation-error.js'
import { noOrigin } from '../core/ir/names.js'
import type { Mapping, TableMapping } from '../core/mapping/mapping.js'
import type { OnProgress } from '../core/progress/progress.js'
import { withComputedValues } from './computed-columns.js'
import { DerivedTables } from './derived-columns.js'
import { type Job, JobQueue } from './jobs.js'
import { type RejectFiles, rejectFiles } from './rejects.js'
import { createTally, type LoadResult, type TableTally, tableFindings, tableLoad, tableObject } from './result.js'

export interface LoadRequest {
  readonly mapping: Mapping
  readonly source:
    | { readonly kind: 'live'; readonly connector: SourceConnector; readonly endpoint: Endpoint }
    | { readonly kind: 'script'; readonly connector: SourceConnector; readonly segments: readonly DataSegment[] }
  readonly target: { readonly connector: TargetConnector; readonly endpoint: Endpoint }
  readonly options?: LoadOptions
  readonly onProgress?: OnProgress
  readonly listener?: LoadListener
  readonly signal?: AbortSignal
}

/** Hears how far a load is whose tables somebody waits for. */
export interface LoadListener {
  /** Small tables come first. */
  readonly eager: boolean
  /** Nothing of an earlier load is there that this one does not go on with; no row was written yet. */
  readonly emptied: () => void
  /** All rows of the table are there, as they were at this place of the source's log, and none was set aside. */
  readonly loaded: (table: TableMapping, position: string) => void
}

export interface LoadOptions {
  /** Connections to each side; 4 unless given. */
  readonly workers?: number
  /** Rows per chunk; chosen by the size of the table unless given. */
  readonly rowsPerChunk?: number
  readonly policies?: Partial<ValuePolicies>
  /** Folder of the reject files; `rejects` unless given. */
  readonly rejectFolder?: string
  /** Empties the target tables first and forgets earlier runs. */
  readonly restart?: boolean
  /** What an earlier run left is an error: nobody can say which state of the source it is of. */
  readonly fromNothing?: boolean
  /** The result must say where the log stood when the rows were read, for a stream of changes that goes on from there. */
  readonly positioned?: boolean
  /** Statistics after each table; true unless given. */
  readonly analyze?: boolean
  /** See `TargetOptions`. */
  readonly ignoreKeys?: boolean
}

/**
 * Moves the rows of every table of the mapping. Goes on where an earlier run was stopped. Throws an OperationError when it
 * cannot go on; finished chunks stay, open ones are rolled back.
 */
export async function load(request: LoadRequest): Promise<LoadResult> {
  const run = new LoadRun(request)
  return run.run()
}

interface Prepared {
  readonly tally: TableTally
  readonly state: TargetTableState
}

class LoadRun {
  readonly #request: LoadRequest
  readonly #workers: number
  readonly #policies: ValuePolicies
  readonly #rejects: RejectFiles
  readonly #derived = new DerivedTables()
  /** Ends all workers when one cannot go on or the caller says so. */
  readonly #stop = new AbortController()

  constructor(request: LoadRequest) {
    this.#request =
      request.source.kind === 'live' ? { ...request, mapping: withComputedValues(request.mapping) } : request
    this.#workers = Math.max(1, request.options?.workers ?? 4)
    this.#policies = { ...defaultPolicies, ...request.options?.policies }
    this.#rejects = rejectFiles(request.options?.rejectFolder ?? 'rejects')
  }

  async run(): Promise<LoadResult> {
    const { target, signal, options } = this.#request
    signal?.throwIfAborted()
    const onAbort = () => this.#stop.abort(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    const analyze = options?.analyze === undefined ? {} : { analyze: options.analyze }
    const into = await target.connector.open(target.endpoint, {
      connections: this.#workers,
      policies: this.#policies,
      ...analyze,
      ignoreKeys: options?.ignoreKeys ?? false,
    })
    try {
      return await this.#into(into)
    } finally {
      signal?.removeEventListener('abort', onAbort)
      await into.close()
    }
  }

  async #into(target: LoadTarget): Promise<LoadResult> {
    const started = performance.now()
    // All tables are looked at before the first row is written.
    const prepared: Prepared[] = []
    for (const table of this.#request.mapping.tables)
      prepared.push(await this.#prepare(target, this.#derived.written(table)))
    this.#stop.signal.throwIfAborted()
    this.#request.listener?.emptied()
    const snapshot = await this.#open(prepared.filter(isOpen).map(({ tally }) => tally.table))
    const close = () => void snapshot.close().catch(() => undefined)
    this.#stop.signal.addEventListener('abort', close, { once: true })
    try {
      for (const { tally, state } of prepared)
        if (state.kind === 'started') await snapshot.checkChunks?.(tally.table, state.chunks)
      await this.#loadTables(target, snapshot, prepared)
      await target.setSequences(await this.#sequences(snapshot))
    } finally {
      this.#stop.signal.removeEventListener('abort', close)
      await snapshot.close()
    }
    return this.#result(prepared, snapshot, started)
  }

  async #prepare(target: LoadTarget, table: TableMapping): Promise<Prepared> {
    const tally = createTally(table)
    const state = await target.tableState(table)
    if (this.#request.options?.restart) {
      await target.restart(table)
      await this.#rejects.forget(table)
      return { tally, state: { kind: 'empty' } }
    }
    if (state.kind === 'occupied') throw new OperationError('XW-D0001', { table: targetOf(table) })
    if (state.kind === 'started' && this.#request.options?.fromNothing)
      throw new OperationError('XW-D0013', { table: targetOf(table) })
    if (state.kind === 'other-plan') throw new OperationError('XW-D0006', { table: targetOf(table) })
    if (state.kind === 'empty') await this.#rejects.forget(table)
    return { tally, state }
  }

  async #open(written: readonly TableMapping[]): Promise<Snapshot> {
    const tables = written.map((table) => this.#derived.read(table))
    const { source } = this.#request
    const positioned = this.#request.options?.positioned ?? false
    const options = {
      connections: this.#workers,
      tables,
      policies: this.#policies,
      positioned,
      signal: this.#stop.signal,
    }
    if (source.kind === 'live') return this.#derived.over(await source.connector.openSnapshot(source.endpoint, options))
    if (!source.connector.openScript) throw new Error('this source reads no scripts')
    return this.#derived.over(await source.connector.openScript(source.segments, options))
  }

  async #loadTables(target: LoadTarget, snapshot: Snapshot, prepared: readonly Prepared[]): Promise<void> {
    const { options, onProgress, listener } = this.#request
    const queue = new JobQueue(target, snapshot, this.#workers, {
      ...(options?.rowsPerChunk === undefined ? {} : { rowsPerChunk: options.rowsPerChunk }),
      ...(onProgress ? { onProgress } : {}),
      smallFirst: listener?.eager ?? false,
      onFinished: (tally) => this.#finished(tally, snapshot),
    })
    await queue.add(prepared)
    const workers = Array.from({ length: this.#workers }, (_, at) => this.#work(target, snapshot, queue, at))
    const failed = (await Promise.allSettled(workers)).find((end) => end.status === 'rejected')
    // An abort makes all connections fail in one way or another; its own reason is the one to tell.
    this.#request.signal?.throwIfAborted()
    if (failed) throw failed.reason
  }

  /** Only a table that this snapshot alone was read for is of one place. */
  #finished({ table, chunksBefore, rejected }: TableTally, { consistent, position }: Snapshot): void {
    if (!consistent || position === null || chunksBefore > 0 || rejected > 0) return
    this.#request.listener?.loaded(table, position)
  }

  async #work(target: LoadTarget, snapshot: Snapshot, queue: JobQueue, connection: number): Promise<void> {
    try {
      for (;;) {
        this.#stop.signal.throwIfAborted()
        const job = await queue.next()
        if (!job) return
        await this.#chunk(target, snapshot, queue, job, connection)
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#stop.abort(error)
      throw this.#stop.signal.reason ?? error
    }
  }

  async #chunk(target: LoadTarget, snapshot: Snapshot, queue: JobQueue, job: Job, connection: number): Promise<void> {
    const table = job.tally.table
    const attempt = async (careful: boolean) => {
      const writer = await target.openChunk(table, job.chunk, connection, careful)
      try {
        const reader = snapshot.read(table, job.chunk, connection)
        const onRead = (counts: { rows: number; bytes: number }) => queue.reading(job, counts)
        const counts = await reader.pump(writer, { signal: this.#stop.signal, onRead })
        return await writer.commit(counts, (rejects) => this.#rejects.append(table, job.chunk.index, rejects))
      } catch (error) {
        await writer.rollback()
        throw error
      }
    }
    const again = (error: unknown) => {
      if (error instanceof ReadAgain) return attempt(false)
      throw error
    }
    const result = await attempt(false)
      .catch(again)
      .catch((error: unknown) => {
        if (error instanceof TargetRefusal) return attempt(true)
        throw error
      })
    await queue.done(job, result)
  }

  async #sequences(snapshot: Snapshot) {
    const { sequences } = this.#request.mapping
    return snapshot.nextValues ? snapshot.nextValues(sequences) : sequences
  }

  #result(prepared: readonly Prepared[], snapshot: Snapshot, started: number): LoadResult {
    const tallies = prepared.map(({ tally }) => tally)
    const tables = tallies.map(tableLoad)
    const sum = (pick: (table: (typeof tables)[number]) => number) =>
      tables.reduce((all, table) => all + pick(table), 0)
    const resumed = tallies.some((tally) => tally.chunksBefore > 0)
    return {
      tables,
      read: sum((table) => table.read),
      written: sum((table) => table.written),
      rejected: sum((table) => table.rejected),
      bytes: sum((table) => table.bytes),
      seconds: (performance.now() - started) / 1000,
      position: snapshot.consistent && !resumed ? snapshot.position : null,
      findings: [...this.#snapshotFindings(snapshot), ...tallies.flatMap(tableFindings)],
    }
  }

  #snapshotFindings(snapshot: Snapshot): readonly Finding[] {
    const first = this.#request.mapping.tables[0]
    const notes = [...(snapshot.findings ?? [])]
    if (snapshot.consistent || !first) return notes
    const at = { object: tableObject(first), origin: noOrigin }
    return [
      finding('XW-D0004', at, { reason: snapshot.inconsistentBecause ?? 'the source gives no snapshot' }),
      ...notes,
    ]
  }
}

const isOpen = ({ state }: Prepared): boolean => state.kind !== 'started' || !state.finished

const targetOf = (table: TableMapping): string => `${table.target.schema}.${table.target.table}`
