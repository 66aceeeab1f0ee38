import { connect, createServer, type Socket } from 'node:net'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'

/** A way to a server that a test can spoil. */
export interface FaultProxy {
  readonly endpoint: Endpoint
  /** Sees what the server sends, and may change it; null ends the connection instead. */
  tamper: (bytes: Buffer) => Buffer | null
  /** Sees what the client sends. */
  heard: (bytes: Buffer) => void
  cut(): void
  close(): Promise<void>
}

export async function startProxy(server: Endpoint): Promise<FaultProxy> {
  const sockets = new Set<Socket>()
  const listener = createServer((client) => {
    const behind = connect(server.port, server.host)
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        behind.destroy()
        sockets.delete(socket)
      })
    }
    client.on('data', (bytes: Buffer) => proxy.heard(bytes))
    client.pipe(behind)
    behind.on('data', (bytes: Buffer) => {
      const sent = proxy.tamper(bytes)
      if (!sent) behind.destroy()
      else if (!client.write(sent)) {
        behind.pause()
        client.once('drain', () => behind.resume())
      }
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const proxy: FaultProxy = {
    endpoint: { ...server, port },
    tamper: (bytes) => bytes,
    heard: () => undefined,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: () => {
      proxy.cut()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
  return proxy
}
