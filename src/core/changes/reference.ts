/** A foreign key between tables; places count tables as the task does. A side outside of the task is null. */
export interface Reference {
  readonly child: number | null
  readonly parent: number | null
  /** Places in the tuples of child and parent. */
  readonly childColumns: readonly number[]
  readonly parentColumns: readonly number[]
  /** The engine changes rows of the child on its own when one of the parent goes, or its key changes. */
  readonly actsOnDelete: boolean
  readonly actsOnUpdate: boolean
}
