import type pg from 'pg'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { connect, endOf } from '../connect.js'
import { isConnectionLoss, operationErrorOf } from '../errors.js'

/** A connection for questions beside the one that reads the log; made when it is first needed, and again when it was lost. */
export class Control {
  readonly #endpoint: Endpoint
  #client: Promise<pg.Client> | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  /** One question at a time. */
  ask<T>(question: (client: pg.Client) => Promise<T>): Promise<T> {
    const answer = this.#last.then(() => this.#try(question))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  async #try<T>(question: (client: pg.Client) => Promise<T>): Promise<T> {
    const isNew = this.#client === undefined
    this.#client ??= connect(this.#endpoint, { role: 'source', application: 'crosswalk changes' })
    try {
      return await question(await this.#client)
    } catch (error) {
      const known = operationErrorOf(this.#endpoint, error, 'reading definitions')
      if (!known?.retryable && !isConnectionLoss(error)) throw known ?? error
      this.#drop()
      if (!isNew) return this.#try(question)
      throw known ?? error
    }
  }

  #drop(): void {
    void this.#client?.then(endOf).catch(() => undefined)
    this.#client = undefined
  }

  async close(): Promise<void> {
    await this.#last
    const client = await this.#client?.catch(() => undefined)
    this.#client = undefined
    if (client) await endOf(client)
  }
}
