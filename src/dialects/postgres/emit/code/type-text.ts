import type { TypeRef } from '../../../../core/ir/types.js'
import { type Printing, Unprintable, usesKey } from './printing.js'

const token = /\s+|"((?:[^"\0]|"")+)"|([A-Za-z_][A-Za-z0-9_$]*)|\d+|[.,()[\]-]/y

/**
 * The native text of a type, which rules and overrides made. It is printed as it stands, so it is checked here to hold
 * nothing that could end the place where it stands: no operators, comments, semicolons, open parentheses or lists.
 */
export function typeText(printing: Printing, type: TypeRef): string {
  const text = type.native.trim()
  const words = wordsOf(text)
  if (words === undefined) throw new Unprintable('XW-C0504', { text: text.slice(0, 80) })
  for (const word of words) printing.uses.add(usesKey('type', word))
  return text
}

/** Dotted names in the text, unquoted; undefined when the text is not a type's. */
function wordsOf(text: string): readonly string[] | undefined {
  const words: string[] = []
  let dot = false
  let depth = 0
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (match === null) return undefined
    const [whole, quoted, plain] = match
    const name = quoted === undefined ? plain?.toLowerCase() : quoted.replaceAll('""', '"')
    if (name !== undefined) words.push(dot ? `${words.pop() ?? ''}.${name}` : name)
    if (whole === '(') depth++
    if (whole === ')') depth--
    if (depth < 0 || (whole === ',' && depth === 0)) return undefined
    dot = whole === '.'
  }
  return depth === 0 && words.length > 0 ? words : undefined
}
