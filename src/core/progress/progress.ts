/** One vocabulary for progress, whoever shows it. */
export type Phase = 'read' | 'convert' | 'prove' | 'apply' | 'load' | 'validate'

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
