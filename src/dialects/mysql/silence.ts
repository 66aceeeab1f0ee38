import { type Endpoint, endpointName } from '../../core/dialect/endpoint.js'
import { OperationError } from '../../core/findings/operation-error.js'

/** What is waited for, or a lost connection after so many milliseconds: a network that is gone tells nobody. */
export async function within<T>(endpoint: Endpoint, milliseconds: number, awaited: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    const reason = `no answer came for ${milliseconds / 1000} seconds`
    const lost = new OperationError('XW-S0205', { endpoint: endpointName(endpoint), reason }, { retryable: true })
    timer = setTimeout(() => reject(lost), milliseconds)
  })
  try {
    return await Promise.race([awaited, silence])
  } finally {
    clearTimeout(timer)
  }
}
