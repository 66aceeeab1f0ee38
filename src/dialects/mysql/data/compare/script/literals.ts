import { decoderFor } from '../../script-charsets.js'
import { token } from '../../script-tokens.js'

/** A literal of the file: its token and the bytes between its quotes, escapes and all. */
export interface Literal {
  kind: number
  bytes: Buffer
  start: number
  end: number
}

export interface LiteralRules {
  /** Character set of the client, lower case. */
  readonly charset: string
  readonly noBackslashEscapes: boolean
  readonly wideBytes: boolean
}

export const asciiOf = (literal: Literal): string => literal.bytes.toString('latin1', literal.start, literal.end)

const isString = (literal: Literal): boolean => literal.kind === token.plain || literal.kind === token.escaped

/** The bytes that a string or 0x… literal stands for; undefined for other literals. */
export function bytesOf(literal: Literal, rules: LiteralRules): Buffer | undefined {
  const { kind, bytes, start, end } = literal
  if (kind === token.plain || kind === token.number) return bytes.subarray(start, end)
  if (kind === token.hex) return hexBytes(asciiOf(literal))
  if (kind !== token.escaped) return undefined
  return Buffer.from(unescapeText(asciiOf(literal), quoteOf(literal), rules, rules.wideBytes), 'latin1')
}

function hexBytes(digits: string): Buffer {
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}

const quoteOf = ({ bytes, end }: Literal): string => String.fromCharCode(bytes[end] ?? 0x27)

/** Text in UTF-8; undefined when the bytes are not of the character set. */
export function textOf(literal: Literal, rules: LiteralRules): Buffer | undefined {
  if (literal.kind === token.true || literal.kind === token.false)
    return Buffer.from(literal.kind === token.true ? '1' : '0')
  if (utf8Charsets.has(rules.charset)) return bytesOf(literal, rules)
  if (!isString(literal)) {
    const bytes = bytesOf(literal, rules)
    return bytes && decoded(bytes, rules.charset)
  }
  // Decoded before escapes are undone: the second byte of a character may look like a backslash.
  const text = decoded(literal.bytes.subarray(literal.start, literal.end), rules.charset)?.toString('utf8')
  if (text === undefined || literal.kind === token.plain) return text === undefined ? undefined : Buffer.from(text)
  return Buffer.from(unescapeText(text, quoteOf(literal), rules, false))
}

const utf8Charsets: ReadonlySet<string> = new Set(['utf8', 'utf8mb3', 'utf8mb4', 'ascii', 'binary', ''])

const decoders = new Map<string, ReturnType<typeof decoderFor>>()

function decoded(bytes: Buffer, charset: string): Buffer | undefined {
  if (!decoders.has(charset)) decoders.set(charset, decoderFor(charset))
  try {
    const text = decoders.get(charset)?.decode(bytes)
    return text === undefined ? undefined : Buffer.from(text)
  } catch {
    return undefined
  }
}

/** Manual: String Literals, table 11.1. \% and \_ keep their backslash. */
const special: Readonly<Record<string, string>> = {
  ...{ '0': '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\u001a' },
  ...{ '%': '\\%', _: '\\_' },
}

function unescapeText(text: string, quote: string, rules: LiteralRules, wide: boolean): string {
  const parts = [
    ...(wide ? ['[\\x81-\\xff][^]'] : []),
    ...(rules.noBackslashEscapes ? [] : ['\\\\[^]']),
    `${quote}${quote}`,
  ]
  return text.replace(new RegExp(parts.join('|'), 'g'), (found) => {
    if (found.startsWith('\\')) return special[found.charAt(1)] ?? found.slice(1)
    return found === quote + quote ? quote : found
  })
}

/** Digits of a whole number; undefined when the literal is none. */
export function wholeOf(literal: Literal, rules: LiteralRules): string | undefined {
  switch (literal.kind) {
    case token.true:
      return '1'
    case token.false:
      return '0'
    case token.hex:
      return String(bigOf(hexBytes(asciiOf(literal))))
    case token.bit:
      return String(BigInt(`0b0${asciiOf(literal)}`))
    default: {
      const text = literal.kind === token.escaped ? bytesOf(literal, rules)?.toString('latin1') : asciiOf(literal)
      return text === undefined ? undefined : wholeText(text)
    }
  }
}

const plainWhole = /^(?:0|-?[1-9]\d*)$/

function wholeText(text: string): string | undefined {
  if (plainWhole.test(text)) return text
  const found = /^([+-]?\d+)(?:\.0*)?$/.exec(text)?.[1]
  return found === undefined ? undefined : String(BigInt(found.replace('+', '')))
}

const bigOf = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`)

/** The number that a BIT literal stands for: of strings their bytes, big end first. */
export function bitsOf(literal: Literal, rules: LiteralRules): bigint | undefined {
  if (!isString(literal)) {
    const whole = wholeOf(literal, rules)
    return whole === undefined ? undefined : BigInt(whole)
  }
  const bytes = bytesOf(literal, rules)
  return bytes && bigOf(bytes)
}

/** The double that the digits denote. */
export function doubleOf(literal: Literal, rules: LiteralRules): number | undefined {
  if (literal.kind !== token.number && literal.kind !== token.plain) {
    const whole = wholeOf(literal, rules)
    return whole === undefined ? undefined : Number(whole)
  }
  const text = asciiOf(literal)
  const value = Number(text)
  return text.trim() === '' || Number.isNaN(value) ? undefined : value
}
