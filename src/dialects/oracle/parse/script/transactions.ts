import type { SegmentMark } from '../../../../core/data/script/segment-list.js'

export type TransactionStep =
  | { readonly kind: 'commit' }
  /** `to`: only to the savepoint of this name. */
  | { readonly kind: 'rollback'; readonly to?: string }
  | { readonly kind: 'savepoint'; readonly name: string }

/** COMMIT, ROLLBACK and SAVEPOINT (SQL Language Reference); undefined for all other statements. */
export function transactionStep(text: string): TransactionStep | undefined {
  const words = text.trim().toUpperCase().split(/\s+/)
  if (words[0] === 'COMMIT') return { kind: 'commit' }
  if (words[0] === 'SAVEPOINT') return { kind: 'savepoint', name: words[1] ?? '' }
  if (words[0] !== 'ROLLBACK') return undefined
  const found = /^ROLLBACK(?:\s+WORK)?\s+TO(?:\s+SAVEPOINT)?\s+(\S+)/.exec(words.join(' '))
  return { kind: 'rollback', ...(found?.[1] ? { to: found[1] } : {}) }
}

/** Definitions end the transaction in front of them (SQL Language Reference, "Types of SQL Statements": DDL). */
export const commitsItself = (text: string): boolean =>
  /^(?:ALTER\s+(?!SESSION\b|SYSTEM\b)|(?:CREATE|DROP|RENAME|TRUNCATE|GRANT|REVOKE|COMMENT|ANALYZE|AUDIT|NOAUDIT|PURGE|FLASHBACK|ASSOCIATE|DISASSOCIATE)\b)/i.test(
    text,
  )

interface Place {
  readonly rows: SegmentMark
  /** How many of the things that wait for a COMMIT there were. */
  readonly waiting: number
}

/** The transaction of a script's session. `T`: what is said when the change that it is about stays. */
export class ScriptTransaction<T> {
  private start: Place
  private savepoints = new Map<string, Place>()
  private waiting: T[] = []
  /** Statements since its beginning that may have ended it. */
  private unclear = false

  constructor(private readonly mark: () => SegmentMark) {
    this.start = this.here()
  }

  private here(): Place {
    return { rows: this.mark(), waiting: this.waiting.length }
  }

  say(thing: T): void {
    this.waiting.push(thing)
  }

  /** A program ran, which may commit what is in front of it. */
  mayEnd(): void {
    this.unclear = true
  }

  get isUnclear(): boolean {
    return this.unclear
  }

  /** Where the rows were when the transaction began. */
  get began(): SegmentMark {
    return this.start.rows
  }

  /** What was to be said until now. */
  commit(): readonly T[] {
    const said = this.waiting
    this.waiting = []
    this.savepoints = new Map()
    this.unclear = false
    this.start = this.here()
    return said
  }

  savepoint(name: string): void {
    this.savepoints.delete(name)
    this.savepoints.set(name, this.here())
  }

  /** Where the rows were; undefined: there is no such savepoint, which is an error that changes nothing. */
  rollback(to: string | undefined): { readonly rows: SegmentMark; readonly unsaid: readonly T[] } | undefined {
    const place = to === undefined ? this.start : this.savepoints.get(to)
    if (!place) return undefined
    const unsaid = this.waiting.splice(place.waiting)
    if (to === undefined) this.commit()
    else this.savepoints = new Map([...this.savepoints].slice(0, [...this.savepoints.keys()].indexOf(to) + 1))
    return { rows: place.rows, unsaid }
  }
}
