import { closingOf } from './lexer.js'

/** Names that Oracle gives an unquoted word: it folds to upper case. */
const plain = /^[A-Z][A-Z0-9_$#]*$/

/**
 * The name behind a token. A name that can be written without quotes comes out in lower case, `quoted: false`, however it was
 * written; any other as it stands between its quotes. So names are equal when their texts are.
 */
export function decodeName(image: string): { readonly text: string; readonly quoted: boolean } {
  if (!image.startsWith('"')) return { text: image.toLowerCase(), quoted: false }
  const text = image.slice(1, -1).replaceAll('""', '"')
  return plain.test(text) ? { text: text.toLowerCase(), quoted: false } : { text, quoted: true }
}

/** The value of a text literal, with `n` and `q` in front of it or not. */
export function decodeText(image: string): string {
  const prefix = /^[nNqQ]*/.exec(image)?.[0].toLowerCase() ?? ''
  const inner = image.slice(prefix.length + 1, -1)
  if (!prefix.includes('q')) return inner.replaceAll("''", "'")
  return inner.endsWith(closingOf(inner[0] ?? '')) ? inner.slice(1, -1) : inner
}
