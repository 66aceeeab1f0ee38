import type { RowColumns } from '../../../../core/ir/program.js'
import type { Routine } from '../../../../core/ir/schema.js'
import { identText, nameText, type Printing } from '../printing.js'
import type { ProgramPrinting } from './context.js'
import { joined, type Lines, line } from './lines.js'

/** The table of a procedure's rows; a temporary one is another in each session. */
const tableOf = ({ schema, name }: Routine['name']): string => {
  const own = `rows_of_${name.text}`.slice(0, 64)
  return nameText({ ...(schema ? { schema } : {}), name: { text: own, quoted: true } })
}

const list = (columns: RowColumns): string => columns.map(({ name }) => identText(name)).join(', ')

/** What stands in front of a query whose rows are kept. */
export function rowsInto({ program, collects }: ProgramPrinting): string {
  const columns = program.collects
  return columns && collects ? `INSERT INTO ${tableOf(collects)} (${list(columns)}) ` : ''
}

/** The rows are numbered as they come, and given in that order when the program has ended. */
export function withCollected(body: Lines, { program, printing, collects, names }: ProgramPrinting): Lines {
  const columns = program.collects
  if (!columns || !collects) return body
  const table = tableOf(collects)
  const number = identText({ text: names.take('row_number'), quoted: true })
  const types = columns.map(({ name, type }) => `${identText(name)} ${type.native}`)
  return joined([
    line(
      `DROP TEMPORARY TABLE IF EXISTS ${table};`,
      `CREATE TEMPORARY TABLE ${table} (${number} bigint AUTO_INCREMENT PRIMARY KEY, ${types.join(', ')}) ${textOf(printing)};`,
    ),
    body,
    line(`SELECT ${list(columns)} FROM ${table} ORDER BY ${number};`, `DROP TEMPORARY TABLE ${table};`),
  ])
}

/** Rows that were given stay given where a block takes back what it did, so the table knows no transactions. */
const textOf = ({ collation }: Printing): string => `ENGINE=MyISAM DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`
