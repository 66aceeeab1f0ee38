import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import { connect } from './connect.js'
import { parseVersion } from './version.js'

/** Asks the server which version it is. Throws an OperationError when it cannot be reached. */
export async function serverVersion(endpoint: Endpoint, signal?: AbortSignal): Promise<ServerVersion> {
  const client = await connect(endpoint, { role: 'target', ...(signal ? { signal } : {}) })
  try {
    const { rows } = await client.query<{ server_version: unknown }>('SHOW server_version')
    return parseVersion(String(rows[0]?.server_version ?? ''))
  } finally {
    await client.end()
  }
}
