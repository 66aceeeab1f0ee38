import { unescaped } from './copy-lines.js'
import type { Cursor } from './cursor.js'
import { byDefault, expression, nothing, textOf, type Written } from './written.js'

export interface InsertRules {
  /** A backslash in plain quotes begins an escape (standard_conforming_strings is off). */
  readonly escapes: boolean
}

const name = String.raw`(?:"(?:[^"]|"")*"|[A-Za-z_\x80-\xff][\w$\x80-\xff]*)`
const into = new RegExp(String.raw`^insert\s+into\s+${name}(?:\s*\.\s*${name})?`, 'i')
const column = new RegExp(`^${name}`)
/** A head may list every column that a table can have. */
const longestHead = 64

/** The columns of `INSERT INTO t (…) VALUES`, null for all; undefined: it goes on in another way. @throws Incomplete */
export function insertHead(cursor: Cursor): readonly string[] | null | undefined {
  if (!cursor.match(into, 4 * longestHead)) return undefined
  cursor.blanks()
  const columns = cursor.next === '(' ? columnList(cursor) : null
  cursor.blanks()
  if (cursor.match(/^overriding\s+(?:system|user)\s+value/i, longestHead)) cursor.blanks()
  return columns !== undefined && cursor.match(/^values(?=[\s(])/i, longestHead) ? columns : undefined
}

function columnList(cursor: Cursor): readonly string[] | undefined {
  const columns: string[] = []
  do {
    cursor.at++
    cursor.blanks()
    const found = cursor.match(column, 2 * longestHead)?.[0]
    if (found === undefined) return undefined
    const text = Buffer.from(found, 'latin1').toString()
    columns.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase())
    cursor.blanks()
  } while (cursor.next === ',')
  if (cursor.next !== ')') return undefined
  cursor.at++
  return columns
}

/** The row whose parenthesis stands here. @throws Incomplete */
export function insertRow(cursor: Cursor, rules: InsertRules): readonly Written[] {
  const values: Written[] = []
  do {
    cursor.at++
    cursor.blanks()
    values.push(value(cursor, rules))
  } while (cursor.next === ',')
  cursor.at++
  return values
}

/** Ends before the comma or the parenthesis behind the value. */
function value(cursor: Cursor, rules: InsertRules): Written {
  const from = cursor.at
  const literal = literalHere(cursor, rules)
  cursor.blanks()
  const cast = literal?.kind === 'text' ? castHere(cursor) : undefined
  if (literal && isEnd(cursor)) return cast === undefined ? literal : { ...literal, ...{ cast } }
  cursor.at = from
  skipTo(cursor, rules, ',)')
  return expression
}

const isEnd = (cursor: Cursor): boolean => cursor.next === ',' || cursor.next === ')'

function literalHere(cursor: Cursor, rules: InsertRules): Written | undefined {
  const quote = cursor.match(/^[ebx]?'/i, 2)?.[0].toLowerCase()
  if (quote !== undefined) return quotedHere(cursor, quote, rules)
  const dollars = cursor.match(/^\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$/)?.[0]
  if (dollars !== undefined) {
    const from = cursor.at
    cursor.behind(dollars)
    return { kind: 'text', bytes: cursor.bytes.subarray(from, cursor.at - dollars.length) }
  }
  const number = numberHere(cursor)
  if (number !== undefined) return textOf(number)
  const word = cursor.match(/^(?:null|default|true|false)(?![\w$(.])/i, 16)?.[0].toLowerCase()
  return word === undefined ? undefined : words[word]
}

const words: Readonly<Record<string, Written>> = {
  ...{ null: nothing, default: byDefault, true: textOf('t'), false: textOf('f') },
}

/** Digits may be as many as a numeric has. */
function numberHere(cursor: Cursor): string | undefined {
  const { bytes, at } = cursor
  if (!/[-+.\d]/.test(cursor.next)) return undefined
  let end = at
  while (end < bytes.length && /[-+.\deE]/.test(String.fromCharCode(bytes[end] ?? 0))) end++
  const text = bytes.toString('latin1', at, end)
  cursor.at = end
  void cursor.next
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? text : undefined
}

function quotedHere(cursor: Cursor, quote: string, { escapes }: InsertRules): Written {
  const hasEscapes = quote === "e'" || (quote === "'" && escapes)
  const bytes = cursor.quoted("'", hasEscapes)
  if (quote === "b'") return { kind: 'text', bytes }
  if (quote === "x'") return textOf(bytes.toString('latin1').replace(/./g, bitsOf))
  const plain = bytes.includes("''") ? Buffer.from(bytes.toString('latin1').replaceAll("''", "'"), 'latin1') : bytes
  if (!hasEscapes || !plain.includes('\\')) return { kind: 'text', bytes: plain }
  return /\\u/i.test(plain.toString('latin1')) ? expression : { kind: 'text', bytes: unescaped(plain) }
}

const bitsOf = (digit: string): string => Number.parseInt(digit, 16).toString(2).padStart(4, '0')

const castType =
  /^::\s*((?:"(?:[^"]|"")*"|[A-Za-z_][\w ]*)(?:\.(?:"(?:[^"]|"")*"|[A-Za-z_][\w ]*))?(?:\([\d, ]*\))?[\w ]*(?:\[\])*)\s*/

const castHere = (cursor: Cursor): string | undefined => cursor.match(castType)?.[1]?.trim()

/** Goes on to one of the marks outside of quotes, comments and parentheses. @throws Incomplete */
export function skipTo(cursor: Cursor, rules: InsertRules, marks: string): void {
  let depth = 0
  for (;;) {
    cursor.blanks()
    const here = cursor.next
    if (here === '' || (depth <= 0 && marks.includes(here))) return
    if (here === '(' || here === '[') depth++
    if (here === ')' || here === ']') depth--
    if (here === "'" || here === '"') {
      const before = String.fromCharCode(cursor.bytes[cursor.at - 1] ?? 0)
      cursor.at++
      cursor.quoted(here, here === "'" && (rules.escapes || /e/i.test(before)))
    } else if (here === '$' && cursor.match(/^\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$/)) {
      const start = cursor.bytes.lastIndexOf('$', cursor.at - 2)
      cursor.behind(cursor.bytes.toString('latin1', start, cursor.at))
    } else cursor.at++
  }
}
