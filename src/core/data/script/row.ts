import type { TableMapping } from '../../mapping/mapping.js'
import type { CanonicalColumn, CanonicalForm } from '../canonical.js'
import { md5, RowBytes } from './row-bytes.js'

/** Canonical text (a string, or UTF-8), or bytes for the forms that are bytes. */
export type Canonical = string | Buffer

/** `unread`: what no column of the type can hold, or what the load sets aside. `unsaid`: what the file leaves to the server. */
export type Value = Canonical | null | { readonly unread: string } | { readonly unsaid: string }

/** The row under way. Its parts are computed when they are asked for. */
export class ComparedRow {
  /** Columns for which this part of the file left a value to the server, and why. */
  readonly unsaid = new Map<number, string>()
  readonly #columns: readonly CanonicalColumn[]
  readonly #key: readonly number[]
  readonly #hashed: readonly number[]
  readonly #out = new RowBytes()
  readonly #values: Value[] = []

  constructor(table: TableMapping, columns: readonly CanonicalColumn[]) {
    this.#columns = columns
    this.#hashed = [...columns.keys()].filter((at) => isHashed(columns[at]))
    this.#key = table.key.flatMap((name) => this.#hashed.filter((at) => columns[at]?.mapping.source.name === name))
  }

  /** The value of one column of the next row. */
  set(at: number, value: Value): void {
    this.#values[at] = value
    if (isUnsaid(value)) this.unsaid.set(at, value.unsaid)
  }

  /** Columns whose value a policy changed. */
  replaced(): readonly number[] {
    return []
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
