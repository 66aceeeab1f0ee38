import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { ServerVersion } from '../../../core/ir/schema.js'
import { embeddedMysql } from '../embedded/server.js'
import type { StatementConnection } from '../statement-connection.js'
import { openWriting } from '../writing-session.js'
import { localMariadb, startMariadb } from './local-server.js'

/** A server on which statements are tried in databases of our own. */
export interface Scratch {
  /** What it is, and for what it stands in. */
  readonly engine: string
  readonly connection: StatementConnection
  /** In front of the names of all our databases there; empty on a server that nobody else uses. */
  readonly prefix: string
  /** It is of another flavour than the wanted one, or older. */
  readonly standsIn: boolean
  close(): Promise<void>
}

/**
 * The given server, else one of this machine that comes nearest to the wanted version: MariaDB for MariaDB and for the later
 * versions of MySQL, whose grammar it shares for the most part; the embedded MySQL where there is no MariaDB.
 */
export async function openScratch(
  version: ServerVersion,
  endpoint: Endpoint | undefined,
  signal: AbortSignal | undefined,
): Promise<Scratch> {
  if (endpoint) return connectTo(endpoint, version, undefined, signal)
  const command = localMariadb()
  if (command !== undefined) {
    const server = await startMariadb(command, signal)
    return connectTo(server.endpoint, version, server.stop, signal)
  }
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-proof-'))
  const server = await embeddedMysql.start({ folder, database: 'proof', ...(signal ? { signal } : {}) })
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return connectTo(server.endpoint, version, stop, signal)
}

async function connectTo(
  endpoint: Endpoint,
  wanted: ServerVersion,
  stopOwn: (() => Promise<void>) | undefined,
  signal: AbortSignal | undefined,
): Promise<Scratch> {
  const isOwn = stopOwn !== undefined
  const stop = stopOwn ?? (async () => undefined)
  try {
    const connection = await openWriting(endpoint, { withoutDatabase: true, ...(signal ? { signal } : {}) })
    const { flavour, version, release } = connection.session
    const standsIn = flavour !== wanted.flavour || release[0] < wanted.major
    const own = `${flavour === 'mariadb' ? 'MariaDB' : 'MySQL'} ${/^[\d.]+/.exec(version)?.[0] ?? version}`
    const other = `${wanted.flavour === 'mariadb' ? 'MariaDB' : 'MySQL'} ${wanted.major}.${wanted.minor}`
    return {
      ...{ connection, prefix: isOwn ? '' : `crosswalk_proof_${randomBytes(4).toString('hex')}_` },
      ...{ engine: standsIn ? `${own} in place of ${other}` : own, standsIn },
      async close() {
        connection.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error instanceof OperationError ? error : new Error(String(error), { cause: error })
  }
}
