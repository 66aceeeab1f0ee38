import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { parse } from 'yaml'
import { convert } from '../../src/convert/pipeline.js'
import type { ScriptFile } from '../../src/core/dialect/dialect.js'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { messagesOf } from '../../src/dialects/mysql/copy/script-text.js'
import { loadDialect } from '../../src/dialects/registry.js'
import { packageRoot } from '../../src/rules/assets.js'

export const casesFolder = join(packageRoot, 'fixtures', 'both-sides')

export const listCases = (filter = ''): readonly string[] =>
  readdirSync(casesFolder).filter((name) => name.includes(filter) && existsSync(join(casesFolder, name, 'input.sql')))

/** What a statement gave: rows as text, or that it failed; with the words when the program itself raised the error. */
export interface Answer {
  readonly call: string
  readonly rows?: readonly (readonly (string | null)[])[]
  readonly error?: string
}

export interface Sides {
  readonly source: readonly Answer[]
  readonly target: readonly Answer[]
  /** The converted statements, for whoever looks for a reason. */
  readonly sql: string
}

interface Case {
  readonly script: string
  readonly calls: readonly string[]
}

function loadCase(name: string): Case {
  const folder = join(casesFolder, name)
  const calls = parse(readFileSync(join(folder, 'calls.yaml'), 'utf8')) as readonly string[]
  return { script: readFileSync(join(folder, 'input.sql'), 'utf8'), calls }
}

/** Runs the calls of a case on the source as written, and on the target as converted; each call is a transaction. */
export async function runBothSides(name: string, source: Endpoint, target: Endpoint): Promise<Sides> {
  const one = loadCase(name)
  const converted = await convertScript(one.script)
  return {
    source: await onSource(one, source),
    target: await onTarget(one, converted, target),
    sql: converted.map(({ sql }) => sql).join('\n'),
  }
}

async function convertScript(text: string) {
  const [from, to] = [await loadDialect('postgres'), await loadDialect('mysql')]
  const parser = await from?.parser?.()
  if (!from || !to || !parser) throw new Error('a dialect is missing')
  const bytes = Buffer.from(text)
  const file: ScriptFile = {
    ...{ path: 'input.sql', size: bytes.length },
    chunks: async function* () {
      yield bytes
    },
  }
  const read = await parser.readScript([file], { defaultSchema: 'app' })
  const { catalog, sources, statements } = read.value
  const targetVersion = to.parseVersion('mariadb 10.11')
  const given = { source: catalog, sources, statements, findings: read.findings, from, to, targetVersion }
  return (await convert(given)).statements
}

async function onSource({ script, calls }: Case, { host, port, user, password, database }: Endpoint) {
  const client = new pg.Client({ host, port, user, password, database: database ?? 'test' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`SET TimeZone = 'UTC'; DROP SCHEMA IF EXISTS app CASCADE; CREATE SCHEMA app; ${script}`)
    const answers: Answer[] = []
    for (const call of calls) answers.push(await askSource(client, call, script))
    return answers
  } finally {
    await client.end()
  }
}

/** What the target calls is a procedure there; here it may be a function, which is selected from. */
function asOnSource(call: string, script: string): string {
  const name = /^CALL ([\w.]+)/i.exec(call)?.[1]
  const isFunction = name !== undefined && new RegExp(`CREATE FUNCTION ${name}\\b`, 'i').test(script)
  return isFunction ? call.replace(/^CALL/i, 'SELECT * FROM') : call
}

async function askSource(client: pg.Client, call: string, script: string): Promise<Answer> {
  const text = asOnSource(call, script)
  await client.query('BEGIN')
  try {
    const found = await client.query({
      text,
      rowMode: 'array',
      types: { getTypeParser: () => (value: unknown) => value },
    })
    await client.query('COMMIT')
    // A function without a value gives one row of nothing.
    const isVoid = found.fields.some(({ dataTypeID }) => dataTypeID === 2278)
    const rows = isVoid ? [] : (found.rows as unknown[][])
    return { call, rows: rows.map((row) => row.map(plain)) }
  } catch (error) {
    await client.query('ROLLBACK')
    const { message } = error as Error
    return { call, error: message }
  }
}

async function onTarget({ calls }: Case, statements: readonly { readonly sql: string }[], endpoint: Endpoint) {
  const { host, port, user, password = '' } = endpoint
  const connection = await mysql.createConnection({
    ...{ host, port, user, password, multipleStatements: true, rowsAsArray: true },
    typeCast: (field: { string(): string | null }) => field.string(),
  })
  try {
    await connection.query("DROP DATABASE IF EXISTS app; SET time_zone = '+00:00'")
    for (const { sql } of statements) for (const message of messagesOf(sql)) await connection.query(message)
    const answers: Answer[] = []
    for (const call of calls) answers.push(await askTarget(connection, call))
    return answers
  } finally {
    await connection.end()
  }
}

async function askTarget(connection: mysql.Connection, call: string): Promise<Answer> {
  await connection.beginTransaction()
  try {
    const [found] = await connection.query(call)
    await connection.commit()
    const first = Array.isArray(found) ? (/^CALL/i.test(call) ? found[0] : found) : []
    const rows = Array.isArray(first) ? (first as unknown[][]) : []
    return { call, rows: rows.map((row) => row.map(plain)) }
  } catch (error) {
    await connection.rollback()
    const { errno, message } = error as mysql.QueryError & { readonly errno: number }
    return { call, error: errno === 1644 ? message : '' }
  }
}

/** Truth values and numbers in one form. */
function plain(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = String(value)
  if (text === 't' || text === 'f') return text === 't' ? '1' : '0'
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text
}

/** Where the sides differ. An error of the engine itself has words of its own on each side. */
export function differences({ source, target }: Pick<Sides, 'source' | 'target'>): readonly string[] {
  return source.flatMap((asked, at) => {
    const got = target[at]
    if (asked.error !== undefined && (got?.error === '' || got?.error === asked.error)) return []
    const same = asked.error === undefined && JSON.stringify(asked.rows) === JSON.stringify(got?.rows)
    return same ? [] : [`${asked.call}: ${show(asked)}, but ${show(got)}`]
  })
}

const show = (answer: Answer | undefined): string =>
  answer?.error === undefined ? JSON.stringify(answer?.rows) : `error ${JSON.stringify(answer.error)}`
