import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { OperationError } from '../core/findings/operation-error.js'
import { isAlive, ownProcess } from '../core/process/identity.js'
import { makeFolder } from '../core/process/make-folder.js'
import { openProject } from '../project/sqlite-store.js'
import { settled } from '../project/states.js'
import { createApp } from './app.js'
import { Audit } from './audit.js'
import { cardsOf } from './cards.js'
import type { Program } from './child.js'
import type { Context } from './context.js'
import { Conversions } from './conversions.js'
import { namesOf } from './guard.js'
import { Hub } from './hub.js'
import { KnownMoves } from './moves.js'
import { Operations } from './operations.js'
import { beginRun } from './routes/task-actions.js'
import { Samples } from './samples.js'
import { Sessions } from './sessions.js'
import { Supervisor } from './supervisor.js'
import { readTokens, type Tokens, tokensPath } from './tokens.js'

export interface ServerOptions {
  readonly project: string
  readonly host: string
  readonly port: number
  /** Names by which browsers reach it besides those of the loopback address. */
  readonly hostNames: readonly string[]
  /** A proxy with TLS stands in front. */
  readonly behindProxy: boolean
  readonly program: Program
  readonly version: string
  /** Dialects by name. */
  readonly engines: readonly string[]
  readonly note: (line: string) => void
}

export interface Server {
  readonly url: string
  readonly tokens: Tokens
  readonly tokensAreNew: boolean
  readonly tokensPath: string
  /** Tasks that were taken up again. */
  readonly resumed: readonly string[]
  close(): Promise<void>
}

/** Milliseconds between two looks at the project. */
const lookEvery = 1000

/**
 * Serves a project until it is closed.
 * @throws OperationError XW-S0910 to XW-S0913
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  checkBind(options)
  const folder = join(options.project, 'server')
  makeFolder(folder, 0o700)
  chmodSync(folder, 0o700)
  const { tokens, areNew } = readTokens(folder)
  const unlock = lock(folder)
  const store = openProject(options.project)
  const hub = new Hub()
  const operations = new Operations(options.program, hub.operation)
  const samples = new Samples(options.project)
  const moves = new KnownMoves(options.project)
  let isStopping = false
  let timer: NodeJS.Timeout | undefined
  const context: Context = {
    ...{
      project: options.project,
      folder,
      version: options.version,
      engines: options.engines,
      store,
      tokens,
      operations,
      samples,
      moves,
      hub,
    },
    ...{ sessions: new Sessions(), conversions: new Conversions(options.project) },
    ...{ supervisor: new Supervisor(store, folder), audit: new Audit(folder) },
    ...{ isSecure: options.behindProxy, isStopping: () => isStopping },
  }
  let names = namesOf(options.port, options.hostNames)
  const onDefect = (error: unknown): void => options.note(error instanceof Error ? (error.stack ?? '') : String(error))
  const app = createApp({ context, names: () => names, onDefect })
  const close = async (): Promise<void> => {
    isStopping = true
    clearInterval(timer)
    await context.supervisor.stop()
    hub.close()
    await operations.close()
    app.server.closeAllConnections()
    await app.close()
    store.close()
    unlock()
  }
  const look = watch(context)
  try {
    const port = await listen(app, options)
    names = namesOf(port, options.hostNames)
    // Before the first look, which lets go of what has ended.
    const resumed = context.supervisor.interrupted()
    for (const name of resumed) beginRun(context, name, 'resume', { until: 'stopped', passDefinition: false })
    look(onDefect)
    timer = setInterval(() => look(onDefect), lookEvery)
    const host = options.host.includes(':') ? `[${options.host}]` : options.host
    return {
      url: `http://${host}:${port}/`,
      tokens,
      tokensAreNew: areNew,
      tokensPath: tokensPath(folder),
      resumed,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Tells the hub what has become of the tasks, when anything has. */
function watch(context: Context): (onDefect: (error: unknown) => void) => void {
  return (onDefect) => {
    try {
      context.hub.tasks(cardsOf(context, Date.now()))
      context.supervisor.review(context.store.tasks().map(settled))
    } catch (error) {
      onDefect(error)
    }
  }
}

function checkBind({ host, port, behindProxy, hostNames }: ServerOptions): void {
  const isLoopback = host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
  if (!isLoopback && !(behindProxy && hostNames.length > 0))
    throw new OperationError('XW-S0911', { where: `${host}:${port}` })
}

async function listen(app: ReturnType<typeof createApp>, { host, port }: ServerOptions): Promise<number> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new OperationError('XW-S0910', { where: `${host}:${port}`, reason }, { cause })
  }
  const address: AddressInfo | string | null = app.server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** One server for each project. @throws OperationError XW-S0913 */
function lock(folder: string): () => void {
  const path = join(folder, 'process')
  const owner = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (owner !== '' && isAlive(owner)) throw new OperationError('XW-S0913', { process: owner.split(' ')[0] ?? '' })
  writeFileSync(path, ownProcess(), { mode: 0o600 })
  return () => rmSync(path, { force: true })
}
