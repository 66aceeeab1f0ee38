import { join } from 'node:path'
import type { DefinitionChange, Position } from '../core/data/changes.js'
import type { ValuePolicies } from '../core/data/reject.js'
import { type Finding, finding } from '../core/findings/finding.js'
import { OperationError } from '../core/findings/operation-error.js'
import { noOrigin, objectId, qname } from '../core/ir/names.js'
import { readView } from '../core/mapping/derived.js'
import type { Appliers } from './appliers.js'
import { Applying } from './applying.js'
import { TransactionAssembler } from './assembler.js'
import { Backlog } from './backlog.js'
import { Batcher, type Treatment } from './batcher.js'
import type { CachedLog } from './cached-changes.js'
import { Capture } from './capture.js'
import { ChangedKeys, type ChangeObserver } from './changed-keys.js'
import { DerivedChanges } from './derived-changes.js'
import { Unapplied } from './handed.js'
import type { Lane } from './lanes.js'
import { recover } from './recovery.js'
import { type Diversion, nameOf } from './reload.js'
import { defaultLimits, type Followed, type ReplicateLimits, type ReplicateRequest } from './request.js'
import { Backoff, isTransient, type Retries } from './retry.js'
import { RowFilters } from './row-filters.js'
import { Spool, SpoolDamage } from './spool.js'
import type { Tally, Waiting } from './tally.js'
import type { SteadyTarget } from './target.js'
import { ItemReader } from './transactions.js'

export interface FollowingOptions {
  readonly steady: SteadyTarget
  readonly policies: ValuePolicies
  /** What the log holds behind this is to be applied, as far as the target does not have it. */
  readonly from: Position
  /** Files of an earlier run are of no use. */
  readonly anew: boolean
  readonly retries: Retries
  readonly tally: Tally
  readonly followed: Followed
  /** A change of definitions was passed over already because somebody has seen to it; that counts for one. */
  readonly passed: boolean
  readonly diversion?: Diversion
  readonly appliers?: Appliers
  readonly onFinding: (found: Finding) => void
  readonly signal: AbortSignal
}

/** Puts the parts together that stand between a log and a target; takes up what an earlier run left in files. */
export async function follow(request: ReplicateRequest, options: FollowingOptions): Promise<Following> {
  const limits = { ...defaultLimits, ...request.options?.limits }
  const { reached } = request.source.changes
  const spool = new Spool(join(request.folder, 'changes'))
  const backlog = new Backlog()
  if (options.anew) spool.clear()
  const { transactionBytes } = limits
  const recovered = await recover(spool, backlog, { from: options.from, transactionBytes, reached })
  return new Following(request, options, { limits, spool, backlog, ...recovered })
}

/** What is known of the rows of the target. */
export interface Known {
  /** What is not behind this is on the target. */
  readonly appliedTo: Position | null
  /** Changes up to here may be in the loaded rows already. */
  readonly overlapUntil: Position | null
  /** Tables that have come further. */
  readonly lanes: readonly Lane[]
}

/** Milliseconds after which is told how it stands, though nothing happens. */
const tellEvery = 5000

interface Parts {
  readonly limits: ReplicateLimits
  readonly spool: Spool
  readonly backlog: Backlog
  readonly tail: Position
  readonly spooledTo?: Position
}

/** Reads the log into files while something else is done, or applies it. */
export class Following {
  /** It is known how tables are defined, so each change of that is to be seen. */
  readonly knows: boolean
  readonly #options: FollowingOptions
  readonly #backlog: Backlog
  readonly #reached: (position: Position, goal: Position) => boolean
  readonly #spool: Spool
  readonly #assembler: TransactionAssembler
  readonly #capture: Capture
  readonly #applying: Applying
  readonly #unapplied: Unapplied
  /** What is not behind this is on the target. */
  #appliedTo: Position | null = null
  #overlapUntil: Position | null = null
  readonly #observer: ChangeObserver | undefined
  #onCaptureEnd: () => void = () => undefined

  constructor(request: ReplicateRequest, options: FollowingOptions, parts: Parts) {
    const { limits, spool, backlog } = parts
    const { tables, shapes } = options.followed
    this.#options = options
    this.#observer = request.observer
    this.knows = request.definitions !== undefined && shapes !== undefined && options.steady.defines
    this.#backlog = backlog
    this.#reached = request.source.changes.reached
    this.#spool = spool
    const onPassing = (change: DefinitionChange) => this.#passing(change)
    const holds = (change: DefinitionChange) => this.#holds(change)
    const onCommit = (changes: number, bytes: number, at: number) => options.tally.captured(changes, bytes, at)
    this.#assembler = new TransactionAssembler(backlog, spool, { ...limits, ...parts, holds, onPassing, onCommit })
    const derived = new DerivedChanges(tables, options.steady.opened.writers)
    const filters = new RowFilters(tables, derived.writers)
    const observer = this.#observer
    const keys = observer && new ChangedKeys(tables, filters.writers, observer)
    const sink = filters.in(derived.in(this.#assembler))
    this.#capture = new Capture({
      ...{ source: request.source.changes, endpoint: request.source.endpoint, assembler: this.#assembler },
      sink: keys?.in(sink) ?? sink,
      stream: {
        ...{
          tables: tables.map(readView),
          writers: keys?.writers ?? filters.writers,
          ...(shapes && this.knows ? { shapes } : {}),
        },
        ...{ reader: request.reader, policies: options.policies },
        permit: (signal) => options.steady.permit(signal),
        ...(request.source.without ? { without: request.source.without } : {}),
      },
      retries: options.retries,
      onEnd: () => {
        backlog.notify()
        this.#onCaptureEnd()
      },
    })
    this.#unapplied = new Unapplied(new ItemReader(backlog, spool), tables.map(nameOf), this.#reached)
    const rules = { treatment: (at: Position) => this.#treatment(at), ended: () => this.#capture.ended }
    this.#applying = new Applying({
      ...{ tables, target: options.steady, tally: options.tally },
      batcher: new Batcher(
        this.#unapplied,
        backlog,
        { changes: limits.batchChanges, bytes: limits.batchBytes, linger: limits.linger },
        rules,
      ),
      mode: request.options?.mode ?? 'net',
      onRefused: request.options?.onRefused ?? 'stop',
      ...(options.diversion ? { diversion: options.diversion } : {}),
      appliers: options.appliers,
      onDurable: (mark, place) => {
        if (place) spool.release(place)
        this.#capture.confirm(mark.position)
        observer?.durable(mark.position)
      },
    })
  }

  get waiting(): Waiting {
    return this.#backlog
  }

  /** What waits in files while something else is done. */
  get cached(): CachedLog {
    const [spool, assembler] = [this.#spool, this.#assembler]
    return {
      get start() {
        return spool.start
      },
      get end() {
        return assembler.wholeTo
      },
      read: (from, to, signal) => spool.read(from, to, signal),
    }
  }

  /** A change of definitions was seen to; the log is read on behind it. */
  letGo(position: Position): void {
    this.#assembler.letGo(position)
  }

  /** What the target has is not applied again; what loaded rows may have is applied over them. */
  treat(known: Known): void {
    this.#appliedTo = known.appliedTo
    this.#overlapUntil = known.overlapUntil
    this.#unapplied.lanes = known.lanes
    if (known.appliedTo === null) return
    this.#capture.confirm(known.appliedTo)
    this.#observer?.durable(known.appliedTo)
  }

  /** Does work beside the log, again and again while a side is away; the log goes into files until it is done. */
  steadily<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#whileCaching(async (signal) => {
      const backoff = new Backoff('one side', this.#options.retries)
      for (;;) {
        try {
          return await work(signal)
        } catch (error) {
          if (signal.aborted || !isTransient(error)) throw error
          await backoff.wait(error, signal)
        }
      }
    })
  }

  /** A log that cannot be read on ends the work. */
  async #whileCaching<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const failed = new AbortController()
    const { signal } = this.#options
    this.#onCaptureEnd = () => {
      if (this.#capture.error !== undefined) failed.abort(this.#capture.error)
    }
    this.#assembler.caching = true
    this.#capture.start()
    try {
      return await work(AbortSignal.any([signal, failed.signal]))
    } finally {
      this.#onCaptureEnd = () => undefined
      await this.#capture.stop()
      this.#assembler.caching = false
    }
  }

  /**
   * Applies what comes until everything up to the goal is on the target, or until the signal aborts, or in front of a change
   * of definitions, which is the result then. When `pause` aborts, what was read is applied, and nothing more is read.
   */
  async until(goal?: Position, pause?: AbortSignal): Promise<DefinitionChange | undefined> {
    this.#capture.start(goal)
    const onPause = () => void this.#capture.stop()
    pause?.addEventListener('abort', onPause, { once: true })
    if (pause?.aborted) onPause()
    const telling = setInterval(() => this.#options.tally.tell(), tellEvery)
    try {
      const met = await this.#applying.run(this.#options.signal)
      if (met) return met
      if (this.#capture.error !== undefined && !this.#options.signal.aborted) throw this.#capture.error
      return undefined
    } catch (error) {
      if (error instanceof SpoolDamage) throw new OperationError('XW-S0610', { place: error.message }, { cause: error })
      throw error
    } finally {
      clearInterval(telling)
      pause?.removeEventListener('abort', onPause)
      await this.#capture.stop()
    }
  }

  async close(): Promise<void> {
    await this.#capture.stop()
    this.#spool.close()
  }

  #treatment(position: Position): Treatment {
    if (this.#appliedTo !== null) {
      if (this.#reached(this.#appliedTo, position)) return 'skip'
      this.#appliedTo = null
    }
    if (this.#overlapUntil !== null) {
      if (this.#reached(this.#overlapUntil, position)) return 'overlapping'
      this.#overlapUntil = null
    }
    return 'exact'
  }

  #holds({ tables, ofTables, before, sql }: DefinitionChange): boolean {
    const { followed } = this.#options
    if (followed.done?.before === before && followed.done.sql === sql) return false
    return tables.length > 0 || (this.knows && ofTables === true)
  }

  #passing({ creates }: DefinitionChange): void {
    if (creates && !this.knows) this.#options.onFinding(notFollowed(creates))
  }
}

export function notFollowed({ schema, table }: NonNullable<DefinitionChange['creates']>): Finding {
  const at = { object: objectId('table', qname(schema, table)), origin: noOrigin }
  return finding('XW-S0601', at, { table: `${schema}.${table}` })
}
