import type { CstElement, CstNode, IToken } from 'chevrotain'
import type { Ident, QName } from '../../../core/ir/names.js'
import type { LowerPlace } from '../../sql/parse/place.js'

/** What lowering needs to know about the text that it lowers. */
export interface LowerContext extends LowerPlace {
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
  /** sql_mode=ORACLE: programs are written in a language like PL/SQL, and an empty text counts as none in some places. */
  readonly plsql?: boolean
}

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
export { originOf, originOfRange, textBetween } from '../../sql/parse/place.js'
export type { CstElement, CstNode, Ident, IToken, QName }
