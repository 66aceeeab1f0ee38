import { setTimeout as sleep } from 'node:timers/promises'

/** Statements of one transaction each; `n` makes it another one each time. */
export type Transactions = readonly ((n: number) => readonly string[])[]

export interface UserSession {
  run(sql: string): Promise<unknown>
  end(): Promise<void>
}

const sessions = 3

/** Milliseconds between two transactions of a session. */
const pause = 2

/** Uses a sample database from several sessions until it is stopped. Some transactions are taken back: nothing of them may arrive anywhere. */
export class SampleUsers {
  readonly #transactions: Transactions
  readonly #writing: readonly Promise<void>[]
  #stopped = false
  #committed = 0

  constructor(transactions: Transactions, open: () => Promise<UserSession>) {
    this.#transactions = transactions
    this.#writing = Array.from({ length: sessions }, (_, user) => this.#write(user, open))
    // Whoever stops the users hears of it.
    for (const one of this.#writing) one.catch(() => undefined)
  }

  get committed(): number {
    return this.#committed
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#writing)
  }

  async #write(user: number, open: () => Promise<UserSession>): Promise<void> {
    const session = await open()
    try {
      for (let n = 1 + user; !this.#stopped; n += sessions) {
        await this.#transaction(session, n)
        await sleep(pause)
      }
    } finally {
      await session.end()
    }
  }

  async #transaction(session: UserSession, n: number): Promise<void> {
    const rollback = n % 17 === 0
    try {
      await session.run('START TRANSACTION')
      for (const statement of this.#transactions[n % this.#transactions.length]?.(n) ?? []) await session.run(statement)
      await session.run(rollback ? 'ROLLBACK' : 'COMMIT')
      if (!rollback) this.#committed++
    } catch {
      // Who meets another's locks or keys gives up, as an application does; a session that is gone fails at the next statement.
      await session.run('ROLLBACK')
    }
  }
}
