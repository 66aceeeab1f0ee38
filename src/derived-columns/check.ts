import type { Column } from '../core/ir/schema.js'
import { prepared } from './deriver.js'
import { readExpression, WrongExpression } from './expression.js'
import { entranceOf } from './sql-value.js'

export interface CheckedExpression {
  /** See `Expression`. */
  readonly volatile: boolean
  /** Decimals that enter SQLite as floats. */
  readonly reals: readonly string[]
}

/** Looks at an expression before any row is moved; a text: what is wrong with it, behind "its expression". */
export function checkExpression(text: string, columns: readonly Column[]): CheckedExpression | string {
  try {
    const expression = readExpression(
      text,
      columns.map(({ name }) => name.text),
    )
    const { parameters, volatile, column } = expression
    const used = parameters.flatMap((each) =>
      each.kind === 'column' ? columns.filter(({ name }) => name.text === each.name) : [],
    )
    const strange = used.find(({ type }) => !entranceOf(type.logical))
    if (strange) return `names $${strange.name.text}, whose type no expression takes (${strange.type.native})`
    prepared(expression)
    const reals = column === undefined ? used.filter(({ type }) => entranceOf(type.logical)?.real) : []
    return { volatile, reals: reals.map(({ name }) => name.text) }
  } catch (error) {
    if (error instanceof WrongExpression) return error.message
    return `is refused by SQLite: ${error instanceof Error ? error.message : String(error)}`
  }
}
