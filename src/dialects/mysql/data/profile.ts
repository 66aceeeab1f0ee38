import type { ColumnProfile, DataProfile, DataProfiler, ProfileOptions } from '../../../core/data/profile.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { type Finding, finding, type Report } from '../../../core/findings/finding.js'
import { dotted, type PartId, partId } from '../../../core/ir/names.js'
import type { Catalog, Column, Table } from '../../../core/ir/schema.js'
import { close, connect, query, queryValue, quoteName, type Session } from '../connect.js'
import { isRefusal, serverWords } from '../connect-errors.js'
import { isImpossible } from './compare/expressions.js'

export const mysqlProfiler: DataProfiler = { profile }

/** One aggregate expression and what its answer means. */
interface Question {
  readonly column: Column
  readonly sql: string
  readonly fact: (answer: string) => ColumnProfile
}

async function profile(
  endpoint: Endpoint,
  catalog: Catalog,
  options: ProfileOptions = {},
): Promise<Report<DataProfile>> {
  const facts = new Map<PartId, ColumnProfile>()
  const findings: Finding[] = []
  const session = await connect(endpoint, options.signal ? { signal: options.signal } : {})
  try {
    for (const schema of catalog.schemas) {
      for (const object of schema.objects) {
        options.signal?.throwIfAborted()
        if (object.kind === 'table') await profileTable(session, object, options, facts, findings)
      }
    }
  } finally {
    await close(session)
  }
  return { value: facts, findings }
}

async function profileTable(
  session: Session,
  table: Table,
  options: ProfileOptions,
  facts: Map<PartId, ColumnProfile>,
  findings: Finding[],
): Promise<void> {
  const questions = table.columns.flatMap((column) => questionsOf(column, table))
  if (questions.length === 0) return
  const at = { object: table.id, origin: table.origin }
  const name = dotted(table.name)
  try {
    const rows = options.maxRows === undefined ? 0 : await estimatedRows(session, table)
    if (options.maxRows !== undefined && rows > options.maxRows) {
      findings.push(finding('XW-D0600', at, { table: name, rows, limit: options.maxRows }))
      return
    }
    const list = questions.map((question) => question.sql).join(', ')
    const answers = (await query(session, `SELECT ${list} FROM ${quoted(table)}`))[0] ?? []
    questions.forEach(({ column, fact }, index) => {
      const answer = answers[index]
      if (answer === null || answer === undefined) return
      const part = partId(table.id, 'column', column.name.text)
      facts.set(part, { ...facts.get(part), ...fact(answer) })
    })
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!isRefusal(error)) throw error
    findings.push(finding('XW-D0604', at, { table: name, reason: serverWords(error) }))
    return
  }
  findings.push(...troubles(table, facts))
}

async function estimatedRows(session: Session, table: Table): Promise<number> {
  const sql = 'SELECT table_rows FROM information_schema.tables WHERE table_schema = ? AND table_name = ?'
  return Number((await queryValue(session, sql, [table.name.schema?.text ?? '', table.name.name.text])) ?? 0)
}

const quoted = (table: Table): string =>
  [table.name.schema?.text, table.name.name.text]
    .filter((part) => part !== undefined)
    .map(quoteName)
    .join('.')

/** SUM gives NULL when no value could answer; then there is no fact. */
function questionsOf(column: Column, table: Table): readonly Question[] {
  const sql = quoteName(column.name.text)
  const type = column.type.logical
  const count = (condition: string, fact: (rows: number) => ColumnProfile): Question => ({
    column,
    sql: `SUM(IF(${sql} IS NULL, NULL, ${condition}))`,
    fact: (answer) => fact(Number(answer)),
  })
  switch (type.kind) {
    case 'integer':
      if (type.bits === 8 && type.width === 1) {
        return [count(`${sql} NOT IN (0, 1)`, (rows) => ({ onlyZeroOne: rows === 0 }))]
      }
      if (type.bits === 64 && !type.signed) {
        return [{ column, sql: `MAX(${sql})`, fact: (answer) => ({ maxUnsigned: answer }) }]
      }
      return []
    case 'time':
      return [count(`${sql} < '00:00:00' OR ${sql} > '24:00:00'`, (rows) => ({ timeWithinDay: rows === 0 }))]
    case 'enum':
      return type.set ? [] : [count(`${sql} + 0 = 0`, (enumErrors) => ({ enumErrors }))]
    case 'date':
    case 'timestamp':
      return [count(isImpossible(sql), (zeroDates) => ({ zeroDates }))]
    case 'text':
      return [
        count(`LOCATE(0x00, CONVERT(${utf8(sql)} USING binary)) > 0`, (nulBytes) => ({ nulBytes })),
        ...(inUniqueKey(column, table)
          ? [count(`${utf8(sql)} LIKE '% '`, (trailingBlanks) => ({ trailingBlanks }))]
          : []),
        ...(type.length === undefined || type.length > 65_535 ? [longest(column, sql)] : []),
      ]
    case 'binary':
      return type.length === undefined || type.length > 65_535 ? [longest(column, sql)] : []
    default:
      return []
  }
}

const utf8 = (sql: string): string => `CONVERT(${sql} USING utf8mb4)`

const longest = (column: Column, sql: string): Question => ({
  column,
  sql: `MAX(LENGTH(${sql}))`,
  fact: (answer) => ({ longest: Number(answer) }),
})

function inUniqueKey(column: Column, table: Table): boolean {
  const keys = table.constraints.flatMap((one) =>
    one.kind === 'primaryKey' || one.kind === 'unique' ? one.columns.map((name) => name.text) : [],
  )
  return keys.includes(column.name.text)
}

/** What the types cannot tell and the conversion does not report by itself. */
function troubles(table: Table, facts: ReadonlyMap<PartId, ColumnProfile>): readonly Finding[] {
  return table.columns.flatMap((column) => {
    const part = partId(table.id, 'column', column.name.text)
    const rows = facts.get(part)?.nulBytes ?? 0
    const at = { object: table.id, part, origin: column.origin }
    return rows > 0 ? [finding('XW-D0602', at, { rows, table: dotted(table.name), column: column.name.text })] : []
  })
}
