import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import { close, connect, queryValue } from './connect.js'
import { parseVersion } from './version.js'

/** Asks the server which version it is; the database may be one that is still to be made. Throws an OperationError when it cannot be reached. */
export async function serverVersion(endpoint: Endpoint): Promise<ServerVersion> {
  const session = await connect(endpoint, { withoutDatabase: true })
  try {
    return parseVersion((await queryValue(session, 'SELECT VERSION()')) ?? '')
  } finally {
    await close(session)
  }
}
