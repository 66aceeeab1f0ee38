import { inflateSync } from 'node:zlib'
import type { Wire } from '../data/wire.js'

/** A statement in the log (manual: Query_event). */
export interface QueryEvent {
  readonly schema: string
  readonly sql: string
  /** Members of sql_mode that say how the text is to be read. */
  readonly modes: string
}

/** Reads the body of a query event. */
export function readQuery({ bytes, view }: Wire, start: number, end: number, compressed: boolean): QueryEvent {
  const schemaLength = view.getUint8(start + 8)
  const statusLength = view.getUint16(start + 11, true)
  const schemaAt = start + 13 + statusLength
  const text = bytes.subarray(schemaAt + schemaLength + 1, end)
  return {
    schema: bytes.toString('utf8', schemaAt, schemaAt + schemaLength),
    sql: (compressed ? inflated(text) : text).toString('utf8'),
    modes: modesIn(view, start + 13, statusLength),
  }
}

const flagsVariable = 0
const sqlModeVariable = 1

/** Bits of sql_mode that change what a text means (manual: Query_event, "Status variables"). */
const modeBits: readonly (readonly [number, string])[] = [
  [0x2, 'PIPES_AS_CONCAT'],
  [0x4, 'ANSI_QUOTES'],
  [0x100000, 'NO_BACKSLASH_ESCAPES'],
]

/** The status variables begin with the flags (4 bytes) and sql_mode (8), each behind its number. */
function modesIn(view: DataView, start: number, length: number): string {
  const at = length > 0 && view.getUint8(start) === flagsVariable ? start + 5 : start
  if (at + 9 > start + length || view.getUint8(at) !== sqlModeVariable) return ''
  const bits = view.getUint32(at + 1, true)
  return modeBits.flatMap(([bit, name]) => ((bits & bit) === 0 ? [] : [name])).join(',')
}

/**
 * What MariaDB compressed (log_event.cc of its sources names the layout): a byte with the count of bytes of the length in
 * its low bits, the length, big end first, and a zlib stream.
 */
export function inflated(bytes: Buffer): Buffer {
  const head = bytes[0] ?? 0
  const count = head & 7
  if ((head & 0x70) !== 0 || count < 1 || count > 4) throw new Error('an event is compressed in an unknown way')
  const length = bytes.readUIntBE(1, count)
  const whole = inflateSync(bytes.subarray(1 + count), { maxOutputLength: Math.max(length, 1) })
  if (whole.length !== length) throw new Error('a compressed event has another length than it says')
  return whole
}

/** The file that follows and where to begin in it (manual: Rotate_event). */
export function readRotate({ bytes, view }: Wire, start: number, end: number): { file: string; offset: number } {
  return { file: bytes.toString('latin1', start + 8, end), offset: longNumber(view, start) }
}

/** The log file is checked by checksums: the last byte before the checksum says so (manual: Format_description_event). */
export function readFormat({ bytes, view }: Wire, start: number, end: number): { checksums: boolean; created: number } {
  const algorithm = bytes[end - 5] ?? 0
  if (algorithm > 1) throw new Error(`the log has checksums of the unknown kind ${algorithm}`)
  return { checksums: algorithm === 1, created: view.getUint32(start + 52, true) }
}

export interface GtidEvent {
  /** Of MariaDB the domain, of MySQL the UUID with its tag; null for a transaction without. */
  readonly source: string | null
  readonly sequence: number
  /** No COMMIT follows: the next statement is all of it. */
  readonly alone: boolean
  /** Prepared now, decided by a later statement. */
  readonly prepared: boolean
}

const mariadbFlag = { standalone: 1, preparedXa: 64 } as const

export function readMariadbGtid({ view }: Wire, start: number): GtidEvent {
  const flags = view.getUint8(start + 12)
  return {
    source: String(view.getUint32(start + 8, true)),
    sequence: longNumber(view, start),
    alone: (flags & mariadbFlag.standalone) !== 0,
    prepared: (flags & mariadbFlag.preparedXa) !== 0,
  }
}

export function readMysqlGtid({ bytes, view }: Wire, start: number): GtidEvent {
  const hex = bytes.toString('hex', start + 1, start + 17)
  const source = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { source, sequence: longNumber(view, start + 17), alone: false, prepared: false }
}

/** A number of eight bytes; those in a log stay far below 2^53. */
export function longNumber(view: DataView, at: number): number {
  const value = view.getUint32(at, true) + view.getUint32(at + 4, true) * 4_294_967_296
  if (!Number.isSafeInteger(value)) throw new Error('a number in the log is too large')
  return value
}
