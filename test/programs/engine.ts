import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { connectPostgres } from '../support/servers.js'
import type { Cell } from './recording.js'

export interface TypedRows {
  /** Type: number of the target's type. */
  readonly columns: readonly { readonly name: string; readonly type: number }[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Where converted programs run. */
export interface Engine {
  /** One statement; throws an EngineError for what the engine refuses. */
  query(sql: string): Promise<TypedRows>
  /** Statements whose rows nobody wants. */
  run(sql: string): Promise<void>
  close(): Promise<void>
}

export class EngineError extends Error {
  constructor(
    readonly state: string,
    message: string,
    readonly where: string,
  ) {
    super(message)
  }
}

/** A wrongly converted loop may never end. */
const limitMs = 20_000

/**
 * The engine compiled to WebAssembly, in a thread of its own: it knows no time-out, so a statement that does not end is
 * ended with its thread, and the next one finds a fresh engine. How long it takes to start says nothing of a statement.
 */
export function inProcessEngine(): Engine {
  const library = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  let started: Promise<Worker> | undefined
  const give = (thread: Worker): void => {
    started = undefined
    void thread.terminate()
  }
  const ask = async (sql: string, rows: boolean): Promise<TypedRows> => {
    started ??= startThread(library)
    const thread = await started
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        give(thread)
        reject(new EngineError('57014', `it did not end: ${sql.slice(0, 200)}`, ''))
      }, limitMs)
      thread.once('message', (answer: TypedRows | { readonly error: EngineError }) => {
        clearTimeout(timer)
        if (!('error' in answer)) return resolve(answer)
        const { state, message, where } = answer.error
        // A refusal has a state; without one the engine itself has broken down.
        if (state === '') give(thread)
        reject(new EngineError(state, message, where))
      })
      thread.postMessage({ sql, rows })
    })
  }
  return {
    query: (sql) => ask(sql, true),
    run: async (sql) => void (await ask(sql, false)),
    close: async () => void (await (await started)?.terminate()),
  }
}

function startThread(library: string): Promise<Worker> {
  const thread = new Worker(threadText, { eval: true, workerData: { library } })
  return new Promise((resolve, reject) => {
    thread.once('error', reject)
    thread.once('message', () => resolve(thread))
  })
}

const threadText = `
const { parentPort, workerData } = require('node:worker_threads')
const { PGlite } = require(workerData.library)
const parsers = Object.fromEntries(Array.from({ length: 6000 }, (_, type) => [type, (text) => text]))
const engine = new PGlite({ postgresqlconf: ['shared_buffers = 8MB', 'max_wal_size = 32MB'] })
engine.waitReady.then(() => parentPort.postMessage('ready'))
parentPort.on('message', async ({ sql, rows }) => {
  try {
    if (!rows) {
      await engine.exec(sql)
      return parentPort.postMessage({ columns: [], rows: [] })
    }
    const found = await engine.query(sql, [], { rowMode: 'array', parsers })
    const columns = found.fields.map((field) => ({ name: field.name, type: field.dataTypeID }))
    parentPort.postMessage({ columns, rows: found.rows })
  } catch (error) {
    const { code = '', message = String(error), where = '' } = error ?? {}
    parentPort.postMessage({ error: { state: code, message, where } })
  }
})
`

/** A session on a server. */
export async function serverEngine(endpoint: Endpoint): Promise<Engine> {
  const client = await connectPostgres(endpoint)
  await client.query(`SET statement_timeout = ${limitMs}`)
  const query = async (sql: string): Promise<TypedRows> => {
    try {
      const found = await client.query<Cell[]>({ text: sql, rowMode: 'array' })
      const { fields = [], rows = [] } = Array.isArray(found) ? {} : found
      return { columns: fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })), rows }
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error
      throw new EngineError(error.code ?? '', error.message, error.where ?? '')
    }
  }
  return { query, run: async (sql) => void (await query(sql)), close: () => client.end() }
}
