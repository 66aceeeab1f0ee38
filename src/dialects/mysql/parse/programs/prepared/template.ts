import { literal, nativeCall } from '../../../../../core/ir/build.js'
import type { Expr } from '../../../../../core/ir/expr.js'
import type { PlainPiece } from './forms.js'

/**
 * What a name in a template stands for. `value`: a value whatever it holds; `number`: the digits of one; `text`: some part
 * of the language, its place tells which; `name`: a name.
 */
export interface Hole {
  readonly how: 'value' | 'number' | 'text' | 'name'
  readonly value: Expr
  /** It stood between quotes for names. */
  readonly quoted?: boolean
  /** Where it is null, so is the whole text. */
  readonly inText?: true
}

/** A statement with a name in the place of everything in it that is known only when the program runs. */
export interface Template {
  readonly sql: string
  readonly holes: ReadonlyMap<string, Hole>
}

type Token = { readonly text: string } | Hole

/** A part of what stands between two quotes. */
type Part = Exclude<PlainPiece, { readonly nothing: true }>

/** Undefined when the parts do not meet at the borders of words. */
export function templateOf(
  pieces: readonly PlainPiece[],
  using: readonly Expr[],
  isNumber: (expr: Expr) => boolean,
): Template | undefined {
  const scanned = tokensOf(pieces, using, isNumber)
  const tokens = scanned && withNames(withDirection(withPairs(scanned)))
  const written = pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')
  if (!tokens || /xw_hole_\d|\u0001/.test(written)) return undefined
  const holes = new Map<string, Hole>()
  const sql = tokens.map((token) => {
    if ('text' in token) return token.text
    const name = `xw_hole_${holes.size + 1}`
    holes.set(name, token)
    const edge = token.how === 'name' ? nameEdge : valueEdge
    return `${edge}${name}${edge}`
  })
  const text = sql.join('')
  return meets.test(text) ? undefined : { sql: text.replace(/[\u0001\u0002]/g, ' ').trim(), holes }
}

/** They stand on both sides of a hole while the statement is put together. */
const [valueEdge, nameEdge] = ['\u0001', '\u0002']

/** A hole that would be one word, or one text, with what stands beside it. */
const meets =
  /[\w$@:\\\u0080-\uffff][\u0001\u0002]xw|\.\u0001xw|['"]\s*[\u0001\u0002]xw|`[\u0001\u0002]xw|\d[\u0001\u0002](?:[\w$@:\\`\u0080-\uffff\u0001\u0002]|\s*['"])|\d\u0001[.]\d/

interface Scan {
  readonly tokens: Token[]
  open: { readonly quote: string; readonly parts: Part[]; raw: string } | undefined
  markers: number
}

function tokensOf(
  pieces: readonly PlainPiece[],
  using: readonly Expr[],
  isNumber: (expr: Expr) => boolean,
): readonly Token[] | undefined {
  const scan: Scan = { tokens: [], open: undefined, markers: 0 }
  for (const piece of pieces) {
    if ('nothing' in piece) return undefined
    if ('text' in piece) {
      if (!scanText(piece.text, scan, using)) return undefined
    } else if (scan.open) scan.open.parts.push(piece)
    else scan.tokens.push(holeOf(piece.value, isNumber))
  }
  return scan.open || scan.markers !== using.length ? undefined : scan.tokens
}

function holeOf(value: Expr, isNumber: (expr: Expr) => boolean): Hole {
  const quoted = quotedBy(value)
  return quoted ? { how: 'value', value: quoted } : { how: isNumber(value) ? 'number' : 'text', value, inText: true }
}

const quotedBy = (expr: Expr): Expr | undefined =>
  expr.kind === 'call' && 'native' in expr.fn && expr.fn.native.toUpperCase() === 'QUOTE' ? expr.args[0] : undefined

/** False: what follows cannot be told from a comment, or values are missing. */
function scanText(text: string, scan: Scan, using: readonly Expr[]): boolean {
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (scan.open) at += scanQuoted(text, at, scan)
    else if (/['"`]/.test(char)) scan.open = { quote: char, parts: [], raw: '' }
    else if (char === '?') {
      const value = using[scan.markers++]
      if (!value) return false
      scan.tokens.push({ how: 'value', value })
    } else {
      const end = commentEnd(text, at)
      if (end === undefined) return false
      addText(scan.tokens, end > at ? ' ' : char)
      if (end > at) at = end - 1
    }
  }
  return true
}

/** Where the comment that begins at a place ends, the place itself where none does; undefined: not in this text, or it is code. */
function commentEnd(text: string, at: number): number | undefined {
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2)
    return end < 0 || /[!+]/.test(text[at + 2] ?? '') ? undefined : end + 2
  }
  if (text[at] !== '#' && !/^--(\s|$)/.test(text.slice(at, at + 3))) return at
  const end = text.indexOf('\n', at)
  return end < 0 ? undefined : end + 1
}

/** How many characters more than one it took. */
function scanQuoted(text: string, at: number, scan: Scan): number {
  const { open } = scan
  if (!open) return 0
  const [char = '', next = ''] = [text[at], text[at + 1]]
  if (char === '\\' && open.quote !== '`') {
    open.raw += char + next
    addText(open.parts, unescaped(next))
    return 1
  }
  if (char === open.quote && next === open.quote) {
    open.raw += char + char
    addText(open.parts, char)
    return 1
  }
  if (char === open.quote) {
    scan.open = undefined
    scan.tokens.push(...closed(open))
  } else {
    open.raw += char
    addText(open.parts, char)
  }
  return 0
}

function closed({ quote, parts, raw }: NonNullable<Scan['open']>): readonly Token[] {
  if (!parts.some((part) => 'value' in part)) return [{ text: `${quote}${raw}${quote}` }]
  const value = joined(parts)
  return [quote === '`' ? { how: 'name', value, quoted: true } : { how: 'value', value, inText: true }]
}

const wordEnd = /[\w$\u0080-\uffff]+$/
const wordStart = /^[\w$\u0080-\uffff]+/

/** The last item of an ORDER BY, its direction to come. */
const lastItem = /\b(order\s+by\s+(?:[\w.`]+(?:\s+(?:asc|desc))?\s*,\s*)*)([\w.`]+\s+)$/i

/** A direction belongs to the column in front of it. */
function withDirection(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, at): readonly Token[] => {
    const next = tokens[at + 1]
    if ('text' in token && next && 'how' in next && next.how === 'text') {
      const [, before, item] = lastItem.exec(token.text) ?? []
      if (before !== undefined && item !== undefined) return [{ text: token.text.replace(lastItem, before) }]
    }
    const last = tokens[at - 1]
    if ('text' in token || token.how !== 'text' || !last || !('text' in last)) return [token]
    const item = lastItem.exec(last.text)?.[2]
    return [item === undefined ? token : { how: 'text', value: joined([{ text: item }, { value: token.value }]) }]
  })
}

/** Two parts of the language with only blanks between them are one: a column and its direction, for example. */
function withPairs(tokens: readonly Token[]): readonly Token[] {
  const made: Token[] = []
  for (const token of tokens) {
    const [first, blank] = made.slice(-2)
    const meet = first && blank && 'how' in first && first.how === 'text' && 'text' in blank && /^\s+$/.test(blank.text)
    if (meet && 'how' in token && token.how === 'text')
      made.splice(-2, 2, {
        how: 'text',
        value: joined([{ value: first.value }, { text: ' ' }, { value: token.value }]),
      })
    else made.push(token)
  }
  return made
}

/** What a token has at one end that can be a part of a word, and the rest of it. */
interface End {
  readonly word: string | Hole
  readonly rest: readonly Token[]
}

function endOf(token: Token | undefined, pattern: RegExp): End | undefined {
  if (!token || !('text' in token)) return token && { word: token, rest: [] }
  const word = pattern.exec(token.text)?.[0]
  const rest = token.text.replace(pattern, '')
  return word === undefined ? undefined : { word, rest: rest === '' ? [] : [{ text: rest }] }
}

/** Parts of a text that touch words are parts of names with them. */
function withNames(tokens: readonly Token[]): readonly Token[] | undefined {
  const made: Token[] = []
  for (const token of tokens) {
    const last = made.at(-1)
    const isText = last && 'text' in last && 'text' in token
    const left = isText ? undefined : endOf(last, wordEnd)
    const right = left && endOf(token, wordStart)
    if (!left || !right) {
      made.push(token)
      continue
    }
    const name = nameOf(left, right)
    if (!name) return undefined
    made.splice(-1, 1, ...left.rest, name, ...right.rest)
  }
  return made
}

/** A word that begins with a digit is a number as far as that goes; behind `@` it is no name of an object. */
function nameOf(left: End, right: End): Hole | undefined {
  const words = [left.word, right.word]
  if (words.some((word) => typeof word !== 'string' && (word.how === 'value' || word.quoted))) return undefined
  const [before] = left.rest
  const isStart =
    typeof left.word === 'string'
      ? !/^\d/.test(left.word) && !(before && 'text' in before && /[@'"`\\:]$/.test(before.text))
      : left.word.how !== 'number'
  return isStart ? { how: 'name', value: joined(words.map(partOf)) } : undefined
}

const partOf = (word: string | Hole): Part => (typeof word === 'string' ? { text: word } : { value: word.value })

function addText(parts: ({ readonly text: string } | object)[], text: string): void {
  const last = parts.at(-1)
  if (last && 'text' in last) parts[parts.length - 1] = { text: last.text + text }
  else parts.push({ text })
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  '0': '\0',
  Z: '\x1a',
  '%': '\\%',
  _: '\\_',
}

const unescaped = (char: string): string => escapes[char] ?? char

/** One text of several parts. */
function joined(parts: readonly Part[]): Expr {
  const exprs = parts.map((part) => ('text' in part ? literal('text', part.text) : part.value))
  const [only] = exprs
  return exprs.length === 1 && only ? only : nativeCall('CONCAT', exprs)
}
