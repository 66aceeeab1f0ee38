import type { FindingCode } from '../core/findings/codes.generated.js'
import { OperationError } from '../core/findings/operation-error.js'
import { catalogue, renderMessage } from '../rules/findings/catalogue.js'

/** RFC 9457, with a code of the findings catalogue that never changes its meaning. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly hint: readonly string[]
  readonly retryable: boolean
}

/** Codes whose HTTP status does not follow from their exit code. */
const statuses: Readonly<Partial<Record<FindingCode, number>>> = {
  'XW-S0710': 404,
  'XW-S0711': 409,
  'XW-S0713': 409,
  'XW-S0714': 409,
  'XW-S0900': 401,
  'XW-S0902': 421,
  'XW-S0904': 415,
  'XW-S0906': 413,
  'XW-S0907': 404,
  'XW-S0908': 429,
  'XW-S0909': 503,
  // A defect of this program.
  'XW-S0002': 500,
}

/** By the exit codes of the README. What is outside of the server is no fault of it: 502. */
const statusOfExit: Readonly<Record<number, number>> = { 4: 409, 5: 409, 64: 400, 69: 502, 75: 409, 77: 403 }

/** What a process of ours says of its end, with `--json`. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly remedy: readonly string[]
  readonly exit: number
  readonly retryable: boolean
}

export const problemOfFailure = ({ code, message, remedy, exit, retryable }: Failure): Problem => ({
  type: `/api/v1/findings/${code}`,
  title: catalogue().get(code)?.name ?? code,
  status: Object.entries(statuses).find(([known]) => known === code)?.[1] ?? statusOfExit[exit] ?? 422,
  code,
  detail: message,
  hint: remedy,
  retryable,
})

/** Anything else than an `OperationError` is a defect; its text stays inside. */
export function problemOf(error: unknown): Problem {
  const known = error instanceof OperationError ? error : new OperationError('XW-S0002', { problem: 'see the log' })
  const entry = catalogue().get(known.code)
  return problemOfFailure({
    code: known.code,
    message: entry ? renderMessage(entry.message, known.data) : known.code,
    remedy: entry?.remedy ?? [],
    exit: entry?.exit ?? 1,
    retryable: known.retryable,
  })
}

export const invalid = (problem: string): OperationError<'XW-S0905'> => new OperationError('XW-S0905', { problem })
