/**
 * An entry of the table of contents of an archive in the custom format. `definition` is the SQL that makes the object.
 * Numbers of catalogues and objects are those of the server that was dumped; 0 where an entry is no object of its own.
 */
export interface ArchiveEntry {
  readonly id: number
  readonly catalogue: number
  readonly oid: number
  /** The name of the object; of a comment, `TABLE orders` and the like. */
  readonly tag: string
  /** `TABLE`, `FK CONSTRAINT`, `COMMENT`, … */
  readonly description: string
  readonly section: 'none' | 'pre-data' | 'data' | 'post-data'
  readonly definition: string
  readonly schema: string | null
  readonly tablespace: string | null
  readonly accessMethod: string | null
  readonly needs: readonly number[]
}

export interface Archive {
  /** Versions as the server and the tool give them: `15.4 (Debian …)`. */
  readonly serverVersion: string
  readonly toolVersion: string
  readonly entries: readonly ArchiveEntry[]
}

const version = (major: number, minor: number): number => major * 100 + minor

/** The first with names of table access methods, which is that of version 12; later ones add what is read below. */
const oldest = version(1, 14)
const withCompressionMethod = version(1, 15)
const withRelationKind = version(1, 16)
const customFormat = 1

/**
 * Reads the table of contents (src/bin/pg_dump/pg_backup_archiver.c, ReadHead and ReadToc, describes the format; it is
 * kept readable for every later version of the tool).
 * @throws RangeError when the bytes are no such archive, or one of a newer format
 */
export function readArchive(bytes: Buffer): Archive {
  const from = new ArchiveReader(bytes)
  const format = from.head()
  from.skipTexts(1)
  const serverVersion = from.text() ?? ''
  const toolVersion = from.text() ?? ''
  const entries = Array.from({ length: from.int() }, () => readEntry(from, format))
  return { serverVersion, toolVersion, entries }
}

const sections = ['none', 'none', 'pre-data', 'data', 'post-data'] as const

function readEntry(from: ArchiveReader, format: number): ArchiveEntry {
  const id = from.int()
  from.int()
  const catalogue = Number(from.text() ?? 0)
  const oid = Number(from.text() ?? 0)
  const tag = from.text() ?? ''
  const description = from.text() ?? ''
  const section = sections[from.int()] ?? 'none'
  const definition = from.text() ?? ''
  from.skipTexts(2)
  const schema = from.text()
  const tablespace = from.text()
  const accessMethod = from.text()
  if (format >= withRelationKind) from.int()
  // Owner, and whether rows have numbers.
  from.skipTexts(2)
  const needs: number[] = []
  for (let need = from.text(); need !== null; need = from.text()) needs.push(Number(need))
  from.skipOffset()
  return {
    ...{ id, catalogue, oid, tag, description, section, definition, needs, accessMethod },
    ...{ schema: schema === '' ? null : schema, tablespace: tablespace === '' ? null : tablespace },
  }
}

class ArchiveReader {
  readonly #bytes: Buffer
  #at = 0
  #intSize = 4
  #offsetSize = 8

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** Reads up to the name of the database; the version of the format. */
  head(): number {
    if (this.#bytes.toString('latin1', 0, 5) !== 'PGDMP') throw new RangeError('the archive does not begin as one')
    this.#at = 5
    const format = version(this.#byte(), this.#byte())
    this.#byte()
    if (format < oldest || format > withRelationKind)
      throw new RangeError(`the archive has the format ${Math.floor(format / 100)}.${format % 100}`)
    this.#intSize = this.#byte()
    this.#offsetSize = this.#byte()
    if (this.#byte() !== customFormat) throw new RangeError('the archive is not in the custom format')
    if (format >= withCompressionMethod) this.#byte()
    else this.int()
    // Seconds, minutes, hours, day, month, year, daylight saving.
    for (let part = 0; part < 7; part++) this.int()
    return format
  }

  int(): number {
    const negative = this.#byte() !== 0
    let value = 0
    for (let at = this.#intSize - 1; at >= 0; at--) value = value * 256 + this.#need(this.#at + at)
    this.#at += this.#intSize
    return negative ? -value : value
  }

  text(): string | null {
    const length = this.int()
    if (length < 0) return null
    const start = this.#at
    this.#at += length
    if (this.#at > this.#bytes.length) throw new RangeError('the archive ends too early')
    return this.#bytes.toString('utf8', start, this.#at)
  }

  skipTexts(count: number): void {
    for (let left = count; left > 0; left--) this.text()
  }

  skipOffset(): void {
    this.#at += 1 + this.#offsetSize
  }

  #byte(): number {
    return this.#need(this.#at++)
  }

  #need(at: number): number {
    const byte = this.#bytes[at]
    if (byte === undefined) throw new RangeError('the archive ends too early')
    return byte
  }
}
