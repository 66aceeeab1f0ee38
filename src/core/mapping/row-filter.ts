/**
 * Which rows of a table are moved. Every column must hold; a column holds when any of its tests does. A test of a NULL
 * holds only for `null`: as in SQL, nothing else is known of it.
 */
export interface RowFilter {
  /** Rule-id of the rule that asks for it. */
  readonly rule: string
  readonly columns: readonly FilteredColumn[]
}

export interface FilteredColumn {
  /** Column of the source; one that is loaded. */
  readonly name: string
  /** How values are compared: as exact numbers, as days, as wall time to the microsecond, or byte for byte in UTF-8. */
  readonly compare: 'number' | 'date' | 'timestamp' | 'text'
  /** Text of a fixed length: blanks at its end are filling. */
  readonly padded?: boolean
  readonly tests: readonly FilterTest[]
}

/** Values are decimal text, `2026-01-31`, `2026-01-31 23:59:59.000000`, or the text itself. Ranges hold both ends. */
export type FilterTest =
  | { readonly op: 'eq' | 'noteq' | 'lte' | 'gte'; readonly value: string }
  | { readonly op: 'between' | 'notbetween'; readonly from: string; readonly to: string }
  | { readonly op: 'null' | 'notnull' }

/** Whether a value passes; `null` is SQL's NULL. The value is written as the tests write theirs. */
export function passes({ compare, tests }: FilteredColumn, value: string | null): boolean {
  const order = compare === 'number' ? compareNumbers : compareText
  return tests.some((test) => holds(test, value, order))
}

function holds(test: FilterTest, value: string | null, order: (a: string, b: string) => number): boolean {
  if (test.op === 'null') return value === null
  if (value === null) return false
  switch (test.op) {
    case 'notnull':
      return true
    case 'eq':
      return order(value, test.value) === 0
    case 'noteq':
      return order(value, test.value) !== 0
    case 'lte':
      return order(value, test.value) <= 0
    case 'gte':
      return order(value, test.value) >= 0
    case 'between':
      return order(value, test.from) >= 0 && order(value, test.to) <= 0
    case 'notbetween':
      return order(value, test.from) < 0 || order(value, test.to) > 0
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Exact, whatever the number of digits. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)]
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right
  const digits = Math.max(fractionOf(a).length, fractionOf(b).length)
  const [x, y] = [scaled(a, digits), scaled(b, digits)]
  return x < y ? -1 : x > y ? 1 : 0
}

const fractionOf = (text: string): string => text.split('.')[1] ?? ''

function scaled(text: string, digits: number): bigint {
  const negative = text.startsWith('-')
  const [whole = '0'] = text.replace(/^[+-]/, '').split('.')
  const value = BigInt((whole || '0') + fractionOf(text).padEnd(digits, '0'))
  return negative ? -value : value
}
