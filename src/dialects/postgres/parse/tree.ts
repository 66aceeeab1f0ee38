import type { Node } from 'libpg-query'

export type * from 'libpg-query'

/** The text of a String node; empty for all others. The parser leaves out empty members. */
export const stringOf = (node: Node | undefined): string => (node && 'String' in node ? (node.String.sval ?? '') : '')

export const stringsOf = (nodes: readonly Node[] | undefined): readonly string[] => (nodes ?? []).map(stringOf)

/** Names of a List node, or the one of a String node. */
export function namesOf(node: Node | undefined): readonly string[] {
  if (node && 'List' in node) return stringsOf(node.List.items)
  if (node && 'TypeName' in node) return stringsOf(node.TypeName.names)
  return node ? [stringOf(node)] : []
}

/** What kind of node it is: its only key. */
export const kindOf = (node: Node | undefined): string => (node ? (Object.keys(node)[0] ?? '') : '')
