import { isUtf8 } from 'node:buffer'
import type { IToken } from 'chevrotain'
import { decodeText } from '../../../../../grammars/oracle/literals.js'
import { plainDigits } from '../../../../core/data/script/float-digits.js'
import type { DataSegment } from '../../../../core/data/segment.js'
import { dateLiteral, momentIn, saysAmerican, sessionFormat, timestampLiteral } from './moments.js'
import { expression, malformed, refused, textOf, type Written } from './written.js'

/** The value that tokens stand for. Text has one character for each byte of the file. */
export function writtenValue(tokens: readonly IToken[], segment: DataSegment): Written {
  const reader = new ValueReader(tokens, segment)
  const value = reader.concatenation()
  return reader.atEnd ? value : expression
}

/** Parentheses, calls and signs inside each other; what nests deeper is no literal that anybody writes. */
const deepest = 100

class ValueReader {
  #at = 0
  #depth = 0

  constructor(
    private readonly tokens: readonly IToken[],
    private readonly segment: DataSegment,
  ) {}

  get atEnd(): boolean {
    return this.#at >= this.tokens.length
  }

  concatenation(): Written {
    let value = this.#signed()
    while (this.#take('||')) value = joined(value, this.#signed())
    return value
  }

  /** The tokens that are left behind what nests too deep make the whole an expression. */
  #inside(read: () => Written): Written {
    if (this.#depth >= deepest) return expression
    this.#depth++
    const value = read()
    this.#depth--
    return value
  }

  #signed(): Written {
    if (this.#take('+')) return numberOnly(this.#inside(() => this.#signed()))
    if (!this.#take('-')) return this.#primary()
    const value = numberOnly(this.#inside(() => this.#signed()))
    if (value.kind !== 'number') return value
    return {
      kind: 'number',
      digits: plainDigits(value.digits.startsWith('-') ? value.digits.slice(1) : `-${value.digits}`) ?? '0',
    }
  }

  #primary(): Written {
    const image = this.tokens[this.#at]?.image
    if (image === undefined) return malformed
    this.#at++
    if (image === '(') {
      const value = this.#inside(() => this.concatenation())
      return this.#take(')') ? value : expression
    }
    if (/^[\d.]/.test(image)) return numberOf(image)
    if (/^(?:'|[nq]'|nq')/i.test(image)) return literalText(image)
    return this.#word(image.toUpperCase())
  }

  #word(first: string): Written {
    const packaged = this.#take('.') ? this.tokens[this.#at++]?.image.toUpperCase() : undefined
    const word = packaged === undefined ? first : `${first}.${packaged}`
    const next = this.tokens[this.#at]?.image ?? ''
    if (next.startsWith("'") && (word === 'DATE' || word === 'TIMESTAMP')) {
      this.#at++
      const text = decodeText(next)
      return word === 'DATE' ? dateLiteral(text) : timestampLiteral(text)
    }
    if (next === '(') {
      this.#at++
      const args = this.#arguments()
      return args ? called(word, args, this.segment) : expression
    }
    return words.get(word) ?? expression
  }

  #arguments(): readonly Written[] | undefined {
    const args: Written[] = []
    if (this.#take(')')) return args
    for (;;) {
      args.push(this.#inside(() => this.concatenation()))
      if (this.#take(')')) return args
      if (!this.#take(',')) return undefined
    }
  }

  #take(sign: string): boolean {
    if (this.tokens[this.#at]?.image !== sign) return false
    this.#at++
    return true
  }
}

const words: ReadonlyMap<string, Written> = new Map<string, Written>([
  ['NULL', { kind: 'null' }],
  ['DEFAULT', { kind: 'default' }],
  ['TRUE', { kind: 'number', digits: '1' }],
  ['FALSE', { kind: 'number', digits: '0' }],
])

function numberOf(image: string): Written {
  const digits = plainDigits(image.replace(/[fd]$/i, ''))
  return digits === undefined ? malformed : { kind: 'number', digits }
}

const numberOnly = (value: Written): Written =>
  value.kind === 'number' || value.kind === 'refused' || value.kind === 'null' ? value : expression

/** The text of a literal whose bytes are UTF-8. */
function literalText(image: string): Written {
  const bytes = Buffer.from(decodeText(image), 'latin1')
  return isUtf8(bytes) ? textOf(bytes.toString('utf8')) : refused('XW-D0104')
}

/** Null adds nothing; numbers become text. */
function joined(left: Written, right: Written): Written {
  const [a, b] = [joinable(left), joinable(right)]
  if (typeof a !== 'string') return a
  return typeof b === 'string' ? textOf(a + b) : b
}

function joinable(value: Written): string | Written {
  if (value.kind === 'null') return ''
  if (value.kind === 'text') return value.text
  if (value.kind === 'number') return numberText(value.digits)
  return value.kind === 'refused' ? value : expression
}

/** A number as text has no zero in front of its point (SQL Language Reference, "TO_CHAR (number)"). */
export const numberText = (digits: string): string => digits.replace(/^(-?)0\./, '$1.')

type Call = (args: readonly Written[], segment: DataSegment) => Written

function called(name: string, args: readonly Written[], segment: DataSegment): Written {
  const wrong = args.find((arg) => arg.kind === 'refused')
  return wrong ?? calls.get(name)?.(args, segment) ?? expression
}

const text = (value: Written | undefined): string | undefined => (value?.kind === 'text' ? value.text : undefined)

/** The functions that turn text into moments; only settings that say what the format says already may stand behind it. */
const moment =
  (sort: 'date' | 'timestamp' | 'zoned'): Call =>
  ([given, format, settings, ...more], segment) => {
    if (given?.kind === 'null') return given
    const model = format === undefined ? sessionFormat(sort, segment) : text(format)
    const written = text(given)
    const said = settings === undefined || saysAmerican(text(settings) ?? '?')
    return written === undefined || model === undefined || !said || more.length > 0
      ? expression
      : momentIn(written, model)
  }

const asText: Call = ([given, ...more]) => {
  if (more.length > 0 || given === undefined) return expression
  if (given.kind === 'number') return textOf(numberText(given.digits))
  return given.kind === 'text' || given.kind === 'null' ? given : expression
}

/** Digits with signs of a format that only groups them. */
const toNumber: Call = ([given, format, ...more]) => {
  if (given?.kind === 'null' || (given?.kind === 'number' && format === undefined)) return given
  const written = text(given)?.trim()
  const model = format === undefined ? '' : text(format)
  if (written === undefined || model === undefined || more.length > 0 || !/^[09,.]*$/.test(model)) return expression
  const digits = plainDigits(model.includes(',') ? written.replaceAll(',', '') : written)
  return digits === undefined ? malformed : { kind: 'number', digits }
}

/** Beyond ASCII a code is one of the database's character set, which a script does not name. */
const chr: Call = ([given, ...more]) => {
  const code = given?.kind === 'number' ? Number(given.digits) : Number.NaN
  return more.length === 0 && Number.isInteger(code) && code >= 0 && code < 128
    ? { kind: 'text', text: String.fromCharCode(code) }
    : expression
}

const hexToRaw: Call = ([given, ...more]) => {
  if (given?.kind === 'null') return given
  const digits = text(given)
  if (digits === undefined || more.length > 0) return expression
  return bytesOfHex(digits)
}

export function bytesOfHex(digits: string): Written {
  if (!/^[0-9a-f]+$/i.test(digits)) return malformed
  return { kind: 'bytes', hex: (digits.length % 2 === 0 ? digits : `0${digits}`).toLowerCase() }
}

/** The bytes of text in the database's character set, which is known for ASCII alone. */
const castToRaw: Call = ([given, ...more]) => {
  const written = text(given)
  if (written === undefined || more.length > 0 || !/^[\x01-\x7f]+$/.test(written)) return expression
  return { kind: 'bytes', hex: Buffer.from(written).toString('hex') }
}

/** Signs by their UTF-16 codes, `\\\\` for a backslash. */
const unistr: Call = ([given, ...more]) => {
  const written = text(given)
  if (written === undefined || more.length > 0) return given?.kind === 'null' ? given : expression
  if (/\\(?![0-9a-f]{4}|\\)/i.test(written.replaceAll('\\\\', ''))) return malformed
  const decoded = written.replace(/\\(?:\\|([0-9a-f]{4}))/gi, (_, code?: string) =>
    code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  )
  return /\p{Surrogate}/u.test(decoded) ? malformed : textOf(decoded)
}

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['TO_DATE', moment('date')],
  ['TO_TIMESTAMP', moment('timestamp')],
  ['TO_TIMESTAMP_TZ', moment('zoned')],
  ['TO_NUMBER', toNumber],
  ['TO_CHAR', asText],
  ['TO_NCHAR', asText],
  ['TO_CLOB', asText],
  ['TO_NCLOB', asText],
  ['CHR', chr],
  ['HEXTORAW', hexToRaw],
  ['UNISTR', unistr],
  ['UTL_RAW.CAST_TO_RAW', castToRaw],
  ['EMPTY_CLOB', () => ({ kind: 'text', text: '', lob: true })],
  ['EMPTY_BLOB', () => ({ kind: 'bytes', hex: '' })],
])
