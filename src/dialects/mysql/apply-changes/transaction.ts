import { setTimeout as sleep } from 'node:timers/promises'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { StatementConnection } from '../statement-connection.js'
import { applyFailure, isPassing } from './failures.js'

/** How often a transaction is tried that others got in the way of, and the first pause between two tries. */
const tries = 6
const firstPauseMs = 100

export interface TransactionParts {
  readonly connection: StatementConnection
  readonly endpoint: Endpoint
}

/**
 * Runs `work` in a transaction and commits it. What others got in the way of is tried again, from the beginning.
 * @throws RefusedBatch when the rows are at fault, OperationError otherwise. Nothing was written then, except that after the
 * loss of the connection at the commit only the checkpoint tells: it is in the same transaction.
 */
export async function inTransaction<T>({ connection, endpoint }: TransactionParts, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.run('START TRANSACTION')
      const result = await work()
      await connection.run('COMMIT')
      return result
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined)
      if (!isPassing(error) || attempt === tries) throw applyFailure(endpoint, error)
      await sleep(firstPauseMs * 2 ** (attempt - 1))
    }
  }
}
