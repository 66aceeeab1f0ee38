import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { OperationError } from '../core/findings/operation-error.js'
import type { RunMetrics } from './run-metrics.js'

/** Milliseconds between two times that a file is written. */
const writeEvery = 5000

export interface Published {
  /** Where it is: a URL, or a path. */
  readonly at: string
  close(): Promise<void>
}

/**
 * Shows metrics where `where` says: `PORT` on this machine's loopback address, `HOST:PORT`, or the path of a file, which is
 * written anew every few seconds and at the end.
 * @throws OperationError XW-S0720 when it cannot be listened there
 */
export function publish(metrics: RunMetrics, where: string): Promise<Published> {
  const address = /^(?:(?:\[([\da-f:.]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(where)
  if (!address) return Promise.resolve(intoFile(metrics, where))
  return onPort(metrics, address[1] ?? address[2] ?? '127.0.0.1', Number(address[3]))
}

async function onPort(metrics: RunMetrics, host: string, port: number): Promise<Published> {
  const server = createServer((request, response) => void answer(metrics, request, response))
  try {
    await listen(server, host, port)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OperationError('XW-S0720', { where: `${host}:${port}`, reason }, { cause: error })
  }
  // It never keeps a run alive.
  server.unref()
  const bound = server.address()
  const actual = typeof bound === 'object' && bound !== null ? bound.port : port
  return {
    at: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

async function answer(metrics: RunMetrics, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const known = request.method === 'GET' && request.url?.split('?')[0] === '/metrics'
  const text = known ? await metrics.text() : 'metrics are at /metrics\n'
  response.writeHead(known ? 200 : 404, {
    'content-type': known ? metrics.registry.contentType : 'text/plain',
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
}

function intoFile(metrics: RunMetrics, path: string): Published {
  const write = async (): Promise<void> => {
    const text = await metrics.text()
    // A reader sees the old text or the new one, never half of it.
    writeFileSync(`${path}.new`, text)
    renameSync(`${path}.new`, path)
  }
  const timer = setInterval(() => void write().catch(() => rmSync(`${path}.new`, { force: true })), writeEvery)
  timer.unref()
  return {
    at: path,
    close: async () => {
      clearInterval(timer)
      await write()
    },
  }
}
