import type { Endpoint } from '../../core/dialect/endpoint.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { type Seen, watchSilence } from '../../core/process/silence.js'
import { close, connect, queryValue, type Session } from './connect.js'
import { socketOf } from './driver-socket.js'
import { within } from './silence.js'

const lookWithin = 15_000
/** The server cannot be reached, or does not answer. Other refusals come from one that is there. */
const away: ReadonlySet<string> = new Set(['XW-S0201', 'XW-S0205'])

/** Gives a session up whose server has fallen silent; see `core/process/silence.ts`. */
export function watchSession(session: Session, isIdle: () => boolean): void {
  watchSilence(socketOf(session.driver), { isIdle, look: () => lookAt(session) })
}

async function lookAt({ endpoint, threadId }: Session): Promise<Seen> {
  try {
    return await within(endpoint, lookWithin, seenFrom(endpoint, threadId))
  } catch (error) {
    return error instanceof OperationError && !away.has(error.code) ? 'working' : 'unknown'
  }
}

async function seenFrom(endpoint: Endpoint, threadId: number): Promise<Seen> {
  const session = await connect(endpoint, { withoutDatabase: true, timeout: lookWithin })
  const command = (id: number): Promise<string | null> =>
    queryValue(session, 'SELECT COMMAND FROM information_schema.PROCESSLIST WHERE ID = ?', [String(id)])
  try {
    const found = await command(threadId)
    if (found !== null) return found === 'Sleep' ? 'not working' : 'working'
    // A relay in between may number sessions in its own way: then nothing can be told by numbers.
    return (await command(session.threadId)) === null ? 'working' : 'not working'
  } finally {
    void close(session)
  }
}
