import { describe, expect, it } from 'vitest'
import { type Cell, createCell, form, viewOf } from '../../../src/core/data/cell.js'
import { defaultPolicies, type ValuePolicies } from '../../../src/core/data/reject.js'
import type { CellWriter } from '../../../src/core/data/stream.js'
import type { LogicalType } from '../../../src/core/ir/types.js'
import type { ColumnMapping } from '../../../src/core/mapping/mapping.js'
import { columnType } from '../../../src/dialects/mysql/data/column-type.js'
import { rowMover } from '../../../src/dialects/mysql/data/row-function.js'
import type { WireColumn } from '../../../src/dialects/mysql/data/wire.js'
import { encoderOf } from '../../../src/dialects/postgres/data/encoders.js'
import { fixedReserve, type TargetColumn } from '../../../src/dialects/postgres/data/encoding.js'
import { RowBuffer } from '../../../src/dialects/postgres/data/row-buffer.js'

/** How a value comes, as what it is written, and values: bytes as the server sends them. */
interface Way {
  readonly wire: number
  readonly unsigned?: boolean
  readonly source: LogicalType
  readonly type: string
  readonly typmod?: number
  readonly values: readonly Buffer[]
}

const bytes = (size: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(size)
  write(buffer)
  return buffer
}
const ints = (size: number, ...values: readonly bigint[]): Buffer[] =>
  values.map((value) => bytes(8, (buffer) => buffer.writeBigUInt64LE(BigInt.asUintN(64, value))).subarray(0, size))
const counted = (value: Buffer): Buffer => {
  if (value.length < 251) return Buffer.concat([Buffer.from([value.length]), value])
  return Buffer.concat([Buffer.from([0xfc, value.length & 255, value.length >> 8]), value])
}
const texts = (...values: readonly string[]): Buffer[] => values.map((value) => counted(Buffer.from(value, 'utf8')))
const days = (...parts: readonly number[][]): Buffer[] =>
  parts.map(([year = 0, month = 0, day = 0, ...rest]) => {
    const date = Buffer.from([year & 255, year >> 8, month, day])
    const micro = rest[3] === undefined ? [] : ints(4, BigInt(rest[3]))
    return counted(Buffer.concat([date, Buffer.from(rest.slice(0, 3)), ...micro]))
  })

const int = (bits: 8 | 16 | 32 | 64): LogicalType => ({ kind: 'integer', bits, signed: true })
const text: LogicalType = { kind: 'text', unit: 'char', padded: false }
const decimal: LogicalType = { kind: 'decimal', precision: 12, scale: 2, signed: true }
const stamp: LogicalType = { kind: 'timestamp', precision: 6, zone: 'none' }
const edges = [0n, 1n, 2n, -1n, 127n, 128n, 255n, 32_767n, 32_768n, -32_768n, -32_769n, 65_535n]
const wide = [...edges, 2_147_483_647n, 2_147_483_648n, -2_147_483_648n, 4_294_967_295n]
const widest = [...wide, 4_294_967_296n, -4_294_967_297n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n]
const reals = [0, -0, 1.5, -1e300, Number.NaN, Number.POSITIVE_INFINITY, 5e-324]
const numbers = texts(
  '0',
  '0.00',
  '-0.00',
  '1.50',
  '-12.34',
  '9999.99',
  '10000',
  '99999999.99',
  '1234567890.12',
  '0.05',
)
const odd = texts('', '12345678901234567890', '1.234', '12345678901.00', '-', '1e5', 'abc', '.5', '007', '10000000000')
const words = texts('', 'a', 'abc', 'abcd', 'twelve bytes', 'é', '漢字', 'a\0b', '\0', 'x'.repeat(96), 'x'.repeat(97))
const badText = counted(Buffer.from([0x61, 0xff, 0x62]))
const calendar = days(
  [2024, 2, 29],
  [2023, 2, 29],
  [1, 1, 1],
  [9999, 12, 31],
  [2000, 0, 1],
  [2000, 1, 31],
  [1999, 4, 31],
)
const moments = days([2024, 2, 29, 23, 59, 59], [1970, 1, 1, 0, 0, 1], [1000, 6, 15, 12, 0, 0, 999_999])
const zeroDay = Buffer.from([0])

const integerWays = (type: string): Way[] => [
  { wire: columnType.tiny, source: int(8), type, values: ints(1, ...edges) },
  { wire: columnType.tiny, unsigned: true, source: int(8), type, values: ints(1, ...edges) },
  { wire: columnType.short, source: int(16), type, values: ints(2, ...edges) },
  { wire: columnType.year, source: int(16), type, values: ints(2, 0n, 1901n, 2155n) },
  { wire: columnType.long, source: int(32), type, values: ints(4, ...wide) },
  { wire: columnType.long, unsigned: true, source: int(32), type, values: ints(4, ...wide) },
  { wire: columnType.longlong, source: int(64), type, values: ints(8, ...widest) },
  { wire: columnType.longlong, unsigned: true, source: int(64), type, values: ints(8, ...widest) },
]
const realWays = (type: string): Way[] => {
  const doubles = reals.map((real) => bytes(8, (buffer) => buffer.writeDoubleLE(real)))
  const singles = reals.map((real) => bytes(4, (buffer) => buffer.writeFloatLE(real)))
  return [
    { wire: columnType.double, source: { kind: 'float', bits: 64, signed: true }, type, values: doubles },
    { wire: columnType.float, source: { kind: 'float', bits: 32, signed: true }, type, values: singles },
  ]
}
const textWay = (type: string): Way => ({
  wire: 253,
  source: text,
  type,
  values: [...words, badText, ...texts(...[123, 124, 125, 250, 300, 400, 401].map((length) => 'y'.repeat(length)))],
})
const dayWays = (type: string): Way[] => [
  { wire: columnType.date, source: { kind: 'date' }, type, values: [...calendar, zeroDay] },
  { wire: columnType.dateTime, source: stamp, type, values: [...calendar, ...moments, zeroDay] },
]

const ways: readonly Way[] = [
  ...['int2', 'int4', 'int8', 'bool'].flatMap(integerWays),
  ...['float4', 'float8'].flatMap(realWays),
  { wire: 246, source: decimal, type: 'numeric', typmod: ((12 << 16) | 2) + 4, values: [...numbers, ...odd] },
  { wire: 246, source: decimal, type: 'numeric', values: [...numbers, ...odd] },
  { wire: 246, source: decimal, type: 'text', values: numbers },
  ...['text', 'varchar', 'bpchar', 'json'].map(textWay),
  { wire: 253, source: text, type: 'varchar', typmod: 4 + 4, values: [...words, badText, ...texts('éééé', 'ééééé')] },
  { wire: 252, source: { kind: 'binary', padded: false }, type: 'bytea', values: [...words, badText] },
  ...['date', 'timestamp'].flatMap(dayWays),
  { wire: columnType.dateTime, source: stamp, type: 'timestamp', typmod: 3, values: [...calendar, ...moments] },
]

const column = (way: Way, name: string): ColumnMapping => {
  const side = { name, type: way.source, native: '', nullable: true, generated: false }
  return { source: side, target: side }
}

const target = (type: string, index: number, typmod: number, notNull: boolean): TargetColumn => ({
  index,
  name: `c${index}`,
  type,
  declared: type,
  typeKind: 'b',
  typmod,
  notNull,
  labels: [],
  elementOid: 0,
  elementLabels: [],
})

interface Moved {
  /** Bytes in hexadecimal, and what a policy has changed. */
  readonly row: string | null
  readonly refused: string | undefined
  readonly column: number
}

/** Rows of the ways' values side by side: by the texts of the codecs, or by their functions alone. */
function move(
  chosen: readonly Way[],
  notNull: boolean,
  byText: boolean,
  policies: Partial<ValuePolicies> = {},
): Moved[] {
  const out = new RowBuffer(chosen.length, chosen.length * fixedReserve)
  let collected = ''
  out.collectRows((row) => {
    collected = row.toString('hex')
  })
  const changes: string[] = []
  const encoding = {
    out,
    policies: { ...defaultPolicies, ...policies },
    changed: (at: number, code: string, became: string) => void changes.push(`${at} ${code} ${became}`),
  }
  const encoders = chosen.map((way, at) => encoderOf(target(way.type, at, way.typmod ?? -1, notNull), encoding)!)
  const writers: CellWriter[] = byText ? encoders : encoders.map((encoder) => (cell: Cell) => encoder(cell))
  const found = chosen.map(
    (way): WireColumn => ({ type: way.wire, flags: way.unsigned ? 32 : 0, charset: 63, decimals: 0 }),
  )
  const columns = chosen.map((way, at) => column(way, `c${at}`))
  const mover = rowMover(columns, found, writers)
  return rowsOf(chosen).map((row) => {
    const wire = { bytes: row, view: viewOf(row), at: 1 + ((chosen.length + 9) >> 3) }
    out.beginRow()
    mover.move(wire, 0, createCell())
    expect(wire.at).toBe(row.length)
    const written = out.endRow()
    const notes = changes.splice(0).join()
    return { row: written ? collected + notes : null, refused: out.refusal, column: out.refusedColumn }
  })
}

/** Each value of each way, and NULL, at least once. */
function rowsOf(chosen: readonly Way[]): Buffer[] {
  const most = Math.max(...chosen.map((way) => way.values.length)) + 1
  return Array.from({ length: most }, (_, index) => {
    const values = chosen.map(({ values }, at) => values[(index + at) % (values.length + 1)])
    const bitmap = Buffer.alloc((chosen.length + 9) >> 3)
    values.forEach((value, at) => {
      if (value === undefined) bitmap[(at + 2) >> 3]! |= 1 << ((at + 2) & 7)
    })
    return Buffer.concat([Buffer.from([0]), bitmap, ...values.map((value) => value ?? Buffer.alloc(0))])
  })
}

describe('what the texts of the codecs write is what their functions write', () => {
  it('for every way alone, with NULL allowed and not, whatever the policies', () => {
    let refused = 0
    let written = 0
    for (const way of ways)
      for (const notNull of [false, true])
        for (const policies of [{}, { zeroDates: 'null', nulBytes: 'strip' }, { zeroDates: 'infinity' }] as const) {
          const expected = move([way], notNull, false, policies)
          expect(move([way], notNull, true, policies), `${way.wire} to ${way.type}`).toEqual(expected)
          written += expected.filter(({ row }) => row !== null).length
          refused += expected.filter(({ row }) => row === null).length
        }
    expect(Math.min(written, refused)).toBeGreaterThan(500)
  })

  it('for all ways side by side, where values stand behind others that took the long way', () => {
    const taking = ways.filter((way) => move([way], false, false).every(({ row }) => row !== null))
    for (const chosen of [ways, [...ways].reverse(), taking, [...taking].reverse(), [...taking, ...taking]])
      expect(move(chosen, false, true)).toEqual(move(chosen, false, false))
    expect(taking.length).toBeGreaterThan(10)
  })

  it('and what nearly every table has, has a text', () => {
    const encoding = { out: new RowBuffer(1, 64), policies: defaultPolicies, changed: () => undefined }
    const textOf = (type: string, as: number) => encoderOf(target(type, 0, -1, false), encoding)?.inline?.text(as)
    const wanted = { int2: form.int, int4: form.int, int8: form.long, bool: form.int, float4: form.single }
    const more = { float8: form.double, numeric: form.digits, varchar: form.text, date: form.date }
    for (const [type, as] of Object.entries({ ...wanted, ...more, timestamptz: form.dateTime }))
      for (const each of [as, form.null, form.absent]) expect(textOf(type, each), type).toBeTypeOf('string')
  })
})
