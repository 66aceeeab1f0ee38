/** One vocabulary for progress, whoever shows it. */
export type Phase = 'read' | 'convert' | 'prove' | 'apply' | 'load' | 'changes' | 'validate'

export type ProgressEvent =
  | {
      readonly kind: 'phase'
      readonly phase: Phase
      readonly state: 'started' | 'done' | 'failed'
      readonly detail?: string
    }
  | {
      readonly kind: 'items'
      readonly phase: Phase
      readonly done: number
      readonly total: number
      readonly current?: string
    }
  | TableProgress
  | ChangesProgress
  | AppliedProgress
  | CachedProgress
  | ValidationProgress

/** How a target follows its source. */
export interface ChangesProgress {
  readonly kind: 'changes'
  readonly phase: 'changes'
  /** `waiting`: a side is away; `reason` says why. */
  readonly state: 'catching-up' | 'in-sync' | 'waiting'
  /** Applied in this run. */
  readonly transactions: number
  readonly changes: number
  readonly setAside: number
  /** Between a commit on the source and the same on the target, for the last batch. */
  readonly lagSeconds: number
  /** Of the last transaction applied; empty before the first. */
  readonly position: string
  /** Bytes of changes that are read and not applied, and how many of them are in memory; the others are in files. */
  readonly waitingBytes: number
  readonly memoryBytes: number
  /** Read from the log in this run, and when the last of it was committed (ms since 1970; 0: nothing yet). */
  readonly captured: CapturedCounts
  readonly reason?: string
}

export interface CapturedCounts {
  readonly transactions: number
  readonly changes: number
  readonly bytes: number
  readonly at: number
  /** How old it was when it was read; 0 when there was nothing to read since. */
  readonly lagSeconds: number
}

/** How a target that is followed compares with its source. */
export interface ValidationProgress {
  readonly kind: 'validation'
  readonly phase: 'validate'
  readonly tables: readonly ValidationCounts[]
}

export interface ValidationCounts {
  /** Dotted source name. */
  readonly table: string
  readonly state: string
  /** Rows that were found equal in this run, each time counted. */
  readonly validated: number
  /** Rows that are to be looked at, that differ, and that change too often to be compared. */
  readonly pending: number
  readonly failed: number
  readonly suspended: number
  /** How often the whole table was gone through in this run. */
  readonly passes: number
  readonly details: string | null
}

/** What one batch of changes did; told when it is on the target. */
export interface AppliedProgress {
  readonly kind: 'applied'
  readonly phase: 'changes'
  readonly tables: readonly AppliedCounts[]
}

/** Loaded tables that get what changed since, while others are still loaded; `over`: they have come up to all others. */
export interface CachedProgress {
  readonly kind: 'cached'
  readonly phase: 'changes'
  readonly state: 'applying' | 'over'
  /** Dotted source names. */
  readonly tables: readonly string[]
}

export interface AppliedCounts {
  /** Dotted source name. */
  readonly table: string
  readonly applied: KindCounts
  /** Changes that were kept as exceptions instead. */
  readonly setAside: KindCounts
}

export interface KindCounts {
  readonly insert: number
  readonly update: number
  readonly delete: number
  readonly truncate: number
  /** Changes of the table's definition. */
  readonly definition: number
}

export interface TableProgress {
  readonly kind: 'table'
  readonly phase: 'load' | 'validate'
  /** Dotted source name. */
  readonly table: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly rows: number
  /** Rows expected; an estimate unless `exact`. */
  readonly totalRows: number
  readonly exact: boolean
  readonly bytes: number
  readonly rejected: number
}

export type OnProgress = (event: ProgressEvent) => void
