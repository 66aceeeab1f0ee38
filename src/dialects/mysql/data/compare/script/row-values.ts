import type { CanonicalColumn, CanonicalForm } from '../../../../../core/data/canonical.js'
import type { DataSegment } from '../../../../../core/data/segment.js'
import type { TableMapping } from '../../../../../core/mapping/mapping.js'
import { token } from '../../script-tokens.js'
import { byPolicy } from './by-policy.js'
import type { Literal } from './literals.js'
import { asciiOf } from './literals.js'
import { md5, RowBytes } from './row-bytes.js'
import type { ScannedRow } from './rows.js'
import { absentValue, asksForNumber, expressionValue, nextNumber, type Value } from './unsaid.js'
import { type Canonical, type ReadValue, valueReader } from './values.js'

/** The row under way. Its parts are computed when they are asked for. */
export class RowValues {
  readonly allNames: readonly string[]
  /** Columns for which this part of the file left a value to the server, and why. */
  readonly unsaid = new Map<number, string>()
  readonly #columns: readonly CanonicalColumn[]
  readonly #readers: readonly ReadValue[]
  readonly #key: readonly number[]
  readonly #hashed: readonly number[]
  readonly #literal: Literal = { kind: 0, bytes: Buffer.alloc(0), start: 0, end: 0 }
  readonly #out = new RowBytes()
  readonly #replaced: number[] = []
  readonly #absent: readonly Value[]
  readonly #segment: DataSegment
  readonly #values: Value[] = []

  constructor(table: TableMapping, columns: readonly CanonicalColumn[], segment: DataSegment) {
    this.allNames = table.allColumns ?? table.columns.map(({ source }) => source.name)
    this.#columns = columns
    this.#readers = columns.map((column) => valueReader(column, segment))
    this.#absent = columns.map((column) => absentValue(column, segment))
    this.#segment = segment
    this.#hashed = [...columns.keys()].filter((at) => isHashed(columns[at]))
    this.#key = table.key.flatMap((name) => this.#hashed.filter((at) => columns[at]?.mapping.source.name === name))
  }

  /** Undefined: a row whose values the file does not say; all of them count as NULL, as in the load's own record of it. */
  take(row: ScannedRow | undefined): void {
    this.#replaced.length = 0
    for (let at = 0; at < this.#readers.length; at++) {
      const value = row ? this.#read(row, at) : null
      this.#values[at] = value
      if (isUnsaid(value)) this.unsaid.set(at, value.unsaid)
    }
  }

  /** Columns whose value a policy changed. */
  replaced(): readonly number[] {
    return this.#replaced
  }

  hash(): string {
    return this.#hashOf(this.#hashed)
  }

  /** Of the key; without a key the row is its own. */
  match(): string {
    return this.#hashOf(this.#key.length > 0 ? this.#key : this.#hashed)
  }

  shown(): readonly (string | null)[] {
    return this.#columns.map((_, at) => this.#shown(at))
  }

  shownKey(): readonly (string | null)[] {
    return this.#key.map((at) => this.#shown(at))
  }

  /** The whole value as text. */
  text(at: number): string | null {
    const value = this.#values[at] ?? null
    if (value === null || typeof value === 'string') return value
    return Buffer.isBuffer(value) ? value.toString('utf8') : reasonOf(value)
  }

  #read(row: ScannedRow, at: number): Value {
    const place = row.places[at] ?? -1
    if (place < 0) return this.#absent[at] ?? null
    const literal = this.#literal
    literal.kind = row.tokens.kinds[place] ?? token.null
    literal.bytes = row.bytes
    literal.start = row.tokens.starts[place] ?? 0
    literal.end = row.tokens.ends[place] ?? 0
    if (literal.kind !== token.expression) return this.#literalValue(at)
    const value = expressionValue(asciiOf(literal))
    return value === 'default' ? (this.#absent[at] ?? null) : value
  }

  #literalValue(at: number): Value {
    const column = this.#columns[at]
    const literal = this.#literal
    const value = literal.kind === token.null ? null : this.#readers[at]?.(literal)
    if (value === undefined || !column) return { unread: asciiOf(literal) }
    if (asksForNumber(column, this.#segment, value)) return nextNumber
    if (!column.replaced || value === null) return value
    const after = byPolicy(column, value)
    if (after !== value) this.#replaced.push(at)
    return after
  }

  #hashOf(columns: readonly number[]): string {
    const out = this.#out
    out.begin()
    for (let index = 0; index < columns.length; index++) {
      const at = columns[index] ?? 0
      if (index > 0) out.ascii('|')
      this.#item(at)
    }
    return out.md5()
  }

  /** The same text as the engines make: see itemOf of the comparison inside an engine. */
  #item(at: number): void {
    const value = this.#values[at] ?? null
    const form = this.#columns[at]?.form
    const counted = form?.kind === 'labels' || (form?.kind === 'text' && !form.long)
    if (counted && (typeof value === 'string' || Buffer.isBuffer(value))) this.#out.counted(value)
    else this.#out.ascii(itemText(value, form?.kind))
  }

  #shown(at: number): string | null {
    const value = this.#values[at] ?? null
    const form = this.#columns[at]?.form.kind
    if (value === null || form === 'json' || form === 'none') return null
    if (typeof value === 'object' && !Buffer.isBuffer(value)) return reasonOf(value)
    if (form === 'bytes' || form === 'geometry') return shownBytes(value)
    return form === 'text' || form === 'labels' ? shownText(value) : value.toString()
  }
}

function itemText(value: Value, form: CanonicalForm['kind'] | undefined): string {
  if (value === null) return 'N'
  if (typeof value === 'object' && !Buffer.isBuffer(value)) return `?${md5(reasonOf(value))}`
  if (form === 'bytes' || form === 'geometry' || form === 'text') return md5(value)
  return typeof value === 'string' ? value : value.toString('latin1')
}

const isUnsaid = (value: Value): value is { readonly unsaid: string } =>
  value !== null && typeof value === 'object' && 'unsaid' in value

const reasonOf = (value: { readonly unread: string } | { readonly unsaid: string }): string =>
  'unread' in value ? value.unread : value.unsaid

const isHashed = (column: CanonicalColumn | undefined): boolean =>
  column !== undefined && column.form.kind !== 'json' && column.form.kind !== 'none'

function shownText(value: Canonical): string {
  const text = value.toString()
  const characters = text.length > 200 ? [...text] : undefined
  if (!characters || characters.length <= 200) return text
  return `${characters.slice(0, 200).join('')}… (${Buffer.byteLength(text)} bytes, MD5 ${md5(value)})`
}

function shownBytes(value: Canonical): string {
  const bytes = Buffer.from(value)
  const hex = bytes.toString('hex', 0, 64)
  return bytes.length <= 64 ? `\\x${hex}` : `\\x${hex}… (${bytes.length} bytes, MD5 ${md5(bytes)})`
}
