import type { Connection, FieldPacket } from 'mysql2'
import { canonicalColumns } from '../../../core/data/canonical.js'
import { defaultPolicies } from '../../../core/data/reject.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { SequenceMapping, TableMapping } from '../../../core/mapping/mapping.js'
import { ResultCollector } from '../../../core/prove/collect.js'
import type {
  Focus,
  ProofStep,
  RaisedError,
  ResultRows,
  RoutineRunner,
  RowValues,
  RunnerOptions,
  RunnerSession,
  StepOutcome,
  TableContent,
} from '../../../core/prove/runner.js'
import { close, connect, isAtLeast, query, queryValue, quoteName, type Session } from '../connect.js'
import { serverErrorNumber, serverWords } from '../connect-errors.js'
import { itemOf, outsideOf, shownOf } from '../data/compare/expressions.js'
import { type Cell, columnsOf, decoderOf, type FieldFacts } from './cells.js'
import { hazards } from './hazards.js'
import { kindOfType, literalOf } from './literals.js'
import { formOf, stepSql, tableName } from './steps.js'

export const mysqlRunner: RoutineRunner = {
  open: (endpoint, options) => MysqlRunner.open(endpoint, options),
  hazards,
}

/** Inside an XA transaction the server refuses whatever would commit: nothing that a routine does can stay. */
const guardName = (session: Session): string => `'crosswalk-prove-${session.threadId}'`
const refusals: ReadonlySet<number> = new Set([
  1399, // ER_XAER_RMFAIL: would commit
  1568, // ER_CANT_CHANGE_TX_CHARACTERISTICS
  1694, // sql_log_bin inside a transaction
])
/** Unknown table, column, routine; a wrong number of arguments; collations that do not mix; a view that is not valid. */
const unusable: ReadonlySet<number> = new Set([1146, 1054, 1109, 1305, 1318, 1267, 1270, 1271, 1356])
/** Interrupted by the server's own limit, by KILL QUERY, or could not have its locks. */
const interrupted: ReadonlySet<number> = new Set([1969, 3024, 1317, 1205, 1206, 1213])

class MysqlRunner implements RunnerSession {
  #session: Session
  readonly #endpoint: Endpoint
  readonly #options: RunnerOptions
  #guarded = false
  #stays = false

  private constructor(session: Session, endpoint: Endpoint, options: RunnerOptions) {
    this.#session = session
    this.#endpoint = endpoint
    this.#options = options
  }

  static async open(endpoint: Endpoint, options: RunnerOptions): Promise<MysqlRunner> {
    return new MysqlRunner(await openSession(endpoint, options), endpoint, options)
  }

  get engine(): string {
    return `${this.#session.flavour} ${this.#session.release.join('.')}`
  }

  async clock(): Promise<string> {
    return (await queryValue(this.#session, 'SELECT UTC_TIMESTAMP(6)')) ?? ''
  }

  async begin(): Promise<void> {
    await query(this.#session, 'ROLLBACK')
    await query(this.#session, `XA START ${guardName(this.#session)}`)
    this.#guarded = true
  }

  async rollback(): Promise<void> {
    if (!this.#guarded) return
    this.#guarded = false
    try {
      await query(this.#session, `XA END ${guardName(this.#session)}`).catch(() => undefined)
      await query(this.#session, `XA ROLLBACK ${guardName(this.#session)}`)
    } catch {
      await this.renew()
    }
  }

  async beginOpen(): Promise<void> {
    this.#guarded = false
    this.#stays = true
    await query(this.#session, 'SET autocommit = 1')
  }

  async renew(): Promise<void> {
    this.#guarded = false
    this.#session.driver.destroy()
    this.#session = await openSession(this.#endpoint, this.#options)
  }

  async run(step: ProofStep): Promise<StepOutcome> {
    // Nothing runs outside of what will be taken back, whatever went wrong before.
    if (!this.#guarded && !this.#stays) throw new Error('a step outside of a case')
    const sql = stepSql(step, this.#options.side)
    for (const statement of sql.before) await query(this.#session, statement)
    const answer = await this.#guardTime(() => ask(this.#session.driver, sql.main, this.#options.maxRows))
    if ('error' in answer) return failed(answer.error)
    if (step.kind === 'call' && formOf(step, this.#options.side) === 'procedure') {
      const outs = sql.after === undefined ? noOuts : await this.#outs(step, sql.after)
      return { outs, results: answer.results }
    }
    if (step.kind === 'call') return { outs: outsOf(answer.results[0]), results: [] }
    if (step.kind === 'view') return { outs: noOuts, results: answer.results }
    return { outs: { columns: [{ name: 'rows', kind: 'integer' }], row: [String(answer.affected)] }, results: [] }
  }

  async #outs(step: Extract<ProofStep, { kind: 'call' }>, sql: string): Promise<StepOutcome['outs']> {
    const answer = await ask(this.#session.driver, sql, 1)
    const found = 'error' in answer ? noOuts : outsOf(answer.results[0])
    const declared = step.args.filter((arg) => arg.mode !== 'in')
    return {
      columns: found.columns.map((column, at) => {
        const type = declared[at]?.type
        return type === undefined ? column : { ...column, kind: kindOfType(type, column.kind) }
      }),
      row: found.row,
    }
  }

  /** The server's own limit does not hold for every statement of every version. */
  async #guardTime<T>(work: () => Promise<T>): Promise<T> {
    const { threadId } = this.#session
    const timer = setTimeout(() => void this.#kill(threadId), this.#options.timeout + 500)
    try {
      return await work()
    } finally {
      clearTimeout(timer)
    }
  }

  async #kill(threadId: number): Promise<void> {
    const other = await connect(this.#endpoint).catch(() => undefined)
    if (other === undefined) return
    await query(other, `KILL QUERY ${threadId}`).catch(() => undefined)
    await close(other)
  }

  async readTable(table: TableMapping, maxRows: number): Promise<TableContent> {
    const { side } = this.#options
    const columns = canonicalColumns(table, defaultPolicies)
    const items = columns.map((column) => itemOf(column, side)).filter((item) => item !== undefined)
    const hash = items.length === 0 ? "MD5('')" : `MD5(CONCAT_WS('|',${items.join(',')}))`
    const sum = `COALESCE(SUM(CAST(CONV(LEFT(${hash},15),16,10) AS UNSIGNED)),0)`
    const [row] = await query(this.#session, `SELECT COUNT(*),${sum} FROM ${tableName(table, this.#options.side)}`)
    const content = { count: Number(row?.[0]), sum: BigInt(row?.[1] ?? 0) }
    if (content.count > maxRows) return content
    const shown = columns.map((column) =>
      column.form.kind === 'json' ? outsideOf(column, side) : shownOf(column, side),
    )
    return {
      ...content,
      rows: await query(this.#session, `SELECT ${shown.join(',')} FROM ${tableName(table, this.#options.side)}`),
    }
  }

  async sizeOf(table: TableMapping): Promise<number> {
    const { schema, table: name } = table[this.#options.side]
    const sql = 'SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?'
    return Number(await queryValue(this.#session, sql, [schema, name]))
  }

  async lasting(tables: readonly TableMapping[]): Promise<ReadonlySet<string>> {
    const rows = await query(
      this.#session,
      `SELECT t.TABLE_SCHEMA, t.TABLE_NAME FROM information_schema.TABLES t JOIN information_schema.ENGINES e
        ON e.ENGINE = t.ENGINE WHERE COALESCE(e.TRANSACTIONS, 'NO') <> 'YES'`,
    )
    const found = new Set(rows.map(([schema, name]) => `${schema}.${name}`))
    const held = tables.filter((table) => {
      const { schema, table: name } = table[this.#options.side]
      return found.has(`${schema}.${name}`)
    })
    return new Set(held.map(({ source }) => `${source.schema}.${source.table}`))
  }

  async sample(table: TableMapping, focus: readonly Focus[], limit: number): Promise<readonly RowValues[]> {
    const order = orderOf(table)
    const from = `FROM ${tableName(table, this.#options.side)}`
    const near = focus.flatMap(({ column, text }) => nearest(table, column, text).map((clause) => `${clause} LIMIT 2`))
    const clauses = [
      `${order} LIMIT ${Math.ceil(limit / 2)}`,
      ...near,
      ...(table.key.length > 0
        ? [`ORDER BY ${table.key.map((name) => `${quoteName(name)} DESC`).join(', ')} LIMIT 3`]
        : []),
    ]
    const columns = table.columns.map(({ source }) => quoteName(source.name)).join(', ')
    const rows: RowValues[] = []
    const seen = new Set<string>()
    for (const clause of clauses) {
      const answer = await ask(this.#session.driver, `SELECT ${columns} ${from} ${clause}`, limit * 4)
      if ('error' in answer) continue
      for (const row of answer.results[0]?.rows ?? []) {
        const key = JSON.stringify(row)
        if (seen.has(key) || rows.length >= limit * 2) continue
        seen.add(key)
        rows.push(Object.fromEntries(table.columns.map(({ source }, at) => [source.name, row[at] ?? null])))
      }
    }
    return rows
  }

  async nextNumber(mapping: SequenceMapping): Promise<string | undefined> {
    const source = mapping[this.#options.side]
    if (source.kind !== 'identity') return undefined
    const sql = 'SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?'
    return (await queryValue(this.#session, sql, [source.schema, source.table])) ?? undefined
  }

  /** The server takes the next free number where one that is asked for is taken. */
  async setNextNumber({ target }: SequenceMapping, next: string): Promise<void> {
    if (target.kind !== 'identity' || !/^\d+$/.test(next)) return
    const table = `${quoteName(target.schema)}.${quoteName(target.table)}`
    await query(this.#session, `ALTER TABLE ${table} AUTO_INCREMENT = ${next}`)
  }

  async script(steps: readonly ProofStep[]): Promise<string> {
    const lines = steps.flatMap((step) => {
      const { before, main, after } = stepSql(step, this.#options.side)
      return [...before, main, ...(after === undefined ? [] : [after])]
    })
    const schema = quoteName(this.#options.schema)
    return [
      `USE ${schema};`,
      'SET NAMES utf8mb4;',
      "SET SESSION time_zone = '+00:00';",
      'START TRANSACTION;',
      ...lines.map((line) => `${line};`),
      'ROLLBACK;',
      '',
    ].join('\n')
  }

  async close(): Promise<void> {
    await this.rollback()
    await close(this.#session)
  }
}

async function openSession(endpoint: Endpoint, options: RunnerOptions): Promise<Session> {
  const session = await connect(
    { ...endpoint, database: options.schema },
    { countChanged: true, ...(options.signal ? { signal: options.signal } : {}) },
  )
  const seconds = Math.max(1, Math.ceil(options.timeout / 1000))
  // Changes of rows happen under the rules of the server's own clients; routines bring theirs along.
  await query(session, 'SET SESSION sql_mode = @@GLOBAL.sql_mode')
  await query(session, 'SET SESSION group_concat_max_len = @@GLOBAL.group_concat_max_len')
  // What is not in a case is never committed.
  await query(session, 'SET autocommit = 0')
  await query(session, `SET SESSION innodb_lock_wait_timeout = ${seconds}`)
  await query(session, `SET SESSION lock_wait_timeout = ${seconds}`)
  if (isAtLeast(session, 'mariadb', 10, 1, 1))
    await query(session, `SET SESSION max_statement_time = ${options.timeout / 1000}`)
  if (isAtLeast(session, 'mysql', 5, 7, 8)) await query(session, `SET SESSION max_execution_time = ${options.timeout}`)
  // Else the next number of a table is as old as the server's statistics.
  if (isAtLeast(session, 'mysql', 8)) await query(session, 'SET SESSION information_schema_stats_expiry = 0')
  return session
}

type Answer = { readonly results: readonly ResultRows[]; readonly affected: number } | { readonly error: unknown }

const noOuts: StepOutcome['outs'] = { columns: [], row: [] }

const outsOf = (result: ResultRows | undefined): StepOutcome['outs'] => ({
  columns: result?.columns ?? [],
  row: result?.rows[0] ?? [],
})

/** Runs one statement and takes all its results, with what the protocol says of their columns. */
function ask(driver: Connection, sql: string, maxRows: number): Promise<Answer> {
  return new Promise((resolve) => {
    const results: ResultRows[] = []
    let affected = 0
    let collector: ResultCollector | undefined
    let decode: ((row: readonly Cell[]) => (string | null)[]) | undefined
    const finish = (): void => {
      if (collector) results.push(collector.result())
      collector = undefined
    }
    const running = driver.query({ sql, rowsAsArray: true })
    running.on('error', (error: unknown) => resolve({ error }))
    running.on('fields', (fields: FieldPacket[] | undefined) => {
      finish()
      if (fields === undefined) return
      const facts = fields.map(factsOf)
      collector = new ResultCollector(columnsOf(facts), maxRows)
      decode = decoderOf(facts)
    })
    running.on('result', (row: unknown) => {
      if (Array.isArray(row)) {
        if (decode) collector?.add(decode(row.map((cell) => (Buffer.isBuffer(cell) ? cell : null))))
      } else if (typeof row === 'object' && row !== null && 'affectedRows' in row) affected = Number(row.affectedRows)
    })
    running.on('end', () => {
      finish()
      resolve({ results, affected })
    })
  })
}

const factsOf = (field: FieldPacket): FieldFacts => ({
  name: field.name,
  type: Number(field.columnType ?? field.type ?? 253),
  collation: Number(field.characterSet ?? 0),
  flags: typeof field.flags === 'number' ? field.flags : 0,
})

function failed(error: unknown): StepOutcome {
  const number = serverErrorNumber(error)
  const raised: RaisedError = {
    ...{ state: stateOf(error), number: String(number), message: serverWords(error) },
    ...(unusable.has(number) ? { unusable: true } : {}),
  }
  return {
    outs: noOuts,
    results: [],
    error: raised,
    ...(interrupted.has(number) ? { timedOut: true } : {}),
    ...(refusals.has(number) ? { endsTransaction: true } : {}),
  }
}

const stateOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'sqlState' in error ? String(error.sqlState) : 'HY000'

const orderOf = (table: TableMapping): string =>
  table.key.length === 0 ? '' : `ORDER BY ${table.key.map(quoteName).join(', ')}`

/** Rows that hold the value, and those that stand next to it on both sides. */
function nearest(table: TableMapping, column: string, text: string): readonly string[] {
  const mapping = table.columns.find((one) => one.source.name === column)
  if (mapping === undefined) return []
  const name = quoteName(column)
  const literal = literalOf({ type: mapping.source.type, text })
  const key = table.key.map((one) => `, ${quoteName(one)}`).join('')
  return [
    `WHERE ${name} = ${literal} ${orderOf(table)}`,
    `WHERE ${name} < ${literal} ORDER BY ${name} DESC${key}`,
    `WHERE ${name} > ${literal} ORDER BY ${name}${key}`,
  ]
}
