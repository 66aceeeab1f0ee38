import type { FilteredColumn, FilterTest, RowFilter } from '../../../core/mapping/row-filter.js'
import { names } from '../names.js'

/** The condition of a filter in the words of the server; it holds for the same values as `passes`. */
export const filterCondition = ({ columns }: RowFilter): string =>
  columns.map((column) => `(${column.tests.map((test) => testOf(test, column)).join(' OR ')})`).join(' AND ')

function testOf(test: FilterTest, column: FilteredColumn): string {
  const name = names.quote(column.name)
  const value = (text: string): string => literalOf(text, column.compare)
  // Bytes: no collation has a part in it.
  const compared = column.compare === 'text' ? `pg_catalog.convert_to(${name}::pg_catalog.text, 'UTF8')` : name
  switch (test.op) {
    case 'null':
      return `${name} IS NOT DISTINCT FROM NULL`
    case 'notnull':
      return `${name} IS DISTINCT FROM NULL`
    case 'eq':
      return `${compared} = ${value(test.value)}`
    case 'noteq':
      return `${compared} <> ${value(test.value)}`
    case 'lte':
      return `${compared} <= ${value(test.value)}`
    case 'gte':
      return `${compared} >= ${value(test.value)}`
    case 'between':
      return `${compared} BETWEEN ${value(test.from)} AND ${value(test.to)}`
    case 'notbetween':
      return `${compared} NOT BETWEEN ${value(test.from)} AND ${value(test.to)}`
  }
}

/** The session's time zone is UTC, which makes an instant of wall time. */
function literalOf(text: string, compare: FilteredColumn['compare']): string {
  const quoted = `'${text.replaceAll("'", "''")}'`
  switch (compare) {
    case 'number':
      return `${quoted}::pg_catalog.numeric`
    case 'date':
      return `${quoted}::pg_catalog.date`
    case 'timestamp':
      return `${quoted}::pg_catalog.timestamp`
    case 'text':
      return `'\\x${Buffer.from(text).toString('hex')}'::pg_catalog.bytea`
  }
}
