import type { EmittedStatement, ProofResult, ProofSession, Prover, StatementId } from '../../../core/dialect/dialect.js'
import { quoteName } from '../connect.js'
import { isRefusal, serverErrorNumber, serverWords } from '../connect-errors.js'
import { messagesOf } from '../copy/script-text.js'
import { probeBody } from './body-probes.js'
import { openScratch, type Scratch } from './scratch.js'

/** Proves statements by running them in databases of our own: the engine itself says whether it accepts them. */
export const prover: Prover = {
  open: async ({ version, endpoint, signal }) => new Session(await openScratch(version, endpoint, signal), signal),
}

/** What MySQL 8 calls collations, and what they are called where MariaDB stands in for it. */
const standIns: readonly (readonly [RegExp, string])[] = [
  [/\butf8mb4_0900_bin\b/g, 'utf8mb4_nopad_bin'],
  [/\butf8mb4_0900_as_ci\b/g, 'utf8mb4_general_nopad_ci'],
  [/\butf8mb4_0900_ai_ci\b/g, 'utf8mb4_unicode_nopad_ci'],
]

/** MariaDB has no indexes on expressions, and says that it does not understand them: that tells nothing of MySQL. */
const isUnknownToStandIn = ({ kind }: EmittedStatement, failure: Error): boolean =>
  kind === 'index' && serverErrorNumber(failure) === 1064

/** Enough of a statement to find it. */
const shownSql = 200

class Session implements ProofSession {
  readonly #scratch: Scratch
  readonly #signal: AbortSignal | undefined
  readonly #accepted = new Map<StatementId, string>()
  readonly #databases = new Set<string>()

  constructor(scratch: Scratch, signal: AbortSignal | undefined) {
    this.#scratch = scratch
    this.#signal = signal
  }

  get engine(): string {
    return this.#scratch.engine
  }

  get standsIn(): boolean {
    return this.#scratch.standsIn
  }

  /** Databases of the server itself are nobody's to make. */
  get #prefix(): string {
    const taken = [...this.#databases].some((name) => /^(mysql|sys|information_schema|performance_schema)$/i.test(name))
    return this.#scratch.prefix === '' && taken ? 'crosswalk_proof_' : this.#scratch.prefix
  }

  /** In the order given. One that waits for another that is not accepted is `blocked` and not tried. */
  async prove(
    statements: readonly EmittedStatement[],
    onDone?: (done: number) => void,
  ): Promise<readonly ProofResult[]> {
    for (const { kind, name } of statements) if (kind === 'schema') this.#databases.add(name.name.text)
    const results: ProofResult[] = []
    for (const statement of statements) {
      this.#signal?.throwIfAborted()
      results.push(await this.#proveOne(statement))
      onDone?.(results.length)
    }
    return this.#withBodies(statements, results)
  }

  /** A program is accepted when the server takes each of its statements too; by now everything exists that they name. */
  async #withBodies(statements: readonly EmittedStatement[], results: readonly ProofResult[]) {
    const known = new Map(statements.map((statement) => [statement.id, statement]))
    const made: ProofResult[] = []
    for (const result of results) {
      this.#signal?.throwIfAborted()
      const program = known.get(result.statement)
      const isAsked = result.outcome === 'accepted' && program?.probes && program.probes.length > 0
      made.push(isAsked ? await this.#withBody(result, program) : result)
    }
    return made
  }

  async #withBody(result: ProofResult, program: EmittedStatement): Promise<ProofResult> {
    const [settings] = messagesOf(program.sql)
    if (settings) await this.#scratch.connection.run(settings)
    const found = await probeBody(program, this.#scratch.connection, (sql) => this.#moved(sql))
    const refusals = found.map((each) => ({ ...each, reason: this.#shown(each.reason) }))
    const [first] = refusals
    if (!first) return result
    const reason = `${first.reason} (line ${first.line + 1}: ${first.sql.slice(0, shownSql)})`
    return { statement: result.statement, outcome: 'refused', reason, refusals }
  }

  async #proveOne(statement: EmittedStatement): Promise<ProofResult> {
    const { id, dependsOn, undo, sql } = statement
    const waitsFor = dependsOn.find((one) => !this.#accepted.has(one))
    if (waitsFor !== undefined) return { statement: id, outcome: 'blocked', reason: waitsFor }
    const before = this.#accepted.get(id)
    try {
      if (before !== undefined && before !== sql && undo) await this.#run(undo)
      await this.#run(sql)
    } catch (error) {
      const failure = this.#scratch.connection.failure(error)
      if (!isRefusal(failure)) throw failure
      if (this.standsIn && isUnknownToStandIn(statement, failure))
        return { statement: id, outcome: 'untried', reason: `${this.engine} has no such indexes` }
      return { statement: id, outcome: 'refused', reason: this.#shown(serverWords(failure)) }
    }
    this.#accepted.set(id, sql)
    return { statement: id, outcome: 'accepted' }
  }

  async #run(sql: string): Promise<void> {
    for (const message of messagesOf(this.#moved(sql))) await this.#scratch.connection.run(message)
  }

  /** The text for the databases and the server of the proof. */
  #moved(sql: string): string {
    const { standsIn } = this.#scratch
    const prefix = this.#prefix
    const known = standsIn ? standIns.reduce((text, [from, to]) => text.replace(from, to), sql) : sql
    // Every name of a database stands in quotes before a point, or behind DATABASE.
    return [...this.#databases].reduce((text, name) => {
      const own = quoteName(`${prefix}${name}`)
      return text
        .replaceAll(`${quoteName(name)}.`, `${own}.`)
        .replace(/(DATABASE IF (?:NOT )?EXISTS )(`(?:[^`]|``)+`)/, (all, words, quoted) =>
          quoted === quoteName(name) ? `${words}${own}` : all,
        )
    }, known)
  }

  #shown(words: string): string {
    return this.#prefix === '' ? words : words.replaceAll(this.#prefix, '')
  }

  async reset(): Promise<void> {
    for (const name of this.#databases)
      await this.#scratch.connection.run(`DROP DATABASE IF EXISTS ${quoteName(`${this.#prefix}${name}`)}`)
    this.#accepted.clear()
    this.#databases.clear()
  }

  async close(): Promise<void> {
    await this.reset().catch(() => undefined)
    await this.#scratch.close()
  }
}
