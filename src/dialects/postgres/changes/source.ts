import type { ChangeSource, Position } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { endOf } from '../connect.js'
import { operationErrorOf, reasonOf } from '../errors.js'
import { checkSource } from './check.js'
import { readEnd } from './identity.js'
import { isReached, parsePosition, positionText } from './log-position.js'
import { prepare } from './prepare.js'
import { forget, writing } from './slot.js'
import { openStream } from './stream.js'
import { logWholeRows } from './whole-rows.js'

export const changeSource: ChangeSource = {
  // What foreign keys do to rows is logged like any other change.
  logsCascades: true,
  check: checkSource,
  logWholeRows,
  prepare,
  forget,
  open: (endpoint, options) => openStream(endpoint, options),
  head,
  reached(position, goal) {
    const [here, there] = [parsePosition(position), parsePosition(goal)]
    return here !== null && there !== null && isReached(here, there)
  },
}

async function head(endpoint: Endpoint, signal?: AbortSignal): Promise<Position> {
  const client = await writing(endpoint, signal)
  try {
    return positionText(await readEnd(client))
  } catch (error) {
    signal?.throwIfAborted()
    const known = operationErrorOf(endpoint, error, 'reading where the log ends')
    throw known ?? new OperationError('XW-S0208', { endpoint: endpointName(endpoint), reason: reasonOf(error) })
  } finally {
    await endOf(client)
  }
}
