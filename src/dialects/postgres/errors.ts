import { type Endpoint, endpointName } from '../../core/dialect/endpoint.js'
import { OperationError } from '../../core/findings/operation-error.js'

/** What the server or the socket said; passwords never occur in it, because neither of them repeats one. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/[\r\n]+/g, ' ').replace(/\.$/, '')
}

/** SQLSTATE of a server's error, or the code of a socket's. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EACCES',
])
const lost = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P05', '08000', '08003', '08006'])
const busy = new Set(['53300', '57P03', '53400'])
const lostText = /^(Connection terminated|Client has encountered a connection error|Client was closed)/
const certificateCode = /^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL)/

/** True when the connection is gone, whatever the statement was. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== undefined && lost.has(code)) return true
  return error instanceof Error && lostText.test(error.message)
}

/** Why a connection could not be made, as an error with its exit code. */
export function connectError(endpoint: Endpoint, error: unknown, seconds: number): OperationError {
  if (error instanceof OperationError) return error
  const name = endpointName(endpoint)
  const reason = reasonOf(error)
  const code = codeOf(error) ?? ''
  const cause = { cause: error }
  if (reason === 'timeout expired' || code === 'ETIMEDOUT')
    return new OperationError('XW-S0105', { endpoint: name, seconds }, { ...cause, retryable: true })
  if (
    reason.startsWith('The server does not support SSL') ||
    reason.startsWith('There was an error establishing an SSL')
  )
    return new OperationError('XW-S0102', { endpoint: name, mode: endpoint.tls.mode }, cause)
  if (certificateCode.test(code)) return new OperationError('XW-S0103', { endpoint: name, reason }, cause)
  if (busy.has(code)) return new OperationError('XW-S0107', { endpoint: name, reason }, { ...cause, retryable: true })
  if (code.startsWith('28') || reason.startsWith('SASL') || reason.includes('client password must be'))
    return new OperationError('XW-S0101', { endpoint: name, reason: withoutPassword(reason) }, cause)
  if (code === '3D000') return new OperationError('XW-S0104', { endpoint: name, reason }, cause)
  if (code === '42501') return new OperationError('XW-S0108', { endpoint: name, activity: 'connecting', reason }, cause)
  // The driver says so of a connection that was there, and broke before its first statement.
  if (reason.startsWith('Client has encountered'))
    return new OperationError(
      'XW-S0106',
      { endpoint: name, activity: 'connecting', reason },
      { ...cause, retryable: true },
    )
  const retryable = unreachable.has(code) || isConnectionLoss(error)
  return new OperationError('XW-S0100', { endpoint: name, reason }, { ...cause, retryable })
}

/** The driver speaks of the client's password when none was given; say it in our words. */
const withoutPassword = (reason: string): string =>
  reason.includes('client password must be') ? 'the server asks for a password and none was given' : reason

/**
 * An error of a query as an operational one: the connection is gone, or a right is missing. Other errors of the server
 * (undefined here) speak about the statement and are the caller's.
 */
export function operationErrorOf(endpoint: Endpoint, error: unknown, activity: string): OperationError | undefined {
  if (error instanceof OperationError) return error
  const data = { endpoint: endpointName(endpoint), activity, reason: reasonOf(error) }
  if (isConnectionLoss(error)) return new OperationError('XW-S0106', data, { cause: error, retryable: true })
  if (codeOf(error) === '42501') return new OperationError('XW-S0108', data, { cause: error })
  return undefined
}
