import { createServer, type Socket } from 'node:net'

/** Says this at once, and then for each message that comes the next answer; `close` ends it after the last. */
export interface Part {
  readonly greeting?: Uint8Array | string
  readonly answers?: readonly (Uint8Array | string)[]
  readonly close?: boolean
  /** Milliseconds before each byte of the greeting. */
  readonly dribble?: number
}

export interface ScriptedServer {
  readonly port: number
  /** What each connection sent, in the order of the connections. */
  readonly heard: readonly Buffer[]
  close(): Promise<void>
}

/** A port that plays a part, for what no engine on this machine says. */
export async function playServer(part: Part, { host = '127.0.0.1', port = 0 } = {}): Promise<ScriptedServer> {
  const heard: Buffer[] = []
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    const index = heard.push(Buffer.alloc(0)) - 1
    const answers = [...(part.answers ?? [])]
    socket.on('error', () => undefined).on('close', () => open.delete(socket))
    socket.on('data', (bytes: Buffer) => {
      heard[index] = Buffer.concat([heard[index] ?? Buffer.alloc(0), bytes])
      const next = answers.shift()
      if (next !== undefined) socket.write(next)
      if (part.close && answers.length === 0) socket.end()
    })
    if (part.greeting !== undefined) void say(socket, Buffer.from(part.greeting), part.dribble)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    heard,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

async function say(socket: Socket, bytes: Buffer, dribble = 0): Promise<void> {
  if (dribble === 0) return void socket.write(bytes)
  for (const byte of bytes) {
    await new Promise((resolve) => setTimeout(resolve, dribble))
    if (socket.destroyed) return
    socket.write(Buffer.from([byte]))
  }
}
