import pg from 'pg'
import { canonicalColumns } from '../../../core/data/canonical.js'
import { defaultPolicies } from '../../../core/data/reject.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { SequenceMapping, TableMapping } from '../../../core/mapping/mapping.js'
import { ResultCollector } from '../../../core/prove/collect.js'
import type {
  CellRow,
  Focus,
  ProofStep,
  ResultRows,
  RoutineRunner,
  RowValues,
  RunnerOptions,
  RunnerSession,
  StepOutcome,
  TableContent,
} from '../../../core/prove/runner.js'
import { connect } from '../connect.js'
import { type Encoding, itemOf, md5Of, outsideOf, shownOf } from '../data/compare/expressions.js'
import { codeOf, reasonOf } from '../errors.js'
import { names } from '../names.js'
import { arrayItems, formOf } from './cells.js'
import { hazards } from './hazards.js'
import { sampleOf } from './sample.js'
import { type RoutineShape, shapeOf } from './shape.js'
import { callSql, changeSql, dotted, tableName, variableSql } from './steps.js'

export const postgresRunner: RoutineRunner = {
  open: (endpoint, options) => PostgresRunner.open(endpoint, options),
  hazards,
}

type CallStep = Extract<ProofStep, { kind: 'call' }>

const timedOut: ReadonlySet<string> = new Set(['57014', '55P03'])
const endsTransaction: ReadonlySet<string> = new Set(['2D000'])
const cursorListType = 'refcursor[]'
const readingTimeout = '300s'

class PostgresRunner implements RunnerSession {
  #client: pg.Client
  readonly #endpoint: Endpoint
  readonly #options: RunnerOptions
  readonly #encoding: Encoding
  readonly engine: string
  #open = false
  #stays = false
  readonly #shapes = new Map<string, RoutineShape | undefined>()

  private constructor(client: pg.Client, endpoint: Endpoint, options: RunnerOptions, facts: readonly string[]) {
    this.#client = client
    this.#endpoint = endpoint
    this.#options = options
    this.#encoding = { utf8: facts[0] === 'UTF8' }
    this.engine = `postgres ${facts[1] ?? ''}`
  }

  static async open(endpoint: Endpoint, options: RunnerOptions): Promise<PostgresRunner> {
    const client = await openClient(endpoint, options)
    const sql = "SELECT current_setting('server_encoding'), current_setting('server_version')"
    const facts = await client.query<string[]>({ text: sql, rowMode: 'array' })
    return new PostgresRunner(client, endpoint, options, facts.rows[0] ?? [])
  }

  async clock(): Promise<string> {
    const [row] = await this.#rows("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')")
    return row?.[0] ?? ''
  }

  async begin(): Promise<void> {
    await this.#client.query('BEGIN READ WRITE')
    this.#open = true
  }

  async rollback(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await this.#client.query('ROLLBACK').catch(() => this.renew())
  }

  async beginOpen(): Promise<void> {
    this.#open = false
    this.#stays = true
    await this.#client.query('SET default_transaction_read_only = off')
  }

  async renew(): Promise<void> {
    this.#open = false
    await this.#client.end().catch(() => undefined)
    this.#client = await openClient(this.#endpoint, this.#options)
  }

  async run(step: ProofStep): Promise<StepOutcome> {
    // Nothing runs outside of what will be taken back, whatever went wrong before.
    if (!this.#open && !this.#stays) throw new Error('a step outside of a case')
    try {
      await this.#client.query(`SET statement_timeout = ${this.#options.timeout}`)
      const outcome = await this.#step(step)
      await this.#client.query(`SET statement_timeout = '${readingTimeout}'`)
      return outcome
    } catch (error) {
      return failed(error)
    }
  }

  async #step(step: ProofStep): Promise<StepOutcome> {
    switch (step.kind) {
      case 'call':
        return this.#call(step)
      case 'view':
        return { outs: noOuts, results: [await this.#read(`SELECT * FROM ${dotted(step.name[this.#options.side])}`)] }
      case 'variable':
        await this.#client.query(variableSql(step))
        return { outs: noOuts, results: [] }
      default: {
        const result = await this.#client.query(changeSql(step, this.#options.side))
        return {
          outs: { columns: [{ name: 'rows', kind: 'integer' }], row: [String(result.rowCount ?? 0)] },
          results: [],
        }
      }
    }
  }

  async #call(step: CallStep): Promise<StepOutcome> {
    const shape = await this.#shape(step)
    const sql = callSql(step, shape, this.#options.side)
    if (shape.kind === 'rows') return { outs: noOuts, results: [await this.#read(sql)], asQuery: true }
    if (shape.kind === 'procedure' && shape.params.at(-1)?.type === cursorListType) return this.#callWithCursors(sql)
    const found = await this.#read(sql)
    if (found.columns.every(({ kind }) => kind === 'null')) return { outs: noOuts, results: [] }
    return { outs: { columns: found.columns, row: found.rows[0] ?? [] }, results: [] }
  }

  /** Cursors live as long as the transaction: one is begun where none is open. */
  async #callWithCursors(sql: string): Promise<StepOutcome> {
    if (!this.#open) await this.#client.query('BEGIN')
    try {
      return await this.#fetchAll(sql)
    } finally {
      if (!this.#open) await this.#client.query('COMMIT')
    }
  }

  async #fetchAll(sql: string): Promise<StepOutcome> {
    const found = await this.#read(sql)
    const outs = { columns: found.columns, row: found.rows[0] ?? [] }
    const cursors = arrayItems(outs.row.at(-1) ?? '{}')
    const results: ResultRows[] = []
    for (const cursor of cursors) results.push(await this.#read(`FETCH ALL FROM ${names.quote(cursor)}`))
    return { outs: { columns: outs.columns.slice(0, -1), row: outs.row.slice(0, -1) }, results }
  }

  async #shape(step: CallStep): Promise<RoutineShape> {
    const key = dotted(step.name[this.#options.side])
    if (!this.#shapes.has(key))
      this.#shapes.set(key, await shapeOf(this.#client, step.name[this.#options.side], step.args.length))
    const shape = this.#shapes.get(key)
    if (shape === undefined) throw Object.assign(new Error(`${key} does not exist`), { code: '42883' })
    return shape
  }

  /** Reads a result whole; values stay text. */
  async #read(sql: string): Promise<ResultRows> {
    const result = await this.#client.query<(string | null)[]>({ text: sql, rowMode: 'array' })
    const forms = result.fields.map((field) => formOf(field.dataTypeID))
    const columns = result.fields.map((field, at) => ({ name: field.name, kind: forms[at]?.kind ?? 'text' }))
    const collector = new ResultCollector(columns, this.#options.maxRows)
    for (const row of result.rows)
      collector.add(row.map((cell, at) => (cell === null ? null : (forms[at]?.text(String(cell)) ?? cell))))
    return collector.result()
  }

  async readTable(table: TableMapping, maxRows: number): Promise<TableContent> {
    const { side } = this.#options
    const columns = canonicalColumns(table, defaultPolicies)
    const items = columns.map((column) => itemOf(column, side, this.#encoding)).filter((item) => item !== undefined)
    const groups: string[] = []
    for (let at = 0; at < items.length; at += 90) groups.push(`concat_ws('|',${items.slice(at, at + 90).join(',')})`)
    const hash = md5Of(groups.length === 0 ? "''" : groups.join(`||'|'||`), this.#encoding)
    const sum = `coalesce(sum(('x'||left(${hash},15))::bit(60)::bigint),0)`
    const [row] = await this.#rows(`SELECT count(*),${sum} FROM ${tableName(table, this.#options.side)}`)
    const content = { count: Number(row?.[0]), sum: BigInt(row?.[1] ?? 0) }
    if (content.count > maxRows) return content
    const shown = columns.map((column) =>
      column.form.kind === 'json' ? outsideOf(column, side) : shownOf(column, side, this.#encoding),
    )
    return {
      ...content,
      rows: await this.#rows(`SELECT ${shown.join(',')} FROM ${tableName(table, this.#options.side)}`),
    }
  }

  async sizeOf(table: TableMapping): Promise<number> {
    const sql = 'SELECT reltuples::bigint::text FROM pg_catalog.pg_class WHERE oid = $1::regclass'
    const { rows } = await this.#client.query<(string | null)[]>({
      text: sql,
      values: [tableName(table, this.#options.side)],
      rowMode: 'array',
    })
    return Number(rows[0]?.[0])
  }

  async lasting(): Promise<ReadonlySet<string>> {
    return new Set()
  }

  async sample(table: TableMapping, focus: readonly Focus[], limit: number): Promise<readonly RowValues[]> {
    return sampleOf(table, focus, limit, this.#options.side, (sql) => this.#tried(sql))
  }

  /** A query that may not fit the types of the table: what it cannot compare, it does not find. */
  async #tried(sql: string): Promise<readonly CellRow[]> {
    await this.#client.query('SAVEPOINT crosswalk_sample').catch(() => undefined)
    try {
      return (await this.#read(sql)).rows
    } catch {
      await this.#client.query('ROLLBACK TO SAVEPOINT crosswalk_sample').catch(() => undefined)
      return []
    }
  }

  async nextNumber(mapping: SequenceMapping): Promise<string | undefined> {
    const sequence = await this.#sequence(mapping)
    if (sequence === undefined) return undefined
    const [row] = await this.#rows(
      `SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END::text FROM ${sequence}`,
    )
    return row?.[0] ?? undefined
  }

  async setNextNumber(mapping: SequenceMapping, next: string): Promise<void> {
    const sequence = await this.#sequence(mapping)
    if (sequence === undefined) return
    await this.#client.query('BEGIN READ WRITE')
    try {
      await this.#client.query('SELECT pg_catalog.setval($1::regclass, $2::bigint, false)', [sequence, next])
    } finally {
      await this.#client.query('COMMIT')
    }
  }

  async #sequence(mapping: SequenceMapping): Promise<string | undefined> {
    const target = mapping[this.#options.side]
    if (target.kind === 'sequence') return `${names.quote(target.schema)}.${names.quote(target.name)}`
    const { rows } = await this.#client.query<(string | null)[]>({
      text: 'SELECT pg_catalog.pg_get_serial_sequence($1, $2)',
      values: [`${names.quote(target.schema)}.${names.quote(target.table)}`, target.column],
      rowMode: 'array',
    })
    return rows[0]?.[0] ?? undefined
  }

  async #rows(sql: string): Promise<readonly (string | null)[][]> {
    const result = await this.#client.query<(string | null)[]>({ text: sql, rowMode: 'array' })
    return result.rows
  }

  async script(steps: readonly ProofStep[]): Promise<string> {
    const lines: string[] = []
    for (const step of steps) lines.push(...(await this.#scriptLines(step)))
    return [
      `SET search_path = ${names.quote(this.#options.schema)}, public;`,
      "SET timezone = 'UTC';",
      'BEGIN;',
      ...lines.map((line) => `${line};`),
      'ROLLBACK;',
      '',
    ].join('\n')
  }

  async #scriptLines(step: ProofStep): Promise<readonly string[]> {
    if (step.kind === 'view') return [`SELECT * FROM ${dotted(step.name[this.#options.side])}`]
    if (step.kind === 'variable') return [variableSql(step)]
    if (step.kind !== 'call') return [changeSql(step, this.#options.side)]
    const shape = await this.#shape(step).catch(() => undefined)
    if (shape === undefined) return [`-- ${dotted(step.name[this.#options.side])} does not exist`]
    const cursors = shape.kind === 'procedure' && shape.params.at(-1)?.type === cursorListType
    const hint = cursors
      ? ['-- then, for each cursor that the last column names: FETCH ALL FROM "<name>"\nSELECT 1']
      : []
    return [callSql(step, shape, this.#options.side), ...hint]
  }

  async close(): Promise<void> {
    await this.rollback()
    await this.#client.end().catch(() => undefined)
  }
}

const noOuts: StepOutcome['outs'] = { columns: [], row: [] }

async function openClient(endpoint: Endpoint, options: RunnerOptions): Promise<pg.Client> {
  return connect(endpoint, {
    role: 'target',
    application: 'crosswalk prove',
    lockTimeoutMs: options.timeout,
    settings: {
      search_path: `${names.quote(options.schema)}, public`,
      // A case says READ WRITE; whatever happens outside of one can change nothing.
      default_transaction_read_only: 'on',
      jit: 'off',
    },
    ...(options.signal ? { signal: options.signal } : {}),
  })
}

function failed(error: unknown): StepOutcome {
  const state = codeOf(error) ?? 'XX000'
  return {
    outs: noOuts,
    results: [],
    error: { state, message: error instanceof pg.DatabaseError ? error.message : reasonOf(error) },
    ...(timedOut.has(state) ? { timedOut: true } : {}),
    ...(endsTransaction.has(state) ? { endsTransaction: true } : {}),
  }
}
