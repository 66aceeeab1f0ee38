import type { Change, CommitMark, DefinitionChange, RefusedChange } from '../core/data/changes.js'
import type { SpoolPlace } from './spool.js'

/** What was read and not yet applied, in the order of the log. */
export type Entry =
  | MemoryTransaction
  | SpooledRun
  | SpooledTransaction
  | { readonly kind: 'passed'; readonly mark: CommitMark }
  | { readonly kind: 'definition'; readonly change: DefinitionChange }

export interface MemoryTransaction {
  readonly kind: 'transaction'
  readonly changes: readonly Change[]
  readonly refused: readonly RefusedChange[]
  readonly bytes: number
  readonly mark: CommitMark
}

/** Whole transactions in the files, none of them large. */
export interface SpooledRun {
  readonly kind: 'run'
  readonly from: SpoolPlace
  readonly to: SpoolPlace
  readonly bytes: number
  readonly last: CommitMark
}

/** One transaction in the files that memory would not hold. */
export interface SpooledTransaction {
  readonly kind: 'large'
  readonly from: SpoolPlace
  readonly to: SpoolPlace
  readonly count: number
  readonly bytes: number
  readonly refused: readonly RefusedChange[]
  readonly mark: CommitMark
}

/** A queue between the reader of the log and the applier. Its memory is counted; its reader waits when it is full. */
export class Backlog {
  #entries: Entry[] = []
  #at = 0
  #memory = 0
  #bytes = 0
  #wake: (() => void)[] = []

  /** Bytes of changes that are held in memory. */
  get memory(): number {
    return this.#memory
  }

  /** Bytes of changes that wait, wherever they are. */
  get bytes(): number {
    return this.#bytes
  }

  get empty(): boolean {
    return this.#at === this.#entries.length
  }

  push(entry: Entry): void {
    if (entry.kind === 'transaction') this.#memory += entry.bytes
    this.#bytes += bytesOf(entry)
    const last = this.empty ? undefined : this.#entries.at(-1)
    const joined = last && join(last, entry)
    if (joined) this.#entries[this.#entries.length - 1] = joined
    else this.#entries.push(entry)
    this.notify()
  }

  take(): Entry | undefined {
    const entry = this.#entries[this.#at]
    if (entry === undefined) return undefined
    if (++this.#at >= 1024) {
      this.#entries = this.#entries.slice(this.#at)
      this.#at = 0
    }
    if (entry.kind === 'transaction') this.#memory -= entry.bytes
    this.#bytes -= bytesOf(entry)
    this.notify()
    return entry
  }

  /** Resolves at the next change of the queue. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve))
  }

  /** Wakes who waits for a change. */
  notify(): void {
    const sleeping = this.#wake
    this.#wake = []
    for (const wake of sleeping) wake()
  }
}

const bytesOf = (entry: Entry): number => ('bytes' in entry ? entry.bytes : 0)

/** Runs that touch are one run, so that millions of small transactions in files are one entry; so are places passed. */
function join(last: Entry, next: Entry): Entry | undefined {
  if (last.kind === 'passed' && next.kind === 'passed') return next
  if (last.kind !== 'run' || next.kind !== 'run') return undefined
  return { ...last, to: next.to, bytes: last.bytes + next.bytes, last: next.last }
}
