import { describe, expect, it } from 'vitest'
import { type Cell, createCell, form, viewOf } from '../../../../../src/core/data/cell.js'
import { defaultPolicies, type ValuePolicies } from '../../../../../src/core/data/reject.js'
import { tupleWriters } from '../../../../../src/dialects/postgres/apply-changes/tuple-writer.js'
import { encoderOf } from '../../../../../src/dialects/postgres/data/encoders.js'
import type { TargetColumn } from '../../../../../src/dialects/postgres/data/encoding.js'
import { RowBuffer } from '../../../../../src/dialects/postgres/data/row-buffer.js'
import { mapped } from './support.js'

const text = (value: string, as: number = form.text): Partial<Cell> => {
  const bytes = Buffer.from(value)
  return { form: as, bytes, view: viewOf(bytes), start: 0, end: bytes.length }
}
const date = (year: number, month: number, day: number): Partial<Cell> => ({ form: form.date, year, month, day })
const time = { hour: 23, minute: 59, second: 58, micro: 999_999 }

/** A value of every type that is written. */
const samples: readonly (readonly [type: string, value: Partial<Cell>, extra?: Partial<TargetColumn>])[] = [
  ['int2', { form: form.int, int: -7 }],
  ['int4', { form: form.int, int: 70_000 }],
  ['int8', { form: form.long, hi: -1, lo: 5, unsigned: false }],
  ['numeric', text('-12345678901234567890.125', form.digits)],
  ['float4', { form: form.single, real: Math.fround(0.1) }],
  ['float8', { form: form.double, real: -0 }],
  ['bool', { form: form.int, int: 1 }],
  ['text', text('größe '.repeat(40))],
  ['varchar', text('short'), { typmod: 24 }],
  ['jsonb', text('{"a": [1, 2]}')],
  ['bytea', text('\u0001\u0002', form.bytes)],
  ['date', date(2024, 2, 29)],
  ['time', { form: form.duration, negative: false, ...time }],
  ['timestamptz', { ...date(1999, 12, 31), ...time, form: form.dateTime }],
  ['interval', { form: form.duration, negative: true, ...time, hour: 838 }],
  ['bit', text('\u0005', form.bits), { typmod: 3 }],
  ['uuid', text('00112233-4455-6677-8899-aabbccddeeff')],
  ['inet', text('::1')],
  ['colour', text('red'), { typeKind: 'e', labels: ['red', 'blue'] }],
  ['_text', text('a,b', form.labels), { elementOid: 25 }],
]

const columnOf = (type: string, index: number, extra: Partial<TargetColumn> = {}): TargetColumn => ({
  ...{
    index,
    name: `c${index}`,
    type,
    declared: type,
    typeKind: 'b',
    typmod: -1,
    notNull: false,
    labels: [],
    elementOid: 0,
    elementLabels: [],
  },
  ...extra,
})

const columns = samples.map(([type, , extra], index) => columnOf(type, index, extra))

function writerOf(of: readonly TargetColumn[], policies: Partial<ValuePolicies> = {}) {
  const mapping = mapped(
    't',
    of.map((column) => column.name),
    [],
  )
  return tupleWriters([{ mapping, columns: of }], { ...defaultPolicies, ...policies })[0]!
}

function imageOf(writer: ReturnType<typeof writerOf>, values: readonly Partial<Cell>[]): Buffer | null {
  writer.begin()
  writer.columns.forEach((write, at) => {
    write(Object.assign(createCell(), values[at]))
  })
  return writer.end()
}

/** The row that a load would send, without the count of its columns. */
function loaded(values: readonly Partial<Cell>[]): Buffer {
  const out = new RowBuffer(columns.length, columns.length * 32)
  let row = Buffer.alloc(0)
  out.collectRows((bytes) => void (row = Buffer.from(bytes)))
  const encoding = { out, policies: defaultPolicies, changed: () => undefined }
  const writers = columns.map((column) => encoderOf(column, encoding)!)
  out.beginRow()
  writers.forEach((write, at) => {
    write(Object.assign(createCell(), values[at]))
  })
  out.endRow()
  return row.subarray(2)
}

describe('an image of a row', () => {
  const values = samples.map(([, value]) => value)

  it('has the very bytes that a load would write', () => {
    const image = imageOf(writerOf(columns), values)
    expect(image?.toString('hex')).toBe(loaded(values).toString('hex'))
    const nulls = values.map(() => ({ form: form.null }))
    expect(imageOf(writerOf(columns), nulls)).toEqual(loaded(nulls))
  })

  it('stays as it is while thousands of others are made, short and long', () => {
    const writer = writerOf([columnOf('int4', 0), columnOf('text', 1)])
    const lengths = [0, 3, 100, 5000, 300_000, 100, 1_000_000]
    const rowOf = (at: number) => [
      { form: form.int, int: at },
      text(String.fromCharCode(97 + (at % 26)).repeat(lengths[at % 7]!)),
    ]
    const images = Array.from({ length: 350 }, (_, at) => imageOf(writer, rowOf(at))!)
    images.forEach((image, at) => {
      expect(image.equals(imageOf(writerOf([columnOf('int4', 0), columnOf('text', 1)]), rowOf(at))!)).toBe(true)
    })
  })

  it('says −2 for what the log does not hold, in every type', () => {
    const image = imageOf(
      writerOf(columns),
      values.map(() => ({ form: form.absent })),
    )
    expect(image?.toString('hex')).toBe('fffffffe'.repeat(columns.length))
  })

  it('is refused for a value that its type cannot hold, and the next one is not', () => {
    const writer = writerOf([columnOf('int2', 0), columnOf('date', 1)])
    const good = [{ form: form.int, int: 1 }, date(2024, 1, 1)]
    const first = imageOf(writer, good)
    expect(imageOf(writer, [{ form: form.int, int: 1 }, date(0, 0, 0)])).toBeNull()
    expect(writer.refusal).toEqual({ column: 1, code: 'XW-D0101' })
    expect(imageOf(writer, good)).toEqual(first)
    expect(writer.refusal).toBeNull()
  })

  it('follows the policies of the load, and counts what they changed', () => {
    const writer = writerOf([columnOf('date', 0), columnOf('text', 1)], { zeroDates: 'null', nulBytes: 'strip' })
    const image = imageOf(writer, [date(0, 0, 0), text('a\0b')])
    expect(image?.toString('hex')).toBe('ffffffff000000026162')
    expect(writer.changed).toEqual([
      { column: 'c0', code: 'XW-D0101', became: 'null', count: 1 },
      { column: 'c1', code: 'XW-D0103', became: 'stripped', count: 1 },
    ])
  })
})
