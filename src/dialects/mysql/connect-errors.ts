import { type Endpoint, endpointName } from '../../core/dialect/endpoint.js'
import { OperationError } from '../../core/findings/operation-error.js'

/** The server's error number behind an error of ours or of the driver; 0 when there is none. */
export function serverErrorNumber(error: unknown): number {
  if (error instanceof OperationError) return serverErrorNumber(error.cause)
  return typeof error === 'object' && error !== null && 'errno' in error && typeof error.errno === 'number'
    ? Math.max(error.errno, 0)
    : 0
}

const refusals: ReadonlySet<string> = new Set(['XW-S0206', 'XW-S0208', 'XW-S0210'])

/** Whether the server answered that it will not do this one thing; after a lost connection there is nothing to go on with. */
export const isRefusal = (error: unknown): boolean => error instanceof OperationError && refusals.has(error.code)

/** The server's own words, without our code in front. */
export function serverWords(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

/** An OperationError for what went wrong while connecting. */
export function connectionFailure(endpoint: Endpoint, error: unknown): OperationError {
  const at = { endpoint: endpointName(endpoint), reason: reasonOf(error) }
  const code = driverCode(error)
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return new OperationError('XW-S0203', at, { cause: error })
  if (code === 'HANDSHAKE_SSL_ERROR') return new OperationError('XW-S0204', at, { cause: error })
  return byServerNumber(at, error) ?? new OperationError('XW-S0201', at, { cause: error, retryable: true })
}

/** An OperationError for a statement that the server refused or that the connection did not survive. */
export function statementFailure(endpoint: Endpoint, error: unknown): OperationError {
  if (error instanceof OperationError) return error
  const at = { endpoint: endpointName(endpoint), reason: reasonOf(error) }
  const known = byServerNumber(at, error)
  if (known) return known
  if (isLoss(error)) return new OperationError('XW-S0205', at, { cause: error, retryable: true })
  return new OperationError('XW-S0206', at, { cause: error })
}

interface At {
  readonly endpoint: string
  readonly reason: string
}

type ServerFailureCode = 'XW-S0202' | 'XW-S0205' | 'XW-S0207' | 'XW-S0208' | 'XW-S0209' | 'XW-S0210'

/** Numbers from the manual's list of server error messages. */
const codes: ReadonlyMap<number, ServerFailureCode> = new Map([
  [1045, 'XW-S0202'], // access denied for user
  [1698, 'XW-S0202'], // access denied, by plugin
  [1130, 'XW-S0202'], // host is not allowed
  [1251, 'XW-S0202'], // client does not support the authentication method
  [1049, 'XW-S0207'], // unknown database
  [1054, 'XW-S0210'], // unknown column
  [1146, 'XW-S0210'], // no such table
  [1412, 'XW-S0210'], // the definition changed behind the transaction's beginning
  [1044, 'XW-S0208'], // access denied to database
  [1142, 'XW-S0208'], // command denied for table
  [1143, 'XW-S0208'], // command denied for column
  [1227, 'XW-S0208'], // needs a privilege
  [1370, 'XW-S0208'], // routine denied
  [1040, 'XW-S0209'], // too many connections
  [1203, 'XW-S0209'], // too many connections of this user
  [1226, 'XW-S0209'], // a resource limit of the user
  [1053, 'XW-S0205'], // shutdown in progress
  [1152, 'XW-S0205'], // aborted connection
  [1927, 'XW-S0205'], // connection was killed
] as const)

function byServerNumber(at: At, error: unknown): OperationError | undefined {
  const code = codes.get(serverErrorNumber(error))
  return code === undefined
    ? undefined
    : new OperationError(code, at, { cause: error, retryable: code === 'XW-S0205' || code === 'XW-S0209' })
}

function driverCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}

const isLoss = (error: unknown): boolean =>
  /^(PROTOCOL_CONNECTION_LOST|ECONN|EPIPE|ETIMEDOUT|ENET|EHOST)/.test(driverCode(error)) ||
  (error instanceof Error && 'fatal' in error && error.fatal === true)

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message || driverCode(error) : String(error)
}
