import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import type { RejectCode } from '../../../core/data/reject.js'
import type { DataSegment } from '../../../core/data/segment.js'
import type { ColumnMapping } from '../../../core/mapping/mapping.js'
import { type RowTokens, token } from './script-tokens.js'

/** Scratch for a value of this length is its own and goes with its row. */
const longValue = 4 * 1024 * 1024

/** Where the bytes of one token are: in the file's buffer, or in the scratch once escapes are resolved. */
export class ScriptBytes {
  bytes: Buffer = Buffer.alloc(0)
  view: DataView = viewOf(this.bytes)
  start = 0
  end = 0
  #scratch = Buffer.allocUnsafe(64 * 1024)
  #used = 0
  readonly #noBackslash: boolean
  readonly #wide: boolean

  constructor(rules: { readonly noBackslashEscapes: boolean; readonly wideBytes: boolean }) {
    this.#noBackslash = rules.noBackslashEscapes
    this.#wide = rules.wideBytes
  }

  /** Scratch of the rows before is free again. */
  beginRow(): void {
    this.#used = 0
    if (this.#scratch.length > longValue) this.#scratch = Buffer.allocUnsafe(64 * 1024)
  }

  load(bytes: Buffer, tokens: RowTokens, index: number): void {
    const start = tokens.starts[index] ?? 0
    const end = tokens.ends[index] ?? 0
    if (tokens.kinds[index] === token.escaped) this.#unescape(bytes, start, end)
    else if (tokens.kinds[index] === token.hex) this.#hex(bytes, start, end)
    else this.point(bytes, start, end)
  }

  point(bytes: Buffer, start: number, end: number): void {
    if (this.bytes !== bytes) {
      this.bytes = bytes
      this.view = viewOf(bytes)
    }
    this.start = start
    this.end = end
  }

  /** Room for `length` bytes; earlier values of the row stay where they are. */
  room(length: number): { readonly scratch: Buffer; readonly at: number } {
    if (this.#used + length > this.#scratch.length) {
      this.#scratch = Buffer.allocUnsafe(Math.max(64 * 1024, length < longValue ? length * 2 : length))
      this.#used = 0
    }
    const at = this.#used
    this.#used += length
    return { scratch: this.#scratch, at }
  }

  #unescape(bytes: Buffer, start: number, end: number): void {
    const { scratch, at } = this.room(end - start)
    const mark = bytes[end]
    let to = at
    for (let from = start; from < end; from++) {
      const byte = bytes[from] ?? 0
      if (byte === 0x5c && !this.#noBackslash) {
        from++
        const code = bytes[from] ?? 0
        // \% and \_ keep their backslash outside of patterns (manual: String Literals).
        if (code === 0x25 || code === 0x5f) scratch[to++] = 0x5c
        scratch[to++] = escapes[code] ?? code
      } else {
        scratch[to++] = byte
        if (byte === mark) from++
        else if (this.#wide && byte > 0x80 && from + 1 < end) scratch[to++] = bytes[++from] ?? 0
      }
    }
    this.point(scratch, at, to)
  }

  /** In pieces: a long value must not become a string. An odd first digit stands alone. */
  #hex(bytes: Buffer, start: number, end: number): void {
    const { scratch, at } = this.room((end - start + 1) >> 1)
    let to = at
    let from = start
    if ((end - start) % 2 === 1) to += scratch.write(`0${bytes.toString('latin1', from, ++from)}`, to, 'hex')
    for (; from < end; from += hexPiece)
      to += scratch.write(bytes.toString('latin1', from, Math.min(end, from + hexPiece)), to, 'hex')
    this.point(scratch, at, to)
  }
}

const hexPiece = 65_536

const escapes: readonly (number | undefined)[] = (() => {
  const table: number[] = []
  for (const [letter, byte] of Object.entries({ '0': 0, b: 8, n: 10, r: 13, t: 9, Z: 26 }))
    table[letter.charCodeAt(0)] = byte
  return table
})()

/** Fills the cell from a token whose bytes are loaded. NULL never comes here. */
export type ScriptDecoder = (source: ScriptBytes, kind: number, cell: Cell) => void

export function scriptDecoder(column: ColumnMapping, segment: DataSegment): ScriptDecoder {
  const type = column.source.type
  switch (type.kind) {
    case 'boolean':
    case 'integer':
    case 'year':
      return integer
    case 'decimal':
      return decimal
    case 'float':
      return type.bits === 32 ? single : double
    case 'binary':
      return type.padded && type.length !== undefined ? filled(type.length) : range(form.bytes)
    case 'geometry':
      return range(form.geometry)
    case 'bits':
      return bits
    case 'date':
      return date
    case 'timestamp':
      return type.zone === 'session' ? shifted(offsetMinutes(segment.timeZone)) : dateTime
    case 'time':
      return time
    case 'enum':
      return type.set ? text(segment, form.labels) : enumeration(type.values, text(segment, form.text))
    case 'text':
      return type.padded ? unpadded(text(segment, form.text)) : text(segment, form.text)
    default:
      return text(segment, form.text)
  }
}

/** CHAR is kept without the blanks at its end (manual: The CHAR and VARCHAR Types). */
function unpadded(decode: ScriptDecoder): ScriptDecoder {
  return (source, kind, cell) => {
    decode(source, kind, cell)
    if (cell.form !== form.text) return
    while (cell.end > cell.start && cell.bytes[cell.end - 1] === 0x20) cell.end--
  }
}

/** BINARY is kept with zero bytes up to its length. */
function filled(length: number): ScriptDecoder {
  const asIs = range(form.bytes)
  return (source, kind, cell) => {
    asIs(source, kind, cell)
    const given = cell.end - cell.start
    if (cell.form !== form.bytes || given >= length) return
    const { scratch, at } = source.room(length)
    source.bytes.copy(scratch, at, cell.start, cell.end)
    scratch.fill(0, at + given, at + length)
    source.point(scratch, at, at + length)
    take(source, cell, form.bytes)
  }
}

function bad(cell: Cell, reason: RejectCode): void {
  cell.form = form.bad
  cell.reason = reason
}

function take(source: ScriptBytes, cell: Cell, as: number): void {
  cell.form = as
  cell.bytes = source.bytes
  cell.view = source.view
  cell.start = source.start
  cell.end = source.end
}

const integer: ScriptDecoder = (source, kind, cell) => {
  cell.form = form.int
  if (kind === token.true || kind === token.false) {
    cell.int = kind === token.true ? 1 : 0
    return
  }
  const { bytes, start, end } = source
  if (kind === token.hex || kind === token.bit) return wholeLong(cell, bytesValue(source, kind))
  const negative = bytes[start] === 0x2d
  const from = negative || bytes[start] === 0x2b ? start + 1 : start
  if (from >= end) return bad(cell, 'XW-D0113')
  if (end - from > 15) return longText(cell, bytes.toString('latin1', start, end))
  let value = 0
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return longText(cell, bytes.toString('latin1', start, end))
    value = value * 10 + digit
  }
  cell.int = negative ? -value : value
}

function longText(cell: Cell, textOfNumber: string): void {
  const whole = /^([+-]?\d+)(?:\.0*)?$/.exec(textOfNumber)?.[1]
  if (whole === undefined) bad(cell, 'XW-D0113')
  else wholeLong(cell, BigInt(whole.replace(/^\+/, '')))
}

function wholeLong(cell: Cell, value: bigint): void {
  if (value > 0xffff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) {
    bad(cell, 'XW-D0106')
    return
  }
  cell.form = form.long
  cell.unsigned = value >= 0n
  cell.hi = Number(cell.unsigned ? value >> 32n : BigInt.asIntN(32, value >> 32n))
  cell.lo = Number(value & 0xffff_ffffn)
}

function bytesValue(source: ScriptBytes, kind: number): bigint {
  if (source.start === source.end) return 0n
  return kind === token.bit
    ? BigInt(`0b${source.bytes.toString('latin1', source.start, source.end)}`)
    : BigInt(`0x0${source.bytes.toString('hex', source.start, source.end)}`)
}

const decimal: ScriptDecoder = (source, kind, cell) => {
  if (kind === token.number || kind === token.plain || kind === token.escaped) take(source, cell, form.digits)
  else integer(source, kind, cell)
}

const double: ScriptDecoder = (source, kind, cell) => {
  if (kind !== token.number && kind !== token.plain) return integer(source, kind, cell)
  const value = Number(source.bytes.toString('latin1', source.start, source.end))
  if (Number.isNaN(value) || source.start === source.end) return bad(cell, 'XW-D0113')
  cell.form = form.double
  cell.real = value
}

const single: ScriptDecoder = (source, kind, cell) => {
  double(source, kind, cell)
  if (cell.form !== form.double) return
  cell.form = form.single
  cell.real = Math.fround(cell.real)
}

function range(as: number): ScriptDecoder {
  return (source, kind, cell) => {
    if (kind === token.true || kind === token.false || kind === token.bit) bad(cell, 'XW-D0113')
    else take(source, cell, as)
  }
}

const bits: ScriptDecoder = (source, kind, cell) => {
  if (kind === token.bit) {
    const hex = bytesValue(source, kind).toString(16)
    const { scratch, at } = source.room((hex.length + 1) >> 1)
    const length = scratch.write(hex.length % 2 === 0 ? hex : `0${hex}`, at, 'hex')
    source.point(scratch, at, at + length)
    take(source, cell, form.bits)
  } else if (kind === token.number || kind === token.true || kind === token.false) integer(source, kind, cell)
  else take(source, cell, form.bits)
}

/** Names of the server's character sets in the standard that TextDecoder follows. */
const encodings: Readonly<Record<string, string>> = {
  latin2: 'iso-8859-2',
  latin5: 'iso-8859-9',
  latin7: 'iso-8859-13',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  cp866: 'ibm866',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  greek: 'iso-8859-7',
  hebrew: 'iso-8859-8',
  tis620: 'windows-874',
  gbk: 'gbk',
  gb2312: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  sjis: 'shift_jis',
  cp932: 'shift_jis',
  ujis: 'euc-jp',
  eucjpms: 'euc-jp',
  euckr: 'euc-kr',
}

const unchanged: ReadonlySet<string> = new Set(['utf8', 'utf8mb3', 'utf8mb4', 'ascii', 'binary', ''])

/** Character sets in which a second byte may look like a quote or a backslash. */
export const hasWideBytes = (charset: string): boolean => ['gbk', 'gb18030', 'big5', 'sjis', 'cp932'].includes(charset)

function text(segment: DataSegment, as: number): ScriptDecoder {
  const convert = unchanged.has(segment.charset) ? undefined : converter(segment.charset)
  return (source, kind, cell) => {
    if (kind === token.true || kind === token.false || kind === token.bit) return integer(source, kind, cell)
    if (convert && !convert(source)) return bad(cell, 'XW-D0104')
    take(source, cell, as)
  }
}

/** What the server calls latin1 is code page 1252, with the five bytes that it leaves open as control characters. */
const latin1Highs =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

/** Not by TextDecoder: Node 20's takes windows-1252 for ISO 8859-1. */
const latin1Decoder = {
  decode: (bytes: Buffer): string =>
    bytes.toString('latin1').replace(/[\x80-\x9f]/g, (character) => latin1Highs[character.charCodeAt(0) - 0x80] ?? ''),
}

export function decoderFor(charset: string): { decode(bytes: Buffer): string } | undefined {
  if (charset === 'latin1') return latin1Decoder
  const label = encodings[charset]
  return label === undefined ? undefined : new TextDecoder(label, { fatal: true, ignoreBOM: true })
}

/** Rewrites the bytes as UTF-8; false when they are not of the character set. */
function converter(charset: string): (source: ScriptBytes) => boolean {
  const decoder = decoderFor(charset)
  return (source) => {
    const { bytes, start, end } = source
    let high = 0
    for (let at = start; at < end; at++) high |= bytes[at] ?? 0
    if (high < 0x80) return true
    if (!decoder) return false
    try {
      const converted = decoder.decode(bytes.subarray(start, end))
      const { scratch, at } = source.room(Buffer.byteLength(converted, 'utf8'))
      source.point(scratch, at, at + scratch.write(converted, at, 'utf8'))
      return true
    } catch {
      return false
    }
  }
}

/** A number stands for the label at that place; 0 and '' are the mark of a refused value. */
function enumeration(labels: readonly string[], asText: ScriptDecoder): ScriptDecoder {
  const emptyIsLabel = labels.includes('')
  return (source, kind, cell) => {
    if (kind === token.number) {
      const place = Number(source.bytes.toString('latin1', source.start, source.end))
      const label = labels[place - 1]
      if (label === undefined) return bad(cell, place === 0 ? 'XW-D0105' : 'XW-D0116')
      const { scratch, at } = source.room(Buffer.byteLength(label))
      source.point(scratch, at, at + scratch.write(label, at, 'utf8'))
      return take(source, cell, form.text)
    }
    if (source.start === source.end && !emptyIsLabel) return bad(cell, 'XW-D0105')
    asText(source, kind, cell)
  }
}

/** Digits from `at`, as many as `count`; NaN when one of them is none. */
function digitsAt(bytes: Buffer, at: number, count: number): number {
  let value = 0
  for (let place = at; place < at + count; place++) {
    const digit = (bytes[place] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function dateParts(source: ScriptBytes, cell: Cell): boolean {
  const { bytes, start, end } = source
  if (end - start < 10 || bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return false
  cell.year = digitsAt(bytes, start, 4)
  cell.month = digitsAt(bytes, start + 5, 2)
  cell.day = digitsAt(bytes, start + 8, 2)
  return cell.year + cell.month + cell.day >= 0
}

const date: ScriptDecoder = (source, _kind, cell) => {
  if (!dateParts(source, cell) || source.end - source.start !== 10) return bad(cell, 'XW-D0113')
  cell.form = form.date
}

const dateTime: ScriptDecoder = (source, _kind, cell) => {
  if (!dateParts(source, cell)) return bad(cell, 'XW-D0113')
  const { start, end } = source
  cell.hour = 0
  cell.minute = 0
  cell.second = 0
  cell.micro = 0
  if (end - start > 10 && !clock(source, start + 11, 2, cell)) return bad(cell, 'XW-D0113')
  cell.form = form.dateTime
}

/** `hh:mm:ss` with as many hour digits as given, and a fraction. */
function clock(source: ScriptBytes, at: number, hourDigits: number, cell: Cell): boolean {
  const { bytes, end } = source
  const minutes = at + hourDigits + 1
  if (end < minutes + 5) return false
  cell.hour = digitsAt(bytes, at, hourDigits)
  cell.minute = digitsAt(bytes, minutes, 2)
  cell.second = digitsAt(bytes, minutes + 3, 2)
  const dot = minutes + 5
  const fraction = end - dot - 1
  cell.micro = 0
  if (end > dot) {
    if (bytes[dot] !== 0x2e || fraction < 1 || fraction > 6) return false
    cell.micro = digitsAt(bytes, dot + 1, fraction) * 10 ** (6 - fraction)
  }
  return cell.hour + cell.minute + cell.second + cell.micro >= 0 && cell.minute < 60 && cell.second < 60
}

const time: ScriptDecoder = (source, _kind, cell) => {
  const { bytes, start, end } = source
  cell.negative = bytes[start] === 0x2d
  const from = cell.negative ? start + 1 : start
  const colon = bytes.indexOf(0x3a, from)
  if (colon < from + 1 || colon > from + 3 || colon >= end) return bad(cell, 'XW-D0113')
  if (!clock(source, from, colon - from, cell)) return bad(cell, 'XW-D0113')
  cell.form = form.duration
}

/** Minutes east of UTC, 0 for what is not a numeric offset. */
export function offsetMinutes(zone: string | undefined): number {
  const found = /^([+-])(\d{1,2}):(\d{2})$/.exec(zone ?? '')
  if (!found) return 0
  return (Number(found[2]) * 60 + Number(found[3])) * (found[1] === '-' ? -1 : 1)
}

/** Instants that a script writes in its session's zone, in UTC. */
function shifted(minutes: number): ScriptDecoder {
  if (minutes === 0) return dateTime
  return (source, kind, cell) => {
    dateTime(source, kind, cell)
    if (cell.form !== form.dateTime || cell.month === 0 || cell.day === 0) return
    const at = new Date(Date.UTC(cell.year, cell.month - 1, cell.day, cell.hour, cell.minute - minutes, cell.second))
    cell.year = at.getUTCFullYear()
    cell.month = at.getUTCMonth() + 1
    cell.day = at.getUTCDate()
    cell.hour = at.getUTCHours()
    cell.minute = at.getUTCMinutes()
  }
}
