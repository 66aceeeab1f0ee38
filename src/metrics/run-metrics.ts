import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type {
  AppliedCounts,
  CapturedCounts,
  ChangesProgress,
  ProgressEvent,
  TableProgress,
  ValidationProgress,
} from '../core/progress/progress.js'

const noneCaptured: CapturedCounts = { transactions: 0, changes: 0, bytes: 0, at: 0, lagSeconds: 0 }

/** Turns what a run tells into metrics. A life cycle of one run. */
export class RunMetrics {
  readonly registry = new Registry()
  readonly #made = makeMetrics(this.registry)
  readonly #tables = new Map<string, TableProgress>()
  #captured = noneCaptured
  #dealt = 0

  constructor(labels: { readonly task: string; readonly version: string }) {
    this.registry.setDefaultLabels({ task: labels.task })
    collectDefaultMetrics({ register: this.registry })
    this.#made.build.set({ version: labels.version }, 1)
  }

  /** In the text form of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics()
  }

  readonly onProgress = (event: ProgressEvent): void => {
    switch (event.kind) {
      case 'table':
        if (event.phase === 'load') this.#load(event)
        return
      case 'changes':
        this.#changes(event)
        return
      case 'applied':
        for (const counts of event.tables) this.#applied(counts)
        return
      case 'validation':
        this.#validation(event)
        return
      case 'phase':
      case 'cached':
      case 'items':
        return
    }
  }

  #load(event: TableProgress): void {
    const before = this.#tables.get(event.table)
    this.#tables.set(event.table, event)
    const { rows, bytes, aside, tables } = this.#made
    // A table that is read again begins at nothing.
    const grown = (pick: (table: TableProgress) => number): number =>
      Math.max(0, pick(event) - (before ? pick(before) : 0))
    rows.inc(
      { side: 'source' },
      grown((table) => table.rows),
    )
    rows.inc(
      { side: 'target' },
      grown((table) => table.rows - table.rejected),
    )
    bytes.inc(grown((table) => table.bytes))
    const all = [...this.#tables.values()]
    aside.set(all.reduce((sum, table) => sum + table.rejected, 0))
    for (const state of ['waiting', 'running', 'done', 'failed'] as const)
      tables.set({ state }, all.filter((table) => table.state === state).length)
  }

  #changes(event: ChangesProgress): void {
    const { captured } = event
    const before = this.#captured
    this.#captured = captured
    const {
      latencySource,
      latencyTarget,
      capturedChanges,
      capturedBytes,
      capturedTransactions,
      memory,
      disk,
      following,
    } = this.#made
    capturedTransactions.inc(Math.max(0, captured.transactions - before.transactions))
    capturedChanges.inc(Math.max(0, captured.changes - before.changes))
    capturedBytes.inc(Math.max(0, captured.bytes - before.bytes))
    latencySource.set(captured.lagSeconds)
    latencyTarget.set(Math.max(event.lagSeconds, captured.lagSeconds))
    memory.set(event.memoryBytes)
    disk.set(Math.max(0, event.waitingBytes - event.memoryBytes))
    for (const state of ['catching-up', 'in-sync', 'waiting'] as const)
      following.set({ state }, state === event.state ? 1 : 0)
    this.#incoming()
  }

  #validation({ tables }: ValidationProgress): void {
    const { validated, validation } = this.#made
    const sum = (pick: (one: ValidationProgress['tables'][number]) => number) =>
      tables.reduce((all, one) => all + pick(one), 0)
    validation.set(
      { state: 'pending' },
      sum(({ pending }) => pending),
    )
    validation.set(
      { state: 'failed' },
      sum(({ failed }) => failed),
    )
    validation.set(
      { state: 'suspended' },
      sum(({ suspended }) => suspended),
    )
    validated.set(sum((one) => one.validated))
  }

  #applied({ applied, setAside }: AppliedCounts): void {
    const { appliedChanges, setAsideChanges } = this.#made
    for (const op of ['insert', 'update', 'delete', 'truncate', 'definition'] as const) {
      appliedChanges.inc({ op }, applied[op])
      setAsideChanges.inc(setAside[op])
      if (op !== 'definition') this.#dealt += applied[op] + setAside[op]
    }
    this.#incoming()
  }

  /** What an earlier run had read is applied and was not read in this one: never below nothing. */
  #incoming(): void {
    this.#made.incoming.set(Math.max(0, this.#captured.changes - this.#dealt))
  }
}

function makeMetrics(registry: Registry) {
  const registers = [registry]
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name: `crosswalk_${name}`, help, labelNames, registers })
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter<L>({ name: `crosswalk_${name}`, help, labelNames, registers })
  return {
    build: gauge('build_info', 'The program that runs the task', ['version']),
    tables: gauge('tables', 'Tables of the full load by their state', ['state']),
    rows: counter('full_load_rows_total', 'Rows read from the source and written to the target', ['side']),
    bytes: counter('full_load_bytes_total', 'Bytes of rows as they came from the source'),
    aside: gauge('rows_set_aside', 'Rows that the full load kept in files instead'),
    latencySource: gauge(
      'cdc_latency_source_seconds',
      'Age of the last change when it was read from the log (CDCLatencySource)',
    ),
    latencyTarget: gauge('cdc_latency_target_seconds', 'Age of the changes that come to the target (CDCLatencyTarget)'),
    incoming: gauge('cdc_incoming_changes', 'Changes read in this run and not yet applied (CDCIncomingChanges)'),
    memory: gauge('cdc_changes_memory_bytes', 'Changes that wait for the target in memory (CDCChangesMemoryTarget)'),
    disk: gauge('cdc_changes_disk_bytes', 'Changes that wait for the target in files (CDCChangesDiskTarget)'),
    capturedTransactions: counter('cdc_captured_transactions_total', 'Transactions read from the log'),
    capturedChanges: counter('cdc_captured_changes_total', 'Changes read from the log (CDCThroughputRowsSource)'),
    capturedBytes: counter(
      'cdc_captured_bytes_total',
      'Bytes of changes read from the log (CDCThroughputBandwidthSource)',
    ),
    appliedChanges: counter('cdc_applied_changes_total', 'Changes on the target by kind (CDCThroughputRowsTarget)', [
      'op',
    ]),
    setAsideChanges: counter('changes_set_aside_total', 'Changes kept as exceptions instead of being applied'),
    validation: gauge(
      'validation_rows',
      'Rows that are to be compared, that differ, that change too often (Validation…OverallCount)',
      ['state'],
    ),
    validated: gauge('validation_succeeded_rows', 'Rows found equal in this run (ValidationSucceededRecordCount)'),
    following: gauge('cdc_state', '1 for the state in which the stream of changes is', ['state']),
  }
}
