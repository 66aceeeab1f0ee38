import type { Origin } from '../../../core/ir/names.js'
import type { LowerContext } from './context.js'
import type { Node } from './tree.js'

/**
 * Where an expression stands. The parser only says where some of its pieces begin (an operator, not its left side; no end at
 * all): it reaches from the first of them to the comma, the parenthesis or the word behind the last that ends it. `clause`: it is
 * no expression but a clause of a definition, which such words do not end.
 */
export function extentOf(node: Node, context: LowerContext, clause = false): Origin & { readonly from: 'text' } {
  const places = locationsIn(node).map((byte) => context.offsetOf(byte))
  const first = places.length === 0 ? 0 : Math.min(...places)
  const { start, end } = around(context.text, first, Math.max(first, ...places), clause)
  return { from: 'text', source: context.source, start, end }
}

/** Bytes; -1 is no place. */
function locationsIn(value: unknown): readonly number[] {
  if (Array.isArray(value)) return value.flatMap(locationsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'location' && typeof member === 'number' && member >= 0 ? [member] : locationsIn(member),
  )
}

const token =
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|[([\])]|[,;]|[A-Za-z_]\w*|\d+|\s+|./g

/** Words behind an expression that are not of it: other facets of a column, other clauses of a query. */
const behind =
  /^(not|null|check|primary|unique|references|default|constraint|generated|deferrable|initially|from|where|group|having|order|limit|offset|union|stored|virtual|then|when|else|end|as)$/i

function around(
  text: string,
  first: number,
  last: number,
  clause: boolean,
): { readonly start: number; readonly end: number } {
  let start = first
  let end = first
  let depth = 0
  for (const { 0: word, index } of text.slice(first).matchAll(token)) {
    const at = first + index
    if (word === '(' || word === '[') depth++
    else if (word === ')' || word === ']') {
      if (depth === 0) {
        const open = at > last ? -1 : text.lastIndexOf('(', start - 1)
        if (open < 0) break
        start = open
      } else depth--
    } else if (at > last && depth === 0 && (word === ',' || word === ';' || (!clause && behind.test(word)))) break
    if (/\S/.test(word)) end = at + word.length
  }
  return { start, end }
}
