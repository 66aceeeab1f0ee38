import type { RejectCode } from '../../../core/data/reject.js'
import { TargetRefusal } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { serverErrorNumber, serverWords, statementFailure } from '../connect-errors.js'
import { StatementError } from '../statement-connection.js'

/** Why the server refused a row: numbers of the manual's list of server error messages, of MariaDB too. */
const rowFaults: ReadonlyMap<number, RejectCode> = new Map<number, RejectCode>([
  [1048, 'XW-D0114'], // column cannot be null
  [1263, 'XW-D0114'], // the same while loading
  [1364, 'XW-D0120'], // no default value
  [1264, 'XW-D0106'], // out of range
  [1690, 'XW-D0106'], // out of range, of an expression
  [1406, 'XW-D0108'], // data too long
  [1366, 'XW-D0104'], // incorrect value: text that its character set cannot hold
  [1300, 'XW-D0104'], // invalid text
  [3854, 'XW-D0104'], // cannot convert text
  [1977, 'XW-D0104'], // the same of MariaDB
  [1292, 'XW-D0101'], // incorrect date
  [1062, 'XW-D0110'], // duplicate
  [1586, 'XW-D0110'],
  [1451, 'XW-D0110'], // foreign keys
  [1452, 'XW-D0110'],
  [1216, 'XW-D0110'],
  [1217, 'XW-D0110'],
  [3819, 'XW-D0110'], // checks
  [4025, 'XW-D0110'],
  [1526, 'XW-D0110'], // no partition
  [3140, 'XW-D0109'], // JSON
  [3141, 'XW-D0109'],
  [3156, 'XW-D0109'],
  [1265, 'XW-D0111'], // data truncated
  [1118, 'XW-D0111'], // row too long
  [1139, 'XW-D0111'],
  [1242, 'XW-D0111'], // our own guard, see the applier
  [1367, 'XW-D0111'],
  [1411, 'XW-D0111'],
  [1416, 'XW-D0111'], // geometry
  [1411, 'XW-D0111'],
  [1644, 'XW-D0111'], // raised by a trigger
  [1748, 'XW-D0111'],
  [3037, 'XW-D0111'],
  [4079, 'XW-D0111'],
])

/** Disk or tablespace full. */
const noRoom = new Set([1021, 1114, 1041])

/** Lock wait timeout, deadlock: the same again may succeed. */
const passing = new Set([1205, 1213])

const causeOf = (error: unknown): unknown => (error instanceof StatementError ? error.cause : error)

export const errorNumber = (error: unknown): number => serverErrorNumber(causeOf(error))

/** Whether the server gave the statement up because of others, not because of what is in it. */
export const isPassing = (error: unknown): boolean => passing.has(errorNumber(error))

/** A row's fault as a TargetRefusal, everything else as an OperationError. */
export function loadFailure(endpoint: Endpoint, error: unknown): Error {
  if (error instanceof OperationError || error instanceof TargetRefusal) return error
  const cause = causeOf(error)
  const number = errorNumber(error)
  if (rowFaults.has(number)) return new TargetRefusal(serverWords(cause), { cause })
  if (noRoom.has(number)) return new OperationError('XW-D0007', { reason: serverWords(cause) }, { cause })
  if (!passing.has(number)) return statementFailure(endpoint, cause)
  const data = { endpoint: endpointName(endpoint), reason: serverWords(cause) }
  return new OperationError('XW-S0206', data, { cause, retryable: true })
}

/** Why the server refused a row that stood alone. */
export function rejectCode(error: unknown): RejectCode {
  const cause = error instanceof TargetRefusal ? error.cause : causeOf(error)
  const code = rowFaults.get(serverErrorNumber(cause)) ?? 'XW-D0111'
  return code === 'XW-D0104' && /^Incorrect (integer|decimal|double|float)/i.test(serverWords(cause))
    ? 'XW-D0113'
    : code
}

/** The column that the server names, if it does. */
export function refusedColumnName(error: unknown): string | undefined {
  const words = error instanceof Error ? error.message : ''
  const found = /for column (?:`[^`]*`\.`[^`]*`\.)?[`']([^`']+)[`']|^(?:Column|Field) '([^']+)'/.exec(words)
  return found?.[1] ?? found?.[2]
}
