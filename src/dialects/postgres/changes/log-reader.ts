import { createCell } from '../../../core/data/cell.js'
import type { Change, ChangeSink, CommitMark } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { ValueBytes } from '../data/binary-decoders.js'
import { clockOf, type LogHandler } from './log-connection.js'
import { type LogPosition, lsnText, positionText } from './log-position.js'
import { nameOf } from './plans.js'
import { readRelation } from './relation.js'
import type { Relations, ShapeChange } from './relations.js'
import { describeImage, type ImageSource, makeImage, type RowPlan, RowSlots } from './row-plan.js'

export interface LogReaderOptions {
  /** How messages name the server. */
  readonly server: string
  readonly relations: Relations
  readonly sink: ChangeSink
  readonly from: LogPosition
  /** Changes under such origins are our own, come back. */
  readonly isOwnOrigin: (origin: string) => boolean
  /** Milliseconds between two words of places that were passed. */
  readonly passEvery: number
  /** Where to end, between transactions: nothing that committed behind it is sent. */
  readonly goal?: bigint
  readonly onGoal: () => void
}

/** A definition was changed inside of a transaction whose first rows are with the sink: it must hear of it before them. */
export class ReadAgain extends Error {
  override readonly name = 'ReadAgain'
}

interface Transaction {
  /** Where its commit record begins; text. */
  readonly place: string
  /** ms since 1970. */
  readonly at: number
}

// Marks of messages (manual: Logical Replication Message Formats).
const mark = {
  ...{ begin: 0x42, commit: 0x43, origin: 0x4f, relation: 0x52, type: 0x59, message: 0x4d },
  ...{ insert: 0x49, update: 0x55, delete: 0x44, truncate: 0x54 },
} as const
const [newRow, oldRow] = [0x4e, 0x4f]

/** Transactions out of messages. */
export class LogReader implements LogHandler {
  readonly #options: LogReaderOptions
  readonly #sink: ChangeSink
  readonly #cell = createCell()
  readonly #old = new RowSlots()
  readonly #new = new RowSlots()
  #boundary: LogPosition
  #open: Transaction | null = null
  /** The sink has the beginning of the open transaction. */
  #begun = false
  #isOwn = false
  /** A place that was passed, of which the sink is to hear soon. */
  #passing: CommitMark | null = null
  readonly #untold: ShapeChange[] = []
  #telling: NodeJS.Timeout | undefined
  #passedAt = 0
  /** Changes of the open transaction so far, and the most that there were of one that begins at the boundary. */
  #count = 0
  #most = 0

  constructor(options: LogReaderOptions) {
    this.#options = options
    this.#sink = options.sink
    this.#boundary = options.from
  }

  /** The last place outside of a transaction; everything up to it was sent. */
  get boundary(): LogPosition {
    return this.#boundary
  }

  /** Differs once something was read that had not been read before. */
  get furthest(): string {
    return `${this.#boundary.lsn} ${this.#most}`
  }

  /** A new session begins at the boundary: what the sink has of an open transaction comes again. */
  restart(timeline: number): void {
    if (this.#begun) this.#sink.abandon()
    this.#open = null
    this.#begun = false
    this.#options.relations.rewind()
    this.#boundary = { ...this.#boundary, timeline }
  }

  alive(walEnd: bigint, at: number): Promise<void> | undefined {
    return this.#open === null && walEnd > this.#boundary.lsn ? this.#pass(walEnd, at) : undefined
  }

  written(from: ValueBytes, start: number, end: number): Promise<void> | undefined {
    switch (from.view.getUint8(start)) {
      case mark.insert:
        return this.#insert(from, start + 1)
      case mark.update:
        return this.#update(from, start + 1)
      case mark.delete:
        return this.#delete(from, start + 1)
      case mark.begin:
        return this.#begin(from, start + 1)
      case mark.commit:
        return this.#commit(from, start + 1)
      case mark.relation:
        return this.#describe(from, start + 1)
      case mark.truncate:
        return this.#truncate(from, start + 1)
      case mark.origin:
        this.#isOwn = this.#options.isOwnOrigin(from.bytes.toString('utf8', start + 9, end - 1))
        return undefined
      case mark.type:
      case mark.message:
        return undefined
      default:
        throw this.#damage(`there is a message of the unknown kind ${from.view.getUint8(start)}`)
    }
  }

  /** Something was done to a table of which the log says nothing: told in front of the next transaction. */
  tellLater(change: ShapeChange): void {
    this.#untold.push(change)
  }

  #begin(from: ValueBytes, start: number): Promise<void> | undefined {
    if (this.#open) throw this.#damage('a transaction begins in another one')
    if (this.#untold.length > 0) return this.#tellAll().then(() => this.#begin(from, start))
    const { view } = from
    if (this.#endsBefore(view.getBigUint64(start))) return undefined
    this.#open = { place: lsnText(view.getBigUint64(start)), at: clockOf(view, start + 8) }
    this.#isOwn = false
    this.#count = 0
    return undefined
  }

  /** A commit record behind the goal: all that committed in front of it was sent. */
  #endsBefore(commit: bigint): boolean {
    const { goal, onGoal } = this.#options
    if (goal === undefined || commit < goal) return false
    if (this.#boundary.lsn < goal) this.#boundary = { ...this.#boundary, lsn: goal }
    onGoal()
    return true
  }

  #moveTo(lsn: bigint): void {
    this.#boundary = { ...this.#boundary, lsn }
    const { goal, onGoal } = this.#options
    if (goal !== undefined && lsn >= goal) onGoal()
  }

  async #tellAll(): Promise<void> {
    for (let change = this.#untold.shift(); change; change = this.#untold.shift()) await this.#tell(change)
  }

  #commit({ view }: ValueBytes, start: number): Promise<void> | undefined {
    const open = this.#open
    if (!open) throw this.#damage('a transaction ends that did not begin')
    const lsn = view.getBigUint64(start + 9)
    this.#open = null
    this.#options.relations.settle()
    if (!this.#begun) return this.#pass(lsn, open.at)
    this.#begun = false
    this.#passing = null
    this.#most = 0
    this.#sink.commit({ position: positionText({ ...this.#boundary, lsn }), at: open.at })
    this.#moveTo(lsn)
    return this.#room()
  }

  /** The sink need not hear of each place, only of the last one, and often enough for the log to be forgotten. */
  #pass(lsn: bigint, at: number): Promise<void> | undefined {
    if (this.#untold.length > 0) return this.#tellAll()
    this.#moveTo(lsn)
    this.#passing = { position: positionText(this.#boundary), at }
    const wait = this.#passedAt + this.#options.passEvery - Date.now()
    if (wait <= 0) this.#tellPassed()
    else this.#telling ??= setTimeout(() => this.#tellPassed(), wait)
    return this.#room()
  }

  #tellPassed(): void {
    clearTimeout(this.#telling)
    this.#telling = undefined
    if (!this.#passing || this.#begun) return
    this.#passedAt = Date.now()
    this.#sink.passed(this.#passing)
    this.#passing = null
  }

  /** Nothing more is told. */
  stop(): void {
    clearTimeout(this.#telling)
    this.#passing = null
  }

  #room(): Promise<void> | undefined {
    return this.#sink.full ? this.#sink.drained() : undefined
  }

  async #describe(from: ValueBytes, start: number): Promise<void> {
    const relation = readRelation(from, start)
    const place = this.#open?.place ?? ''
    const change = await this.#options.relations.describe(relation, place)
    if (!change) return
    if (this.#begun) {
      this.#sink.abandon()
      this.#begun = false
      await this.#tell(change)
      throw new ReadAgain()
    }
    await this.#tell(change)
    await this.#options.relations.describe(relation, place)
  }

  async #tell({ table, schema, sql, described }: ShapeChange): Promise<void> {
    const position = positionText(this.#boundary)
    this.#passing = null
    this.#sink.definition({
      position,
      before: position,
      schema,
      sql,
      tables: [table],
      ...(described ? { described } : {}),
    })
    await this.#sink.drained()
  }

  /** Null: nothing of it is for the sink. */
  #planOf(id: number): RowPlan | null {
    const plan = this.#options.relations.planOf(id)
    if (plan === undefined) throw this.#damage(`rows come of a table that was not described (${id})`)
    if (this.#isOwn) return null
    if (plan && !this.#begun) {
      if (!this.#open) throw this.#damage('there are rows outside of transactions')
      this.#sink.begin({ position: this.#open.place, at: this.#open.at })
      this.#begun = true
      this.#passing = null
    }
    this.#count++
    if (this.#count > this.#most) this.#most = this.#count
    return plan
  }

  #insert(from: ValueBytes, start: number): Promise<void> | undefined {
    const plan = this.#planOf(from.view.getUint32(start))
    if (!plan) return undefined
    this.#new.find(from, start + 5)
    const source: ImageSource = { slots: this.#new, holds: 'whole' }
    const after = makeImage(plan, from, source, this.#cell)
    if (!after) return this.#refused('insert', plan, from, source)
    return this.#changed({ kind: 'insert', table: plan.table.index, after })
  }

  #update(from: ValueBytes, start: number): Promise<void> | undefined {
    const plan = this.#planOf(from.view.getUint32(start))
    if (!plan) return undefined
    const kind = from.view.getUint8(start + 4)
    const next = kind === newRow ? start + 4 : this.#old.find(from, start + 5)
    this.#new.find(from, next + 1)
    const before: ImageSource = kind === newRow ? this.#identity(this.#new) : this.#before(kind, this.#old)
    const after: ImageSource = { slots: this.#new, holds: 'whole', ...(kind === newRow ? {} : { behind: before }) }
    const old = makeImage(plan, from, before, this.#cell)
    if (!old) return this.#refused('update', plan, from, before)
    const made = makeImage(plan, from, after, this.#cell)
    if (!made) return this.#refused('update', plan, from, after)
    return this.#changed({ kind: 'update', table: plan.table.index, before: old, after: made })
  }

  #delete(from: ValueBytes, start: number): Promise<void> | undefined {
    const plan = this.#planOf(from.view.getUint32(start))
    if (!plan) return undefined
    this.#old.find(from, start + 5)
    const source = this.#before(from.view.getUint8(start + 4), this.#old)
    const before = makeImage(plan, from, source, this.#cell)
    if (!before) return this.#refused('delete', plan, from, source)
    return this.#changed({ kind: 'delete', table: plan.table.index, before })
  }

  #identity = (slots: RowSlots): ImageSource => ({ slots, holds: 'identity' })

  /** The old row comes whole, or as its replica identity with NULL in all other columns. */
  #before = (kind: number, slots: RowSlots): ImageSource =>
    kind === oldRow ? { slots, holds: 'whole' } : this.#identity(slots)

  /** A count of tables, options (cascade, restart of identities), then the tables: those too that it cascaded to. */
  #truncate({ view }: ValueBytes, start: number): Promise<void> | undefined {
    const ids = Array.from({ length: view.getUint32(start) }, (_, at) => view.getUint32(start + 5 + at * 4))
    const plans = ids.flatMap((id) => {
      const plan = this.#planOf(id)
      return plan ? [{ id, plan }] : []
    })
    const part = plans.find(({ plan }) => plan.isPart)
    return part ? this.#truncateParts(ids, plans) : this.#truncateAll(plans.map(({ plan }) => plan))
  }

  #truncateAll(plans: readonly RowPlan[]): Promise<void> | undefined {
    for (const table of new Set(plans.map((plan) => plan.table.index))) this.#sink.change({ kind: 'truncate', table })
    return this.#room()
  }

  /** Partitions are named one by one, and the target knows only the table as a whole. */
  async #truncateParts(
    ids: readonly number[],
    plans: readonly { readonly id: number; readonly plan: RowPlan }[],
  ): Promise<void> {
    for (const { id, plan } of plans)
      if (plan.isPart && !(await this.#options.relations.isWhole(id, ids))) {
        const what = `the truncation of a single partition of ${nameOf(plan.table)}`
        throw new OperationError('XW-S0419', { what, position: positionText(this.#boundary) })
      }
    await this.#truncateAll(plans.map(({ plan }) => plan))
  }

  #changed(change: Change): Promise<void> | undefined {
    this.#sink.change(change)
    return this.#room()
  }

  #refused(
    kind: 'insert' | 'update' | 'delete',
    plan: RowPlan,
    from: ValueBytes,
    source: ImageSource,
  ): Promise<void> | undefined {
    const { refusal } = plan.table.writer
    if (!refusal) throw new Error('a writer refused a row without saying why')
    this.#sink.refused({
      ...{ kind, table: plan.table.index, code: refusal.code },
      column: plan.table.columns[refusal.column]?.source.name ?? null,
      row: describeImage(plan, from, source, refusal.column),
    })
    return this.#room()
  }

  #damage(reason: string): OperationError {
    const { server } = this.#options
    return new OperationError('XW-S0416', { endpoint: server, position: positionText(this.#boundary), reason })
  }
}
