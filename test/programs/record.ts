import mysql, { type Connection, type FieldPacket, type RowDataPacket } from 'mysql2/promise'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { type Argument, type ProgramCase, preamble, type Step, schema } from './cases.js'
import type { Cell, Outcome, Recording, RowSet } from './recording.js'
import { scriptPieces } from './script.js'

/** Asks the source what a case gives: a database of its own, a session that has done nothing else. */
export async function recordCase(endpoint: Endpoint, one: ProgramCase): Promise<Recording> {
  await inSession({ ...endpoint, database: 'mysql' }, async (setup) => {
    // Test servers keep a binary log, which wants promises that functions do not make.
    await setup.query('SET GLOBAL log_bin_trust_function_creators = ON')
    await setup.query(`DROP DATABASE IF EXISTS ${schema}`)
    await setup.query(`SET time_zone = '+00:00'; ${preamble}`)
    for (const piece of scriptPieces(one.script)) await setup.query(piece)
  })
  return inSession({ ...endpoint, database: schema }, async (session) => {
    await session.query(`SET time_zone = '+00:00'; ${preamble}`)
    for (const statement of one.source) await session.query(statement)
    const before = await readBefore(session)
    const steps: Outcome[] = []
    for (const step of one.steps) steps.push(await runStep(session, step))
    return { before, steps }
  })
}

async function inSession<T>(endpoint: Endpoint, work: (session: Connection) => Promise<T>): Promise<T> {
  const session = await connect(endpoint)
  try {
    return await work(session)
  } finally {
    await session.end()
  }
}

/** As the server's own client: a changed row counts only when it changed, which this driver asks otherwise. */
const connect = ({ host, port, user, password = '', database = schema }: Endpoint): Promise<Connection> =>
  mysql.createConnection({
    ...{ host, port, user, password, database, flags: ['-LOCAL_FILES', '-FOUND_ROWS'] },
    ...{ rowsAsArray: true, disableEval: true, multipleStatements: true, charset: 'utf8mb4', timezone: 'Z' },
  })

/**
 * Each step that runs code of the case is a transaction of its own, as a careful client makes it: kept when it went well,
 * taken back when it failed.
 */
async function runStep(session: Connection, step: Step): Promise<Outcome> {
  if ('set' in step) {
    for (const [name, value] of Object.entries(step.set)) await session.query(`SET @${name} = ${literal(value)}`)
    return {}
  }
  if ('tables' in step) return readState(session, step.tables, step.variables)
  if (!('call' in step && step.alone)) await session.query('START TRANSACTION')
  try {
    const outcome = await runCode(session, step)
    await session.query('COMMIT')
    return outcome
  } catch (error) {
    await session.query('ROLLBACK')
    return { error: errorOf(error) }
  }
}

async function runCode(session: Connection, step: Step): Promise<Outcome> {
  if ('call' in step) return runCall(session, step.call, step.args)
  if ('function' in step) {
    const [answer] = await ask(session, `SELECT ${step.function}(${step.args.map(literal).join(', ')})`)
    return { value: answer?.rows[0]?.[0] ?? null }
  }
  if (!('sql' in step)) throw new Error('no code')
  const sets = await ask(session, step.sql)
  return sets.length > 0 ? { sets } : {}
}

interface Parameter {
  readonly name: string
  readonly mode: string
  readonly type: string
}

async function runCall(session: Connection, name: string, args: readonly Argument[]): Promise<Outcome> {
  // The server lists no parameters of members of packages: cases give those values alone.
  const parameters = name.includes('.')
    ? args.map((_, at): Parameter => ({ name: `${at}`, mode: 'IN', type: '' }))
    : await parametersOf(session, name)
  if (parameters.length !== args.length) throw new Error(`${name} has ${parameters.length} parameters`)
  const holder = (at: number): string => `@\`out ${at}\``
  for (const [at, { mode }] of parameters.entries())
    if (mode !== 'IN') await session.query(`SET ${holder(at)} = ${mode === 'OUT' ? 'NULL' : literal(args[at] ?? null)}`)
  const sent = parameters.map(({ mode }, at) => (mode === 'IN' ? literal(args[at] ?? null) : holder(at)))
  const sets = await ask(session, `CALL ${name}(${sent.join(', ')})`)
  const given = parameters.flatMap(({ mode, name: key, type }, at) => (mode === 'IN' ? [] : [{ key, type, at }]))
  if (given.length === 0) return { sets }
  // A user variable has forgotten that it came from a parameter of bits or bytes.
  const [row] = await ask(session, `SELECT ${given.map(({ type, at }) => shown(holder(at), type)).join(', ')}`)
  return { out: Object.fromEntries(given.map(({ key }, at) => [key, row?.rows[0]?.[at] ?? null])), sets }
}

function shown(variable: string, type: string): string {
  const bits = /^bit\((\d+)\)/.exec(type)?.[1]
  if (bits !== undefined) return `LPAD(BIN(${variable}), ${bits}, '0')`
  return /^(var)?binary|blob/.test(type) ? `CONCAT('\\\\x', LOWER(HEX(${variable})))` : variable
}

async function parametersOf(session: Connection, name: string): Promise<readonly Parameter[]> {
  const [rows] = await session.query<RowDataPacket[][]>(
    `SELECT PARAMETER_NAME, PARAMETER_MODE, DTD_IDENTIFIER FROM information_schema.PARAMETERS
     WHERE SPECIFIC_SCHEMA = DATABASE() AND SPECIFIC_NAME = ? AND ROUTINE_TYPE = 'PROCEDURE' ORDER BY ORDINAL_POSITION`,
    [name],
  )
  return rows.map(([key, mode, type]) => ({ name: String(key), mode: String(mode), type: String(type) }))
}

async function readState(
  session: Connection,
  tables: readonly string[],
  variables: readonly string[],
): Promise<Outcome> {
  const contents: Record<string, RowSet> = {}
  for (const table of tables) {
    const [found] = await ask(session, `SELECT * FROM \`${table}\``)
    if (found) contents[table] = inFixedOrder(found)
  }
  const values: Record<string, Cell> = {}
  for (const name of variables) {
    const [found] = await ask(session, `SELECT @${name}`)
    values[name] = found?.rows[0]?.[0] ?? null
  }
  return {
    ...(tables.length > 0 ? { tables: contents } : {}),
    ...(variables.length > 0 ? { variables: values } : {}),
  }
}

/** Rows of a table have no order: here they are in that of their text. */
const inFixedOrder = (set: RowSet): RowSet => ({
  columns: set.columns,
  rows: set.rows
    .map((row) => [JSON.stringify(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row),
})

async function readBefore(session: Connection): Promise<Recording['before']> {
  const [tables] = await session.query<RowDataPacket[][]>(
    `SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1`,
  )
  const before: Recording['before'] = {}
  for (const [table, next] of tables) {
    const [columns] = await session.query<RowDataPacket[][]>(
      `SELECT COLUMN_NAME FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND IS_GENERATED = 'NEVER' ORDER BY ORDINAL_POSITION`,
      [String(table)],
    )
    const list = columns.map(([name]) => `\`${String(name)}\``).join(', ')
    const [found] = await ask(session, `SELECT ${list} FROM \`${String(table)}\``)
    if (!found || found.rows.length === 0) continue
    const counter: unknown = next
    before[String(table)] = { ...inFixedOrder(found), ...(counter === null ? {} : { next: String(counter) }) }
  }
  return before
}

/** The result sets of a statement. */
async function ask(session: Connection, sql: string): Promise<RowSet[]> {
  const [results, fields] = await session.query<RowDataPacket[][]>({
    sql,
    rowsAsArray: true,
    typeCast: (field) => field.buffer(),
  })
  const described: unknown = fields
  if (!Array.isArray(described) || described.length === 0) return []
  const several = described.some((one) => one === undefined || Array.isArray(one))
  if (!several) return [rowSet(results, described)]
  return described.flatMap((one: unknown, at) => (Array.isArray(one) ? [rowSet(results[at], one)] : []))
}

function rowSet(rows: unknown, fields: readonly FieldPacket[]): RowSet {
  const list: (Buffer | null)[][] = Array.isArray(rows) ? rows : []
  return {
    columns: fields.map((field) => field.name),
    rows: list.map((row) => row.map((value, at) => cellOf(value, fields[at]))),
  }
}

/** Field types of the protocol. */
const bit = 16
const texts: ReadonlySet<number> = new Set([15, 249, 250, 251, 252, 253, 254])
const binaryCharset = 63

function cellOf(value: Buffer | null, field: FieldPacket | undefined): Cell {
  if (value === null) return null
  const type = field?.columnType ?? field?.type ?? 0
  if (type === bit) {
    const length = field?.columnLength ?? 1
    return BigInt(`0x${value.toString('hex')}`)
      .toString(2)
      .padStart(length, '0')
  }
  return texts.has(type) && field?.characterSet === binaryCharset
    ? `\\x${value.toString('hex')}`
    : value.toString('utf8')
}

function literal(value: Argument): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  return 'hex' in value ? `x'${value.hex}'` : `b'${value.bits}'`
}

function errorOf(error: unknown): NonNullable<Outcome['error']> {
  if (!(error instanceof Error) || !('errno' in error) || !('sqlState' in error)) throw error
  return { number: Number(error.errno), state: String(error.sqlState), message: error.message }
}
