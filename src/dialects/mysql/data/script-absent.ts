import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import type { DataSegment } from '../../../core/data/segment.js'
import type { AbsentValue, ColumnMapping } from '../../../core/mapping/mapping.js'
import { ScriptBytes, type ScriptDecoder } from './script-bytes.js'
import { scriptDecoder } from './script-decoders.js'
import { offsetMinutes } from './script-times.js'
import { createRowTokens, type RowTokens, token, tokenizeRow } from './script-tokens.js'

/** Puts into the cell what the engine would store; true when it was computed at this moment. */
type Filler = (cell: Cell) => boolean

/** Defaults are written in UTF-8, and without escapes. */
const rules = { noBackslashEscapes: true, ansiQuotes: false, wideBytes: false }

/** What a column gets from a statement that does not name it, or that says DEFAULT. The counter is not done here. */
export function absentFiller(column: ColumnMapping, segment: DataSegment, now: Date): Filler {
  const { absent, nullable, type } = column.source
  if (absent?.kind === 'literal') return literalFiller(absent, column, segment)
  if (absent?.kind === 'call') return computed(`${absent.name}(${absent.args.join(',')})`, column, segment, now)
  if (absent) return refused('XW-D0112')
  if (nullable) return nothing
  // An enumeration that takes no NULL has its first label for a default (manual: The ENUM Type).
  const label = type.kind === 'enum' && !type.set ? type.values[0] : undefined
  if (label === undefined) return refused('XW-D0120')
  return literalFiller({ kind: 'literal', of: 'text', text: label }, column, segment)
}

const nothing: Filler = (cell) => {
  cell.form = form.null
  return false
}

const refused =
  (reason: Cell['reason']): Filler =>
  (cell) => {
    cell.form = form.bad
    cell.reason = reason
    return false
  }

function literalFiller(
  { of, text }: Extract<AbsentValue, { kind: 'literal' }>,
  column: ColumnMapping,
  segment: DataSegment,
): Filler {
  const written = (writers[of] ?? quoted)(text)
  const bytes = Buffer.from(`(${written})`)
  const tokens: RowTokens = createRowTokens()
  tokenizeRow(bytes, 0, bytes.length, rules, tokens)
  const kind = tokens.kinds[0] ?? token.expression
  if (kind === token.null) return nothing
  if (kind === token.expression) return refused('XW-D0112')
  const source = new ScriptBytes(rules)
  const decode: ScriptDecoder = scriptDecoder(column, { ...segment, charset: 'utf8mb4' })
  return (cell) => {
    source.beginRow()
    source.load(bytes, tokens, 0)
    decode(source, kind, cell)
    return false
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const asIs = (text: string): string => text

const writers: Readonly<Partial<Record<Extract<AbsentValue, { kind: 'literal' }>['of'], (text: string) => string>>> = {
  null: () => 'NULL',
  boolean: asIs,
  integer: asIs,
  decimal: asIs,
  float: asIs,
  binary: (text) => `x'${text}'`,
  bits: (text) => `b'${text}'`,
}

/** Functions of the moment, and what of it they give. */
const moments: ReadonlyMap<string, { readonly part: 'all' | 'date' | 'time'; readonly utc: boolean }> = new Map([
  ['now', { part: 'all', utc: false }],
  ['current_timestamp', { part: 'all', utc: false }],
  ['localtime', { part: 'all', utc: false }],
  ['localtimestamp', { part: 'all', utc: false }],
  ['sysdate', { part: 'all', utc: false }],
  ['curdate', { part: 'date', utc: false }],
  ['current_date', { part: 'date', utc: false }],
  ['curtime', { part: 'time', utc: false }],
  ['current_time', { part: 'time', utc: false }],
  ['utc_timestamp', { part: 'all', utc: true }],
  ['utc_date', { part: 'date', utc: true }],
])

/** An expression that is no literal: `NOW(3)` and its kind are done here, the rest only a server could do. */
export function computed(text: string, column: ColumnMapping, segment: DataSegment, now: Date): Filler {
  const found = /^\s*([a-z_]+)\s*(?:\(\s*([0-6]?)\s*\))?\s*$/i.exec(text)
  const moment = moments.get(found?.[1]?.toLowerCase() ?? '')
  const { type } = column.source
  if (!moment) return refused('XW-D0112')
  const instant = type.kind === 'timestamp' && type.zone === 'session'
  // The function gives the wall time of the session; an instant is stored in UTC whatever the session's zone is.
  if (instant && (moment.utc || moment.part !== 'all')) return refused('XW-D0112')
  const zone = instant || moment.utc ? 0 : offsetMinutes(segment.timeZone)
  const at = new Date(now.getTime() + zone * 60_000)
  const unit = 10 ** (6 - Number(found?.[2] ?? 0))
  const micro = Math.floor((at.getUTCMilliseconds() * 1000) / unit) * unit
  if (type.kind === 'timestamp' && moment.part !== 'time')
    return moment.part === 'date' ? dateTime(at, 0, true) : dateTime(at, micro, false)
  if (type.kind === 'date' && moment.part !== 'time') return dateOnly(at)
  if (type.kind === 'time' && moment.part !== 'date') return timeOnly(at, micro)
  return refused('XW-D0112')
}

function putDate(cell: Cell, at: Date): void {
  cell.year = at.getUTCFullYear()
  cell.month = at.getUTCMonth() + 1
  cell.day = at.getUTCDate()
}

function putTime(cell: Cell, at: Date, micro: number, midnight: boolean): void {
  cell.hour = midnight ? 0 : at.getUTCHours()
  cell.minute = midnight ? 0 : at.getUTCMinutes()
  cell.second = midnight ? 0 : at.getUTCSeconds()
  cell.micro = midnight ? 0 : micro
}

const dateTime =
  (at: Date, micro: number, midnight: boolean): Filler =>
  (cell) => {
    cell.form = form.dateTime
    putDate(cell, at)
    putTime(cell, at, micro, midnight)
    return true
  }

const dateOnly =
  (at: Date): Filler =>
  (cell) => {
    cell.form = form.date
    putDate(cell, at)
    return true
  }

const timeOnly =
  (at: Date, micro: number): Filler =>
  (cell) => {
    cell.form = form.duration
    cell.negative = false
    putTime(cell, at, micro, false)
    return true
  }

/** `UNHEX('…')` of a literal, which dumps of some tools write for bytes; undefined for anything else. */
export function unhexed(text: string): Buffer | undefined {
  const digits = /^\s*unhex\s*\(\s*'([0-9a-f]*)'\s*\)\s*$/i.exec(text)?.[1]
  if (digits === undefined) return undefined
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}

/** Points the cell at bytes that belong to nobody else. */
export function putBytes(source: ScriptBytes, bytes: Buffer): void {
  source.bytes = bytes
  source.view = viewOf(bytes)
  source.start = 0
  source.end = bytes.length
}
