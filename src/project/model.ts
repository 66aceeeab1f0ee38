/** A tested connection. */
export interface EndpointRecord {
  readonly name: string
  readonly role: 'source' | 'target'
  /** Dialect. */
  readonly engine: string
  /** Without a password; `passwordVariable` or `passwordFile` among its parameters says where that is. */
  readonly url: string
  readonly tls: string
  /** As the server said it when the connection was tested last; null: it never was. */
  readonly version: string | null
  readonly testedAt: number | null
}

export const taskKinds = ['full-load', 'cdc', 'full-load-and-cdc'] as const
export type TaskKind = (typeof taskKinds)[number]

export const taskStatuses = ['ready', 'starting', 'running', 'stopping', 'stopped', 'failed', 'deleting'] as const
export type TaskStatus = (typeof taskStatuses)[number]

export const stopReasons = [
  'NORMAL',
  'RECOVERABLE_ERROR',
  'FATAL_ERROR',
  'FULL_LOAD_ONLY_FINISHED',
  'STOPPED_AFTER_CACHED_EVENTS',
] as const
export type StopReason = (typeof stopReasons)[number]

export interface TaskRecord {
  readonly name: string
  readonly source: string
  readonly target: string
  readonly kind: TaskKind
  /** Words of the command line that the task was made with, by their long names. */
  readonly words: Readonly<Record<string, unknown>>
  readonly status: TaskStatus
  readonly stopReason: StopReason | null
  /** Code and message of the error that ended the last run. */
  readonly lastFailure: string | null
  /** Times in ms since 1970. */
  readonly createdAt: number
  /** Of the first start, and of the last one that began anew. */
  readonly freshStartAt: number | null
  readonly startedAt: number | null
  readonly stoppedAt: number | null
  readonly fullLoadStartedAt: number | null
  readonly fullLoadFinishedAt: number | null
  /** The process that runs it (see core/process/identity). */
  readonly owner: string | null
  /** Somebody wants the run to end. */
  readonly stopAsked: boolean
}

/** What everyone is shown of a task. */
export type TaskHead = Pick<TaskRecord, 'name' | 'source' | 'target' | 'kind' | 'status' | 'stopReason' | 'lastFailure'>

export const headOf = ({ name, source, target, kind, status, stopReason, lastFailure }: TaskRecord): TaskHead => ({
  ...{ name, source, target, kind, status, stopReason, lastFailure },
})

export const tableStates = [
  'Table does not exist',
  'Before load',
  'Full load',
  // Ours: it is loaded, and gets what changed since while others are still loaded.
  'Cached changes',
  'Table completed',
  'Table cancelled',
  'Table error',
  'Table is being reloaded',
] as const
export type TableState = (typeof tableStates)[number]

export const validationStates = [
  'Not enabled',
  'Pending records',
  'Pending validation',
  'Mismatched records',
  'Suspended records',
  'No primary key',
  'Table error',
  'Validated',
  'Error',
] as const
export type ValidationState = (typeof validationStates)[number]

/** One table of one task, in the columns of AWS DMS's table statistics. Times in ms since 1970. */
export interface TableStatistics {
  readonly SchemaName: string
  readonly TableName: string
  readonly Inserts: number
  readonly Deletes: number
  readonly Updates: number
  readonly Ddls: number
  readonly AppliedInserts: number
  readonly AppliedDeletes: number
  readonly AppliedUpdates: number
  readonly AppliedDdls: number
  readonly FullLoadRows: number
  readonly FullLoadCondtnlChkFailedRows: number
  readonly FullLoadErrorRows: number
  readonly FullLoadStartTime: number | null
  readonly FullLoadEndTime: number | null
  readonly FullLoadReloaded: boolean
  readonly LastUpdateTime: number
  readonly TableState: TableState
  readonly ValidationPendingRecords: number
  readonly ValidationFailedRecords: number
  readonly ValidationSuspendedRecords: number
  readonly ValidationState: ValidationState
  readonly ValidationStateDetails: string | null
  /** Ours: bytes of the full load, and rows expected. */
  readonly FullLoadBytes: number
  readonly FullLoadExpectedRows: number
}

/** Tables of one task in one state, with sums over them. */
export interface TableGroup {
  readonly task: string
  readonly state: TableState
  readonly tables: number
  readonly rows: number
  /** Rows expected, and at least those that were read. */
  readonly expectedRows: number
  readonly bytes: number
  /** Rows that the load set aside, changes that were, and rows that differ. */
  readonly rowsAside: number
  readonly changesAside: number
  readonly mismatches: number
}

export const newTable = (schema: string, table: string, at: number): TableStatistics => ({
  ...{ SchemaName: schema, TableName: table, TableState: 'Before load', LastUpdateTime: at },
  ...{
    Inserts: 0,
    Deletes: 0,
    Updates: 0,
    Ddls: 0,
    AppliedInserts: 0,
    AppliedDeletes: 0,
    AppliedUpdates: 0,
    AppliedDdls: 0,
  },
  ...{
    FullLoadRows: 0,
    FullLoadCondtnlChkFailedRows: 0,
    FullLoadErrorRows: 0,
    FullLoadBytes: 0,
    FullLoadExpectedRows: 0,
  },
  ...{ FullLoadStartTime: null, FullLoadEndTime: null, FullLoadReloaded: false },
  ...{ ValidationPendingRecords: 0, ValidationFailedRecords: 0, ValidationSuspendedRecords: 0 },
  ...{ ValidationState: 'Not enabled', ValidationStateDetails: null },
})
