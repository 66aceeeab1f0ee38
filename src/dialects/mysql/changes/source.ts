import type { ChangeSource, Position } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { close, connect } from '../connect.js'
import { logEnd, parsePosition, positionText } from '../log-position.js'
import { checkSource } from './check.js'
import { isReached } from './order.js'
import { openStream } from './stream.js'

export const changeSource: ChangeSource = {
  // Row events are those of statements; the storage engine's own deletes and updates are not among them.
  logsCascades: false,
  check: checkSource,
  open: openStream,
  head,
  reached(position, goal) {
    const [here, there] = [parsePosition(position), parsePosition(goal)]
    return here !== null && there !== null && isReached(here, there)
  },
}

async function head(endpoint: Endpoint, signal?: AbortSignal): Promise<Position> {
  const session = await connect(endpoint, { withoutDatabase: true, ...(signal ? { signal } : {}) })
  try {
    const end = await logEnd(session)
    if (end) return positionText(end)
    const reason = 'it keeps no log, or its end may not be seen'
    throw new OperationError('XW-S0208', { endpoint: endpointName(endpoint), reason })
  } finally {
    await close(session)
  }
}
