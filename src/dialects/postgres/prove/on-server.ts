import { randomBytes } from 'node:crypto'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { connect } from '../connect.js'
import { operationErrorOf } from '../errors.js'
import type { Scratch } from './scratch.js'

/** How long one statement may take; the tables are empty. */
const statementTimeoutMs = 60_000

/**
 * A database made for the proof on a given server and dropped at the end, also after a failure. The user needs CREATEDB.
 * @throws OperationError when the server cannot be reached, does not allow it, or goes away
 */
export async function openOnServer(endpoint: Endpoint, signal?: AbortSignal): Promise<Scratch> {
  const database = `crosswalk_proof_${randomBytes(6).toString('hex')}`
  const abort = signal === undefined ? {} : { signal }
  await create(endpoint, database, abort)
  try {
    const settings = { statement_timeout: String(statementTimeoutMs), synchronous_commit: 'off' }
    const client = await connect(endpoint, { role: 'target', database, settings, ...abort })
    const version = await client.query<{ server_version: string }>('SHOW server_version')
    return {
      engine: `PostgreSQL ${(version.rows[0]?.server_version ?? '').split(' ')[0]} (${endpoint.host})`,
      async run(sql) {
        try {
          await client.query(sql)
        } catch (error) {
          signal?.throwIfAborted()
          throw lost(endpoint, error) ?? error
        }
      },
      async attempt(sql) {
        try {
          await client.query(sql)
        } catch (error) {
          signal?.throwIfAborted()
          const gone = lost(endpoint, error)
          if (gone === undefined) await client.query('ROLLBACK')
          throw gone ?? error
        }
      },
      async query(text, values) {
        try {
          return (await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })).rows
        } catch (error) {
          signal?.throwIfAborted()
          throw lost(endpoint, error) ?? error
        }
      },
      async close() {
        await client.end().catch(() => undefined)
        await drop(endpoint, database)
      },
    }
  } catch (error) {
    await drop(endpoint, database).catch(() => undefined)
    throw error
  }
}

/** A missing right is the statement's fault here, not the whole proof's. */
function lost(endpoint: Endpoint, error: unknown): Error | undefined {
  const operation = operationErrorOf(endpoint, error, 'proof')
  return operation?.code === 'XW-S0106' ? operation : undefined
}

async function create(endpoint: Endpoint, database: string, abort: { readonly signal?: AbortSignal }): Promise<void> {
  const client = await connect(endpoint, { role: 'target', ...abort })
  try {
    await client.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`)
  } catch (error) {
    throw operationErrorOf(endpoint, error, 'creating a scratch database') ?? error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** On a connection of its own, whatever became of the other, and not to be aborted. */
async function drop(endpoint: Endpoint, database: string): Promise<void> {
  const client = await connect(endpoint, { role: 'target' })
  try {
    await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
