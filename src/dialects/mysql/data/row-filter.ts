import type { FilteredColumn, FilterTest, RowFilter } from '../../../core/mapping/row-filter.js'
import { quoteName, quoteText } from '../connect.js'

/** The condition of a filter in the words of the server; it holds for the same values as `passes`. */
export const filterCondition = ({ columns }: RowFilter): string =>
  columns.map((column) => `(${column.tests.map((test) => testOf(test, column)).join(' OR ')})`).join(' AND ')

function testOf(test: FilterTest, column: FilteredColumn): string {
  const name = quoteName(column.name)
  const value = (text: string): string => literalOf(text, column.compare)
  // Neither collation, nor padding, nor the column's character set has a part in it.
  const compared = column.compare === 'text' ? `CAST(CONVERT(${name} USING utf8mb4) AS BINARY)` : name
  switch (test.op) {
    case 'null':
      return `${name} IS NULL`
    case 'notnull':
      return `${name} IS NOT NULL`
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

function literalOf(text: string, compare: FilteredColumn['compare']): string {
  switch (compare) {
    case 'number':
      return text
    case 'date':
      return `DATE ${quoteText(text)}`
    case 'timestamp':
      return `TIMESTAMP ${quoteText(text)}`
    case 'text':
      return `X'${Buffer.from(text).toString('hex')}'`
  }
}
