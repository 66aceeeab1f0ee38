import { PGlite } from '@electric-sql/pglite'
import { type Converted, convertScript } from '../../../support.js'
import type { ChangeCase } from './change-case.js'
import { changeRows, changeTables, changeTriggers } from './change-tables.js'

export const tableNames: readonly string[] = changeTables.flatMap((text) => /CREATE TABLE (\w+)/.exec(text)?.[1] ?? [])

export const strict = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'

/** The procedure of a case as a script, and as one statement. */
export const procedureOf = (each: ChangeCase, index: number): string =>
  `CREATE PROCEDURE p${index}() BEGIN ${each.body}; END`

/** The tables and a procedure for each case, through the whole conversion. */
export function convertCases(cases: readonly ChangeCase[]): Promise<Converted> {
  const procedures = cases.map(
    (each, index) => `SET sql_mode = '${each.mode ?? strict}'${delimiter}${procedureOf(each, index)}${delimiter}`,
  )
  const text = [
    ...[...changeTables, ...changeRows].map((each) => `${each};`),
    'DELIMITER $$',
    ...[...changeTriggers, ...procedures].map((each) => (each.endsWith(delimiter) ? each : `${each}${delimiter}`)),
    'DELIMITER ;',
  ].join('\n')
  return convertScript(text)
}

const delimiter = ' $$\n'

export interface Target {
  readonly db: PGlite
  /** Runs a statement; the text of the error when it raises one. */
  run(sql: string): Promise<string | undefined>
  rows(table: string): Promise<readonly string[]>
}

/** A target with everything that conversion made. `problems` are statements that the target refused. */
export async function startTarget(converted: Converted): Promise<Target & { readonly problems: readonly string[] }> {
  const db = await PGlite.create()
  const problems: string[] = []
  await db.exec("SET timezone = 'UTC'")
  const run = async (sql: string): Promise<string | undefined> => {
    try {
      await db.exec(sql)
      return undefined
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
  for (const { sql } of converted.conversion.statements) {
    // The target in this process knows this older form of a locale alone.
    const error = await run(sql.replace('und-u-ks-level1', 'und@colStrength=primary'))
    if (error !== undefined) problems.push(`${error}\n${sql}`)
  }
  return { db, problems, run, rows: (table) => rowsOf(db, table) }
}

const parsers = Object.fromEntries(Array.from({ length: 6000 }, (_, oid) => [oid, (value: string) => value]))

async function rowsOf(db: PGlite, table: string): Promise<readonly string[]> {
  const { rows } = await db.query<(string | null)[]>(`SELECT ${columnsOf(table)} FROM shop.${table}`, [], {
    rowMode: 'array',
    parsers,
  })
  return rows.map((row) => JSON.stringify(row.map(plain))).sort()
}

/** Forms in which the engines' own texts differ. */
export function plain(cell: string | null): string | null {
  if (cell === null) return null
  if (cell === 't' || cell === 'f') return cell === 't' ? '1' : '0'
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell)) return String(Number(Number(cell).toPrecision(9)))
  if (/^\{[a-z,]*\}$/.test(cell)) return cell.slice(1, -1)
  if (/^[[{]/.test(cell)) return cell.replace(/([,:])\s+/g, '$1')
  return cell.replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.?0*$/, '$1')
}

/** Not every column is seen by `*` on both. */
export const columnsOf = (table: string): string => (table === 'hidden' ? 'a, x, b' : '*')

/** Makes the tables as they are before each case. */
export const resetTarget: readonly string[] = [
  "SELECT set_config('crosswalk.last_insert_id', '', false)",
  ...tableNames.map((name) => `TRUNCATE shop.${name} RESTART IDENTITY CASCADE`),
  ...changeRows.map((each) =>
    each
      .replace('INSERT INTO ', 'INSERT INTO shop.')
      .replace("'a,c'", "'{a,c}'")
      .replace(/'a', 1, '2024/, "'{a}', 1, '2024")
      .replace(/'old', ''/, "'old', '{}'"),
  ),
]
