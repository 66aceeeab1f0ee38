import { crc32 } from 'node:zlib'
import type { Change, CommitMark, Position, RefusedChange, Tuple } from '../core/data/changes.js'

/** What stands in the files of the cache, in the order of the log. */
export type SpoolRecord =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'refused'; readonly change: RefusedChange }
  /** The end of a transaction. */
  | { readonly kind: 'commit'; readonly mark: CommitMark }
  | { readonly kind: 'passed'; readonly mark: CommitMark }
  /** What follows begins behind this position of the log, which need not be where the record before it ended. */
  | { readonly kind: 'chain'; readonly after: Position }

const tags = { insert: 1, update: 2, delete: 3, truncate: 4, refused: 5, commit: 6, passed: 7, chain: 8 } as const

/** Length of the body (uint32) and its CRC-32, both little end first. */
export const headerBytes = 8

const nothing = Buffer.alloc(0)

/** A record as it stands in a file: header, tag, table (uint32), length of the first part (uint32), the parts. */
export function encodeRecord(record: SpoolRecord): Buffer {
  switch (record.kind) {
    case 'change':
      return encodeChange(record.change)
    case 'refused':
      return frame(tags.refused, record.change.table, json(refusedJson(record.change)))
    case 'commit':
    case 'passed':
      return frame(tags[record.kind], 0, json(record.mark))
    case 'chain':
      return frame(tags.chain, 0, json(record.after))
  }
}

function encodeChange(change: Change): Buffer {
  switch (change.kind) {
    case 'insert':
      return frame(tags.insert, change.table, change.after)
    case 'update':
      return frame(tags.update, change.table, change.before, change.after)
    case 'delete':
      return frame(tags.delete, change.table, change.before)
    case 'truncate':
      return frame(tags.truncate, change.table, nothing)
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

const refusedJson = ({ row, ...change }: RefusedChange) => ({
  ...change,
  row: { key: row.key, bytes: row.bytes?.toString('base64') ?? null },
})

function frame(tag: number, table: number, first: Buffer, second: Buffer = nothing): Buffer {
  const length = 9 + first.length + second.length
  const framed = Buffer.allocUnsafe(headerBytes + length)
  framed.writeUInt32LE(length, 0)
  framed.writeUInt8(tag, headerBytes)
  framed.writeUInt32LE(table, headerBytes + 1)
  framed.writeUInt32LE(first.length, headerBytes + 5)
  first.copy(framed, headerBytes + 9)
  second.copy(framed, headerBytes + 9 + first.length)
  framed.writeUInt32LE(crc32(framed.subarray(headerBytes)), 4)
  return framed
}

/** Bytes of the whole record that begins at `at`, as its header says; null when not even the header is there. */
export const recordLength = (bytes: Buffer, at: number): number | null =>
  bytes.length - at < headerBytes ? null : headerBytes + bytes.readUInt32LE(at)

/** The record at `at`, which is wholly there; null when its checksum does not fit. Tuples share the memory of `bytes`. */
export function decodeRecord(bytes: Buffer, at: number): SpoolRecord | null {
  const body = bytes.subarray(at + headerBytes, at + headerBytes + bytes.readUInt32LE(at))
  if (body.length < 9 || crc32(body) !== bytes.readUInt32LE(at + 4)) return null
  const end = 9 + body.readUInt32LE(5)
  return decodeBody(body.readUInt8(0), body.readUInt32LE(1), body.subarray(9, end), body.subarray(end))
}

function decodeBody(tag: number, table: number, first: Tuple, second: Tuple): SpoolRecord | null {
  switch (tag) {
    case tags.insert:
      return { kind: 'change', change: { kind: 'insert', table, after: first } }
    case tags.update:
      return { kind: 'change', change: { kind: 'update', table, before: first, after: second } }
    case tags.delete:
      return { kind: 'change', change: { kind: 'delete', table, before: first } }
    case tags.truncate:
      return { kind: 'change', change: { kind: 'truncate', table } }
    case tags.refused:
      return { kind: 'refused', change: refusedChange(JSON.parse(first.toString())) }
    case tags.commit:
      return { kind: 'commit', mark: JSON.parse(first.toString()) }
    case tags.passed:
      return { kind: 'passed', mark: JSON.parse(first.toString()) }
    case tags.chain:
      return { kind: 'chain', after: JSON.parse(first.toString()) }
    default:
      return null
  }
}

function refusedChange(kept: ReturnType<typeof refusedJson>): RefusedChange {
  const { key, bytes } = kept.row
  return { ...kept, row: { key, bytes: bytes === null ? null : Buffer.from(bytes, 'base64') } }
}
