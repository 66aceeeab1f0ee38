import type { RejectCode } from '../../../core/data/reject.js'
import { TargetRefusal } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { codeOf, operationErrorOf, reasonOf } from '../errors.js'

/** Classes of SQLSTATE that speak about a row: data, integrity, raised by a trigger, a limit of a row or an index. */
const aboutRows = /^(22|23|44|54|P0|XX000)/

/** A row's fault as a TargetRefusal, everything else as an OperationError. */
export function loadFailure(endpoint: Endpoint, error: unknown): Error {
  if (error instanceof OperationError || error instanceof TargetRefusal) return error
  const code = codeOf(error) ?? ''
  if (aboutRows.test(code)) return new TargetRefusal(reasonOf(error), { cause: error })
  if (code === '53100') return new OperationError('XW-D0007', { reason: reasonOf(error) }, { cause: error })
  return (
    operationErrorOf(endpoint, error, 'loading') ??
    new OperationError(
      'XW-S0206',
      { endpoint: endpointName(endpoint), reason: reasonOf(error) },
      { cause: error, retryable: code.startsWith('40') },
    )
  )
}

const codes: ReadonlyMap<string, RejectCode> = new Map<string, RejectCode>([
  ['22P05', 'XW-D0109'],
  ['22032', 'XW-D0109'],
  ['22021', 'XW-D0104'],
  ['22003', 'XW-D0106'],
  ['22001', 'XW-D0108'],
  ['23502', 'XW-D0114'],
])

/** Why the server refused a row that stood alone. */
export function rejectCode(error: unknown): RejectCode {
  const cause = error instanceof TargetRefusal ? error.cause : error
  const code = codeOf(cause) ?? ''
  if (code === '22P02' && /\bjson\b/.test(reasonOf(cause))) return 'XW-D0109'
  return codes.get(code) ?? (code.startsWith('23') ? 'XW-D0110' : 'XW-D0111')
}

/** The column that the server names, if it does. */
export function refusedColumnName(error: unknown): string | undefined {
  const cause = error instanceof TargetRefusal ? error.cause : error
  if (typeof cause !== 'object' || cause === null) return undefined
  if ('column' in cause && typeof cause.column === 'string') return cause.column
  return 'where' in cause && typeof cause.where === 'string' ? /, column (\S+)/.exec(cause.where)?.[1] : undefined
}
