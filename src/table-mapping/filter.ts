import { dotted } from '../core/ir/names.js'
import type { Column, Table } from '../core/ir/schema.js'
import type { LogicalType } from '../core/ir/types.js'
import type { FilteredColumn, FilterTest, RowFilter } from '../core/mapping/row-filter.js'
import type { SelectionRule } from './document.js'
import { wrong } from './unsupported.js'

type Filter = SelectionRule['filters'][number]
type Condition = Filter['filter-conditions'][number]

/**
 * The rows that a rule selects of one table. Values are compared alike in the load, in the change stream and in the
 * comparison, so only what every engine compares in one way is taken.
 * @throws OperationError XW-S0704
 */
export function rowFilter(rule: SelectionRule, table: Table): RowFilter | undefined {
  if (rule.filters.length === 0) return undefined
  return { rule: rule['rule-id'], columns: rule.filters.map((filter) => filteredColumn(rule, filter, table)) }
}

function filteredColumn(rule: SelectionRule, filter: Filter, table: Table): FilteredColumn {
  const name = filter['column-name']
  const column = table.columns.find((each) => each.name.text === name)
  if (!column) throw wrong(rule, `${dotted(table.name)} has no column ${name} to filter by`)
  const compare = comparisonOf(column)
  if (!compare || column.generated)
    throw wrong(
      rule,
      `${dotted(table.name)}.${name} (${column.type.native}) is no number, date, wall time or text of a stored column, and rows are not filtered by others`,
    )
  const conditions = filter['filter-conditions']
  const negative = conditions.find(({ 'filter-operator': op }) => op.startsWith('not'))
  if (negative && conditions.length > 1)
    throw wrong(rule, `${negative['filter-operator']} stands alone in its filter, or every row would pass`)
  const { logical } = column.type
  const padded = logical.kind === 'text' && logical.padded
  const tests = conditions.map((condition) => testOf(rule, condition, compare))
  return padded ? { name, compare, padded, tests: tests.map(withoutFilling) } : { name, compare, tests }
}

const withoutFilling = (test: FilterTest): FilterTest =>
  'value' in test ? { ...test, value: test.value.replace(/ +$/, '') } : test

/** Text is compared byte for byte: collations of two engines never agree on everything. */
function comparisonOf({ type: { logical } }: Column): FilteredColumn['compare'] | undefined {
  switch (logical.kind) {
    case 'integer':
    case 'decimal':
      return 'number'
    case 'date':
      return 'date'
    case 'timestamp':
      return logical.zone === 'none' ? 'timestamp' : undefined
    case 'text':
      return isShort(logical) ? 'text' : undefined
    case 'enum':
      return logical.set ? undefined : 'text'
    default:
      return undefined
  }
}

const isShort = (type: Extract<LogicalType, { kind: 'text' }>): boolean =>
  type.length !== undefined && type.length <= 16_383

function testOf(rule: SelectionRule, condition: Condition, compare: FilteredColumn['compare']): FilterTest {
  const value = (text: string | undefined, key: string): string => filterValue(rule, text, key, compare)
  const op = condition['filter-operator']
  switch (op) {
    case 'null':
    case 'notnull':
      return { op }
    case 'between':
    case 'notbetween':
      if (compare === 'text')
        throw wrong(rule, `${op} of text depends on a collation; only eq, noteq, null and notnull do not`)
      return {
        op,
        from: value(condition['start-value'], 'start-value'),
        to: value(condition['end-value'], 'end-value'),
      }
    case 'eq':
    case 'noteq':
      return { op, value: value(condition.value, 'value') }
    case 'ste':
    case 'lte':
    case 'gte':
      if (compare === 'text')
        throw wrong(rule, `${op} of text depends on a collation; only eq, noteq, null and notnull do not`)
      return { op: op === 'ste' ? 'lte' : op, value: value(condition.value, 'value') }
  }
}

const forms = {
  number: /^[+-]?\d{1,65}(\.\d{1,30})?$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamp: /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?)?$/,
  text: /^[\s\S]*$/,
} as const

function filterValue(
  rule: SelectionRule,
  text: string | undefined,
  key: string,
  compare: FilteredColumn['compare'],
): string {
  if (text === undefined) throw wrong(rule, `a filter condition has no ${key}`)
  const found = forms[compare].exec(compare === 'text' ? text : text.trim())
  if (!found) throw wrong(rule, `${JSON.stringify(text)} is no ${compare} as 2026-01-31 23:59:59.5 or -12.5`)
  if ((compare === 'date' || compare === 'timestamp') && !isDay(found[0].slice(0, 10)))
    throw wrong(rule, `there is no day ${text}`)
  if (compare === 'timestamp') return `${found[1]} ${found[2] ?? '00:00:00'}.${(found[3] ?? '').padEnd(6, '0')}`
  return compare === 'number' ? found[0].replace('+', '') : found[0]
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
