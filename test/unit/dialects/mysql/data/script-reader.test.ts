import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Cell, cellText, form } from '../../../../../src/core/data/cell.js'
import type { DataSegment } from '../../../../../src/core/data/segment.js'
import { loadedColumns, ReadAgain, type RowWriter } from '../../../../../src/core/data/stream.js'
import { ident } from '../../../../../src/core/ir/names.js'
import type { LogicalType } from '../../../../../src/core/ir/types.js'
import type { AbsentValue, TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { ScriptOrder } from '../../../../../src/dialects/mysql/data/script-order/order.js'
import { scriptReader } from '../../../../../src/dialects/mysql/data/script-reader.js'
import { openScript } from '../../../../../src/dialects/mysql/data/script-source.js'

const folder = mkdtempSync(join(tmpdir(), 'crosswalk-script-'))
afterAll(() => rmSync(folder, { recursive: true }))

const integer: LogicalType = { kind: 'integer', bits: 64, signed: true }
const text: LogicalType = { kind: 'text', unit: 'char', padded: false }

function tableOf(columns: Readonly<Record<string, LogicalType>>): TableMapping {
  return {
    source: { schema: 's', table: 't' },
    target: { schema: 's', table: 't' },
    key: [Object.keys(columns)[0]!],
    columns: Object.entries(columns).map(([name, type]) => ({
      source: { name, type, native: '', nullable: true, generated: name.startsWith('generated') },
      target: { name, type, native: '', nullable: true, generated: false },
    })),
  }
}

let files = 0
function segmentOf(script: string | Buffer, extra: Partial<DataSegment> = {}): DataSegment {
  const path = join(folder, `${files++}.sql`)
  const bytes = Buffer.from(script)
  writeFileSync(path, bytes)
  return {
    path,
    table: { name: ident('t') },
    from: 0,
    to: bytes.length,
    statements: 1,
    line: 1,
    charset: 'utf8mb4',
    noBackslashEscapes: false,
    ansiQuotes: false,
    ...extra,
  }
}

interface Collected {
  readonly rows: (string | null)[][]
  readonly refused: { code: string; text: string }[]
}

/** A writer that keeps what a person would read. */
function collector(table: TableMapping): RowWriter & Collected {
  let row: (string | null)[] = []
  const rows: (string | null)[][] = []
  const refused: { code: string; text: string }[] = []
  return {
    rows,
    refused,
    refusedColumn: -1,
    full: false,
    describeAll: false,
    columns: loadedColumns(table).map(
      () => (cell: Cell) => void row.push(cell.form === form.bad ? `!${cell.reason}` : cellText(cell)),
    ),
    begin: () => void (row = []),
    end: () => rows.push(row) > 0,
    drained: () => Promise.resolve(),
    describe: () => undefined,
    refuseRow: (code, { bytes }) => void refused.push({ code, text: bytes?.toString() ?? '' }),
  }
}

async function read(
  columns: Readonly<Record<string, LogicalType>>,
  script: string | Buffer,
  extra: Partial<DataSegment> = {},
): Promise<Collected> {
  const table = tableOf(columns)
  const segment = segmentOf(script, extra)
  const writer = collector(table)
  const counts = await scriptReader(
    table,
    [{ segment, from: segment.from, to: segment.to }],
    new ScriptOrder(table, [segment], new Date()),
  ).pump(writer)
  expect(counts.rows).toBe(writer.rows.length + writer.refused.length)
  return writer
}

const values = async (type: LogicalType, list: string, extra: Partial<DataSegment> = {}) =>
  (await read({ x: type }, `INSERT INTO t VALUES ${list};`, extra)).rows.map((row) => row[0])

describe('statements of a script', () => {
  it('reads extended and single-row statements, with comments between', async () => {
    const found = await read(
      { a: integer, b: text },
      `-- rows\nINSERT INTO \`t\` VALUES (1,'a'),(2,'b') , (3,'c');\n/* x */ INSERT IGNORE INTO s.t VALUES(4,'d');# end\nREPLACE t VALUE (5,NULL)`,
    )
    expect(found.rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
      ['4', 'd'],
      ['5', null],
    ])
  })

  it('follows a column list in any order and any case', async () => {
    const found = await read({ a: integer, b: text }, "INSERT INTO t (`B`, a) VALUES ('x', 1)")
    expect(found.rows).toEqual([['1', 'x']])
  })

  it('passes over generated columns that a statement without a list has', async () => {
    const found = await read({ a: integer, generated_b: integer, c: text }, "INSERT INTO t VALUES (1, DEFAULT, 'x')")
    expect(found.rows).toEqual([['1', 'x']])
  })

  it('sets expressions, rows of another width and statements without rows aside', async () => {
    const found = await read(
      { a: integer, b: text },
      "INSERT INTO t VALUES (1, NOW()), (1+1, upper('a,)')), (-(2), 'x'), (7, DEFAULT), (3), (4, 'x', 5); INSERT INTO t SELECT 1, ';' FROM u; INSERT INTO t SET a = 1; INSERT INTO t (a) VALUES (9); INSERT INTO t VALUES (8, 'ok')",
    )
    expect(found.rows).toEqual([
      ['1', '!XW-D0112'],
      ['!XW-D0112', '!XW-D0112'],
      ['!XW-D0112', 'x'],
      ['7', null],
      ['9', null],
      ['8', 'ok'],
    ])
    expect(found.refused.map(({ code }) => code)).toEqual(['XW-D0115', 'XW-D0115', 'XW-D0112', 'XW-D0112'])
  })

  it('sets a statement that is cut off aside', async () => {
    const found = await read({ a: integer, b: text }, "INSERT INTO t VALUES (1,'a'),(2,'b")
    expect(found.rows).toEqual([['1', 'a']])
    expect(found.refused.map(({ code }) => code)).toEqual(['XW-D0113'])
  })

  it('reads rows that are longer than its buffer', async () => {
    const long = 'x'.repeat(5_000_000)
    const found = await read({ a: integer, b: text }, `INSERT INTO t VALUES (1,'${long}'),(2,'\\'${long}');`)
    expect(found.rows.map((row) => row[1]?.length)).toEqual([5_000_000, 5_000_001])
  })

  it('gives the same rows wherever the buffer ends', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `(${at},'it\\'s -- ''${at}'' /* ) */')`)
    const found = await read({ a: integer, b: text }, `INSERT INTO t VALUES ${rows.join(',\n')};`)
    expect(found.rows.length).toBe(60_000)
    expect(found.rows.every((row, at) => row[0] === String(at) && row[1] === `it's -- '${at}' /* ) */`)).toBe(true)
  })
})

describe('values of a script', () => {
  it('reads whole numbers to 64 bits', async () => {
    expect(
      await values(
        integer,
        "(0),(-9223372036854775808),(18446744073709551615),('12'),(TRUE),(0x10),(b'101'),(+7),(1.0)",
      ),
    ).toEqual(['0', '-9223372036854775808', '18446744073709551615', '12', '1', '16', '5', '7', '1'])
    expect(await values(integer, "(1.5),('x'),(18446744073709551616),('')")).toEqual([
      '!XW-D0113',
      '!XW-D0113',
      '!XW-D0106',
      '!XW-D0113',
    ])
  })

  it('keeps decimals as digits and floats as numbers', async () => {
    expect(await values({ kind: 'decimal', signed: true }, '(-0.0000000000000000000000000000010)')).toEqual([
      '-0.0000000000000000000000000000010',
    ])
    expect(await values({ kind: 'float', bits: 64, signed: true }, '(1e400),(1.5E-7),(-0)')).toEqual([
      'Infinity',
      '1.5e-7',
      '-0',
    ])
  })

  it('resolves every escape and doubled quote', async () => {
    expect(await values(text, `('\\0\\'\\"\\b\\n\\r\\t\\Z\\\\\\%\\_\\q''"'),("a""b"),('')`)).toEqual([
      `\0'"\b\n\r\t\x1a\\\\%\\_q'"`,
      'a"b',
      '',
    ])
    expect(await values(text, "('a\\'),('b')", { noBackslashEscapes: true })).toEqual(['a\\', 'b'])
    expect(await values(text, '("x")', { ansiQuotes: true })).toEqual(['!XW-D0112'])
  })

  it('brings other character sets to UTF-8', async () => {
    const latin = (bytes: string) => Buffer.from(`INSERT INTO t VALUES ('${bytes}')`, 'latin1')
    expect((await read({ x: text }, latin('\x80 \xe9'), { charset: 'latin1' })).rows).toEqual([['€ é']])
    expect((await read({ x: text }, latin('\x95\x5c'), { charset: 'sjis' })).rows).toEqual([['表']])
    expect((await read({ x: text }, latin('\xff\xff'), { charset: 'sjis' })).rows).toEqual([['!XW-D0104']])
    expect((await read({ x: text }, latin('\xe9'), { charset: 'swe7' })).rows).toEqual([['!XW-D0104']])
  })

  it('reads bytes and bits in every notation', async () => {
    const binary: LogicalType = { kind: 'binary', padded: false }
    expect(await values(binary, "(0x00fF),(x'0a'),(_binary 'a\\0'),(_binary'b'),('')")).toEqual([
      '\\x00ff',
      '\\x0a',
      '\\x6100',
      '\\x62',
      '\\x',
    ])
    expect(await values({ kind: 'bits', length: 9, varying: false }, "(b'101'),(0x01ff),('\\0'),(5)")).toEqual([
      '00000101',
      '0000000111111111',
      '00000000',
      '5',
    ])
  })

  it('reads dates, times and instants, zeros and all', async () => {
    expect(await values({ kind: 'date' }, "('2024-02-30'),('0000-00-00'),('24-1-1')")).toEqual([
      '2024-02-30',
      '0000-00-00',
      '!XW-D0113',
    ])
    expect(
      await values(
        { kind: 'timestamp', precision: 6, zone: 'none' },
        "('2024-01-02 03:04:05.000001'),('2024-01-02 03:04:05.5'),('2024-01-02 99:04'),('0000-00-00 00:00:00')",
      ),
    ).toEqual(['2024-01-02 03:04:05.000001', '2024-01-02 03:04:05.500000', '!XW-D0113', '0000-00-00 00:00:00'])
    expect(
      await values(
        { kind: 'time', precision: 6, zone: false, range: 'signed' },
        "('-838:59:59.999999'),('00:00:00'),('1:2')",
      ),
    ).toEqual(['-838:59:59.999999', '00:00:00', '!XW-D0113'])
  })

  it('brings instants of a session zone to UTC', async () => {
    const instant: LogicalType = { kind: 'timestamp', precision: 0, zone: 'session' }
    expect(await values(instant, "('2024-01-01 01:30:00')", { timeZone: '+02:00' })).toEqual(['2023-12-31 23:30:00'])
    expect(await values(instant, "('2024-12-31 23:30:00')", { timeZone: '-05:30' })).toEqual(['2025-01-01 05:00:00'])
  })

  it('reads enums by label and by number, and knows the mark of a refused value', async () => {
    const colours: LogicalType = { kind: 'enum', values: ['red', "it's"], set: false }
    expect(await values(colours, "('it''s'),(1),(''),(0),(3)")).toEqual([
      "it's",
      'red',
      '!XW-D0105',
      '!XW-D0105',
      '!XW-D0116',
    ])
    expect(await values({ ...colours, values: ['', 'a'] }, "('')")).toEqual([''])
  })
})

describe('rows that lean on their table', () => {
  const defined: readonly (readonly [string, LogicalType, boolean, AbsentValue?])[] = [
    ['id', integer, false, { kind: 'counter' }],
    [
      'name',
      {
        ...text,
        collation: {
          name: 'c',
          caseSensitive: false,
          accentSensitive: true,
          binary: false,
          padSpace: false,
          language: 'und',
        },
      },
      true,
    ],
    ['n', integer, false, { kind: 'literal', of: 'integer', text: '-5' }],
    ['bits', { kind: 'bits', length: 3, varying: false }, true, { kind: 'literal', of: 'bits', text: '101' }],
    ['label', { kind: 'enum', values: ['a', 'b'], set: false }, false],
    ['must', integer, false],
    ['at', { kind: 'timestamp', precision: 3, zone: 'none' }, true, { kind: 'call', name: 'NOW', args: ['3'] }],
  ]
  const table: TableMapping = {
    source: { schema: 's', table: 't' },
    target: { schema: 's', table: 't' },
    key: ['id'],
    uniques: [['id'], ['name']],
    columns: defined.map(([name, type, nullable, absent]) => ({
      source: { name, type, native: '', nullable, generated: false, ...(absent ? { absent } : {}) },
      target: { name, type, native: '', nullable, generated: false },
    })),
  }
  const now = new Date('2024-05-06T07:08:09.123Z')
  const readAll = async (script: string, extra: Partial<DataSegment> = {}) => {
    const segment = segmentOf(script, extra)
    const order = new ScriptOrder(table, [segment], now)
    for (;;) {
      const writer = collector(table)
      try {
        await scriptReader(table, [{ segment, from: 0, to: segment.to }], order).pump(writer)
        return { rows: writer.rows, refused: writer.refused.map(({ code }) => code) }
      } catch (error) {
        if (!(error instanceof ReadAgain)) throw error
      }
    }
  }
  const ids = async (script: string, extra: Partial<DataSegment> = {}) =>
    (await readAll(script, extra)).rows.map(([id, name]) => `${id} ${name}`)

  it('fills what a statement leaves out, and says when nothing fits', async () => {
    const { rows } = await readAll("INSERT INTO t (must) VALUES (1); INSERT INTO t (name, at) VALUES ('x', CURDATE())")
    expect(rows).toEqual([
      ['1', null, '-5', '00000101', 'a', '1', '2024-05-06 07:08:09.123000'],
      ['2', 'x', '-5', '00000101', 'a', '!XW-D0120', '2024-05-06 00:00:00'],
    ])
  })

  it('gives the wall time of the session', async () => {
    const { rows } = await readAll('INSERT INTO t (must, at) VALUES (1, NOW())', { timeZone: '-08:00' })
    expect(rows[0]?.at(-1)).toBe('2024-05-05 23:08:09')
  })

  it('reserves numbers for every row of a statement that makes some', async () => {
    expect(
      await ids(
        "INSERT INTO t (id, name) VALUES (10,'a'),(NULL,'b'),(5,'c'),(0,'d'); INSERT INTO t (name) VALUES ('e'); INSERT INTO t (id, name) VALUES (DEFAULT,'f'),(40,'g'),(NULL,'h'),(3,'i'); INSERT INTO t (name) VALUES ('j')",
        { declaredNext: '4' },
      ),
    ).toEqual(['10 a', '11 b', '5 c', '12 d', '15 e', '16 f', '40 g', '41 h', '3 i', '43 j'])
  })

  it('takes zero for a value when the script says so', async () => {
    expect(await ids("INSERT INTO t (id, name) VALUES (0,'a'),(NULL,'b')", { zeroIsValue: true })).toEqual([
      '0 a',
      '1 b',
    ])
  })

  it('keeps first rows under IGNORE, last rows under REPLACE, and gives numbers of rows that yield to the next', async () => {
    const script =
      "INSERT IGNORE INTO t (name) VALUES ('a'),('A'),('b'); REPLACE INTO t (name) VALUES ('B'),('c'); INSERT INTO t (name) VALUES ('d')"
    const { rows, refused } = await readAll(script, { merges: true })
    expect(rows.map(([id, name]) => `${id} ${name}`)).toEqual(['1 a', '4 B', '5 c', '6 d'])
    expect(refused).toEqual(['XW-D0117', 'XW-D0118'])
  })

  it('reads a chunk again when a clause behind the rows changes what they mean', async () => {
    const script =
      "INSERT INTO t (id, name) VALUES (1,'a'); INSERT INTO t (id, name) VALUES (1,'x'),(2,'b') ON DUPLICATE KEY UPDATE n = 1;"
    const { rows, refused } = await readAll(script)
    expect([rows.map(([id, name]) => `${id} ${name}`), refused]).toEqual([['1 a', '2 b'], ['XW-D0119']])
  })
})

describe('a script as a source', () => {
  it('cuts long runs between statements and misses nothing', async () => {
    const statement = `INSERT INTO t VALUES ${Array.from({ length: 9000 }, (_, at) => `(${at},'; (''x'') ${'y'.repeat(100)}')`).join(',')};\n`
    const segment = segmentOf(statement.repeat(60))
    const table = tableOf({ a: integer, b: text })
    const script = await openScript([segment], { connections: 1, tables: [table] })
    const chunks = await script.planChunks(table, 1000)
    expect(chunks.length).toBeGreaterThan(2)
    expect(chunks.map(({ from }) => from?.[1])).toEqual(['0', ...chunks.slice(0, -1).map(({ to }) => to?.[1])])
    const writer = collector(table)
    let rows = 0
    for (const chunk of chunks) rows += (await script.read(table, chunk, 0).pump(writer)).rows
    expect(rows).toBe(540_000)
    expect(writer.refused).toEqual([])
  })

  it('says so when instants are in a zone it cannot undo', async () => {
    const table = tableOf({ a: { kind: 'timestamp', precision: 0, zone: 'session' } })
    const open = async (timeZone: string) =>
      (await openScript([segmentOf('', { timeZone })], { connections: 1, tables: [table] })).findings
    expect((await open('Europe/Berlin'))?.map(({ code }) => code)).toEqual(['XW-D0010'])
    expect(await open('+00:00')).toEqual([])
  })
})
