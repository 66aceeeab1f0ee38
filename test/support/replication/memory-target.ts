import {
  type ApplyException,
  type ApplyOptions,
  type BatchOutcome,
  type Change,
  type ChangeApplier,
  type ChangeBatch,
  type ChangeTarget,
  type ChangeTargetOptions,
  type Checkpoint,
  type CommitMark,
  RefusedBatch,
  type Tuple,
} from '../../../src/core/data/changes.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'

/** A row image of one key and one value. */
export function tuple(key: string, value: string): Tuple {
  const fields = [key, value].map((text) => Buffer.from(text))
  return Buffer.concat(fields.flatMap((field) => [int(field.length), field]))
}

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export function fieldsOf(image: Tuple): readonly [string, string] {
  const length = image.readInt32BE(0)
  return [image.toString('utf8', 4, 4 + length), image.toString('utf8', 8 + length)]
}

export const inserted = (key: string, value: string, table = 0): Change => ({
  ...{ kind: 'insert', table, after: tuple(key, value) },
})
export const updated = (key: string, before: string, after: string, table = 0): Change => ({
  ...{ kind: 'update', table, before: tuple(key, before), after: tuple(key, after) },
})
export const deleted = (key: string, value: string, table = 0): Change => ({
  ...{ kind: 'delete', table, before: tuple(key, value) },
})

interface State {
  readonly rows: Map<string, string>
  checkpoint: Checkpoint | null
  /** Of tables that come up while others are loaded: a checkpoint of its own. */
  lane: Checkpoint | null
  /** Of appliers that work side by side. */
  part1: Checkpoint | null
  part2: Checkpoint | null
  exceptions: ApplyException[]
  memo: string | null
  /** Definitions that were changed, in their order. */
  defined: readonly string[]
}

type Place = 'checkpoint' | 'lane' | 'part1' | 'part2'

const places: Readonly<Record<string, Place>> = { cached: 'lane', part1: 'part1', part2: 'part2' }

export interface AppliedBatch extends ApplyOptions {
  readonly transactions: number
  readonly count: number
  readonly pieces: number
  readonly end: string
  readonly place: Place
}

/**
 * A target that is a map. Each batch is one transaction: it changes everything or nothing. `faults` are taken one per
 * call: `before` breaks off in front of the commit, `after` commits and loses the answer.
 */
export class MemoryTarget implements ChangeTarget {
  state: State = {
    rows: new Map(),
    checkpoint: null,
    lane: null,
    part1: null,
    part2: null,
    exceptions: [],
    memo: null,
    defined: [],
  }
  readonly applied: AppliedBatch[] = []
  readonly faults: ('before' | 'after' | undefined)[] = []
  /** Whether a refusal says which change it is. */
  tells = true
  groups: readonly number[] | undefined
  /** The run that has each task. */
  readonly runs = new Map<string, number>()
  readonly #epochs = new Map<string, number>()
  #turn: Promise<void> = Promise.resolve()

  get rows(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.state.rows].sort())
  }

  async recall(): Promise<string | null> {
    return this.state.memo
  }

  async holder(_: unknown, task: string): Promise<number | null> {
    return this.runs.get(task) ?? null
  }

  async open(_: unknown, { task, run }: Pick<ChangeTargetOptions, 'task' | 'run'>): Promise<ChangeApplier> {
    if (run?.again && this.runs.get(task) !== run.number)
      throw new OperationError('XW-S0121', { endpoint: 'memory', task })
    if (run) this.runs.set(task, run.number)
    const epoch = (this.#epochs.get(task) ?? 0) + 1
    this.#epochs.set(task, epoch)
    const place = places[task.split('/')[1] ?? ''] ?? 'checkpoint'
    const transact = (work: (draft: State) => Promise<void>): Promise<void> => this.#transact(task, epoch, work)
    return {
      checkpoint: this.state[place],
      writers: [],
      ...(this.groups ? { groups: this.groups } : {}),
      begin: (mark) =>
        transact(async (draft) => {
          draft[place] = { ...mark, transactions: 0, changes: 0 }
        }),
      forget: () =>
        transact(async (draft) => {
          draft[place] = null
          if (place === 'checkpoint') draft.memo = null
        }),
      memo: this.state.memo,
      define: ({ before = [], rows, statements, memo, mark }) =>
        transact(async (draft) => {
          const note = (all: readonly string[]): void => {
            const there = [...draft.rows.keys()].join(' ')
            draft.defined = [...draft.defined, ...all.map((each) => `${each} on ${there}`)]
          }
          note(before)
          for await (const piece of rows?.pieces() ?? [])
            for (const change of piece) this.#change(draft, change, false, null)
          if (statements.includes('impossible'))
            throw new RefusedBatch('it is impossible', { at: null, code: 'XW-S0602' })
          note(statements)
          draft.memo = memo
          moved(draft, mark, 0, 0, place)
        }),
      pass: (mark) => transact(async (draft) => moved(draft, mark, 0, 0, place)),
      apply: (batch, options) => this.#apply(transact, batch, options, place),
      close: async () => undefined,
    }
  }

  async #apply(
    transact: (work: (draft: State) => Promise<void>) => Promise<void>,
    batch: ChangeBatch,
    options: ApplyOptions,
    place: Place,
  ): Promise<BatchOutcome> {
    const outcome = { insert: 0, update: 0, delete: 0, truncate: 0 }
    let pieces = 0
    await transact(async (draft) => {
      let at = 0
      for await (const piece of batch.pieces()) {
        pieces++
        for (const change of piece) {
          this.#change(draft, change, options.overlapping, this.tells ? at : null)
          outcome[change.kind]++
          at++
        }
      }
      if (at !== batch.count) throw new Error(`${at} changes where ${batch.count} were told`)
      draft.exceptions.push(...batch.exceptions)
      moved(draft, batch.end, batch.transactions, batch.count, place)
      const { transactions, count, end } = batch
      this.applied.push({ ...options, transactions, count, pieces, end: end.position, place })
    })
    return { inserted: outcome.insert, updated: outcome.update, deleted: outcome.delete }
  }

  /** One after the other, whoever begins them: a draft is of the whole state. */
  #transact(task: string, epoch: number, work: (draft: State) => Promise<void>): Promise<void> {
    const own = this.#turn.then(() => this.#transaction(task, epoch, work))
    this.#turn = own.catch(() => undefined)
    return own
  }

  async #transaction(task: string, epoch: number, work: (draft: State) => Promise<void>): Promise<void> {
    const { exceptions, rows } = this.state
    const draft = { ...this.state, rows: new Map(rows), exceptions: [...exceptions] }
    const fault = this.faults.shift()
    await work(draft)
    if (epoch !== this.#epochs.get(task)) throw new Error('another applier has taken the task over')
    if (fault === 'before') throw gone()
    this.state = draft
    if (fault === 'after') throw gone()
  }

  #change(draft: State, change: Change, overlapping: boolean, at: number | null): void {
    if (change.kind === 'truncate') {
      draft.rows.clear()
      return
    }
    const [key, value] = fieldsOf(change.kind === 'delete' ? change.before : change.after)
    const before = change.kind === 'insert' ? key : fieldsOf(change.before)[0]
    const wrong = change.kind === 'insert' ? draft.rows.has(before) : !draft.rows.has(before)
    if (wrong && !overlapping)
      throw new RefusedBatch(`${change.kind} of ${before}`, { at, code: 'XW-D0110', key: { key } })
    draft.rows.delete(before)
    if (change.kind !== 'delete') draft.rows.set(key, value)
  }
}

function moved(draft: State, mark: CommitMark, transactions: number, changes: number, place: Place): void {
  const before = draft[place]
  if (before && Number(mark.position) < Number(before.position)) throw new Error('the checkpoint went back')
  draft[place] = {
    ...mark,
    transactions: (before?.transactions ?? 0) + transactions,
    changes: (before?.changes ?? 0) + changes,
  }
}

export const gone = (): OperationError =>
  new OperationError('XW-S0205', { endpoint: 'memory', reason: 'gone' }, { retryable: true })
