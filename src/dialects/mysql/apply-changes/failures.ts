import { RefusedBatch } from '../../../core/data/changes.js'
import { TargetRefusal } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { serverWords } from '../connect-errors.js'
import { isPassing as isLock, loadFailure, rejectCode } from '../load/load-errors.js'
import { SchemaChanged } from './schema-watch.js'
import { Doubt, StatementFault, TooLong } from './statement-run.js'

const causeOf = (error: unknown): unknown => (error instanceof StatementFault ? error.cause : error)

/** Whether the server gave the transaction up because of others, not because of what is in it. */
export const isPassing = (error: unknown): boolean => isLock(causeOf(error))

/** A fault of the rows as a RefusedBatch with its place, everything else as an OperationError. */
export function applyFailure(endpoint: Endpoint, error: unknown): Error {
  if (error instanceof RefusedBatch || error instanceof OperationError || error instanceof Doubt) return error
  if (error instanceof SchemaChanged) return error
  if (error instanceof StatementFault && error.cause === undefined)
    return new RefusedBatch('the target does not have the row', { at: error.at, code: 'XW-D0801' })
  const cause = causeOf(error)
  if (isPassing(error)) {
    const data = { endpoint: endpointName(endpoint), reason: serverWords(cause) }
    return new OperationError('XW-S0123', data, { cause, retryable: true })
  }
  const failure = cause instanceof TooLong ? new TargetRefusal(cause.message) : loadFailure(endpoint, cause)
  if (!(failure instanceof TargetRefusal)) return failure
  const at = error instanceof StatementFault ? error.at : null
  return new RefusedBatch(failure.message, { at, code: rejectCode(failure) }, { cause })
}
