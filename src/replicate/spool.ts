import { closeSync, fstatSync, ftruncateSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { failpoint } from '../core/process/failpoint.js'
import { makeFolder } from '../core/process/make-folder.js'
import { decodeRecord, encodeRecord, headerBytes, recordLength, type SpoolRecord } from './spool-records.js'

/** A place between two records. */
export interface SpoolPlace {
  readonly segment: number
  readonly offset: number
}

export interface PlacedRecord {
  readonly record: SpoolRecord
  readonly from: SpoolPlace
  readonly to: SpoolPlace
}

/** A record does not have its checksum, or is not wholly there. What is in front of it is sound. */
export class SpoolDamage extends Error {
  override readonly name = 'SpoolDamage'
  readonly at: SpoolPlace

  constructor(at: SpoolPlace) {
    super(`segment ${at.segment}, byte ${at.offset}`)
    this.at = at
  }
}

const segmentBytes = 64 * 1024 * 1024
const bufferBytes = 1024 * 1024

/**
 * Changes in append-only files, for those that do not fit in memory. Nothing is synced to the disk: what a crash of the
 * machine tears off is read from the source again. Appending is synchronous, because a sink is.
 */
export class Spool {
  readonly #folder: string
  #segments: number[]
  /** Highest number given so far: none is given twice, so that an old place never means a new file. */
  #highest: number
  #file: number | undefined
  /** Bytes of the last segment that are in its file. */
  #written = 0
  #pending: Buffer[] = []
  #pendingBytes = 0

  constructor(folder: string) {
    this.#folder = folder
    makeFolder(folder, 0o700)
    this.#segments = readdirSync(folder)
      .flatMap((name) => (/^\d{8}\.changes$/.test(name) ? [Number(name.slice(0, 8))] : []))
      .sort((a, b) => a - b)
    this.#highest = this.#segments.at(-1) ?? 0
    if (this.#highest > 0) this.#open(this.#highest)
  }

  get start(): SpoolPlace {
    return { segment: this.#segments[0] ?? this.#highest + 1, offset: 0 }
  }

  get empty(): boolean {
    const { start, end } = this
    return start.segment === end.segment && end.offset === 0
  }

  /** Where the next record will stand. */
  get end(): SpoolPlace {
    return { segment: this.#segments.at(-1) ?? this.#highest + 1, offset: this.#written + this.#pendingBytes }
  }

  append(record: SpoolRecord): void {
    const bytes = encodeRecord(record)
    const { offset } = this.end
    if (this.#file === undefined || (offset > 0 && offset + bytes.length > segmentBytes)) this.#next()
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    if (this.#pendingBytes >= bufferBytes) this.flush()
  }

  /** Everything appended is in the files. */
  flush(): void {
    if (this.#file === undefined || this.#pendingBytes === 0) return
    const bytes = Buffer.concat(this.#pending)
    const half = bytes.length >> 1
    this.#write(bytes.subarray(0, half))
    failpoint('spool-half-written')
    this.#write(bytes.subarray(half))
    this.#pending = []
    this.#pendingBytes = 0
  }

  /** The records between two places, in pieces of what one read brought. @throws SpoolDamage */
  async *read(from: SpoolPlace, to: SpoolPlace, signal?: AbortSignal): AsyncGenerator<readonly PlacedRecord[]> {
    this.flush()
    for (const segment of this.#segments) {
      if (segment < from.segment || segment > to.segment) continue
      const file = await open(this.#path(segment), 'r')
      try {
        const end = segment === to.segment ? to.offset : (await file.stat()).size
        yield* readSegment(file, segment, segment === from.segment ? from.offset : 0, end, signal)
      } finally {
        await file.close()
      }
    }
  }

  /** Takes back everything behind a place. */
  rewind(place: SpoolPlace): void {
    this.flush()
    for (const segment of this.#segments.filter((one) => one > place.segment)) rmSync(this.#path(segment))
    this.#segments = this.#segments.filter((one) => one <= place.segment)
    if (this.#segments.at(-1) !== place.segment) return
    this.#open(place.segment)
    if (this.#file !== undefined) ftruncateSync(this.#file, place.offset)
    this.#written = place.offset
  }

  /** What is in front of the place is not needed any more; files that hold nothing else are removed. */
  release(place: SpoolPlace): void {
    const { end } = this
    if (end.segment === place.segment && end.offset === place.offset) {
      this.clear()
      return
    }
    const old = this.#segments.filter((one) => one < place.segment)
    if (old.length > 0) failpoint('spool-release')
    for (const segment of old) rmSync(this.#path(segment))
    this.#segments = this.#segments.filter((one) => one >= place.segment)
  }

  clear(): void {
    if (this.#segments.length > 0) failpoint('spool-release')
    this.#close()
    for (const segment of this.#segments) rmSync(this.#path(segment))
    this.#segments = []
    this.#pending = []
    this.#pendingBytes = 0
    this.#written = 0
  }

  close(): void {
    this.flush()
    this.#close()
  }

  #next(): void {
    this.flush()
    this.#open(this.#highest + 1)
  }

  #open(segment: number): void {
    this.#close()
    this.#file = openSync(this.#path(segment), 'a', 0o600)
    this.#written = fstatSync(this.#file).size
    if (this.#segments.at(-1) !== segment) this.#segments.push(segment)
    this.#highest = Math.max(this.#highest, segment)
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #write(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && this.#file !== undefined; ) {
      const count = writeSync(this.#file, bytes, at)
      this.#written += count
      at += count
    }
  }

  #path(segment: number): string {
    return join(this.#folder, `${String(segment).padStart(8, '0')}.changes`)
  }
}

async function* readSegment(
  file: FileHandle,
  segment: number,
  from: number,
  end: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly PlacedRecord[]> {
  let wanted = bufferBytes
  for (let offset = from; offset < end; ) {
    signal?.throwIfAborted()
    const bytes = Buffer.allocUnsafe(Math.min(wanted, end - offset))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset)
    const { records, used, needed } = takeRecords(bytes.subarray(0, bytesRead), segment, offset)
    if (records.length > 0) yield records
    if (used === 0 && (needed > end - offset || bytesRead < bytes.length)) throw new SpoolDamage({ segment, offset })
    wanted = Math.max(bufferBytes, used === 0 ? needed : 0)
    offset += used
  }
}

/** The whole records in a buffer. What is unsound is left to the next call, which then finds it in front. */
function takeRecords(bytes: Buffer, segment: number, offset: number) {
  const records: PlacedRecord[] = []
  let used = 0
  for (;;) {
    const length = recordLength(bytes, used)
    if (length === null || used + length > bytes.length) return { records, used, needed: length ?? headerBytes }
    const record = decodeRecord(bytes, used)
    if (record === null) {
      if (used === 0) throw new SpoolDamage({ segment, offset })
      return { records, used, needed: length }
    }
    const from = { segment, offset: offset + used }
    used += length
    records.push({ record, from, to: { segment, offset: offset + used } })
  }
}
