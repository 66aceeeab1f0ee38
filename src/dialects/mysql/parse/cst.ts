import type { CstElement, CstNode, IToken } from 'chevrotain'
import { endOf, startOf } from '../../../../grammars/sql/cst.js'
import type { FindingSink } from '../../../core/findings/finding.js'
import type { Ident, ObjectId, Origin, QName } from '../../../core/ir/names.js'
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
  readonly modes: SqlModes
  /** Whether a name without qualifier is a variable or parameter of the program around it; it wins over a column. */
  readonly isLocal?: (name: string) => boolean
  /** The caller reads INTO itself. */
  readonly readsInto?: boolean
}

/** The parts of sql_mode that change what text means. */
export interface SqlModes {
  readonly ansiQuotes?: boolean
  readonly noBackslashEscapes?: boolean
  /** `||` joins strings. */
  readonly pipesAsConcat?: boolean
  /** `NOT a BETWEEN b AND c` is `(NOT a) BETWEEN b AND c`. */
  readonly highNotPrecedence?: boolean
}

/** Origin of the text from one element to another (inclusive). */
export function originOf(from: CstElement, context: LowerContext, to: CstElement = from): Origin {
  return originOfRange(startOf(from), endOf(to), context)
}

/** Origin of a half-open range of the parsed text. */
export function originOfRange(start: number, end: number, context: LowerContext): Origin {
  return { from: 'text', span: { source: context.source, start: context.base + start, end: context.base + end } }
}

/** The source text from one element to another (inclusive). */
export const textBetween = (from: CstElement, context: LowerContext, to: CstElement = from): string =>
  context.text.slice(startOf(from), endOf(to))

export {
  endOf,
  has,
  hasWord,
  inOrder,
  isNode,
  isToken,
  node,
  nodes,
  startOf,
  token,
  tokens,
} from '../../../../grammars/sql/cst.js'
export type { CstElement, CstNode, Ident, IToken, QName }
