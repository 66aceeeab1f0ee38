import { qname } from '../../../core/ir/names.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { FoundColumn } from './tables.js'

type Maker = (modifier: number) => LogicalType

const plain =
  (type: LogicalType): Maker =>
  () =>
    type

/** Header bytes that the modifier of texts and numbers counts too (src/include/varatt.h, VARHDRSZ). */
const header = 4

const length = (modifier: number): { readonly length?: number } =>
  modifier >= header ? { length: modifier - header } : {}

const text =
  (padded: boolean): Maker =>
  (modifier) => ({ kind: 'text', unit: 'char', padded, ...length(modifier) })

const fraction = (modifier: number): number => (modifier < 0 ? 6 : modifier & 0xffff)

const timestamp =
  (zone: 'none' | 'session'): Maker =>
  (modifier) => ({ kind: 'timestamp', precision: fraction(modifier), zone })

const time =
  (zone: boolean): Maker =>
  (modifier) => ({ kind: 'time', precision: fraction(modifier), zone, range: 'day' })

/** The scale is an 11-bit number with a sign from version 15 on. */
const decimal: Maker = (modifier) =>
  modifier < header
    ? { kind: 'decimal', signed: true }
    : {
        ...{ kind: 'decimal', signed: true, precision: ((modifier - header) >> 16) & 0xffff },
        scale: (((modifier - header) & 0x7ff) ^ 1024) - 1024,
      }

const bits =
  (varying: boolean): Maker =>
  (modifier) => ({ kind: 'bits', length: modifier < 0 ? 0 : modifier, varying })

const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['int2', plain({ kind: 'integer', bits: 16, signed: true })],
  ['int4', plain({ kind: 'integer', bits: 32, signed: true })],
  ['int8', plain({ kind: 'integer', bits: 64, signed: true })],
  ['oid', plain({ kind: 'integer', bits: 32, signed: false })],
  ['numeric', decimal],
  ['float4', plain({ kind: 'float', bits: 32, signed: true })],
  ['float8', plain({ kind: 'float', bits: 64, signed: true })],
  ['bool', plain({ kind: 'boolean' })],
  ['text', text(false)],
  ['varchar', text(false)],
  ['bpchar', text(true)],
  ['citext', text(false)],
  ['name', text(false)],
  ['bytea', plain({ kind: 'binary', padded: false })],
  ['date', plain({ kind: 'date' })],
  ['time', time(false)],
  ['timetz', time(true)],
  ['timestamp', timestamp('none')],
  ['timestamptz', timestamp('session')],
  ['interval', plain({ kind: 'interval', fields: 'all' })],
  ['bit', bits(false)],
  ['varbit', bits(true)],
  ['json', plain({ kind: 'json', binary: false })],
  ['jsonb', plain({ kind: 'json', binary: true })],
  ['xml', plain({ kind: 'xml' })],
  ['uuid', plain({ kind: 'uuid' })],
  ['inet', plain({ kind: 'inet', version: 'both' })],
])

/** What the values of a column are, as far as the hub has a word for it; a domain is its base type. */
export function logicalType(column: FoundColumn): LogicalType {
  if (column.category === 'A') return { kind: 'array', of: { kind: 'opaque' } }
  const maker = column.typeKind === 'b' || column.typeKind === 'd' ? makers.get(column.typeName) : undefined
  if (maker) return maker(column.modifier)
  return column.typeKind === 'b' ? { kind: 'opaque' } : { kind: 'userDefined', name: qname(undefined, column.native) }
}
