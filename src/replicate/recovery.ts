import type { CommitMark, Position, RefusedChange } from '../core/data/changes.js'
import type { Backlog, Entry } from './backlog.js'
import { type PlacedRecord, type Spool, SpoolDamage, type SpoolPlace } from './spool.js'

export interface Recovered {
  /** The log is to be read on from here. */
  readonly tail: Position
  /** What the last record in the files stands for; undefined when there are none. */
  readonly spooledTo?: Position
}

type Reached = (position: Position, goal: Position) => boolean

/**
 * Takes up what an earlier run left in files: the transactions that follow `from` without a gap go into the backlog. Where
 * a checksum does not fit, and where a transaction has no end, the files are cut: the source has the rest.
 */
export async function recover(
  spool: Spool,
  backlog: Backlog,
  start: { readonly from: Position; readonly transactionBytes: number; readonly reached: Reached },
): Promise<Recovered> {
  const scan = new Scan(start)
  try {
    for await (const records of spool.read(spool.start, spool.end)) if (!scan.take(records)) break
  } catch (error) {
    if (!(error instanceof SpoolDamage)) throw error
  }
  const { sound, spooledTo } = scan
  // All of it is applied, or it does not follow what is.
  if (sound === undefined || spooledTo === undefined || start.reached(start.from, spooledTo)) {
    spool.clear()
    return { tail: start.from }
  }
  spool.rewind(sound)
  for (const entry of scan.found) backlog.push(entry)
  return { tail: spooledTo, spooledTo }
}

interface OpenTransaction {
  readonly from: SpoolPlace
  readonly refused: RefusedChange[]
  count: number
  bytes: number
}

class Scan {
  readonly #from: Position
  readonly #transactionBytes: number
  readonly #reached: Reached
  found: Entry[] = []
  /** Behind the last whole transaction that follows `from` without a gap. */
  sound: SpoolPlace | undefined
  spooledTo: Position | undefined
  #open: OpenTransaction | undefined

  constructor(start: { readonly from: Position; readonly transactionBytes: number; readonly reached: Reached }) {
    this.#from = start.from
    this.#transactionBytes = start.transactionBytes
    this.#reached = start.reached
  }

  /** False: what follows is of no use. */
  take(records: readonly PlacedRecord[]): boolean {
    return records.every((placed) => this.#takeOne(placed))
  }

  #takeOne({ record, from, to }: PlacedRecord): boolean {
    switch (record.kind) {
      case 'change':
      case 'refused':
        this.#open ??= { from, count: 0, bytes: 0, refused: [] }
        this.#open.bytes += to.offset - from.offset
        if (record.kind === 'change') this.#open.count++
        else this.#open.refused.push(record.change)
        return true
      case 'chain':
        return this.#chain(record.after, to)
      case 'commit':
      case 'passed':
        return this.#mark(record.mark, to)
    }
  }

  #chain(after: Position, to: SpoolPlace): boolean {
    this.#open = undefined
    if (this.#reached(this.#from, after)) {
      this.found = []
      this.spooledTo = after
      this.sound = to
      return true
    }
    return this.spooledTo === after
  }

  #mark(mark: CommitMark, to: SpoolPlace): boolean {
    const open = this.#open
    this.#open = undefined
    const useful = this.spooledTo !== undefined && !this.#reached(this.#from, mark.position)
    // The first record of all may be the end of something whose beginning was removed: it must then be applied already.
    if (!useful && !this.#reached(this.#from, mark.position)) return false
    if (useful && open) this.found.push(this.#entry(open, mark, to))
    this.spooledTo = mark.position
    this.sound = to
    return true
  }

  #entry(open: OpenTransaction, mark: CommitMark, to: SpoolPlace): Entry {
    const { from, bytes, count, refused } = open
    const last = this.found.at(-1)
    if (bytes > this.#transactionBytes) return { kind: 'large', from, to, bytes, count, refused, mark }
    if (last?.kind !== 'run') return { kind: 'run', from, to, bytes, last: mark }
    this.found.pop()
    return { kind: 'run', from: last.from, to, bytes: bytes + last.bytes, last: mark }
  }
}
