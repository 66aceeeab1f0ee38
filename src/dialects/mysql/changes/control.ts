import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { close, connect, type Session } from '../connect.js'
import { within } from '../silence.js'

/** A question of ours takes the server no time; an answer that does not come in this many milliseconds will not come. */
const answerWithin = 60_000

/** A connection for questions beside the one that reads the log; made when it is first needed, and again when it was lost. */
export class Control {
  readonly #endpoint: Endpoint
  #session: Promise<Session> | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  /** One question at a time. */
  ask<T>(question: (session: Session) => Promise<T>): Promise<T> {
    const answer = this.#last.then(() => this.#try(question))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  async #try<T>(question: (session: Session) => Promise<T>, again = true): Promise<T> {
    const isNew = this.#session === undefined
    this.#session ??= connect(this.#endpoint, { withoutDatabase: true })
    try {
      return await within(this.#endpoint, answerWithin, this.#session.then(question))
    } catch (error) {
      if (error instanceof OperationError && error.retryable) {
        this.#drop()
        if (again && !isNew) return this.#try(question, false)
      }
      throw error
    }
  }

  /** Best effort, and not for long: for what is over anyway when nobody answers. */
  async mention(question: (session: Session) => Promise<unknown>): Promise<void> {
    await within(this.#endpoint, 3000, this.ask(question)).catch(() => undefined)
  }

  #drop(): void {
    void this.#session?.then((session) => session.driver.destroy()).catch(() => undefined)
    this.#session = undefined
  }

  async close(): Promise<void> {
    await this.#last
    const session = await this.#session?.catch(() => undefined)
    this.#session = undefined
    if (session) await close(session)
  }
}
