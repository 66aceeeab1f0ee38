import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { RowHash } from '../../../../../../src/core/data/comparer.js'
import { defaultPolicies, type ValuePolicies } from '../../../../../../src/core/data/reject.js'
import { ScriptComparison } from '../../../../../../src/core/data/script/comparison.js'
import type { DataSegment } from '../../../../../../src/core/data/segment.js'
import { ident } from '../../../../../../src/core/ir/names.js'
import type { LogicalType } from '../../../../../../src/core/ir/types.js'
import type { ColumnMapping, TableMapping } from '../../../../../../src/core/mapping/mapping.js'
import { scanSegment } from '../../../../../../src/dialects/mysql/data/compare/script/rows.js'

const folder = mkdtempSync(join(tmpdir(), 'crosswalk-compare-'))
afterAll(() => rmSync(folder, { recursive: true }))

const integer: LogicalType = { kind: 'integer', bits: 64, signed: true }
const text: LogicalType = { kind: 'text', unit: 'char', padded: false, length: 100 }
const md5 = (value: string | Buffer): string => createHash('md5').update(value).digest('hex')

interface Sketch {
  readonly type: LogicalType
  readonly target?: LogicalType
  readonly absent?: ColumnMapping['source']['absent']
}

function tableOf(columns: Readonly<Record<string, Sketch>>, key: readonly string[] = ['id']): TableMapping {
  return {
    ...{ source: { schema: 's', table: 't' }, target: { schema: 's', table: 't' }, key },
    columns: Object.entries(columns).map(([name, { type, target, absent }]) => ({
      source: { name, type, native: '', nullable: true, generated: false, ...(absent ? { absent } : {}) },
      target: { name, type: target ?? type, native: '', nullable: true, generated: false },
    })),
  }
}

let files = 0
function segmentOf(script: string | Buffer, extra: Partial<DataSegment> = {}): DataSegment {
  const path = join(folder, `${files++}.sql`)
  const bytes = Buffer.from(script)
  writeFileSync(path, bytes)
  return {
    ...{ path, table: { name: ident('t') }, from: 0, to: bytes.length, statements: 1, line: 1 },
    ...{ charset: 'utf8mb4', noBackslashEscapes: false, ansiQuotes: false },
    ...extra,
  }
}

const open = (segments: readonly DataSegment[], policies: Partial<ValuePolicies> = {}): ScriptComparison =>
  new ScriptComparison(segments, { policies: { ...defaultPolicies, ...policies } }, scanSegment)

async function all(rows: AsyncIterable<RowHash>): Promise<readonly RowHash[]> {
  const found: RowHash[] = []
  for await (const row of rows) found.push(row)
  return found
}

/** The canonical text of one literal for a type, as a person sees it. */
async function shown(type: LogicalType, literal: string, more: Partial<Sketch> & Partial<DataSegment> = {}) {
  const { target, ...extra } = more
  const table = tableOf({ id: { type: integer }, v: target ? { type, target } : { type } })
  const script = open([segmentOf(`INSERT INTO t VALUES (1,${literal});`, extra)])
  const [row] = await all(script.rows(table, 1, null))
  const [found] = await script.texts(table, [row!.match])
  return found!.values[1]
}

describe('canonical text of literals', () => {
  const float = (bits: 32 | 64): LogicalType => ({ kind: 'float', bits, signed: true })
  const decimal: LogicalType = { kind: 'decimal', precision: 20, scale: 4, signed: true }
  const set: LogicalType = { kind: 'enum', values: ['a', 'b', 'c'], set: true }
  it.each<readonly [string, LogicalType, string, string]>([
    ['integer', integer, '-9223372036854775808', '-9223372036854775808'],
    ['zero-filled', integer, '00042', '42'],
    ['TRUE', integer, 'TRUE', '1'],
    ['hexadecimal', integer, '0xff', '255'],
    ['decimal', decimal, '-0012.5000', '-12.5'],
    ['decimal zero', decimal, '-0.0000', '0'],
    ['decimal with exponent', decimal, '1.5e3', '1500'],
    ['float', float(32), '3.40282e38', String(Math.fround(3.40282e38)).replace('e+', 'e')],
    ['float, small', float(32), '0.1', '0.10000000149011612'],
    ['double', float(64), '1e23', '99999999999999990000000'],
    ['double, large', float(64), '-1.7976931348623157e308', '-1.7976931348623157e308'],
    ['double of 2^53 and more', float(64), '9007199254740993', '9007199254740992'],
    ['double, tiny', float(64), '5e-324', '5e-324'],
    ['double, below the plain range', float(64), '1e-13', '0.0000000000001'],
    ['year', { kind: 'year' }, '0000', '0'],
    ['date', { kind: 'date' }, "'2024-02-29'", '2024-02-29'],
    [
      'moment',
      { kind: 'timestamp', precision: 6, zone: 'none' },
      "'2024-01-01 10:00:00.500000'",
      '2024-01-01 10:00:00.5',
    ],
    ['duration', { kind: 'time', precision: 6, zone: false, range: 'signed' }, "'-838:59:59.000001'", '-3020399000001'],
    ['set', set, "'c,a'", 'a,c'],
    ['set by number', set, '5', 'a,c'],
    ['enum by number', { kind: 'enum', values: ['x', 'y'], set: false }, '2', 'y'],
    ['bits', { kind: 'bits', length: 9, varying: false }, "b'101'", '000000101'],
    ['bits in hexadecimal', { kind: 'bits', length: 9, varying: false }, '0x0155', '101010101'],
    ['bytes', { kind: 'binary', padded: false }, "'a\\0\\Z\\\\'", '\\x61001a5c'],
    ['uuid', { kind: 'uuid' }, "'123E4567-E89B-12D3-A456-426655440000'", '123e4567e89b12d3a456426655440000'],
    ['IPv4', { kind: 'inet', version: 4 }, "'192.0.2.1'", 'C0000201'],
    ['IPv6', { kind: 'inet', version: 6 }, "'2001:db8::1'", '20010DB8000000000000000000000001'],
    ['IPv4 inside IPv6', { kind: 'inet', version: 6 }, "'::ffff:192.0.2.1'", '00000000000000000000FFFFC0000201'],
    ['text', text, "'it''s \\'a\\' \\% \\n'", "it's 'a' \\% \n"],
    ['an expression, as it stands', integer, '(1 + 1)', '(1 + 1)'],
  ])('%s', async (_name, type, literal, expected) => expect(await shown(type, literal)).toBe(expected))

  it('reads text in the character set of the client, also where a character ends in a backslash', async () => {
    expect(await shown(text, Buffer.from("'é'").toString('latin1'), { charset: 'utf8mb4' })).toBe('Ã©')
    const script = (bytes: readonly number[], charset: string) => {
      const segment = segmentOf(
        Buffer.concat([Buffer.from("INSERT INTO t VALUES (1,'"), Buffer.from(bytes), Buffer.from("');")]),
        { charset },
      )
      return open([segment])
    }
    const table = tableOf({ id: { type: integer }, v: { type: text } })
    const onlyValue = async (comparison: ScriptComparison) => {
      const [row] = await all(comparison.rows(table, 1, null))
      return (await comparison.texts(table, [row!.match]))[0]!.values[1]
    }
    expect(await onlyValue(script([0x80, 0xe9], 'latin1'))).toBe('€é')
    expect(await onlyValue(script([0x95, 0x5c], 'sjis'))).toBe('表')
    expect(await onlyValue(script([0x95, 0x5c, 0x5c, 0x6e], 'sjis'))).toBe('表\n')
  })

  it('brings instants of a session zone to UTC, and leaves zero dates alone', async () => {
    const instant: LogicalType = { kind: 'timestamp', precision: 0, zone: 'session' }
    expect(await shown(instant, "'2024-01-01 00:30:00'", { timeZone: '+02:00' })).toBe('2023-12-31 22:30:00')
    expect(await shown(instant, "'0000-00-00 00:00:00'", { timeZone: '+02:00' })).toBe('0000-00-00 00:00:00')
  })
})

describe('a dump as one side of a comparison', () => {
  const table = tableOf({ id: { type: integer }, name: { type: text }, doc: { type: { kind: 'json', binary: false } } })

  it('hashes rows as the engines do', async () => {
    const script = open([segmentOf("INSERT INTO t VALUES (1,'é',NULL),(2,NULL,'{}');")])
    const digest = await script.digest(table)
    const hashes = [md5('1|2:é'), md5('2|N')]
    const sum = hashes.reduce((total, hash) => total + BigInt(`0x${hash.slice(0, 15)}`), 0n)
    expect(digest).toEqual({ rows: 2, sum: String(sum), replaced: new Map() })
    const rows = await all(script.rows(table, 1, null))
    expect(rows).toEqual(
      [
        { match: md5('1'), hash: hashes[0] },
        { match: md5('2'), hash: hashes[1] },
      ].sort((a, b) => (a.match < b.match ? -1 : 1)),
    )
    const outside = []
    for await (const one of script.outside(table)) outside.push(one.values)
    expect(outside).toContainEqual(['{}'])
  })

  it('gives digests of buckets that add up, and the rows of chosen buckets alone', async () => {
    const values = Array.from({ length: 500 }, (_, at) => `(${at},'n${at}',NULL)`)
    const script = open([segmentOf(`INSERT INTO t VALUES ${values.join(',')};`)])
    const whole = await script.digest(table)
    const buckets = await script.bucketDigests(table, 7)
    const sums = [...buckets.values()]
    expect(sums.reduce((rows, one) => rows + one.rows, 0)).toBe(500)
    expect(String(sums.reduce((sum, one) => sum + BigInt(one.sum), 0n))).toBe(whole.sum)
    expect(await all(script.rows(table, 7, [2, 5]))).toHaveLength(buckets.get(2)!.rows + buckets.get(5)!.rows)
  })

  it('reads columns in the order that a statement names them, and fills what it leaves out', async () => {
    const filled = tableOf({
      id: { type: integer },
      name: { type: text, absent: { kind: 'literal', of: 'text', text: 'none' } },
      n: { type: integer, absent: { kind: 'literal', of: 'integer', text: '7' } },
    })
    const script = open([
      segmentOf(
        "INSERT INTO t (name, id) VALUES ('a',1); INSERT INTO t (id) VALUES (2); INSERT INTO t VALUES (3,DEFAULT,DEFAULT);",
      ),
    ])
    const rows = await all(script.rows(filled, 1, null))
    const texts = await script.texts(
      filled,
      rows.map((row) => row.match),
    )
    expect(texts.map((row) => row.values).sort()).toEqual([
      ['1', 'a', '7'],
      ['2', 'none', '7'],
      ['3', 'none', '7'],
    ])
  })

  it('says which columns the file leaves to the counter or the clock', async () => {
    const counted = tableOf({
      id: { type: integer, absent: { kind: 'counter' } },
      at: { type: { kind: 'timestamp', precision: 0, zone: 'none' } },
    })
    const unsaid = async (sql: string, extra: Partial<DataSegment> = {}) =>
      [...((await open([segmentOf(sql, extra)]).digest(counted)).unsaid?.keys() ?? [])].sort()
    expect(await unsaid('INSERT INTO t (at) VALUES (NOW());')).toEqual(['at', 'id'])
    expect(await unsaid('INSERT INTO t VALUES (0, NULL);')).toEqual(['id'])
    expect(await unsaid('INSERT INTO t VALUES (0, NULL);', { zeroIsValue: true })).toEqual([])
    expect(await unsaid("INSERT INTO t VALUES (5, '2024-01-01');")).toEqual([])
  })

  it('counts rows that cannot be taken apart, and statements that only a server could run', async () => {
    const script = open([
      segmentOf("INSERT INTO t VALUES (1,'a'); INSERT INTO t SELECT * FROM u; INSERT INTO t VALUES (2,'b',NULL);"),
    ])
    expect((await script.digest(table)).rows).toBe(3)
    expect((await all(script.rows(table, 1, null))).filter((row) => row.match === md5('N'))).toHaveLength(2)
  })

  it('does what the policies say, and counts it', async () => {
    const dated = tableOf({
      id: { type: integer },
      d: { type: { kind: 'date' } },
      e: { type: { kind: 'enum', values: ['x'], set: false } },
      s: { type: text },
    })
    const sql = "INSERT INTO t VALUES (1,'0000-00-00','','a\\0b'),(2,'2023-02-30','?','c'),(3,'2024-02-29','x',NULL);"
    const policies = { zeroDates: 'null', enumErrors: 'null', nulBytes: 'strip' } as const
    const digest = await open([segmentOf(sql)], policies).digest(dated)
    expect(digest.replaced).toEqual(
      new Map([
        ['d', 2],
        ['e', 1],
        ['s', 1],
      ]),
    )
    const same = open([
      segmentOf("INSERT INTO t VALUES (1,NULL,NULL,'ab'),(2,NULL,'?','c'),(3,'2024-02-29','x',NULL);"),
    ])
    expect(digest.sum).toBe((await same.digest(dated)).sum)
    const infinity = await open([segmentOf(sql)], { zeroDates: 'infinity' }).digest(dated)
    expect(infinity.replaced).toEqual(new Map([['d', 1]]))
  })
})
