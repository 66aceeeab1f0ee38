import { join } from 'node:path'
import type { Dialect, RunningServer } from '../../core/dialect/dialect.js'
import type { Endpoint } from '../../core/dialect/endpoint.js'
import { dialectIds, loadDialect } from '../../dialects/registry.js'
import type { Config } from '../config.js'
import { looksLikeUrl, parseEndpoint, usage } from '../endpoint-url.js'

/** Where a migration writes to. `close` stops a server that was started for it. */
export interface Target {
  readonly dialect: Dialect
  readonly endpoint: Endpoint
  close(): Promise<void>
}

/** A URL, a name from the configuration, or `embedded`: a real server started under the project folder. */
export async function openTarget(
  word: string,
  options: {
    readonly project: string
    readonly embeddedDialect: string
    readonly config: Config
    readonly database: string
    readonly signal: AbortSignal
  },
): Promise<Target> {
  if (word === 'embedded') return openEmbedded(options)
  const url = options.config.endpoints[word] ?? word
  if (!looksLikeUrl(url)) throw usage(`${word} is neither a URL, nor "embedded", nor a name in the configuration`)
  const { dialect, endpoint } = await parseEndpoint(url, 'CROSSWALK_TARGET_PASSWORD')
  return { dialect, endpoint, close: async () => undefined }
}

async function openEmbedded(options: {
  readonly project: string
  readonly embeddedDialect: string
  readonly database: string
  readonly signal: AbortSignal
}): Promise<Target> {
  const dialect = await embeddedTarget(options.embeddedDialect)
  if (!dialect?.embedded)
    throw usage(`no server of ${options.embeddedDialect} can be embedded; known engines: ${dialectIds().join(', ')}`)
  const server = await startEmbedded(dialect, join(options.project, 'target'), options.database, options.signal)
  return { dialect, endpoint: server.endpoint, close: () => server.stop() }
}

/** The engine asked for; when none was, the only one that can be both a target and embedded. */
async function embeddedTarget(id: string): Promise<Dialect | undefined> {
  if (id !== '') return loadDialect(id)
  const all = await Promise.all(dialectIds().map(loadDialect))
  const fitting = all.filter((dialect) => dialect?.embeddedAsTarget === true)
  if (fitting.length !== 1) throw usage('say which engine to embed: --to')
  return fitting[0]
}

/** The version asked for, else the one the target itself says: what is emitted may use all that it can. */
export async function targetVersion(
  target: Target,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (asked !== undefined) return asked
  const found = await target.dialect.serverVersion?.(target.endpoint, signal)
  const newest = target.dialect.targetVersions?.newest
  // A server newer than what is known runs what the newest known one does.
  return found && newest !== undefined && found.major > newest ? String(newest) : found?.raw
}

export async function startEmbedded(
  dialect: Dialect,
  folder: string,
  database: string,
  signal: AbortSignal,
): Promise<RunningServer> {
  if (!dialect.embedded) throw usage(`no server of ${dialect.title} can be embedded`)
  return (await dialect.embedded()).start({ folder, database, signal })
}
