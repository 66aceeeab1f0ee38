import type { Cell } from '../core/data/cell.js'
import { cellText } from '../core/data/cell.js'
import type { RejectCode } from '../core/data/reject.js'
import type { LogicalType } from '../core/ir/types.js'
import type { DerivedColumn } from '../core/mapping/derived.js'
import type { ColumnMapping, TableMapping } from '../core/mapping/mapping.js'
import type { Expression } from './expression.js'
import { readExpression } from './expression.js'
import { masking } from './mask.js'
import { type Outcome, outcomeOf } from './outcome.js'
import { type Entered, entranceOf, type SqlValue } from './sql-value.js'

/** A value of the row that is wanted, in one of the two ways in which it can be. */
export interface Slot {
  readonly column: string
  /** In its own digits, past SQLite. */
  readonly exact: boolean
  readonly cell: (cell: Cell) => Entered
  /** As the comparison has it. */
  readonly canonical: (text: string) => Entered
}

/** How one derived column comes from the slots. */
export type Step =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly slots: readonly (number | null)[] }
  | { readonly kind: 'value'; readonly slot: number; readonly change?: (text: string) => string }
  | { readonly kind: 'before'; readonly column: string }

export interface Program {
  readonly slots: readonly Slot[]
  readonly steps: readonly Step[]
  /** By derived column. */
  readonly outcomes: readonly ((value: NonNullable<SqlValue>) => Outcome)[]
  readonly columns: readonly DerivedColumn[]
}

export type Derived = SqlValue | { readonly refused: RejectCode }

/** What is to be done for each row of a table. @throws OperationError when a secret is needed and not there */
export function programOf(table: TableMapping): Program {
  const columns = table.derived?.columns ?? []
  const read = new Map([...table.columns, ...(table.derived?.inputs ?? [])].map((each) => [each.source.name, each]))
  const slots: Slot[] = []
  const slotOf = (name: string, exact: boolean): number => {
    const made = slot(read.get(name), name, exact)
    const known = slots.findIndex((each) => each.column === made.column && each.exact === made.exact)
    return known >= 0 ? known : slots.push(made) - 1
  }
  const steps = columns.map((column) => stepOf(column, [...read.keys()], slotOf))
  return { slots, steps, columns, outcomes: columns.map(({ target }) => outcome(target.type)) }
}

function stepOf(
  { by, rule }: DerivedColumn,
  names: readonly string[],
  slotOf: (name: string, exact: boolean) => number,
): Step {
  switch (by.kind) {
    case 'before':
      return { kind: 'before', column: by.column }
    case 'mask':
      return { kind: 'value', slot: slotOf(by.column, false), change: masking(by.mask, rule) }
    case 'expression': {
      const expression = readExpression(by.text, names)
      if (expression.column !== undefined) return { kind: 'value', slot: slotOf(expression.column, true) }
      const slots = expression.parameters.map((each) => (each.kind === 'column' ? slotOf(each.name, false) : null))
      return { kind: 'expression', expression, slots }
    }
  }
}

function slot(column: ColumnMapping | undefined, name: string, exact: boolean): Slot {
  const entrance = column && entranceOf(column.source.type)
  if (!entrance) throw new Error(`no expression takes ${name}`)
  const { digits } = entrance
  if (!exact || !digits) return { column: name, exact: false, cell: entrance.cell, canonical: entrance.canonical }
  return { column: name, exact: true, ...asDigits(digits) }
}

const asDigits = (digits: (text: string) => string): Pick<Slot, 'cell' | 'canonical'> => ({
  cell: (cell) => digits(cellText(cell) ?? ''),
  canonical: digits,
})

/** The value before the last update goes as it came: its type need not be one of ours. */
const outcome = (type: LogicalType): ((value: NonNullable<SqlValue>) => Outcome) => outcomeOf(type) ?? (() => null)
