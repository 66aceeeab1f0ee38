/** Which bytes end a run of bytes that mean nothing to the splitter. */
export interface ByteMarks {
  readonly table: Uint8Array
  setDelimiter(delimiter: Uint8Array): void
}

/** Quotes, comment signs, line feed, backslash, and the first byte of the delimiter. */
const always = [39, 34, 96, 35, 45, 47, 42, 10, 92]

export function codeMarks(): ByteMarks {
  const table = new Uint8Array(256)
  const setDelimiter = (delimiter: Uint8Array): void => {
    table.fill(0)
    for (const byte of always) table[byte] = 1
    table[delimiter[0] ?? 59] = 1
  }
  return { table, setDelimiter }
}

export const blank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)

/** Letters, digits, `_`, `$` and every byte of a character beyond ASCII. */
export const isWordByte = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 36 ||
  code >= 128

/**
 * Reads over bytes without meaning and over whole strings, as far as they are in the buffer. Gives the offset of the first
 * byte that needs a decision: a mark, or a quote that does not close before the limit.
 */
export function skipUnmarked(
  buffer: Uint8Array,
  from: number,
  limit: number,
  table: Uint8Array,
  escapes: (quote: number) => boolean,
): number {
  let at = from
  while (at < limit) {
    const code = buffer[at] as number
    if (table[code] === 0) {
      at++
    } else if (code === 39 || code === 34 || code === 96) {
      const end = skipQuoted(buffer, at + 1, limit, code, escapes(code))
      if (end < 0) return at
      at = end
    } else if (code === 45 && buffer[at + 1] !== 45) {
      at++
    } else {
      return at
    }
  }
  return at
}

/**
 * Reads on inside quotes. Gives the offset behind the closing quote, or -1 when there is none before the limit. A doubled
 * quote is left in one step and entered again in the next: the outcome is the same.
 */
export function skipQuoted(buffer: Uint8Array, from: number, limit: number, quote: number, escapes: boolean): number {
  let at = from
  while (at < limit) {
    const code = buffer[at]
    if (code === quote) return at + 1
    at += code === 92 && escapes ? 2 : 1
  }
  return -1
}

/** Offset behind the end of a comment, or -1. A line comment ends before its line feed. */
export function indexOfEnd(buffer: Uint8Array, from: number, kind: 'line' | 'block'): number {
  if (kind === 'line') return buffer.indexOf(10, from)
  for (let at = buffer.indexOf(42, from); at >= 0; at = buffer.indexOf(42, at + 1)) {
    if (buffer[at + 1] === 47) return at + 2
  }
  return -1
}

/** Where reading inside quotes stops: behind the closing quote, or where the limit (and a last escape) leaves off. */
export function quoteEnd(
  buffer: Uint8Array,
  from: number,
  limit: number,
  quote: number,
  escapes: boolean,
): { readonly at: number; readonly closed: boolean } {
  let at = from
  while (at < limit) {
    const code = buffer[at]
    if (code === quote) return { at: at + 1, closed: true }
    at += code === 92 && escapes ? 2 : 1
  }
  return { at, closed: false }
}
