import { isRefusal, type Scratch } from './scratch.js'

/** Extensions that come with the engine; each is loaded only when a statement creates it. */
export const bundled = ['citext', 'pgcrypto', 'pg_trgm', 'unaccent', 'uuid-ossp', 'hstore', 'fuzzystrmatch'] as const
export type BundledExtension = (typeof bundled)[number]

const settings = `SET search_path = '';
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;
SET check_function_bodies = on;
SET client_min_messages = warning;`

/**
 * PostgreSQL compiled to WebAssembly, with its files in memory. When it breaks down (as against refusing a statement) it is
 * started afresh and given all that it had accepted, so that one statement cannot take the others with it.
 */
export async function openInProcess(extensions: readonly BundledExtension[]): Promise<Scratch> {
  let engine = await start(extensions)
  const accepted: string[] = []
  const version = await engine.query<{ server_version: string }>('SHOW server_version')
  /** Throws what the engine says; when it broke down, another stands in its place by then. */
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (isRefusal(error)) {
        // A batch may have opened a transaction of its own before it failed.
        await engine.exec('ROLLBACK')
        throw error
      }
      await engine.close().catch(() => undefined)
      engine = await start(extensions)
      for (const text of accepted) await engine.exec(text)
      throw new Error(`the engine broke down: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return {
    engine: `PostgreSQL ${version.rows[0]?.server_version ?? ''} (in process)`,
    async run(sql) {
      await guarded(() => engine.exec(sql))
      accepted.push(sql)
    },
    async attempt(sql) {
      await guarded(() => engine.exec(sql))
    },
    query: (sql, values) =>
      guarded(async () => (await engine.query<(string | null)[]>(sql, [...values], { rowMode: 'array' })).rows),
    close: () => engine.close(),
  }
}

async function start(names: readonly BundledExtension[]) {
  const { PGlite } = await import('@electric-sql/pglite')
  const extensions = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await loaders[name]()])))
  // The default of 128 MB of buffers is for servers; these tables stay empty.
  const engine = new PGlite({ extensions, postgresqlconf: ['shared_buffers = 8MB', 'max_wal_size = 32MB'] })
  await engine.waitReady
  await engine.exec(settings)
  return engine
}

const loaders = {
  citext: async () => (await import('@electric-sql/pglite/contrib/citext')).citext,
  pgcrypto: async () => (await import('@electric-sql/pglite/contrib/pgcrypto')).pgcrypto,
  pg_trgm: async () => (await import('@electric-sql/pglite/contrib/pg_trgm')).pg_trgm,
  unaccent: async () => (await import('@electric-sql/pglite/contrib/unaccent')).unaccent,
  'uuid-ossp': async () => (await import('@electric-sql/pglite/contrib/uuid_ossp')).uuid_ossp,
  hstore: async () => (await import('@electric-sql/pglite/contrib/hstore')).hstore,
  fuzzystrmatch: async () => (await import('@electric-sql/pglite/contrib/fuzzystrmatch')).fuzzystrmatch,
} as const satisfies Record<BundledExtension, () => Promise<unknown>>
