import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Manner {
  /** Bytes go nowhere, and nobody is told: what a cable does that was pulled out. */
  readonly silent?: boolean
  /** New connections are taken and answered by nobody. */
  readonly deaf?: boolean
  /** Milliseconds that every piece waits. */
  readonly latency?: number
  /** Bytes per second and direction. */
  readonly rate?: number
}

/** A TCP relay on 127.0.0.1 that misbehaves on demand. */
export class FaultProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  manner: Manner = {}
  /** Connections that were made so far. */
  connections = 0

  readonly toPort: number

  private constructor(toPort: number) {
    this.toPort = toPort
    this.#server = createServer((near) => {
      this.connections++
      this.#keep(near)
      if (this.manner.deaf) return
      const far = dial(toPort, '127.0.0.1')
      this.#keep(far)
      this.#pairs.add([near, far])
      this.#relay(near, far)
      this.#relay(far, near)
    })
  }

  static async before(port: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(port)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Every connection ends with a reset, in whatever it is. */
  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    this.reset()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #relay(from: Socket, to: Socket): void {
    let last: Promise<void> = Promise.resolve()
    // A connection that was silent once stays so: what it has swallowed will not come.
    let swallowed = false
    from.on('data', (piece: Buffer) => {
      const { silent, latency = 0, rate } = this.manner
      swallowed ||= silent === true
      if (swallowed) return
      const wait = latency + (rate === undefined ? 0 : (piece.length / rate) * 1000)
      if (wait === 0) {
        if (!to.write(piece)) from.pause()
        return
      }
      from.pause()
      last = last
        .then(() => sleep(wait))
        .then(() => {
          to.write(piece)
          from.resume()
        })
    })
    to.on('drain', () => from.resume())
    from.on('end', () => void last.then(() => swallowed || to.end()))
    from.on('close', () => void last.then(() => swallowed || to.destroy()))
  }
}
