import { RefusedBatch } from '../../../core/data/changes.js'
import { TargetRefusal } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { loadFailure, rejectCode } from '../data/load-errors.js'
import { codeOf, reasonOf } from '../errors.js'
import { PipelineFault } from './pipeline.js'
import { SchemaChanged } from './schema-watch.js'

/** Serialization failure, deadlock, lock not available: the same again may succeed. */
const passing = new Set(['40001', '40P01', '55P03'])

/** Whether the server gave the transaction up because of others, not because of what is in it. */
export const isPassing = (error: unknown): boolean => passing.has(codeOf(causeOf(error)) ?? '')

const causeOf = (error: unknown): unknown => (error instanceof PipelineFault ? error.cause : error)

/** A fault of the rows as a RefusedBatch with its place, everything else as an OperationError. */
export function applyFailure(endpoint: Endpoint, error: unknown): Error {
  if (error instanceof RefusedBatch || error instanceof OperationError || error instanceof SchemaChanged) return error
  if (error instanceof PipelineFault && error.cause === undefined)
    return new RefusedBatch('the target does not have the row', { at: placeOf(error), code: 'XW-D0801' })
  const cause = causeOf(error)
  if (isPassing(error)) {
    const data = { endpoint: endpointName(endpoint), reason: reasonOf(cause) }
    return new OperationError('XW-S0123', data, { cause, retryable: true })
  }
  const failure = loadFailure(endpoint, cause)
  if (!(failure instanceof TargetRefusal)) return failure
  const fault = { at: error instanceof PipelineFault ? placeOf(error) : null, code: rejectCode(failure) }
  return new RefusedBatch(failure.message, fault, { cause })
}

const placeOf = (fault: PipelineFault): number | null => (fault.tag < 0 ? null : fault.tag)
