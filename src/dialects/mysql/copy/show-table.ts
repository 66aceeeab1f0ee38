/** `CREATE TABLE` as the server prints it, taken apart as far as a copy needs it. */
export interface ShownTable {
  /** Up to the first parenthesis. */
  readonly head: string
  /** Columns, keys and constraints, each as it stands. */
  readonly items: readonly string[]
  /** From the last parenthesis on: options and partitions. */
  readonly tail: string
}

/**
 * The server quotes names with backticks and text with single quotes, with backslashes before what would end it or doubled
 * (SHOW CREATE under an empty sql_mode).
 * @throws RangeError for text of another shape
 */
export function splitTable(text: string): ShownTable {
  const open = text.indexOf('(', endOfName(text))
  const items: string[] = []
  let depth = 0
  let from = open + 1
  for (let at = open; at >= 0 && at < text.length; at++) {
    const character = text[at]
    if (character === "'" || character === '`' || character === '"') at = endOfQuoted(text, at)
    else if (character === '(') depth++
    else if (character === ')') depth--
    if ((character === ',' && depth === 1) || depth === 0) {
      items.push(text.slice(from, at).trim())
      from = at + 1
    }
    if (depth === 0) return { head: text.slice(0, open), items, tail: text.slice(at + 1).trim() }
  }
  throw new RangeError('not a CREATE TABLE as the server prints it')
}

/** A name may hold parentheses. */
const endOfName = (text: string): number => endOfQuoted(text, text.indexOf('`'))

function endOfQuoted(text: string, start: number): number {
  const quote = text[start]
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote !== '`') at++
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at
      at++
    }
  }
  throw new RangeError('a quote does not end')
}

/** The first name between backticks, without them. */
export const nameIn = (text: string): string | undefined => /`((?:[^`]|``)+)`/.exec(text)?.[1]?.replaceAll('``', '`')

/** Parts of a text that only some servers read: comments with a version, of either family. */
export const conditionalParts = (text: string): readonly string[] =>
  [...text.matchAll(/\/\*M?!(\d{5,6}) ?(.*?)\*\//gs)].map(([, version, part]) => `${version}: ${part?.trim() ?? ''}`)
