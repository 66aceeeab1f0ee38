import type { FindingCode, FindingData } from './codes.generated.js'

/** Something outside the program went wrong. Its text, its hint and its exit code stand in the catalogue under its code. */
export class OperationError<C extends FindingCode = FindingCode> extends Error {
  override readonly name = 'OperationError'
  readonly code: C
  readonly data: FindingData[C]
  readonly retryable: boolean

  constructor(code: C, data: FindingData[C], options: { readonly cause?: unknown; readonly retryable?: boolean } = {}) {
    super(`${code} ${JSON.stringify(data)}`, { cause: options.cause })
    this.code = code
    this.data = data
    this.retryable = options.retryable ?? false
  }
}
