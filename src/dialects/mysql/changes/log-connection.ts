import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { connect, type Session } from '../connect.js'
import type { Wire } from '../data/wire.js'
import { lost, serverError, socketOf } from '../driver-socket.js'
import { within } from '../silence.js'
import { type DumpStart, dumpCommand, heartbeatSeconds, introduce, registerCommand } from './dump.js'
import { PacketReader } from './packets.js'

export interface LogConnectionOptions {
  readonly endpoint: Endpoint
  readonly reader: string
  readonly serverId: number
  readonly start: (session: Session) => Promise<DumpStart>
  readonly signal: AbortSignal
  /** Called once before the first event. */
  readonly began: (session: Session) => Promise<void>
  readonly event: (wire: Wire, start: number, end: number) => Promise<void> | undefined
  /** What an error of the server or of the socket means. */
  readonly failure: (error: Error) => Error
  /** Called when we end the reading: a server that has nothing to send would keep its side open for a while. */
  readonly dismiss: (threadId: number) => Promise<void>
}

/** What is asked before the log comes takes no time; milliseconds. */
const prepareWithin = 60_000

/** A silence of this length means that the server or the network is gone. */
const silence = heartbeatSeconds * 4 * 1000

/** Reads the log until the signal aborts (resolves) or something fails (rejects). */
export async function readLog(options: LogConnectionOptions): Promise<void> {
  const { endpoint, signal } = options
  const session = await connect(endpoint, { withoutDatabase: true, signal })
  try {
    const prepare = async (): Promise<DumpStart> => {
      const found = await options.start(session)
      await introduce(session, options.reader, found)
      await options.began(session)
      return found
    }
    const start = await within(endpoint, prepareWithin, prepare())
    if (signal.aborted) return
    await follow(session, options, start).catch(async (error: unknown) => {
      if (error instanceof OperationError) await options.dismiss(session.threadId)
      throw error
    })
    await options.dismiss(session.threadId)
  } finally {
    session.driver.destroy()
  }
}

function follow(session: Session, options: LogConnectionOptions, start: DumpStart): Promise<void> {
  return new Promise((resolve, reject) => {
    let registered = false
    const packet = (wire: Wire, from: number, end: number): Promise<void> | undefined => {
      const mark = wire.bytes[from]
      if (mark === 0xff) throw options.failure(serverError(wire.bytes.subarray(from, end)))
      if (!registered) {
        registered = true
        packets.send(dumpCommand(session, options.serverId, start))
        return undefined
      }
      if (mark === 0xfe) throw options.failure(lost('the server ended the log'))
      return options.event(wire, from + 1, end)
    }
    const failed = (error: unknown): void => finish(() => reject(error))
    const socket = socketOf(session.driver)
    const packets = new PacketReader(socket, { packet, lost: options.failure, failed })
    const watch = setInterval(() => {
      if (packets.busy || Date.now() - packets.heard < silence) return
      packets.fail(options.failure(lost(`nothing came for ${silence / 1000} seconds`)))
    }, 1000)
    const abort = (): void => finish(resolve)
    const finish = (settle: () => void): void => {
      clearInterval(watch)
      options.signal.removeEventListener('abort', abort)
      packets.stop()
      socket.destroy()
      settle()
    }
    options.signal.addEventListener('abort', abort, { once: true })
    packets.send(registerCommand(options.serverId))
  })
}
