import type { TableMapping } from '../core/mapping/mapping.js'
import type {
  AppliedCounts,
  CachedProgress,
  ProgressEvent,
  TableProgress,
  ValidationCounts,
} from '../core/progress/progress.js'
import { newTable, type TableState, type TableStatistics, type ValidationState, validationStates } from './model.js'
import type { ProjectStore, TableChange } from './store.js'

type Changed<T> = { -readonly [K in keyof T]: T[K] }

/** Milliseconds between two times that it is written down. */
const writeEvery = 1000

export interface RecorderOptions {
  readonly store: ProjectStore
  readonly task: string
  /** Called when somebody asked the task to stop. */
  readonly onStopAsked: () => void
  /** The load of all tables has begun, or ended. */
  readonly onLoad?: (state: 'started' | 'done') => void
  /** The rows are on the target already. */
  readonly withoutLoad?: boolean
  /** Tables were loaded before and are loaded anew. */
  readonly reloading?: boolean
}

/** Writes down what a running task tells of its tables, at most a second later. A life cycle of one run. */
export class TaskRecorder {
  readonly #options: RecorderOptions
  readonly #tables = new Map<string, Changed<TableStatistics>>()
  /** What is not written yet. */
  readonly #changed = new Map<string, TableChange>()
  readonly #timer: NodeJS.Timeout
  #stopTold = false

  constructor(options: RecorderOptions) {
    this.#options = options
    for (const table of options.store.tables(options.task)) this.#tables.set(nameOf(table), table)
    this.#timer = setInterval(() => this.#tick(), writeEvery)
    this.#timer.unref()
  }

  /** Which tables the task moves, and which the target did not take. */
  planned(
    tables: readonly TableMapping[],
    aside: readonly { readonly table: TableMapping; readonly reason: string }[],
  ): void {
    const { withoutLoad } = this.#options
    for (const table of tables) this.#change(dotted(table), withoutLoad ? { TableState: 'Table completed' } : {})
    for (const { table, reason } of aside)
      this.#change(dotted(table), { TableState: 'Table error', ValidationStateDetails: reason })
    this.flush()
  }

  readonly onProgress = (event: ProgressEvent): void => {
    switch (event.kind) {
      case 'table':
        if (event.phase === 'load') this.#loaded(event)
        return
      case 'applied':
        for (const counts of event.tables) this.#applied(counts)
        return
      case 'cached':
        for (const table of event.tables) this.#cached(table, event.state)
        return
      case 'phase':
        if (event.phase === 'load' && event.state !== 'failed') this.#options.onLoad?.(event.state)
        return
      case 'validation':
        for (const counts of event.tables) this.#compared(counts)
        return
      case 'items':
      case 'changes':
        return
    }
  }

  /** What a comparison found of a table. */
  validated(table: string, failed: number, state: ValidationState, details: string | null): void {
    this.#change(table, { ValidationFailedRecords: failed, ValidationState: state, ValidationStateDetails: details })
  }

  /** Where the target is compared while it is followed. */
  #compared({ table, state, pending, failed, suspended, details }: ValidationCounts): void {
    const known = validationStates.find((each) => each === state)
    const now = {
      ...{ ValidationPendingRecords: pending, ValidationFailedRecords: failed, ValidationSuspendedRecords: suspended },
      ...{ ValidationState: known ?? 'Error', ValidationStateDetails: details },
    } as const
    const before = this.#of(table)
    const isOther = Object.entries(now).some(([name, value]) => Reflect.get(before, name) !== value)
    if (isOther) this.#change(table, now)
  }

  flush(): void {
    const { store, task } = this.#options
    store.saveTables(task, [...this.#changed.values()])
    this.#changed.clear()
  }

  close(): void {
    clearInterval(this.#timer)
    this.flush()
  }

  #tick(): void {
    this.flush()
    if (this.#stopTold || !this.#options.store.task(this.#options.task)?.stopAsked) return
    this.#stopTold = true
    this.#options.onStopAsked()
  }

  #loaded(event: TableProgress): void {
    const now = Date.now()
    const known = this.#of(event.table)
    const begins = event.state === 'running' || event.state === 'done'
    // A table may be loaded again alone, while all others are followed.
    const alone = known.FullLoadReloaded || (event.state !== 'done' && known.FullLoadEndTime !== null)
    const again = this.#options.reloading === true || alone
    this.#change(event.table, {
      TableState:
        again && (event.state === 'running' || alone) && event.state !== 'done'
          ? 'Table is being reloaded'
          : loadStates[event.state],
      FullLoadReloaded: again,
      FullLoadRows: event.rows,
      FullLoadExpectedRows: event.totalRows,
      FullLoadBytes: event.bytes,
      FullLoadErrorRows: event.rejected,
      ...(begins && known.FullLoadStartTime === null ? { FullLoadStartTime: now } : {}),
      ...(event.state === 'done' && !isLoaded(known.TableState) ? { FullLoadEndTime: now } : {}),
    })
  }

  #cached(table: string, state: CachedProgress['state']): void {
    if (state === 'applying') this.#change(table, { TableState: 'Cached changes' })
    else if (this.#of(table).TableState === 'Cached changes') this.#change(table, { TableState: 'Table completed' })
  }

  #applied({ table, applied, setAside }: AppliedCounts): void {
    const isNew = !this.#tables.has(table)
    const known = this.#of(table)
    this.#change(table, {
      // Made on the source while the task runs: there was nothing to load.
      ...(isNew ? { TableState: 'Table completed' as const } : {}),
      Inserts: known.Inserts + applied.insert + setAside.insert,
      Updates: known.Updates + applied.update + setAside.update,
      Deletes: known.Deletes + applied.delete + setAside.delete,
      Ddls: known.Ddls + applied.truncate + applied.definition + setAside.truncate,
      AppliedInserts: known.AppliedInserts + applied.insert,
      AppliedUpdates: known.AppliedUpdates + applied.update,
      AppliedDeletes: known.AppliedDeletes + applied.delete,
      AppliedDdls: known.AppliedDdls + applied.truncate + applied.definition,
    })
  }

  #of(name: string): Changed<TableStatistics> {
    const known = this.#tables.get(name)
    if (known) return known
    const at = name.indexOf('.')
    const fresh = newTable(name.slice(0, at), name.slice(at + 1), Date.now())
    this.#tables.set(name, fresh)
    return fresh
  }

  #change(name: string, more: Partial<TableStatistics>): void {
    const known = this.#of(name)
    const change = { ...more, LastUpdateTime: Date.now() }
    Object.assign(known, change)
    const { SchemaName, TableName } = known
    this.#changed.set(name, { ...this.#changed.get(name), ...change, SchemaName, TableName })
  }
}

const loadStates: Readonly<Record<TableProgress['state'], TableState>> = {
  waiting: 'Before load',
  running: 'Full load',
  done: 'Table completed',
  failed: 'Table error',
}

const isLoaded = (state: TableState): boolean => state === 'Table completed' || state === 'Cached changes'

const dotted = ({ source }: TableMapping): string => `${source.schema}.${source.table}`
const nameOf = (table: TableStatistics): string => `${table.SchemaName}.${table.TableName}`
