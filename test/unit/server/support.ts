import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openProject } from '../../../src/project/sqlite-store.js'
import { type Server, type ServerOptions, startServer } from '../../../src/server/server.js'
import { buildProgram, program } from '../../e2e/support/cli.js'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any form
  readonly json: any
}

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | object
}

/** A request with exactly these headers: `fetch` would not send a foreign Host. */
export function ask(base: string, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  const { hostname, port } = new URL(base)
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  const type = text === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers: { ...type, ...headers } }, (response) => {
      let all = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        all += chunk
      })
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: all, json: parsed(all) }),
      )
    })
    asked.once('error', reject)
    asked.setTimeout(30_000, () => asked.destroy(new Error(`no answer: ${method} ${path}`)))
    asked.end(text)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

export interface TestServer {
  readonly server: Server
  readonly project: string
  readonly notes: readonly string[]
  readonly api: (path: string, asked?: Asked) => Promise<Answer>
  close(): Promise<void>
}

/** A server over a project of its own that holds what `seed` makes, in this process; what it starts are real processes of the compiled program. */
export async function testServer(given: Partial<ServerOptions> = {}): Promise<TestServer> {
  await buildProgram()
  const project = given.project ?? mkdtempSync(join(tmpdir(), 'crosswalk-server-'))
  // Before the server has the file open: closing it a second time in one process would take its locks away.
  if (given.project === undefined) seed(project)
  const notes: string[] = []
  const server = await startServer({
    ...{ project, host: '127.0.0.1', port: 0, hostNames: [], behindProxy: false, version: 'test', engines: [] },
    program: { path: process.execPath, words: [program] },
    note: (line) => notes.push(line),
    ...given,
  })
  const api = (path: string, asked: Asked = {}) =>
    ask(server.url, path, { ...asked, headers: { ...bearer(server.tokens.admin), ...asked.headers } })
  return {
    ...{ server, project, notes, api },
    close: async () => {
      await server.close()
      if (given.project === undefined) rmSync(project, { recursive: true, force: true })
    },
  }
}

/** Two endpoints that nobody answers at, and a task between them, without asking a server. */
function seed(project: string): void {
  mkdirSync(join(project, 'tasks', 'one'), { recursive: true })
  const store = openProject(project)
  const at = { version: null, testedAt: null, tls: 'disable' }
  store.saveEndpoint({ ...at, name: 'src', role: 'source', engine: 'mysql', url: 'mysql://u@127.0.0.1:1/shop' })
  store.saveEndpoint({ ...at, name: 'dst', role: 'target', engine: 'postgres', url: 'postgresql://u@127.0.0.1:1/shop' })
  store.addTask({
    ...{ name: 'one', source: 'src', target: 'dst', kind: 'full-load-and-cdc', words: {}, status: 'ready' },
    ...{ stopReason: null, lastFailure: null, createdAt: 1, freshStartAt: null, startedAt: null, stoppedAt: null },
    ...{ fullLoadStartedAt: null, fullLoadFinishedAt: null, owner: null, stopAsked: false },
  })
  store.close()
}

/** Until it is so, at most four minutes: the machine may be slow. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 240_000; Date.now() < end; ) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('it never came')
}
