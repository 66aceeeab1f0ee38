import type { CstElement, CstNode, IToken } from 'chevrotain'
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

const isNode = (element: CstElement): element is CstNode => 'children' in element
const isToken = (element: CstElement): element is IToken => 'image' in element

/** All children of a name that are nodes, in source order. */
export const nodes = (parent: CstNode, name: string): readonly CstNode[] => (parent.children[name] ?? []).filter(isNode)

/** The first child node of a name. */
export const node = (parent: CstNode, name: string): CstNode | undefined => nodes(parent, name)[0]

/** All child tokens of a name, in source order. */
export const tokens = (parent: CstNode, name: string): readonly IToken[] =>
  (parent.children[name] ?? []).filter(isToken)

/** The first child token of a name. */
export const token = (parent: CstNode, name: string): IToken | undefined => tokens(parent, name)[0]

export const has = (parent: CstNode, name: string): boolean => (parent.children[name]?.length ?? 0) > 0

/** Keyword tokens are children under `K_<WORD>`. */
export const hasWord = (parent: CstNode, word: string): boolean => has(parent, `K_${word}`)

/** Offset of the first character of an element in the parsed text. */
export const startOf = (element: CstElement): number =>
  isNode(element) ? (element.location?.startOffset ?? 0) : element.startOffset

/** Offset behind the last character of an element in the parsed text. */
export function endOf(element: CstElement): number {
  const last = isNode(element) ? element.location?.endOffset : element.endOffset
  return last === undefined || Number.isNaN(last) ? startOf(element) : last + 1
}

/** All children of a node, tokens and nodes mixed, in source order. */
export function inOrder(parent: CstNode): readonly { readonly name: string; readonly element: CstElement }[] {
  const all = Object.entries(parent.children).flatMap(([name, list]) => list.map((element) => ({ name, element })))
  return all.sort((a, b) => startOf(a.element) - startOf(b.element))
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

export type { CstElement, CstNode, Ident, IToken, QName }
export { isNode, isToken }
