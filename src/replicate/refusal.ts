import type { ApplyException, Change, CommitMark, RefusedBatch, RefusedChange } from '../core/data/changes.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { piecesOf } from './batcher.js'
import type { Transaction } from './transactions.js'

/** What became of a change that could not be applied. */
export interface Fault {
  readonly table: number
  readonly kind: Change['kind']
  readonly code: string
  readonly key: Readonly<Record<string, string | null>>
  readonly reason: string
}

/** A value of the log that no column of the target can hold. */
export const faultOfChange = (change: RefusedChange): Fault => ({
  ...{ table: change.table, kind: change.kind, code: change.code, key: change.row.key },
  reason: change.column === null ? 'the row cannot be read' : `column ${change.column}`,
})

/** What the target refused; `at` is the place of the change among all of the transaction. */
export async function faultOfBatch(
  transactions: readonly Transaction[],
  at: number,
  refusal: RefusedBatch,
): Promise<Fault> {
  const change = await changeAt(transactions, at)
  const { code, key, message: reason } = refusal
  return { table: change.table, kind: change.kind, code, key, reason }
}

async function changeAt(transactions: readonly Transaction[], at: number): Promise<Change> {
  let first = 0
  for await (const piece of piecesOf(transactions)) {
    const found = piece[at - first]
    if (found) return found
    first += piece.length
  }
  throw new Error(`a batch of ${first} changes has none at ${at}`)
}

/** The place among all changes of the one that was at `at` when those of `without` were left out. */
export function originalPlace(at: number, without: ReadonlySet<number>): number {
  let place = at
  for (const left of [...without].sort((a, b) => a - b)) if (left <= place) place++
  return place
}

export const exceptionOf = (fault: Fault, mark: CommitMark): ApplyException => ({ ...fault, position: mark.position })

/** The error that ends a task which may not set aside. */
export function refusalError(fault: Fault, tables: readonly TableMapping[], mark: CommitMark): OperationError {
  const { source } = tables[fault.table] ?? { source: { schema: '?', table: String(fault.table) } }
  const key = Object.entries(fault.key).map(([name, value]) => `${name}=${value ?? 'NULL'}`)
  return new OperationError('XW-S0603', {
    table: `${source.schema}.${source.table}`,
    kind: fault.kind,
    key: key.length > 0 ? key.join(', ') : 'not known',
    code: fault.code,
    reason: fault.reason,
    position: mark.position,
  })
}
