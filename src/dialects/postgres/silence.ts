import { Socket } from 'node:net'
import type pg from 'pg'

/** Looked at this often; milliseconds. */
const lookEvery = 2000
/** A statement without a byte in either direction for so long is asked for. */
const silence = 20_000

/** What a session is seen doing by another one; `unknown` when nobody could be asked. */
export type Seen = 'working' | 'not working' | 'unknown'

/**
 * Ends a connection whose server went away without a word (a cable, a firewall that forgot us): no timeout of a statement
 * would help, because one may take hours. When nothing came for a while, another connection looks whether the session is
 * still at work; it has to find it there, or the connection is given up.
 */
export function watchSilence(client: pg.Client, look: () => Promise<Seen>): void {
  const socket = socketOf(client)
  if (!socket) return
  const moved = (): number => socket.bytesRead + socket.bytesWritten - socket.writableLength
  let last = moved()
  let since = performance.now()
  let looking = false
  const timer = setInterval(() => {
    const now = moved()
    if (now !== last || isIdle(client)) {
      last = now
      since = performance.now()
    } else if (!looking && performance.now() - since > silence) {
      looking = true
      void look().then((seen) => {
        looking = false
        since = performance.now()
        if (seen === 'working' || moved() !== last) return
        const reason = seen === 'unknown' ? 'and no other connection could be made' : 'and its session is not at work'
        const gone = new Error(`nothing came for ${silence / 1000} seconds, ${reason}`)
        socket.destroy(Object.assign(gone, { code: 'ETIMEDOUT' }))
      })
    }
  }, lookEvery)
  timer.unref()
  client.once('end', () => clearInterval(timer))
}

const socketOf = (client: pg.Client): Socket | undefined => {
  const found = 'connection' in client ? (client.connection as { readonly stream?: unknown }).stream : undefined
  return found instanceof Socket ? found : undefined
}

const isIdle = (client: pg.Client): boolean => 'readyForQuery' in client && client.readyForQuery === true
