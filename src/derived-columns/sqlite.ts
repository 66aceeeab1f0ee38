import { isUtf8 } from 'node:buffer'
import Database from 'libsql'
import type { SqlValue } from './sql-value.js'

type Connection = InstanceType<typeof Database>

let shared: Connection | undefined

/** Works in memory, and has no table. */
const connection = (): Connection => {
  shared ??= new Database(':memory:')
  return shared
}

export interface Calculation {
  /** @throws when SQLite refuses to compute it, or gives text that is none */
  run(parameters: readonly SqlValue[]): readonly SqlValue[]
}

/**
 * Prepares a list of `count` expressions. Text is fetched as bytes: the driver would cut it at a zero byte, and end the
 * process at one that is not UTF-8. The limit keeps SQLite from computing an expression more than once.
 * @throws when SQLite does not understand it
 */
export function prepare(list: string, count: number): Calculation {
  // By itself, so that what is said of an error speaks of nothing else.
  connection().prepare(`SELECT ${list}`)
  const names = Array.from({ length: count }, (_, at) => `v${at}`)
  const shown = names.map(
    (name) => `typeof(${name}), CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) ELSE ${name} END`,
  )
  const from = count === 1 ? `(SELECT ${list} AS v0 LIMIT 1)` : 'r'
  const before = count === 1 ? '' : `WITH r(${names.join()}) AS MATERIALIZED (SELECT ${list}) `
  const sql = `${before}SELECT ${shown.join()} FROM ${from}`
  const fresh = () => connection().prepare(sql).raw().safeIntegers(true)
  let statement = fresh()
  return {
    run(parameters) {
      try {
        const row: unknown = statement.get(parameters)
        if (!Array.isArray(row)) throw new Error('SQLite gave no row')
        return names.map((_, at) => fetched(row[2 * at], row[2 * at + 1]))
      } catch (error) {
        // A statement that has failed goes on failing: the driver does not reset it.
        statement = fresh()
        throw error
      }
    },
  }
}

function fetched(type: string, value: SqlValue): SqlValue {
  if (type !== 'text') return value
  if (!Buffer.isBuffer(value) || !isUtf8(value)) throw new TypeError('SQLite gave text that is not UTF-8')
  return value.toString('utf8')
}
