import { connect, type Socket } from 'node:net'
import type { Channel } from '../core/dialect/fingerprint.js'

export type ConnectFailure = 'refused' | 'no answer' | 'unreachable'

export interface OpenChannel extends Channel {
  /** Resolves when something has come, the peer closed or `milliseconds` are over. */
  heard(milliseconds: number): Promise<void>
  readonly ended: boolean
  /** Ends the connection in order (FIN), and at once if the peer does not answer that. */
  close(): void
}

/** Bytes that one connection may bring; a peer that sends more is cut off. */
const most = 65_536

/** Opens a connection. A failure is an answer, not an error. */
export function openChannel(
  { address, port }: { readonly address: string; readonly port: number },
  limits: { readonly connectMs: number; readonly answerMs: number },
): Promise<OpenChannel | ConnectFailure> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, noDelay: true })
    const timer = afterInput(() => settle('no answer'), limits.connectMs)
    let settled = false
    const settle = (failure: ConnectFailure): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      socket.destroy()
      resolve(failure)
    }
    socket.once('error', (error: NodeJS.ErrnoException) => settle(failureOf(error.code)))
    socket.once('connect', () => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(channelOver(socket, limits.answerMs))
    })
  })
}

/** A timer that lets what has come by then be read first: in a process that was held up all clocks are over at once. */
const afterInput = (work: () => void, milliseconds: number): NodeJS.Timeout =>
  setTimeout(() => setImmediate(work), milliseconds)

function failureOf(code: string | undefined): ConnectFailure {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'refused'
  return code === 'ETIMEDOUT' ? 'no answer' : 'unreachable'
}

function channelOver(socket: Socket, answerMs: number): OpenChannel {
  let bytes = Buffer.alloc(0)
  let taken = 0
  let ended = false
  let wake: (() => void)[] = []
  const changed = (): void => {
    const waiting = wake
    wake = []
    for (const resume of waiting) resume()
  }
  const end = (): void => {
    ended = true
    changed()
  }
  socket.on('data', (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]).subarray(0, most)
    if (bytes.length === most) socket.destroy()
    changed()
  })
  socket.on('error', end).on('end', end).on('close', end)
  const until = (done: () => boolean, milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = afterInput(resolve, milliseconds)
      const look = (): void => {
        if (!done() && !ended) return void wake.push(look)
        clearTimeout(timer)
        resolve()
      }
      look()
    })
  return {
    write: (data) => void (socket.writable && socket.write(data)),
    seen: () => bytes,
    heard: (milliseconds) => {
      const before = bytes.length
      return until(() => bytes.length > before, milliseconds)
    },
    get ended() {
      return ended
    },
    read: async (length) => {
      await until(() => bytes.length >= taken + length, answerMs)
      if (bytes.length < taken + length) return undefined
      taken += length
      return bytes.subarray(taken - length, taken)
    },
    close: () => {
      socket.end()
      setTimeout(() => socket.destroy(), 500).unref()
    },
  }
}
