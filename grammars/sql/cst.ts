import type { CstElement, CstNode, IToken } from 'chevrotain'

export const isNode = (element: CstElement): element is CstNode => 'children' in element
export const isToken = (element: CstElement): element is IToken => 'image' in element

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

export type { CstElement, CstNode, IToken }
