import type { EmittedStatement, ProofResult, ProofSession, Prover, StatementId } from '../../../core/dialect/dialect.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { names } from '../names.js'
import { checkBodies, narrowest } from './body-check.js'
import { probeBodies } from './body-probes.js'
import { type BundledExtension, bundled, openInProcess } from './in-process.js'
import { openOnServer } from './on-server.js'
import { lineOf, refusalOf, type Scratch } from './scratch.js'

/** Proves statements by running them in a scratch database: the engine itself says whether it accepts them. */
export const prover: Prover = { open }

async function open({ endpoint, signal }: Parameters<Prover['open']>[0]): Promise<ProofSession> {
  const first = endpoint === undefined ? await openInProcess([]) : await openOnServer(endpoint, signal)
  return new Session(first, endpoint === undefined, signal)
}

/** Every object that a proof makes stands in a schema. */
const dropEverything = `DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE pg_catalog.format('DROP SCHEMA %I CASCADE', name);
  END LOOP;
  CREATE SCHEMA public;
END
$$;`

/** Characters of a statement that a refusal shows. */
const shownSql = 200

class Session implements ProofSession {
  #scratch: Scratch
  readonly #inProcess: boolean
  readonly #signal: AbortSignal | undefined
  readonly #accepted = new Map<StatementId, EmittedStatement>()

  constructor(scratch: Scratch, inProcess: boolean, signal: AbortSignal | undefined) {
    this.#scratch = scratch
    this.#inProcess = inProcess
    this.#signal = signal
  }

  get engine(): string {
    return this.#scratch.engine
  }

  /**
   * Tries the statements in the order given. A statement that waits for one that is not accepted is `blocked` and not
   * tried. One that was accepted before, with another text, takes the place of what it was. When the server goes away the whole proof fails, and no result of it is given.
   */
  async prove(
    statements: readonly EmittedStatement[],
    onDone?: (done: number) => void,
  ): Promise<readonly ProofResult[]> {
    await this.#loadExtensions(statements)
    const results: ProofResult[] = []
    for (const statement of statements) {
      this.#signal?.throwIfAborted()
      results.push(await this.#proveOne(statement))
      onDone?.(results.length)
    }
    return this.#withBodies(statements, results)
  }

  /** A program is accepted when the engine takes each of its statements too; by now everything exists that they name. */
  async #withBodies(statements: readonly EmittedStatement[], results: readonly ProofResult[]) {
    const programs = statements.filter(({ id, code }) => code !== undefined && this.#accepted.has(id))
    const stop = (): void => this.#signal?.throwIfAborted()
    const existing = [...this.#accepted.values()]
    const probed = await probeBodies(this.#scratch, programs, existing, stop)
    const checked = await checkBodies(this.#scratch, programs, existing, stop)
    return results.map((result): ProofResult => {
      const refusals = [...(probed.get(result.statement) ?? []), ...(checked.get(result.statement) ?? [])]
      const [first] = refusals
      if (result.outcome !== 'accepted' || !first) return result
      const reason = `${first.reason} (line ${first.line + 1}: ${first.sql.slice(0, shownSql)})`
      return { statement: result.statement, outcome: 'refused', reason, refusals }
    })
  }

  async #proveOne(statement: EmittedStatement): Promise<ProofResult> {
    const waitsFor = statement.dependsOn.find((id) => !this.#accepted.has(id))
    if (waitsFor !== undefined) return { statement: statement.id, outcome: 'blocked', reason: waitsFor }
    const before = this.#accepted.get(statement.id)
    const undo = before && before.sql !== statement.sql ? (before.undo ?? '') : ''
    try {
      await this.#scratch.run(`${undo}${statement.sql}${firstUseOf(statement)}`)
    } catch (error) {
      if (error instanceof OperationError || this.#signal?.aborted) throw error
      const reason = refusalOf(error, statement.sql)
      return { statement: statement.id, outcome: 'refused', reason, ...unreadable(statement, error) }
    }
    this.#accepted.set(statement.id, statement)
    return { statement: statement.id, outcome: 'accepted' }
  }

  /** The engine in process takes extensions only when it starts, and nothing has been accepted before the first proof. */
  async #loadExtensions(statements: readonly EmittedStatement[]): Promise<void> {
    if (!this.#inProcess || this.#accepted.size > 0) return
    const wanted = statements.flatMap(({ kind, name }) => (kind === 'extension' ? [name.name.text] : []))
    const known = bundled.filter((extension: BundledExtension) => wanted.includes(extension))
    if (known.length === 0) return
    await this.#scratch.close()
    this.#scratch = await openInProcess(known)
  }

  async reset(): Promise<void> {
    this.#accepted.clear()
    await this.#scratch.run(dropEverything)
  }

  close(): Promise<void> {
    return this.#scratch.close()
  }
}

/** Of a body that cannot even be read: the statement at which the engine stopped. */
function unreadable({ sql, code = [] }: EmittedStatement, error: unknown): Pick<ProofResult, 'refusals'> {
  const line = (lineOf(error, sql) ?? 0) - 1
  const at = narrowest(code, line)
  if (!at || !(error instanceof Error)) return {}
  return { refusals: [{ reason: error.message, line, sql: sql.split('\n')[line]?.trim() ?? '', origin: at.origin }] }
}

/** Creating a view does not plan it: reading no rows of it does, and folds its constants. */
function firstUseOf({ kind, name }: EmittedStatement): string {
  if (kind !== 'view') return ''
  const schema = name.schema === undefined ? '' : `${names.quote(name.schema.text)}.`
  return `SELECT * FROM ${schema}${names.quote(name.name.text)} LIMIT 0;\n`
}
