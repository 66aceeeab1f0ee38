/** What stands at one place of a VALUES row. */
export const token = {
  null: 0,
  number: 1,
  /** A string without escapes: `start` and `end` are inside the quotes. */
  plain: 2,
  /** A string with escapes or doubled quotes. */
  escaped: 3,
  /** Digits of 0x… or x'…'. */
  hex: 4,
  /** Digits of 0b… or b'…'. */
  bit: 5,
  true: 6,
  false: 7,
  /** Anything that only a server could compute, DEFAULT among it. */
  expression: 8,
} as const

/** The values of one row, as ranges of the buffer they were found in. */
export interface RowTokens {
  count: number
  kinds: Uint8Array
  starts: Float64Array
  ends: Float64Array
}

export interface TokenRules {
  /** A backslash is an ordinary character. */
  readonly noBackslashEscapes: boolean
  /** "x" is a name. */
  readonly ansiQuotes: boolean
  /** Two-byte characters whose second byte may look like a quote or a backslash. */
  readonly wideBytes: boolean
}

const most = 4200

export const createRowTokens = (): RowTokens => ({
  count: 0,
  kinds: new Uint8Array(most),
  starts: new Float64Array(most),
  ends: new Float64Array(most),
})

const quote = 0x27
const doubleQuote = 0x22
const backslash = 0x5c
const open = 0x28
const close = 0x29
const comma = 0x2c

export const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const isWord = (byte: number): boolean =>
  isDigit(byte) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || byte >= 0x80

/** The text ended in the middle; more of it must be read. */
export const incomplete = -1

/** Skips blanks and comments from `at`; `incomplete` when a comment has no end yet. */
export function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end) {
    const byte = bytes[at] ?? 0
    if (isSpace(byte)) at++
    else if ((byte === 0x2f || byte === 0x2d) && at + 2 >= end) return incomplete
    else if (byte === 0x2f && bytes[at + 1] === 0x2a) {
      at = afterComment(bytes, at + 2, end)
      if (at === incomplete) return incomplete
    } else if (byte === 0x23 || (byte === 0x2d && bytes[at + 1] === 0x2d && isSpace(bytes[at + 2] ?? 0x20))) {
      while (at < end && bytes[at] !== 0x0a) at++
      if (at >= end) return incomplete
    } else return at
  }
  return at
}

function afterComment(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at + 1 < end; at++) if (bytes[at] === 0x2a && bytes[at + 1] === 0x2f) return at + 2
  return incomplete
}

/** The place of the closing quote of a string that begins behind `from`; sets `escapesSeen`. */
let escapesSeen = false

function stringEnd(bytes: Uint8Array, from: number, end: number, mark: number, rules: TokenRules): number {
  escapesSeen = false
  let at = from
  const escapeMark = rules.noBackslashEscapes ? -1 : backslash
  const wide = rules.wideBytes
  while (at < end) {
    const byte = bytes[at] ?? 0
    if (byte === mark) {
      if (at + 1 >= end) return incomplete
      if (bytes[at + 1] !== mark) return at
      escapesSeen = true
      at += 2
    } else if (byte === escapeMark) {
      escapesSeen = true
      at += 2
    } else if (wide && byte > 0x80) at += 2
    else at++
  }
  return incomplete
}

/** Behind the string, name or comment that begins at `at`, or `at + 1`. */
export function skipOne(bytes: Uint8Array, at: number, end: number, rules: TokenRules): number {
  const byte = bytes[at] ?? 0
  if (byte === quote || byte === doubleQuote || byte === 0x60) {
    const plain = byte === 0x60 || (byte === doubleQuote && rules.ansiQuotes)
    const last = stringEnd(bytes, at + 1, end, byte, plain ? { ...rules, noBackslashEscapes: true } : rules)
    return last === incomplete ? incomplete : last + 1
  }
  const after = skipBlanks(bytes, at, end)
  return after === at ? at + 1 : after
}

/**
 * Takes apart the row whose `(` is at `at`. Returns the place behind its `)`, or `incomplete`. Nested parentheses and
 * operators make an expression of the value they are in.
 */
export function tokenizeRow(bytes: Uint8Array, at: number, end: number, rules: TokenRules, into: RowTokens): number {
  into.count = 0
  let place = at + 1
  for (;;) {
    place = value(bytes, place, end, rules, into)
    if (place === incomplete) return incomplete
    const byte = bytes[place]
    place++
    if (byte === close) return place
  }
}

/** One value; returns the place of the `,` or `)` behind it. */
function value(bytes: Uint8Array, from: number, end: number, rules: TokenRules, into: RowTokens): number {
  let at = from
  if (isSpace(bytes[at] ?? 0x20) || bytes[at] === 0x2f) {
    at = skipBlanks(bytes, at, end)
    if (at === incomplete) return incomplete
  }
  if (at >= end) return incomplete
  const index = into.count++
  const first = bytes[at] ?? 0
  let next: number
  if (first === quote || (first === doubleQuote && !rules.ansiQuotes)) next = string(bytes, at, end, rules, into, index)
  else if (isDigit(first) || first === 0x2d || first === 0x2b || first === 0x2e)
    next = number(bytes, at, end, into, index)
  else next = word(bytes, at, end, rules, into, index)
  if (next === incomplete || next >= end) return incomplete
  const after = bytes[next]
  if (after === comma || after === close) return next
  const behind = skipBlanks(bytes, next, end)
  if (behind === incomplete || behind >= end) return incomplete
  if (bytes[behind] === comma || bytes[behind] === close) return behind
  into.kinds[index] = token.expression
  into.starts[index] = at
  return expressionEnd(bytes, at, end, rules, into, index)
}

function expressionEnd(
  bytes: Uint8Array,
  from: number,
  end: number,
  rules: TokenRules,
  into: RowTokens,
  index: number,
): number {
  let depth = 0
  let at = from
  while (at < end) {
    const byte = bytes[at]
    if (depth === 0 && (byte === comma || byte === close)) {
      into.ends[index] = at
      return at
    }
    if (byte === open) depth++
    else if (byte === close) depth--
    const next = skipOne(bytes, at, end, rules)
    if (next === incomplete) return incomplete
    at = next
  }
  return incomplete
}

function string(bytes: Uint8Array, at: number, end: number, rules: TokenRules, into: RowTokens, index: number): number {
  const last = stringEnd(bytes, at + 1, end, bytes[at] ?? quote, rules)
  if (last === incomplete) return incomplete
  set(into, index, escapesSeen ? token.escaped : token.plain, at + 1, last)
  return last + 1
}

function set(into: RowTokens, index: number, kind: number, start: number, end: number): void {
  into.kinds[index] = kind
  into.starts[index] = start
  into.ends[index] = end
}

function number(bytes: Uint8Array, from: number, end: number, into: RowTokens, index: number): number {
  let at = from
  if (bytes[at] === 0x30 && ((bytes[at + 1] ?? 0) | 0x20) === 0x78)
    return digits(bytes, at + 2, end, token.hex, into, index)
  if (bytes[at] === 0x30 && bytes[at + 1] === 0x62) return digits(bytes, at + 2, end, token.bit, into, index)
  while (at < end) {
    const byte = bytes[at] ?? 0
    const signed = (byte === 0x2d || byte === 0x2b) && (at === from || ((bytes[at - 1] ?? 0) | 0x20) === 0x65)
    if (isDigit(byte) || byte === 0x2e || signed || ((byte | 0x20) === 0x65 && at > from)) at++
    else break
  }
  set(into, index, token.number, from, at)
  // A sign alone, or two, is the start of an expression; so is a word that only began like a number.
  if (!isDigit(bytes[at - 1] ?? 0) && bytes[at - 1] !== 0x2e) into.kinds[index] = token.expression
  if (at < end && isWord(bytes[at] ?? 0)) into.kinds[index] = token.expression
  return at
}

function digits(bytes: Uint8Array, from: number, end: number, kind: number, into: RowTokens, index: number): number {
  let at = from
  while (at < end && isWord(bytes[at] ?? 0)) at++
  set(into, index, kind, from, at)
  return at
}

/** NULL, TRUE, FALSE; `_binary '…'`, `x'…'`, `b'…'`, `N'…'`; else an expression. */
function word(bytes: Uint8Array, from: number, end: number, rules: TokenRules, into: RowTokens, index: number): number {
  let at = from
  while (at < end && isWord(bytes[at] ?? 0)) at++
  if (at >= end) return incomplete
  set(into, index, token.expression, from, at)
  if (at === from) return expressionEnd(bytes, from, end, rules, into, index)
  const text = asciiLower(bytes, from, at)
  const simple = simpleWords.get(text)
  if (simple !== undefined) {
    into.kinds[index] = simple
    return at
  }
  const prefix = prefixes.get(text)
  if (prefix === undefined) return at
  const behind = prefix.spaces ? skipBlanks(bytes, at, end) : at
  if (behind === incomplete || behind >= end) return incomplete
  if (bytes[behind] !== quote && !(prefix.kind === undefined && bytes[behind] === doubleQuote)) {
    if (prefix.kind === undefined && bytes[behind] === 0x30 && ((bytes[behind + 1] ?? 0) | 0x20) === 0x78)
      return digits(bytes, behind + 2, end, token.hex, into, index)
    return at
  }
  const next = string(bytes, behind, end, rules, into, index)
  if (next !== incomplete && prefix.kind !== undefined) into.kinds[index] = prefix.kind
  return next
}

const simpleWords: ReadonlyMap<string, number> = new Map([
  ['null', token.null],
  ['true', token.true],
  ['false', token.false],
])

/** Introducers that do not change the bytes, and literals with a letter before the quote. */
const prefixes: ReadonlyMap<string, { readonly kind?: number; readonly spaces: boolean }> = new Map([
  ['_binary', { spaces: true }],
  ['_utf8', { spaces: true }],
  ['_utf8mb3', { spaces: true }],
  ['_utf8mb4', { spaces: true }],
  ['n', { spaces: false }],
  ['x', { kind: token.hex, spaces: false }],
  ['b', { kind: token.bit, spaces: false }],
])

export function asciiLower(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < Math.min(to, from + 64); at++) text += String.fromCharCode(bytes[at] ?? 0)
  return text.toLowerCase()
}
