import {
  type Change,
  type ChangeBatch,
  type CommitMark,
  type Position,
  RefusedBatch,
  type TargetDefinition,
} from '../core/data/changes.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import type { Reloader } from './request.js'
import { Backoff, isTransient, type Retries } from './retry.js'
import type { Spool, SpoolPlace } from './spool.js'
import type { Transaction } from './transactions.js'

export const nameOf = ({ source }: TableMapping): string => `${source.schema}.${source.table}`

/** Changes of some tables go another way than those of all others. */
export interface Diversion {
  readonly active: boolean
  takes(table: number): boolean
  /** Everything else of these transactions is on the target. */
  keep(transactions: readonly Transaction[]): Promise<void>
}

/** What makes the foreign keys of the tables hold again; undefined: there are none. */
export async function keysBack(
  reloader: Reloader | undefined,
  tables: readonly TableMapping[],
): Promise<Pick<TargetDefinition, 'before' | 'statements'> | undefined> {
  const { add = [], acting = [] } = (await reloader?.keys(tables)) ?? {}
  return add.length + acting.length === 0 ? undefined : { before: acting, statements: add }
}

/** How often one state of the source is asked for. */
const statesTried = 3

/** Loads tables, again when a side was away. @returns the place in the log whose state was read; null: there are several */
export async function loadOfOneState(
  reloader: Reloader,
  tables: readonly TableMapping[],
  signal: AbortSignal,
  retries: Retries,
): Promise<Position | null> {
  const backoff = new Backoff('one side', retries)
  for (let tries = 1; ; tries++) {
    try {
      const position = await reloader.load(tables, signal)
      // Somebody who changes definitions may have kept the source from giving one state to all connections.
      if (position !== null || tries === statesTried) return position
    } catch (error) {
      if (signal.aborted || !isTransient(error)) throw error
      await backoff.wait(error, signal)
    }
  }
}

/** Rejects with what a refusal means where nothing is left to try. */
export const refusedJoin =
  ({ position }: CommitMark) =>
  (error: unknown): never => {
    if (!(error instanceof RefusedBatch)) throw error
    throw new OperationError('XW-S0608', { position, reason: error.message }, { cause: error })
  }

/** A load under way. */
export interface Loading {
  /** Aborts when the load has ended, in whatever way. */
  readonly ended: AbortSignal
  /** The place in the log whose state was read. Rejects with what the load failed with. */
  readonly position: Promise<Position>
  /** The same once it is known. */
  readonly known: Position | undefined
  /** The load failed. */
  readonly failed: boolean
}

/**
 * Tables that are loaded again while all others are followed. Their own changes wait in files meanwhile: what the load has
 * seen of them is not applied. Nothing of it outlives the process; then the load begins anew.
 */
export class Reload implements Diversion {
  readonly #spool: Spool
  /** By name, in an order that stays while the files are of use. */
  #names: string[]
  #begun: ReadonlySet<string>
  #places: ReadonlyMap<number, number> = new Map()
  #loading: (Loading & { readonly stop: AbortController }) | undefined

  constructor(spool: Spool, known: { readonly wanted: readonly string[]; readonly begun: readonly string[] }) {
    this.#spool = spool
    this.#names = [...new Set([...known.begun, ...known.wanted])]
    this.#begun = new Set(known.begun)
    spool.clear()
  }

  get active(): boolean {
    return this.#names.length > 0
  }

  get names(): readonly string[] {
    return this.#names
  }

  /** Their foreign keys were taken away. */
  get begun(): readonly string[] {
    return this.#names.filter((name) => this.#begun.has(name))
  }

  get loading(): Loading | undefined {
    return this.#loading
  }

  /** More tables, or the same under new names. What was loaded so far is of no use then. */
  async want(names: readonly string[], renamed: ReadonlyMap<string, string> = new Map()): Promise<void> {
    const known = this.#names.map((name) => renamed.get(name) ?? name)
    this.#begun = new Set([...this.#begun].map((name) => renamed.get(name) ?? name))
    await this.stop()
    this.#names = [...new Set([...known, ...names])]
  }

  /** The tables as they are now; a table that is gone needs no load. */
  bind(tables: readonly TableMapping[]): void {
    const there = new Set(tables.map(nameOf))
    this.#names = this.#names.map((name) => (there.has(name) ? name : ''))
    if (this.#names.every((name) => name === '')) this.#names = []
    this.#places = new Map(
      tables.flatMap((table, at) => {
        const place = this.#names.indexOf(nameOf(table))
        return place < 0 ? [] : [[at, place] as const]
      }),
    )
  }

  noteBegun(): void {
    this.#begun = new Set(this.#names)
  }

  takes(table: number): boolean {
    return this.#places.has(table)
  }

  /** Before the load begins, nothing that is read now is of interest: the load will see it. */
  async keep(transactions: readonly Transaction[]): Promise<void> {
    if (!this.#loading) return
    for (const transaction of transactions) {
      let some = false
      for await (const piece of transaction.pieces())
        for (const change of piece) {
          const place = this.#places.get(change.table)
          if (place === undefined) continue
          this.#spool.append({ kind: 'change', change: { ...change, table: place } })
          some = true
        }
      if (some) this.#spool.append({ kind: 'commit', mark: transaction.mark })
    }
  }

  begin(load: (signal: AbortSignal) => Promise<Position | null>, task: string): void {
    this.#spool.clear()
    const stop = new AbortController()
    const ended = new AbortController()
    const position = load(stop.signal).then((found) => {
      if (found === null) throw new OperationError('XW-S0613', { task })
      loading.known = found
      return found
    })
    const loading = { stop, ended: ended.signal, position, known: undefined as Position | undefined, failed: false }
    this.#loading = loading
    position
      .catch(() => {
        loading.failed = true
      })
      .then(() => ended.abort())
  }

  async stop(): Promise<void> {
    const loading = this.#loading
    this.#loading = undefined
    loading?.stop.abort()
    await loading?.position.catch(() => undefined)
    this.#spool.clear()
  }

  /** What changed behind the state that was read. */
  async changesBehind(
    position: Position,
    reached: (position: Position, goal: Position) => boolean,
  ): Promise<Pick<ChangeBatch, 'pieces' | 'count'>> {
    const tables = new Map([...this.#places].map(([table, place]) => [place, table]))
    const pieces = () => this.#read((mark) => !reached(position, mark.position), tables)
    let count = 0
    for await (const piece of pieces()) count += piece.length
    return { pieces, count }
  }

  /** Positions grow, so what is wanted begins with the first transaction that is; a piece may end inside of one. */
  async *#read(wanted: (mark: CommitMark) => boolean, tables: ReadonlyMap<number, number>) {
    const from = await this.#firstOf(wanted)
    if (!from) return
    for await (const records of this.#spool.read(from, this.#spool.end)) {
      const piece = records.flatMap(({ record }): Change[] => {
        const table = record.kind === 'change' ? tables.get(record.change.table) : undefined
        return record.kind === 'change' && table !== undefined ? [{ ...record.change, table }] : []
      })
      if (piece.length > 0) yield piece
    }
  }

  /** Where the first transaction that is wanted begins in the files. */
  async #firstOf(wanted: (mark: CommitMark) => boolean): Promise<SpoolPlace | undefined> {
    let begins = this.#spool.start
    for await (const records of this.#spool.read(this.#spool.start, this.#spool.end))
      for (const { record, to } of records) {
        if (record.kind !== 'commit') continue
        if (wanted(record.mark)) return begins
        begins = to
      }
    return undefined
  }

  /** The tables have what the source has. */
  done(): void {
    this.#loading = undefined
    this.#names = []
    this.#begun = new Set()
    this.#places = new Map()
    this.#spool.clear()
  }

  async close(): Promise<void> {
    await this.stop()
    this.#spool.close()
  }
}
