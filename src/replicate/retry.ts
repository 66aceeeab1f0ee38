import { setTimeout as sleep } from 'node:timers/promises'
import { OperationError } from '../core/findings/operation-error.js'

/** What was away, as far as it is known. */
export type Side = 'source' | 'target' | 'one side'

export interface Retries {
  /** Milliseconds in front of the first new try. */
  readonly firstWait: number
  /** Told before each wait, so that it is seen why nothing moves. */
  readonly onWaiting: (side: Side, error: OperationError, milliseconds: number) => void
}

const longestWait = 15_000

/** Whether the same thing may succeed later without anybody's help. */
export const isTransient = (error: unknown): error is OperationError =>
  error instanceof OperationError && error.retryable

/** Waits longer each time, up to a quarter of a minute; a success begins anew. Rejects when the signal aborts. */
export class Backoff {
  readonly #side: Side
  readonly #retries: Retries
  #next: number

  constructor(side: Side, retries: Retries) {
    this.#side = side
    this.#retries = retries
    this.#next = retries.firstWait
  }

  succeeded(): void {
    this.#next = this.#retries.firstWait
  }

  async wait(error: OperationError, signal: AbortSignal): Promise<void> {
    const milliseconds = this.#next
    this.#next = Math.min(longestWait, milliseconds * 2)
    this.#retries.onWaiting(this.#side, error, milliseconds)
    await sleep(milliseconds, undefined, { signal })
  }
}
