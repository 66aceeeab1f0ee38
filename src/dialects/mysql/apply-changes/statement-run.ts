import type { Counts } from '../../../core/changes/placed.js'
import { StatementText } from '../load/insert-text.js'
import { type StatementAnswer, type StatementConnection, StatementError } from '../statement-connection.js'
import { warningOf } from '../writing-session.js'

/** How many rows a statement must touch. `there`: that many rows that were there already; `any`: nobody knows. */
export type Expected = { readonly rows: number } | { readonly there: number } | 'any'

/** A statement at fault: `at` is the place of its change in the batch, null for one that is of several. */
export class StatementFault extends Error {
  override readonly name = 'StatementFault'
  readonly at: number | null

  constructor(at: number | null, message: string, options?: ErrorOptions) {
    super(message, options)
    this.at = at
  }
}

/** A row that no statement can hold. */
export class TooLong extends Error {
  override readonly name = 'TooLong'
}

/** A statement that was done with a warning, among others of one message: only alone it can be asked which. */
export class Doubt extends Error {
  override readonly name = 'Doubt'
}

interface Ended {
  readonly at: number | null
  readonly expected: Expected
  readonly counter: keyof Counts | null
  readonly rows: number
}

/** So much goes in one message: the server works on one while the next is written. */
const messageBytes = 128 * 1024
const messageStatements = 500

/**
 * Statements on their way to the server, several in a message. Each answer is checked: how many rows were touched, and that
 * nothing was bent. `alone`: one statement in a message.
 */
export class StatementRun {
  /** The statement under way is written here, and ended by `end`. */
  readonly out = new StatementText()
  readonly #connection: StatementConnection
  readonly #counts: Counts
  readonly #longest: number
  readonly #alone: boolean
  #ended: Ended[] = []
  #length = 0
  #sent: Promise<void> = Promise.resolve()

  constructor(
    connection: StatementConnection,
    counts: Counts,
    { longest, alone }: { readonly longest: number; readonly alone: boolean },
  ) {
    this.#connection = connection
    this.#counts = counts
    this.#longest = longest
    this.#alone = alone
  }

  /** Most bytes of one statement that a set of rows should have. */
  get setBytes(): number {
    return Math.min(1024 * 1024, this.#longest / 2)
  }

  /** Ends the statement under way; resolves when the next may be written. */
  end(at: number | null, expected: Expected, counter: keyof Counts | null, rows = 1): Promise<void> | undefined {
    const own = this.out.length - this.#length
    if (own > this.#longest) {
      this.out.cut(this.#length)
      const cause = new TooLong("the row is longer than the server's max_allowed_packet")
      throw new StatementFault(at, `a statement of ${own} bytes`, { cause })
    }
    // Together they may be too long where each is not.
    const before = this.#length
    this.#ended.push({ at, expected, counter, rows })
    if (this.out.length > this.#longest && before > 0) return this.#splitAt(before)
    const isFull = this.#alone || this.#ended.length >= messageStatements || this.out.length >= messageBytes
    if (isFull) return this.#send()
    this.out.text(';')
    this.#length = this.out.length
    return undefined
  }

  /** Resolves when all statements were answered as they must be. */
  async finish(): Promise<void> {
    if (this.#ended.length > 0) await this.#send()
    await this.#sent
  }

  async #splitAt(length: number): Promise<void> {
    const all = this.out.take()
    const last = this.#ended.pop()
    this.out.put(all, 0, length)
    await this.#send()
    this.out.put(all, length, all.length)
    if (last) this.#ended.push(last)
    await this.#send()
  }

  async #send(): Promise<void> {
    const message = this.out.take()
    const ended = this.#ended
    this.#ended = []
    this.#length = 0
    await this.#sent
    const sent = this.#answered(message, ended)
    this.#sent = sent
    // Whoever waits for it next gets the error.
    sent.catch(() => undefined)
    if (this.#alone) await sent
  }

  async #answered(message: Buffer, ended: readonly Ended[]): Promise<void> {
    let answers: readonly StatementAnswer[]
    try {
      // The last statement of a message has no `;` behind it, or an empty one would follow.
      answers = await this.#connection.run(message.at(-1) === 0x3b ? message.subarray(0, -1) : message)
    } catch (error) {
      if (!(error instanceof StatementError)) throw error
      await this.#check(ended, error.answers)
      throw new StatementFault(ended[error.answers.length]?.at ?? null, error.message, { cause: error.cause })
    }
    await this.#check(ended, answers)
  }

  async #check(ended: readonly Ended[], answers: readonly StatementAnswer[]): Promise<void> {
    for (const [place, answer] of answers.entries()) {
      const statement = ended[place]
      if (!statement) continue
      if (answer.warnings > 0) await this.#warned(statement, answer)
      if (!isExpected(statement.expected, answer)) throw new StatementFault(statement.at, 'another number of rows')
      if (statement.counter === null) continue
      const { expected, counter, rows } = statement
      this.#counts[counter] += expected === 'any' ? Math.min(answer.affected, rows) : rows
    }
  }

  async #warned(statement: Ended, answer: StatementAnswer): Promise<void> {
    if (!this.#alone) throw new Doubt('the server has warned')
    const warning = await warningOf(this.#connection, answer)
    if (!warning) return
    const cause = Object.assign(new Error(warning[2] ?? ''), { errno: Number(warning[1]) })
    throw new StatementFault(statement.at, warning[2] ?? 'the server has warned', { cause })
  }
}

function isExpected(expected: Expected, answer: StatementAnswer): boolean {
  if (expected === 'any') return true
  return 'rows' in expected ? answer.affected === expected.rows : answer.duplicates === expected.there
}
