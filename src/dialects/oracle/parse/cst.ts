import { type CstNode, endOf, startOf } from '../../../../grammars/sql/cst.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { LowerPlace } from '../../sql/parse/place.js'
import type { ColumnsOf } from './known-columns.js'

/** What lowering needs to know about the text that it lowers. */
export interface LowerContext extends LowerPlace {
  /** Whether a name without qualifier is a variable or parameter of the program around it. In SQL a column wins over it. */
  readonly isLocal?: (name: string) => boolean
  /** What `:x` and `:new.x` stand for; without it they are not understood. The node is `bindOperand`. */
  readonly bind?: (name: string, steps: readonly string[], origin: Origin) => Expr | undefined
  /** What a name with its steps (`columnOrCall`, `newExpression`) stands for in a program; undefined: what it is in SQL. */
  readonly named?: (of: CstNode, context: LowerContext) => Expr | undefined
  /** The caller reads INTO itself. */
  readonly readsInto?: boolean
  /** Columns of relations by their names, for what depends on whose column a name is. */
  readonly columnsOf?: ColumnsOf
  /** Columns that carry `(+)`, noted while a condition is lowered. */
  readonly outerMarks?: Set<Expr>
}

/** Optimizer hints stand behind the verb (SQL Language Reference, "Comments": Hints); for the scanner they are comments. */
export function hintsOf(statement: CstNode, context: LowerContext): readonly string[] {
  const found = /^[a-z]+\s*(\/\*\+[\s\S]*?\*\/|--\+[^\n]*)/i.exec(
    context.text.slice(startOf(statement), endOf(statement)),
  )
  return found?.[1] === undefined ? [] : [found[1]]
}

export { originOf, originOfRange, textBetween } from '../../sql/parse/place.js'
