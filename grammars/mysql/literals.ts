const escapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['b', '\b'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['Z', '\x1a'],
])

/**
 * The value of one string literal as written, quotes included (`N'…'` too). Manual section "String Literals": `\%` and `\_`
 * keep their backslash, any other letter behind a backslash stands for itself.
 */
export function decodeText(image: string, noBackslashEscapes = false): string {
  const open = image.search(/['"]/)
  const quote = image[open] ?? "'"
  const inner = image.slice(open + 1, -1)
  if (noBackslashEscapes || !inner.includes('\\')) return inner.replaceAll(quote + quote, quote)
  const parts: string[] = []
  let from = 0
  while (from < inner.length) {
    const special = nextSpecial(inner, quote, from)
    parts.push(inner.slice(from, special))
    if (special >= inner.length) break
    const next = inner[special + 1] ?? ''
    if (inner[special] === '\\') parts.push(next === '%' || next === '_' ? `\\${next}` : (escapes.get(next) ?? next))
    else parts.push(quote)
    from = special + 2
  }
  return parts.join('')
}

function nextSpecial(text: string, quote: string, from: number): number {
  const slash = text.indexOf('\\', from)
  const mark = text.indexOf(quote, from)
  if (slash < 0) return mark < 0 ? text.length : mark
  return mark < 0 ? slash : Math.min(slash, mark)
}

/** The name behind a token: quotes off, doubled quotes single. */
export function decodeName(image: string): { readonly text: string; readonly quoted: boolean } {
  const quote = image[0]
  if (quote !== '`' && quote !== '"') return { text: image, quoted: false }
  return { text: image.slice(1, -1).replaceAll(quote + quote, quote), quoted: true }
}

/** Digits of `0x1F`, `x'1F'`, `0b01`, `b'01'`. */
export const decodeDigits = (image: string): string => (image[1] === "'" ? image.slice(2, -1) : image.slice(2))
