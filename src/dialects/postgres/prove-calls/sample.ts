import type { Side } from '../../../core/data/comparer.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { CellRow, Focus, RowValues } from '../../../core/prove/runner.js'
import { columnLiteral, nameOf, tableName } from './steps.js'

/** Some rows of a table: the first and last ones by its key, and those beside each value of the focus. */
export async function sampleOf(
  table: TableMapping,
  focus: readonly Focus[],
  limit: number,
  side: Side,
  read: (sql: string) => Promise<readonly CellRow[]>,
): Promise<readonly RowValues[]> {
  const key = table.key.map((name) => nameOf(table, name, side))
  const order = key.length === 0 ? '' : `ORDER BY ${key.join(', ')}`
  const clauses = [
    `${order} LIMIT ${Math.ceil(limit / 2)}`,
    ...focus.flatMap((each) => nearest(table, each, key, side).map((clause) => `${clause} LIMIT 2`)),
    ...(key.length > 0 ? [`ORDER BY ${key.map((name) => `${name} DESC`).join(', ')} LIMIT 3`] : []),
  ]
  const columns = table.columns.map(({ source }) => nameOf(table, source.name, side)).join(', ')
  const rows = new Map<string, RowValues>()
  for (const clause of clauses)
    for (const row of await read(`SELECT ${columns} FROM ${tableName(table, side)} ${clause}`)) {
      const known = JSON.stringify(row)
      if (rows.size >= limit * 2 || rows.has(known)) continue
      rows.set(known, Object.fromEntries(table.columns.map(({ source }, at) => [source.name, row[at] ?? null])))
    }
  return [...rows.values()]
}

/** Rows that hold the value, and those that stand next to it on both sides. */
function nearest(table: TableMapping, { column, text }: Focus, key: readonly string[], side: Side): readonly string[] {
  if (!table.columns.some(({ source }) => source.name === column)) return []
  const name = nameOf(table, column, side)
  const literal = columnLiteral(table, column, text, side)
  const behind = key.map((one) => `, ${one}`).join('')
  return [
    `WHERE ${name} = ${literal}${key.length > 0 ? ` ORDER BY ${key.join(', ')}` : ''}`,
    `WHERE ${name} < ${literal} ORDER BY ${name} DESC${behind}`,
    `WHERE ${name} > ${literal} ORDER BY ${name}${behind}`,
  ]
}
