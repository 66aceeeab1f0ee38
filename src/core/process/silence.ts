import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** Looked at this often; milliseconds. */
const lookEvery = 2000
/** A connection that is waited for, without a byte in either direction for so long, is asked for. */
const silence = 20_000

/** What a session is seen doing by another one; `unknown` when no other could be made. */
export type Seen = 'working' | 'not working' | 'unknown'

export interface Watched {
  /** Nothing is waited for. */
  readonly isIdle: () => boolean
  /** Asks the server over another connection. Never rejects. */
  readonly look: () => Promise<Seen>
}

/**
 * Ends a connection whose server went away without a word (a cable, a firewall that forgot us): no timeout of a statement
 * would help, because one may take hours. When nothing came for a while, another connection looks whether the session is
 * still at work; it has to find it there, or the socket is destroyed with a reason. Ends with the socket.
 */
export function watchSilence(socket: Duplex, { isIdle, look }: Watched): void {
  if (!(socket instanceof Socket)) return
  const moved = (): number => socket.bytesRead + socket.bytesWritten - socket.writableLength
  let last = moved()
  let since = performance.now()
  let looking = false
  const timer = setInterval(() => {
    const now = moved()
    if (now !== last || isIdle()) {
      last = now
      since = performance.now()
    } else if (!looking && performance.now() - since > silence) {
      looking = true
      void look().then((seen) => {
        looking = false
        since = performance.now()
        if (seen !== 'working' && moved() === last && !isIdle()) socket.destroy(gone(seen))
      })
    }
  }, lookEvery)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}

function gone(seen: Seen): Error {
  const why = seen === 'unknown' ? 'and no other connection could be made' : 'and its session is not at work'
  return Object.assign(new Error(`nothing came for ${silence / 1000} seconds, ${why}`), { code: 'ETIMEDOUT' })
}
