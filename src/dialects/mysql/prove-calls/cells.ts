import type { CellKind, ResultColumn } from '../../../core/prove/runner.js'

/** What the driver says of a result's column. */
export interface FieldFacts {
  readonly name: string
  /** Type byte of the protocol. */
  readonly type: number
  /** Number of the collation; 63 is binary. */
  readonly collation: number
  readonly flags: number
}

/** Bytes of a value, or NULL. */
export type Cell = Buffer | null

interface Form {
  readonly kind: CellKind
  readonly text: (bytes: Buffer) => string
}

const plain = (bytes: Buffer): string => bytes.toString('utf8')
const hex = (bytes: Buffer): string => bytes.toString('hex')
const bitsNumber = (bytes: Buffer): string => String(bytes.length === 0 ? 0n : BigInt(`0x${hex(bytes)}`))

const integer: Form = { kind: 'integer', text: plain }
const decimal: Form = { kind: 'decimal', text: plain }
const text: Form = { kind: 'text', text: plain }
const timestamp: Form = { kind: 'timestamp', text: (bytes) => withoutFractionZeros(plain(bytes)) }

/** Type bytes of the protocol (enum_field_types). */
const forms: Readonly<Record<number, Form>> = {
  0: decimal,
  1: integer,
  2: integer,
  3: integer,
  4: { kind: 'single', text: plain },
  5: { kind: 'float', text: plain },
  6: { kind: 'null', text: plain },
  7: timestamp,
  8: integer,
  9: integer,
  10: { kind: 'date', text: plain },
  11: { kind: 'duration', text: (bytes) => withoutFractionZeros(plain(bytes)) },
  12: timestamp,
  13: { kind: 'integer', text: (bytes) => String(Number(plain(bytes))) },
  16: { kind: 'integer', text: bitsNumber },
  245: { kind: 'json', text: plain },
  246: decimal,
  247: text,
  248: { kind: 'labels', text: plain },
  255: { kind: 'geometry', text: hex },
}

const bytes: Form = { kind: 'bytes', text: hex }
const binaryCollation = 63
/** Flags of the protocol: the column is an enumeration or a set, whose type byte says only text. */
const enumFlag = 256
const setFlag = 2048

function formOf(field: FieldFacts): Form {
  const known = forms[field.type]
  if (known) return known
  if ((field.flags & setFlag) !== 0) return forms[248] ?? text
  if ((field.flags & enumFlag) !== 0) return text
  return field.collation === binaryCollation ? bytes : text
}

export function columnsOf(fields: readonly FieldFacts[]): readonly ResultColumn[] {
  return fields.map((field) => ({ name: field.name, kind: formOf(field).kind }))
}

/** Decoders of a row, in order of the columns. */
export function decoderOf(fields: readonly FieldFacts[]): (row: readonly Cell[]) => (string | null)[] {
  const texts = fields.map((field) => formOf(field).text)
  return (row) =>
    texts.map((decode, at) => {
      const cell = row[at]
      return cell === null || cell === undefined ? null : decode(cell)
    })
}

export const withoutFractionZeros = (value: string): string =>
  value.includes('.') ? value.replace(/\.?0+$/, '') : value
