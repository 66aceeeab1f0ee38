import { type CstElement, type CstNode, endOf, startOf } from '../../../../grammars/sql/cst.js'
import type { FindingSink } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { ObjectId, Origin } from '../../../core/ir/names.js'
import type { SourceId } from '../../../core/text/source.js'

/** What lowering needs to know about the text that it lowers. */
export interface LowerContext {
  /** The source whose offsets the spans speak of. */
  readonly source: SourceId
  /** Offset of the parsed text inside that source; 0 when the whole source was parsed. */
  readonly base: number
  /** The parsed text. */
  readonly text: string
  readonly sink: FindingSink
  /** The object that findings speak of. */
  readonly object: ObjectId
  /** Whether a name without qualifier is a variable or parameter of the program around it. In SQL a column wins over it. */
  readonly isLocal?: (name: string) => boolean
  /** What `:x` and `:new.x` stand for; without it they are not understood. The node is `bindOperand`. */
  readonly bind?: (name: string, steps: readonly string[], origin: Origin) => Expr | undefined
  /** What a name with its steps (`columnOrCall`, `newExpression`) stands for in a program; undefined: what it is in SQL. */
  readonly named?: (of: CstNode, context: LowerContext) => Expr | undefined
  /** The caller reads INTO itself. */
  readonly readsInto?: boolean
  /** Columns that carry `(+)`, noted while a condition is lowered. */
  readonly outerMarks?: Set<Expr>
}

/** Origin of the text from one element to another (inclusive). */
export function originOf(from: CstElement, context: LowerContext, to: CstElement = from): Origin {
  return originOfRange(startOf(from), endOf(to), context)
}

/** Origin of a half-open range of the parsed text. */
export function originOfRange(start: number, end: number, context: LowerContext): Origin {
  return { from: 'text', span: { source: context.source, start: context.base + start, end: context.base + end } }
}

/** Optimizer hints stand behind the verb (SQL Language Reference, "Comments": Hints); for the scanner they are comments. */
export function hintsOf(statement: CstNode, context: LowerContext): readonly string[] {
  const found = /^[a-z]+\s*(\/\*\+[\s\S]*?\*\/|--\+[^\n]*)/i.exec(
    context.text.slice(startOf(statement), endOf(statement)),
  )
  return found?.[1] === undefined ? [] : [found[1]]
}

/** The source text from one element to another (inclusive). */
export const textBetween = (from: CstElement, context: LowerContext, to: CstElement = from): string =>
  context.text.slice(startOf(from), endOf(to))
