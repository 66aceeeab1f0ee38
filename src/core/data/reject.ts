/** Why a row was set aside, as a code of the findings catalogue. */
export type RejectCode =
  /** A zero or impossible date. */
  | 'XW-D0101'
  /** U+0000 in text. */
  | 'XW-D0103'
  /** Bytes that are not valid text. */
  | 'XW-D0104'
  /** A value outside the labels of an enumeration. */
  | 'XW-D0105'
  /** A number the target column cannot hold. */
  | 'XW-D0106'
  /** A time outside a day. */
  | 'XW-D0107'
  /** Text longer than the target column. */
  | 'XW-D0108'
  /** Text that is not JSON, or JSON that the target cannot hold. */
  | 'XW-D0109'
  /** A constraint of the target. */
  | 'XW-D0110'
  /** Another refusal by the target. */
  | 'XW-D0111'
  /** An expression where a value was expected. */
  | 'XW-D0112'
  /** Text that is not a value of its type. */
  | 'XW-D0113'
  /** NULL for a column of the target that takes none. */
  | 'XW-D0114'
  /** A row with another number of values than columns. */
  | 'XW-D0115'
  /** A label that the definition of the column does not have. */
  | 'XW-D0116'
  /** A key that an earlier row has, in a statement that passes such rows over. */
  | 'XW-D0117'
  /** A row whose place a later row of the script takes. */
  | 'XW-D0118'
  /** A key that an earlier row has, in a statement that would change that row. */
  | 'XW-D0119'
  /** No value for a column that has no default. */
  | 'XW-D0120'
  /** An expression of a mapping rule that has no value of its column's type for the row. */
  | 'XW-D0121'
  /** A value that SQLite would have as another one, in an expression of a mapping rule. */
  | 'XW-D0122'
  /** A date that the target's calendar does not reach. */
  | 'XW-D0123'

/** One row that was set aside, as it is kept in the reject file. */
export interface RejectRecord {
  readonly code: RejectCode
  /** Source column whose value is the reason; null when it is the row as a whole. */
  readonly column: string | null
  /** Key of the row in readable text; empty for a table without a key. */
  readonly key: Readonly<Record<string, string | null>>
  /** Bytes of the value (or of the row) as the source sent them, base64, cut at 4,096 bytes. */
  readonly source: string | null
  /** Length of those bytes before the cut. */
  readonly sourceBytes: number
  /** The target's own words, when it was the target that refused. */
  readonly reason: string | null
}

/** What to do with values that the target's type cannot hold. The default is always to set the row aside. */
export interface ValuePolicies {
  /** `null`: for nullable columns, counted. `infinity`: 0000-00-00 alone becomes -infinity, counted. */
  readonly zeroDates: 'reject' | 'null' | 'infinity'
  readonly nulBytes: 'reject' | 'strip'
  readonly enumErrors: 'reject' | 'null'
}

export const defaultPolicies: ValuePolicies = { zeroDates: 'reject', nulBytes: 'reject', enumErrors: 'reject' }

/** Values that were changed because a policy asked for it. */
export interface ChangedValues {
  readonly column: string
  readonly code: RejectCode
  readonly became: 'null' | '-infinity' | 'stripped'
  readonly count: number
}
