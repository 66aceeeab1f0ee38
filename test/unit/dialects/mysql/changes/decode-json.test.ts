import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCell, form, viewOf } from '../../../../../src/core/data/cell.js'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { jsonDocument } from '../../../../../src/dialects/mysql/changes/decode-json.js'
import { countedSlice } from '../../../../../src/dialects/mysql/changes/decode-strings.js'
import { doubleText } from '../../../../../src/dialects/mysql/changes/json-text.js'
import { Custom, Double, encodeJson, type Json } from './json-encoder.js'

const decode = jsonDocument(
  countedSlice(4),
  (type) => new OperationError('XW-S0421', { table: 's.t', column: 'c', type }),
)

function textOf(document: Buffer): string {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(document.length)
  // Something else stands around it.
  const bytes = Buffer.concat([Buffer.from('xx'), length, document, Buffer.from('yy')])
  const wire = { bytes, view: viewOf(bytes), at: 2 }
  const cell = createCell()
  decode(wire, cell)
  expect(cell.form).toBe(form.text)
  expect(wire.at).toBe(bytes.length - 2)
  return cell.bytes.toString('utf8', cell.start, cell.end)
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('a JSON document in the log', () => {
  it('is read from the bytes of the described form', () => {
    expect(textOf(hex('00 0100 0e00 0b00 0100 0c 0c00 61 01 62'))).toBe('{"a": "b"}')
    expect(textOf(hex('02 0300 0d00 05 0100 04 0100 05 ffff'))).toBe('[1, true, -1]')
    expect(textOf(hex('0c 03 c3a97a'))).toBe('"éz"')
    expect(textOf(Buffer.alloc(0))).toBe('null')
  })

  const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constant(null),
      fc.boolean(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
      fc.integer({ min: -70_000, max: 70_000 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => new Double(value)),
      fc.string({ unit: 'binary' }),
      fc.array(tie('value')),
      fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value')),
    ),
  })).value

  it('has the value that was stored, in small and in large form', () => {
    fc.assert(
      fc.property(json, fc.boolean(), (value, large) => {
        expect(textOf(encodeJson(value, large))).toBe(printed(value))
      }),
      { numRuns: 500 },
    )
  })

  it('may be larger than two bytes can count, and of many members', () => {
    const value = Object.fromEntries(Array.from({ length: 9000 }, (_, at) => [`key ${at}`, [at, 'x'.repeat(at % 300)]]))
    expect(JSON.parse(textOf(encodeJson(value)))).toEqual(value)
  })

  it('shows numbers and times of the engine as the server does', () => {
    const packed = (value: bigint): Buffer => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigInt64LE(value)
      return bytes
    }
    const ymd = ((2024n * 13n + 2n) << 5n) | 29n
    const hms = (23n << 12n) | (5n << 6n) | 7n
    const value = [
      new Custom(246, Buffer.from([5, 2, 0x80, 0x7b, 0x2d])),
      new Custom(10, packed(ymd << 41n)),
      new Custom(12, packed((((ymd << 17n) | hms) << 24n) + 12n)),
      new Custom(7, packed(((ymd << 17n) | hms) << 24n)),
      new Custom(11, packed(-((hms << 24n) + 500_000n))),
      new Custom(11, packed((838n << 36n) | (59n << 30n))),
    ]
    expect(textOf(encodeJson(value))).toBe(
      '[123.45, "2024-02-29", "2024-02-29 23:05:07.000012", "2024-02-29 23:05:07.000000", "-23:05:07.500000", "838:59:00.000000"]',
    )
  })

  it('is refused by its code where it holds a value that has no text here', () => {
    expect(() => textOf(encodeJson({ a: [new Custom(252, Buffer.from('x'))] }))).toThrow(
      expect.objectContaining({ code: 'XW-S0421' }),
    )
  })

  it('is never read beyond its end', () => {
    const whole = encodeJson({ name: 'a text', list: [1, 100_000, new Double(1.5), { deep: 'er' }] })
    for (let end = 1; end < whole.length; end++) expect(() => textOf(whole.subarray(0, end)), String(end)).toThrow()
    let deep: Json = 1
    for (let depth = 0; depth < 101; depth++) deep = [deep]
    expect(() => textOf(encodeJson(deep))).toThrow('not of its form')
  })
})

it('doubles are as the server prints them', () => {
  const known = [
    ...[
      [0, '0.0'],
      [-0, '-0.0'],
      [1, '1.0'],
      [-1.5, '-1.5'],
      [0.1, '0.1'],
      [1e14, '100000000000000.0'],
      [1e15, '1e15'],
    ],
    ...[
      [123456789012345680, '1.2345678901234568e17'],
      [1e-5, '0.00001'],
      [1.5e-16, '1.5e-16'],
      [5e-324, '5e-324'],
    ],
  ] as const
  for (const [value, text] of known) expect(doubleText(value)).toBe(text)
})

/** What the server prints, from the value. */
function printed(value: Json): string {
  if (value instanceof Double) return doubleText(value.value)
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).map((name) => Buffer.from(name))
    keys.sort((one, other) => one.length - other.length || Buffer.compare(one, other))
    return `{${keys.map((key) => `${text(key.toString())}: ${printed(Reflect.get(value, key.toString()))}`).join(', ')}}`
  }
  return typeof value === 'string' ? text(value) : String(value)
}

const text = (value: string): string => JSON.stringify(Buffer.from(value).toString())
