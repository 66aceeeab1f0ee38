import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { isConnectionLoss } from '../errors.js'
import { applyFailure, isPassing } from './failures.js'
import type { StatementNames } from './statements.js'

/** How often a transaction is tried that others got in the way of, and the first pause between two tries. */
const tries = 6
const firstPauseMs = 100

export interface TransactionParts {
  readonly client: pg.Client
  readonly endpoint: Endpoint
  readonly names: StatementNames
}

/**
 * Runs `work` in a transaction and commits it. What others got in the way of is tried again, from the beginning.
 * @throws RefusedBatch when the rows are at fault, OperationError otherwise. Nothing was written then, except that after the
 * loss of the connection at the commit only the checkpoint tells: it is in the same transaction.
 */
export async function inTransaction<T>(
  parts: TransactionParts,
  work: () => Promise<T>,
  begins: 'here' | 'in the work' = 'here',
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(parts, work, begins)
    } catch (error) {
      if (!isPassing(error) || attempt === tries) throw applyFailure(parts.endpoint, error)
      await sleep(firstPauseMs * 2 ** (attempt - 1))
    }
  }
}

async function once<T>(
  { client, names }: TransactionParts,
  work: () => Promise<T>,
  begins: 'here' | 'in the work',
): Promise<T> {
  try {
    if (names.mustForget) await names.forget(client)
    if (begins === 'here') await client.query('BEGIN')
    const result = await work()
    const { command } = await client.query('COMMIT')
    // A transaction with an error in it answers COMMIT by a rollback and says so only in this word.
    if (command !== 'COMMIT') throw new OperationError('XW-S0002', { problem: `COMMIT was answered by ${command}` })
    return result
  } catch (error) {
    await rollback(client, names, error)
    throw error
  }
}

async function rollback(client: pg.Client, names: StatementNames, error: unknown): Promise<void> {
  try {
    await client.query('ROLLBACK')
    await names.forget(client)
  } catch (lost) {
    // The reason why nothing can be said to the server any more counts for more than what it said last.
    if (isConnectionLoss(lost) && !isConnectionLoss(error)) throw lost
  }
}
