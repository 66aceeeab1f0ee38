import { OperationError } from '../core/findings/operation-error.js'
import { exit } from './exit.js'

export interface Failure {
  readonly code: string
  readonly exit: number
  readonly message: string
  readonly remedy: readonly string[]
  readonly retryable: boolean
}

/** What a person and a program need to know of an error. Messages come from the catalogue; a driver's stack stays inside. */
export async function describeFailure(error: unknown): Promise<Failure> {
  const { catalogue, renderMessage } = await import('../rules/findings/catalogue.js')
  const known =
    error instanceof OperationError
      ? error
      : (fileFailure(error) ?? new OperationError('XW-S0002', { problem: textOf(error) }))
  const entry = catalogue().get(known.code)
  return {
    code: known.code,
    exit: entry?.exit ?? exit.failed,
    message: entry ? renderMessage(entry.message, known.data) : known.message,
    remedy: entry?.remedy ?? [],
    retryable: known.retryable,
  }
}

/** What the system says of files and folders is no defect of ours: a full disk, a missing right. */
function fileFailure(error: unknown): OperationError | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error) || !('path' in error)) return undefined
  const data = { action: String(error.syscall), path: String(error.path), reason: String(error.code) }
  const denied = error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS'
  return denied
    ? new OperationError('XW-S0021', data, { cause: error })
    : new OperationError('XW-S0020', data, { cause: error })
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
