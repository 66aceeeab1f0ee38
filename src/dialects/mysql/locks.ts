import { createHash } from 'node:crypto'
import type { Endpoint } from '../../core/dialect/endpoint.js'
import { type ConnectOptions, close, connect, query, queryValue, type Session } from './connect.js'

/**
 * A lock of the server that lives as long as its connection, one connection each: older servers keep only the last of a
 * connection (manual, "Locking Functions"). Undefined: somebody else has it.
 */
export async function takeLock(
  endpoint: Endpoint,
  name: string,
  options: ConnectOptions,
): Promise<Session | undefined> {
  const session = await connect(endpoint, options)
  await query(session, longLife)
  const got = await queryValue(session, 'SELECT GET_LOCK(?, 0)', [lockName(name)]).catch((error: unknown) => {
    session.driver.destroy()
    throw error
  })
  if (got === '1') return session
  await close(session)
  return undefined
}

/** A connection that waits for others to work must not end because it was silent: a year, the most that the server takes. */
export const longLife = 'SET SESSION wait_timeout = 31536000'

/** Names of locks have at most 64 characters. */
export const lockName = (name: string): string =>
  `crosswalk.${createHash('sha256').update(name).digest('hex').slice(0, 40)}`
