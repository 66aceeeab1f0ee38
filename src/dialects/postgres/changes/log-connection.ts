import type { Duplex } from 'node:stream'
import type { ValueBytes } from '../data/binary-decoders.js'
import { MessageReader } from './message-reader.js'

export interface LogHandler {
  /** What the plugin wrote, in `from.bytes[start, end)`. A promise: what follows waits for it. */
  written(from: ValueBytes, start: number, end: number): Promise<void> | undefined
  /** The server has sent everything in front of this place. */
  alive(walEnd: bigint, at: number): Promise<void> | undefined
}

export interface FollowOptions {
  /** Of a connection in replication mode that does nothing; it is used up. */
  readonly socket: Duplex
  /** START_REPLICATION … */
  readonly command: string
  readonly handler: LogHandler
  /** Up to where the server may forget; null: nothing is known to be safe yet. */
  readonly flushed: () => bigint | null
  /** Called once, with what tells the server at once what is flushed. */
  readonly began: (report: () => void) => void
  /** How often the server must hear of us; ms. */
  readonly interval: number
  /** Waits a little for more where little came. */
  readonly rests: boolean
  readonly signal: AbortSignal
}

const message = { copyBoth: 0x57, copyData: 0x64, copyDone: 0x63, error: 0x45, ready: 0x5a } as const
const [written, keepalive] = [0x77, 0x6b]
/** A silence of this many intervals means that the server or the network is gone. */
const patience = 4
/** Milliseconds from 1970 to 2000, where the server's clock begins. */
const epoch = 946_684_800_000

/** Microseconds of the server's clock at `at`, as milliseconds since 1970. */
export const clockOf = (view: DataView, at: number): number =>
  epoch + view.getInt32(at) * 4_294_967.296 + view.getUint32(at + 4) / 1000

/**
 * Runs START_REPLICATION until the signal aborts (resolves) or something fails (rejects with what the server or the
 * socket said). (Manual: Streaming Replication Protocol.)
 */
export function follow(options: FollowOptions): Promise<void> {
  const { socket, handler, signal, interval } = options
  const report = (wantsReply = false): void => void socket.write(statusUpdate(options.flushed() ?? 0n, wantsReply))
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearInterval(timer)
      signal.removeEventListener('abort', abort)
      reader.stop()
      settle()
    }
    const failed = (error: unknown): void => finish(() => reject(error))
    const abort = (): void => {
      report()
      finish(resolve)
    }
    const message = (type: number, from: ValueBytes, start: number, end: number): Promise<void> | undefined =>
      route(handler, () => report(), type, from, start, end)
    const reader = new MessageReader(socket, { message, failed }, { rests: options.rests })
    const timer = setInterval(() => {
      const silence = reader.busy ? 0 : Date.now() - reader.heard
      if (silence > interval * patience) failed(new Error('Connection terminated: the server is silent'))
      else report(silence > interval)
    }, interval)
    signal.addEventListener('abort', abort, { once: true })
    options.began(() => report())
    socket.write(queryMessage(options.command))
  })
}

function route(
  handler: LogHandler,
  report: () => void,
  type: number,
  from: ValueBytes,
  start: number,
  end: number,
): Promise<void> | undefined {
  if (type === message.copyData) {
    const kind = from.view.getUint8(start)
    // Behind its mark: where it begins, where the log ends, the clock; eight bytes each.
    if (kind === written) return handler.written(from, start + 25, end)
    if (kind !== keepalive) return undefined
    const wait = handler.alive(from.view.getBigUint64(start + 1), clockOf(from.view, start + 9))
    if (from.view.getUint8(start + 17) === 1) report()
    return wait
  }
  if (type === message.error) throw serverError(from.bytes.toString('utf8', start, end))
  if (type === message.copyDone || type === message.ready) throw new Error('Connection terminated by the server')
  return undefined
}

/** Fields of an error: a letter and a text each, ended by zero bytes. */
function serverError(body: string): Error {
  const fields = new Map(body.split('\0').map((field) => [field[0], field.slice(1)]))
  return Object.assign(new Error(fields.get('M') ?? 'an error without a message'), { code: fields.get('C') })
}

function queryMessage(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`)
  const head = Buffer.from([0x51, 0, 0, 0, 0])
  head.writeUInt32BE(text.length + 4, 1)
  return Buffer.concat([head, text])
}

/** Standby status update: written, flushed and applied are one thing to us. */
function statusUpdate(flushed: bigint, wantsReply: boolean): Buffer {
  const bytes = Buffer.alloc(5 + 34)
  bytes[0] = message.copyData
  bytes.writeUInt32BE(4 + 34, 1)
  bytes[5] = 0x72
  for (const at of [6, 14, 22]) bytes.writeBigUInt64BE(flushed, at)
  bytes.writeBigInt64BE(BigInt(Date.now() - epoch) * 1000n, 30)
  bytes[38] = wantsReply ? 1 : 0
  return bytes
}
