import type { Change, ChangeSink, CommitMark, DefinitionChange, Position, RefusedChange } from '../core/data/changes.js'
import type { Backlog } from './backlog.js'
import type { Spool, SpoolPlace } from './spool.js'

export interface AssemblerOptions {
  /** The stream waits when so many bytes of changes are in memory. */
  readonly memoryBytes: number
  /** A transaction of more bytes goes into files. */
  readonly transactionBytes: number
  /** Whether the log may be read on behind a change of definitions only when it was seen to; those of its tables when absent. */
  readonly holds?: (change: DefinitionChange) => boolean
  /** The others, as they pass. */
  readonly onPassing?: (change: DefinitionChange) => void
  /** A transaction was read to its end; `at` is the time of its commit. */
  readonly onCommit?: (changes: number, bytes: number, at: number) => void
}

/** What a change costs besides its images. */
export const overheadBytes = 120

/**
 * Puts together transactions and hands each to the backlog when its commit is there; nothing else ever gets there.
 * A transaction stays in memory unless it is large or everything is cached in files.
 */
export class TransactionAssembler implements ChangeSink {
  readonly #backlog: Backlog
  readonly #spool: Spool
  readonly #options: AssemblerOptions
  #tail: Position
  /** Where the records in the files end in the log. */
  #spooledTo: Position | undefined
  /** Everything goes into files, so that the log can be read while nothing is applied. */
  #caching = false
  /** A place passed while caching that is not in the files yet, and the one in front of it. */
  #passedMark: { readonly mark: CommitMark; readonly after: Position } | undefined
  #held = false
  #interrupted = false
  #changes: Change[] = []
  #refused: RefusedChange[] = []
  #bytes = 0
  #count = 0
  /** Behind the last record in the files that is not taken back any more. */
  #wholeTo: SpoolPlace
  /** Where the open transaction begins in the files, when it is there. */
  #from: SpoolPlace | undefined
  #chained: { readonly place: SpoolPlace; readonly spooledTo: Position | undefined } | undefined

  /** `tail`: what is read next follows it in the log. `spooledTo`: what the last record in the files stands for. */
  constructor(
    backlog: Backlog,
    spool: Spool,
    options: AssemblerOptions & { readonly tail: Position; readonly spooledTo?: Position },
  ) {
    this.#backlog = backlog
    this.#spool = spool
    this.#options = options
    this.#tail = options.tail
    this.#spooledTo = options.spooledTo
    this.#wholeTo = spool.end
  }

  /** Everything up to here is in the backlog: the log is to be read on from there. */
  get tail(): Position {
    return this.#tail
  }

  /** Whole transactions are in the files up to here, while everything is cached. */
  get wholeTo(): SpoolPlace {
    return this.#wholeTo
  }

  set caching(on: boolean) {
    if (!on) this.#keepPassed()
    this.#caching = on
  }

  get full(): boolean {
    const open = this.#from === undefined ? this.#bytes : 0
    return this.#held || this.#interrupted || this.#backlog.memory + open >= this.#options.memoryBytes
  }

  async drained(): Promise<void> {
    while (this.full) {
      if (this.#interrupted) throw new Error('nothing more is read')
      await this.#backlog.changed()
    }
  }

  /** While this is on, a stream that waits for room ends with an error. */
  interrupt(on: boolean): void {
    this.#interrupted = on
    this.#backlog.notify()
  }

  begin(): void {
    this.abandon()
  }

  change(change: Change): void {
    const bytes = overheadBytes + bytesOf(change)
    this.#bytes += bytes
    this.#count++
    if (this.#from === undefined && (this.#caching || this.#bytes > this.#options.transactionBytes)) this.#spill()
    if (this.#from === undefined) this.#changes.push(change)
    else this.#spool.append({ kind: 'change', change })
  }

  refused(change: RefusedChange): void {
    this.#refused.push(change)
    if (this.#from !== undefined) this.#spool.append({ kind: 'refused', change })
  }

  commit(mark: CommitMark): void {
    if (this.#count + this.#refused.length === 0) {
      this.passed(mark)
      return
    }
    this.#options.onCommit?.(this.#count + this.#refused.length, this.#bytes, mark.at)
    if (this.#caching && this.#from === undefined) this.#spill()
    if (this.#from === undefined)
      this.#backlog.push({
        ...{ kind: 'transaction', changes: this.#changes, refused: this.#refused, bytes: this.#bytes, mark },
      })
    else this.#commitSpooled(this.#from, mark)
    this.#tail = mark.position
    this.#clear()
  }

  definition(change: DefinitionChange): void {
    this.abandon()
    if (!(this.#options.holds?.(change) ?? change.tables.length > 0)) {
      this.#options.onPassing?.(change)
      return
    }
    this.#held = true
    this.#backlog.push({ kind: 'definition', change })
  }

  /** A definition change was seen to; the log is read on behind it. */
  letGo(position: Position): void {
    this.#tail = position
    this.#held = false
    this.#backlog.notify()
  }

  passed(mark: CommitMark): void {
    this.abandon()
    if (this.#caching) this.#passedMark = { mark, after: this.#passedMark?.after ?? this.#tail }
    else this.#backlog.push({ kind: 'passed', mark })
    this.#tail = mark.position
  }

  /** A server may write much that is not for us: only the last place in front of what is goes into the files. */
  #keepPassed(): void {
    const passed = this.#passedMark
    if (!passed) return
    this.#passedMark = undefined
    const from = this.#chain(passed.after)
    this.#spool.append({ kind: 'passed', mark: passed.mark })
    this.#spooledTo = passed.mark.position
    this.#wholeTo = this.#spool.end
    this.#backlog.push({ kind: 'run', from, to: this.#spool.end, bytes: 0, last: passed.mark })
  }

  /** Forgets the open transaction: the stream broke off, and will send it again. */
  abandon(): void {
    const chained = this.#chained
    if (chained) {
      this.#spool.rewind(chained.place)
      this.#spooledTo = chained.spooledTo
    }
    this.#clear()
  }

  /** The open transaction goes into the files from here on. */
  #spill(): void {
    this.#keepPassed()
    this.#chained = { place: this.#spool.end, spooledTo: this.#spooledTo }
    this.#from = this.#chain(this.#tail)
    for (const change of this.#changes) this.#spool.append({ kind: 'change', change })
    for (const change of this.#refused) this.#spool.append({ kind: 'refused', change })
    this.#changes = []
  }

  /** Says in the files where the log goes on, when that is not where their last record ended. */
  #chain(after: Position): SpoolPlace {
    if (this.#spool.empty || this.#spooledTo !== after) this.#spool.append({ kind: 'chain', after })
    this.#spooledTo = after
    return this.#spool.end
  }

  #commitSpooled(from: SpoolPlace, mark: CommitMark): void {
    this.#spool.append({ kind: 'commit', mark })
    this.#spooledTo = mark.position
    this.#wholeTo = this.#spool.end
    const bytes = this.#bytes
    const place = { from, to: this.#spool.end, bytes }
    this.#backlog.push(
      bytes > this.#options.transactionBytes
        ? { kind: 'large', ...place, count: this.#count, refused: this.#refused, mark }
        : { kind: 'run', ...place, last: mark },
    )
  }

  #clear(): void {
    this.#changes = []
    this.#refused = []
    this.#bytes = 0
    this.#count = 0
    this.#from = undefined
    this.#chained = undefined
  }
}

/** Of its images. */
export function bytesOf(change: Change): number {
  switch (change.kind) {
    case 'insert':
      return change.after.length
    case 'update':
      return change.before.length + change.after.length
    case 'delete':
      return change.before.length
    case 'truncate':
      return 0
  }
}
