import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cell, createCell, form, viewOf } from '../../../../../src/core/data/cell.js'
import { defaultPolicies, type RejectCode, type ValuePolicies } from '../../../../../src/core/data/reject.js'
import { encoderOf } from '../../../../../src/dialects/postgres/data/encoders.js'
import type { TargetColumn } from '../../../../../src/dialects/postgres/data/encoding.js'
import { RowBuffer } from '../../../../../src/dialects/postgres/data/row-buffer.js'

let db: PGlite

beforeAll(async () => {
  db = await PGlite.create()
  await db.exec(
    `CREATE TYPE colour AS ENUM ('red', 'it''s', 'größe'); SET timezone = 'UTC'; SET extra_float_digits = 3`,
  )
})
afterAll(() => db.close())

const bytesCell = (as: number, bytes: Buffer): Partial<Cell> => ({
  form: as,
  bytes,
  view: viewOf(bytes),
  start: 0,
  end: bytes.length,
})
const text = (value: string) => bytesCell(form.text, Buffer.from(value))
const digits = (value: string) => bytesCell(form.digits, Buffer.from(value))
const hex = (value: string, as: number = form.bytes) => bytesCell(as, Buffer.from(value, 'hex'))
const int = (value: number): Partial<Cell> => ({ form: form.int, int: value })
const long = (value: bigint): Partial<Cell> => ({
  form: form.long,
  unsigned: value > 0x7fff_ffff_ffff_ffffn,
  hi: value > 0x7fff_ffff_ffff_ffffn ? Number(value >> 32n) : Number(BigInt.asIntN(32, value >> 32n)),
  lo: Number(value & 0xffff_ffffn),
})
const real = (value: number, as: number = form.double): Partial<Cell> => ({ form: as, real: value })
const date = (year: number, month: number, day: number): Partial<Cell> => ({ form: form.date, year, month, day })
const dateTime = (
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  micro = 0,
): Partial<Cell> => ({
  form: form.dateTime,
  year,
  month,
  day,
  hour,
  minute,
  second,
  micro,
})
const duration = (negative: boolean, hour: number, minute = 0, second = 0, micro = 0): Partial<Cell> => ({
  form: form.duration,
  negative,
  hour,
  minute,
  second,
  micro,
})

interface Made {
  readonly rows: readonly Buffer[]
  readonly refusal: RejectCode | undefined
  readonly changed: readonly string[]
}

function encode(column: TargetColumn, values: readonly Partial<Cell>[], policies: Partial<ValuePolicies> = {}): Made {
  const out = new RowBuffer(1, 64)
  const rows: Buffer[] = []
  const changed: string[] = []
  out.collectRows((row) => void rows.push(row))
  const writer = encoderOf(column, {
    out,
    policies: { ...defaultPolicies, ...policies },
    changed: (_column, code, became) => void changed.push(`${code} ${became}`),
  })!
  let refusal: RejectCode | undefined
  for (const value of values) {
    out.beginRow()
    writer(Object.assign(createCell(), value))
    if (!out.endRow()) refusal = out.refusal
  }
  return { rows, refusal, changed }
}

async function column(type: string, extra: Partial<TargetColumn> = {}): Promise<TargetColumn> {
  await db.exec(`DROP TABLE IF EXISTS v; CREATE TABLE v (n serial, x ${type})`)
  const { rows } = await db.query<{
    typname: string
    typtype: string
    atttypmod: number
    typelem: number
    labels: string[] | null
  }>(
    `SELECT t.typname, t.typtype, a.atttypmod, t.typelem, (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = 'v'::regclass AND a.attname = 'x'`,
  )
  const row = rows[0]!
  return {
    index: 0,
    name: 'x',
    type: row.typname,
    declared: row.typname,
    typeKind: row.typtype,
    typmod: row.atttypmod,
    notNull: false,
    labels: row.labels ?? [],
    elementOid: row.typelem,
    elementLabels: [],
    ...extra,
  }
}

/** What the server shows of values that we wrote in its binary format. */
async function stored(
  type: string,
  values: readonly Partial<Cell>[],
  policies: Partial<ValuePolicies> = {},
): Promise<(string | null)[]> {
  const made = encode(await column(type), values, policies)
  expect(made.refusal).toBeUndefined()
  const head = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
  const file = new Blob([new Uint8Array(Buffer.concat([head, ...made.rows, Buffer.from([0xff, 0xff])]))])
  await db.query(`COPY v (x) FROM '/dev/blob' (FORMAT binary)`, [], { blob: file })
  const { rows } = await db.query<{ x: string | null }>('SELECT x::text AS x FROM v ORDER BY n')
  return rows.map((row) => row.x)
}

const refusal = async (type: string, value: Partial<Cell>, extra: Partial<TargetColumn> = {}) =>
  encode(await column(type, extra), [value]).refusal

describe('numbers in COPY BINARY', () => {
  it('keeps integers at both ends of each width', async () => {
    expect(await stored('smallint', [int(-32768), int(32767), { form: form.null }])).toEqual(['-32768', '32767', null])
    expect(await stored('integer', [int(-2147483648), int(2147483647)])).toEqual(['-2147483648', '2147483647'])
    expect(
      await stored('bigint', [
        long(-(2n ** 63n)),
        long(2n ** 63n - 1n),
        long(-1n),
        int(2 ** 32),
        int(-1),
        long(2n ** 53n + 1n),
      ]),
    ).toEqual(['-9223372036854775808', '9223372036854775807', '-1', '4294967296', '-1', '9007199254740993'])
  })

  it('refuses integers that the width cannot hold, whatever form they come in', async () => {
    expect(await refusal('smallint', int(32768))).toBe('XW-D0106')
    expect(await refusal('integer', int(2147483648))).toBe('XW-D0106')
    expect(await refusal('integer', long(2n ** 31n))).toBe('XW-D0106')
    expect(await refusal('bigint', long(2n ** 63n))).toBe('XW-D0106')
    expect(await refusal('bigint', digits('1.5'))).toBe('XW-D0106')
  })

  it('keeps every digit of decimals, with trailing zeros', async () => {
    const long65 = `-${'9'.repeat(35)}.${'9'.repeat(30)}`
    const small = `0.${'0'.repeat(29)}1`
    expect(await stored('numeric(65,30)', [digits(long65), digits(small)])).toEqual([long65, small])
    expect(
      await stored('numeric', [
        digits('1.500'),
        digits('0'),
        digits('-0.0'),
        digits('00012345.6789'),
        digits('10000'),
        digits('.5'),
      ]),
    ).toEqual(['1.500', '0', '0.0', '12345.6789', '10000', '0.5'])
    expect(await stored('numeric(20,0)', [long(2n ** 64n - 1n), int(-7), long(0n), long(10_000n)])).toEqual([
      '18446744073709551615',
      '-7',
      '0',
      '10000',
    ])
    expect(await stored('numeric', [real(1.5e-7), real(1e21)])).toEqual(['0.00000015', '1000000000000000000000'])
  })

  it('writes whole numbers as decimals whatever their size', async () => {
    const numbers = [
      0, 1, -1, 9999, 10_000, -10_001, 100_000_000, 999_999_999_999_999, -1_000_000_000_000_000, 120_000_000_000_000,
    ]
    expect(await stored('numeric', numbers.map(int))).toEqual(numbers.map(String))
    expect(
      await stored(
        'numeric(20,0)',
        numbers.map((number) => long(BigInt(number))),
      ),
    ).toEqual(numbers.map(String))
    expect(await stored('numeric(6,2)', [int(9999)])).toEqual(['9999.00'])
    expect(await refusal('numeric(6,2)', int(10_000))).toBe('XW-D0106')
  })

  it('refuses decimals that would be rounded or overflow', async () => {
    expect(await refusal('numeric(4,2)', digits('1.005'))).toBe('XW-D0106')
    expect(await refusal('numeric(4,2)', digits('100.00'))).toBe('XW-D0106')
    expect(await refusal('numeric(4,2)', digits('1x'))).toBe('XW-D0113')
    expect(await stored('numeric(4,2)', [digits('1.0500')])).toEqual(['1.05'])
  })

  it('keeps floats to the last bit', async () => {
    expect(
      await stored('real', [
        real(16777216, form.single),
        real(Math.fround(3.4028235e38), form.single),
        real(1.401298464324817e-45, form.single),
      ]),
    ).toEqual(['1.6777216e+07', '3.4028235e+38', '1e-45'])
    expect(await stored('double precision', [real(0.1), real(5e-324), real(-0), real(1.7976931348623157e308)])).toEqual(
      ['0.1', '5e-324', '-0', '1.7976931348623157e+308'],
    )
    expect(await refusal('real', real(0.1))).toBe('XW-D0106')
    expect(await refusal('real', real(1e300))).toBe('XW-D0106')
  })

  it('takes only 0 and 1 for a boolean', async () => {
    expect(await stored('boolean', [int(0), int(1), hex('01', form.bits)])).toEqual(['false', 'true', 'true'])
    expect(await refusal('boolean', int(127))).toBe('XW-D0106')
  })
})

describe('text in COPY BINARY', () => {
  it('keeps text as it is', async () => {
    const values = ['', ' trailing  ', 'a\r\nb\tc\\N', '\\.', 'h€é😀', 'x'.repeat(200_000), 'é'.repeat(3000)]
    expect(await stored('text', values.map(text))).toEqual(values)
    expect(await stored('varchar(3)', [text('€€€')])).toEqual(['€€€'])
    expect(await stored('text', [int(5), date(2024, 2, 29)])).toEqual(['5', '2024-02-29'])
  })

  it('refuses what the server would refuse or cut', async () => {
    expect(await refusal('text', text('a\0b'))).toBe('XW-D0103')
    expect(await refusal('text', text(`${'a'.repeat(500)}\0`))).toBe('XW-D0103')
    expect(await refusal('text', hex('c328', form.text))).toBe('XW-D0104')
    expect(await refusal('text', hex('eda080', form.text))).toBe('XW-D0104')
    expect(await refusal('varchar(3)', text('€€€€'))).toBe('XW-D0108')
  })

  it('strips U+0000 only when the policy says so, and counts it', async () => {
    expect(await stored('text', [text('a\0b')], { nulBytes: 'strip' })).toEqual(['ab'])
    expect(encode(await column('text'), [text('a\0b')], { nulBytes: 'strip' }).changed).toEqual(['XW-D0103 stripped'])
  })

  it('writes enum labels and refuses what is none', async () => {
    expect(await stored('colour', [text('red'), text("it's"), text('größe')])).toEqual(['red', "it's", 'größe'])
    expect(await refusal('colour', text(''))).toBe('XW-D0105')
    expect(await refusal('colour', text('Red'))).toBe('XW-D0116')
    expect(await stored('colour', [{ form: form.bad, reason: 'XW-D0105' }], { enumErrors: 'null' })).toEqual([null])
  })

  it('makes only the error value of an enum NULL by policy, never another text', async () => {
    const policies = { enumErrors: 'null' } as const
    expect(await stored('colour', [text('')], policies)).toEqual([null])
    const colour = await column('colour')
    expect(encode(colour, [text('Red')], policies)).toMatchObject({ refusal: 'XW-D0116', changed: [] })
  })

  it('writes sets as arrays', async () => {
    const labels = (value: string) => bytesCell(form.labels, Buffer.from(value))
    expect(await stored('text[]', [labels('x,z'), labels(''), labels('a b')])).toEqual(['{x,z}', '{}', '{"a b"}'])
  })

  it('writes json and jsonb', async () => {
    expect(await stored('jsonb', [text('{"a": [1, 12345678901234567890]}')])).toEqual([
      '{"a": [1, 12345678901234567890]}',
    ])
    expect(await stored('json', [text('{"a":1,"a":2}')])).toEqual(['{"a":1,"a":2}'])
  })
})

describe('dates and times in COPY BINARY', () => {
  it('keeps dates of the whole range', async () => {
    expect(
      await stored('date', [
        date(1, 1, 1),
        date(1582, 10, 10),
        date(1999, 12, 31),
        date(2000, 1, 1),
        date(2024, 2, 29),
        date(9999, 12, 31),
      ]),
    ).toEqual(['0001-01-01', '1582-10-10', '1999-12-31', '2000-01-01', '2024-02-29', '9999-12-31'])
  })

  it('keeps microseconds at both ends', async () => {
    const values = [
      dateTime(1000, 1, 1, 0, 0, 0, 1),
      dateTime(1999, 12, 31, 23, 59, 59, 999999),
      dateTime(9999, 12, 31, 23, 59, 59, 999999),
      dateTime(1970, 1, 1, 0, 0, 1),
    ]
    expect(await stored('timestamp(6)', values)).toEqual([
      '1000-01-01 00:00:00.000001',
      '1999-12-31 23:59:59.999999',
      '9999-12-31 23:59:59.999999',
      '1970-01-01 00:00:01',
    ])
    expect(await stored('timestamptz', [dateTime(2038, 1, 19, 3, 14, 8, 10)])).toEqual(['2038-01-19 03:14:08.00001+00'])
  })

  it('refuses zero, partial and impossible dates', async () => {
    for (const [year, month, day] of [
      [0, 0, 0],
      [2010, 0, 0],
      [2010, 5, 0],
      [2024, 2, 30],
      [2023, 2, 29],
      [1900, 2, 29],
      [0, 1, 1],
    ] as const) {
      expect(await refusal('date', date(year, month, day))).toBe('XW-D0101')
      expect(await refusal('timestamp', dateTime(year, month, day, 1))).toBe('XW-D0101')
    }
  })

  it('makes zero dates NULL or -infinity when the policy says so', async () => {
    expect(await stored('date', [date(0, 0, 0), date(2010, 0, 0)], { zeroDates: 'null' })).toEqual([null, null])
    expect(await stored('timestamp', [dateTime(0, 0, 0)], { zeroDates: 'infinity' })).toEqual(['-infinity'])
    expect(await stored('date', [date(0, 0, 0)], { zeroDates: 'infinity' })).toEqual(['-infinity'])
    expect(encode(await column('date'), [date(2010, 0, 0)], { zeroDates: 'infinity' }).refusal).toBe('XW-D0101')
    expect(encode(await column('date', { notNull: true }), [date(0, 0, 0)], { zeroDates: 'null' }).refusal).toBe(
      'XW-D0101',
    )
  })

  it('keeps durations beyond a day and below zero', async () => {
    expect(await stored('interval', [duration(true, 838, 59, 59, 999999), duration(false, 25)])).toEqual([
      '-838:59:59.999999',
      '25:00:00',
    ])
    expect(
      await stored('time(6)', [duration(false, 0), duration(false, 24), duration(false, 23, 59, 59, 999999)]),
    ).toEqual(['00:00:00', '24:00:00', '23:59:59.999999'])
    expect(await refusal('time', duration(true, 1))).toBe('XW-D0107')
    expect(await refusal('time', duration(false, 24, 0, 1))).toBe('XW-D0107')
  })

  it('refuses fractions that the declared precision would round', async () => {
    expect(await refusal('timestamp(3)', dateTime(2024, 1, 1, 0, 0, 0, 1))).toBe('XW-D0106')
    expect(await refusal('date', dateTime(2024, 1, 1, 1))).toBe('XW-D0106')
  })
})

describe('bytes in COPY BINARY', () => {
  it('keeps bytes and their padding', async () => {
    expect(await stored('bytea', [hex(''), hex('00'), hex('610000'), hex('20')])).toEqual([
      '\\x',
      '\\x00',
      '\\x610000',
      '\\x20',
    ])
  })

  it('keeps bits', async () => {
    expect(await stored('bit(9)', [hex('0005', form.bits), hex('01ff', form.bits), int(3)])).toEqual([
      '000000101',
      '111111111',
      '000000011',
    ])
    expect(await stored('bit(64)', [hex('ffffffffffffffff', form.bits)])).toEqual(['1'.repeat(64)])
    expect(await refusal('bit(4)', hex('10', form.bits))).toBe('XW-D0106')
  })

  it('keeps uuids and addresses', async () => {
    const id = '123e4567-e89b-12d3-a456-426614174000'
    expect(await stored('uuid', [text(id), hex('00'.repeat(16))])).toEqual([id, '00000000-0000-0000-0000-000000000000'])
    expect(await refusal('uuid', text('no'))).toBe('XW-D0113')
    expect(await stored('inet', [text('10.0.0.1'), text('2001:db8::1'), text('::'), text('::ffff:1.2.3.4')])).toEqual([
      '10.0.0.1/32',
      '2001:db8::1/128',
      '::/128',
      '::ffff:1.2.3.4/128',
    ])
  })

  it('refuses NULL for a column that takes none', async () => {
    expect(await refusal('integer', { form: form.null }, { notNull: true })).toBe('XW-D0114')
  })

  it('knows no encoder for a type without one', async () => {
    const out = new RowBuffer(1, 64)
    expect(
      encoderOf(await column('point'), { out, policies: defaultPolicies, changed: () => undefined }),
    ).toBeUndefined()
  })
})

describe('rows in the buffer', () => {
  it('takes a refused row back, also when it had a long value', () => {
    const out = new RowBuffer(2, 128)
    const rows: Buffer[] = []
    out.collectRows((row) => void rows.push(Buffer.from(row)))
    const big = Buffer.alloc(3_000_000, 0x61)
    for (const refuse of [false, true, false]) {
      out.beginRow()
      out.view.setInt32(out.at, big.length)
      out.at += 4
      out.put(big, 0, big.length)
      if (refuse) out.refuse('XW-D0103', 1)
      out.view.setInt32(out.at, -1)
      out.at += 4
      expect(out.endRow()).toBe(!refuse)
    }
    expect(rows.map((row) => row.length)).toEqual([3_000_010, 3_000_010])
    expect(rows[0]!.equals(rows[1]!)).toBe(true)
  })
})
