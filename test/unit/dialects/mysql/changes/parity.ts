import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tuple } from '../../../../../src/core/data/changes.js'
import type { RejectCode } from '../../../../../src/core/data/reject.js'
import type { RowWriter } from '../../../../../src/core/data/stream.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { openSnapshot } from '../../../../../src/dialects/mysql/data/snapshot.js'
import { cases } from '../../../../fidelity/cases.js'
import { available, startServer, type TestServer } from '../../../../support/servers.js'
import { changesSince, headOf, mappingOf, PlainWriter, run, valuesOf } from './support.js'

interface Typed {
  readonly type: string
  readonly values: readonly string[]
}

const typed = (type: string, ...values: readonly string[]): Typed => ({ type, values })
const several = (types: readonly string[], ...values: readonly string[]): Typed[] =>
  types.map((type) => typed(type, ...values))

const longLabels = Array.from({ length: 300 }, (_, at) => `'label ${at}'`).join()

/** Beyond the values that every type is loaded with. */
const both: readonly Typed[] = [
  ...several(
    ['TIME(1)', 'TIME(2)', 'TIME(3)', 'TIME(4)', 'TIME(5)', 'TIME(6)'],
    ...[
      "'-00:00:00.9'",
      "'-00:00:01'",
      "'00:00:00.123456'",
      "'-838:59:58.123456'",
      "'12:34:56.1'",
      "'-12:00:00.000001'",
    ],
  ),
  ...several(
    ['DATETIME(1)', 'DATETIME(2)', 'DATETIME(4)', 'DATETIME(5)'],
    ...["'2024-12-31 23:59:59.123456'", "'0000-00-00'", "'1000-01-01 00:00:00.9'"],
  ),
  ...several(
    ['TIMESTAMP(1) NULL', 'TIMESTAMP(3) NULL', 'TIMESTAMP(4) NULL'],
    ...[
      "'1970-01-01 00:00:01.5'",
      "'2000-02-29 23:59:59.999'",
      "'2038-01-19 03:14:07'",
      "'0000-00-00'",
      "'2024-03-01'",
    ],
  ),
  typed('DATE', "'1972-02-29'", "'2099-12-31'"),
  typed('DECIMAL(1,0)', '-9', '0', '9'),
  typed('DECIMAL(9,9)', '0.123456789', '-0.000000001', '0'),
  typed('DECIMAL(18,9)', '123456789.987654321', '-1.5', '0.000000001', '100000000'),
  typed('DECIMAL(19,10)', '-999999999.9999999999', '1', '0.0000000001'),
  typed('DECIMAL(38,5)', '123456789012345678901234567890123.45678', '-1.00001'),
  typed('DECIMAL(11,1)', '1234567890.1', '-0.1'),
  typed('BIT(5)', "b'10101'"),
  typed('BIT(17)', "b'10000000000000001'"),
  typed('CHAR(255)', "REPEAT('é', 255)", "'x   '", "''"),
  typed('CHAR(10) CHARACTER SET ucs2', "'ab'", "'Ω '", "''"),
  typed('CHAR(10) CHARACTER SET utf32', "'ab'", "'😀'", "''"),
  typed('CHAR(10) CHARACTER SET latin1', "'ab  '", "'é'", "''"),
  typed('CHAR(10) CHARACTER SET sjis', "'日本'", "'ｶﾅ '"),
  typed('VARCHAR(50) CHARACTER SET ujis', "'日本語'", '0x8FB0A1'),
  typed('VARCHAR(50) CHARACTER SET eucjpms', "'日本語'", '0x8FB0A1', "'①'"),
  typed('VARCHAR(50) CHARACTER SET cp932', "'日本語①'", "'~'"),
  typed('VARCHAR(50) CHARACTER SET big5', "'中文'"),
  typed('VARCHAR(50) CHARACTER SET euckr', "'한국어'"),
  typed('VARCHAR(50) CHARACTER SET gb2312', "'中文'"),
  typed('VARCHAR(50) CHARACTER SET greek', "'Ωμέγα'"),
  typed('VARCHAR(50) CHARACTER SET cp1250', "'Žižka'"),
  typed('VARCHAR(50) CHARACTER SET utf16le', "'😀x'"),
  typed('MEDIUMTEXT CHARACTER SET latin1', "REPEAT('é', 100000)", "''"),
  typed('LONGTEXT CHARACTER SET utf16', "REPEAT('Ω', 10000)"),
  typed('VARCHAR(20000)', "REPEAT('x', 300)", "'short'"),
  typed('VARBINARY(255)', 'REPEAT(0x00, 255)', "''"),
  typed('BINARY(255)', '0x00FF00', "''"),
  typed('BINARY(16)', "UNHEX('00112233445566778899AABBCCDDEE00')", "UNHEX(REPEAT('20', 16))"),
  typed(`ENUM(${longLabels})`, "'label 0'", "'label 255'", "'label 299'"),
  typed("ENUM('é','Ω') CHARACTER SET utf16", "'é'", "'Ω'"),
  typed("SET('a','b','c','d','e','f','g','h','i')", "'a,i'", "'i'", "''"),
  typed(
    "SET('1','2','3','4','5','6','7','8','9','10','11','12','13','14','15','16','17') CHARACTER SET latin1",
    "'17'",
  ),
]

const mariadb: readonly Typed[] = [
  typed('VARCHAR(100) COMPRESSED', "'short'", "''", "REPEAT('ab', 50)", "REPEAT('é', 50)"),
  typed('TEXT COMPRESSED', "REPEAT('long ', 2000)", "'x'", "''"),
  typed('BLOB COMPRESSED', 'REPEAT(0x00, 5000)', "''"),
  typed('LONGTEXT COMPRESSED CHARACTER SET latin1', "REPEAT('é', 5000)"),
  typed(
    'UUID',
    ...[
      "'01890a5d-ac96-774b-bcce-b302099a8057'",
      "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
      "'12345678-1234-1234-0234-123456789abc'",
    ],
    ...[
      "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'",
      "'00000000-0000-4000-8000-000000000000'",
      "'1ec9414c-232a-6b00-b3c8-9e6bdeced846'",
    ],
  ),
  typed(
    'INET6',
    ...[
      "'1:0:0:1:0:0:0:1'",
      "'1:0:1:1:1:1:1:1'",
      "'1::'",
      "'::1'",
      "'::1.2.3.4'",
      "'::ffff:0:0'",
      "'0:0:1::'",
      "'fe80::1:0:0:0'",
    ],
    ...["'2001:db8:0:0:1:0:0:1'", "'::2:3:4:5:6:7:8'", "'1:2:3:4:5:6:7::'"],
  ),
]

/** A value loaded and the same value streamed must be the same cell. */
export function describeParity(name: 'mariadb' | 'embedded-mysql', settings: readonly string[] = []): void {
  describe.skipIf(!available(name))(`values in the log of ${name} ${settings.join(' ')}`, () => {
    let server: TestServer
    let tables: readonly TableMapping[] = []
    let loaded: ReadonlyMap<string, Image>[]
    let streamed: ReadonlyMap<string, Image>[]

    const all: readonly Typed[] = [
      ...cases
        .filter((one) => name === 'mariadb' || one.only === undefined)
        .map(({ type, values }) => ({ type, values: values.map((one) => one.value) })),
      ...both,
      ...(name === 'mariadb' ? mariadb : []),
    ]

    beforeAll(async () => {
      server = await startServer(name)
      await run(server.endpoint, ...settings, 'CREATE DATABASE parity CHARACTER SET utf8mb4')
      const endpoint = { ...server.endpoint, database: 'parity' }
      const definitions = all.map(
        ({ type }, at) => `CREATE TABLE ${tableName(at)} (id INT NOT NULL PRIMARY KEY, v ${type}) ENGINE=InnoDB`,
      )
      await run(endpoint, ...definitions)
      tables = await mappingOf(endpoint, 'parity')
      const from = await headOf(endpoint)
      const rows = all.flatMap(({ values }, at) =>
        ['NULL', ...values].map((value, row) => `INSERT INTO ${tableName(at)} VALUES (${row}, ${value})`),
      )
      await run(endpoint, "SET sql_mode = 'ALLOW_INVALID_DATES'", ...rows)
      streamed = await streamAll(server, tables, from)
      loaded = await loadAll(server, tables)
    })
    afterAll(() => server?.stop())

    it.each(all.map(({ type, values }, at) => [type.slice(0, 60), at, values] as const))(
      'are loaded and streamed alike: %s',
      (type, at, values) => {
        const index = tables.findIndex((table) => table.source.table === tableName(at))
        expect(loaded[index]?.size).toBe(values.length + 1)
        const expected = show(loaded[index])
        // The definition shows such a label as a question mark: the load's value meets its refusal at the target.
        if (type.includes('😀') && !settings.some((one) => one.includes('row_metadata')))
          expected[2] = ['2', 'XW-D0116']
        expect(show(streamed[index])).toEqual(expected)
      },
    )
  })
}

/** A tuple, or why there is none. */
type Image = Tuple | RejectCode

const tableName = (at: number): string => `t${String(at).padStart(3, '0')}`

/** Long values are shown by their beginning and their digest. */
const show = (images: ReadonlyMap<string, Image> | undefined): unknown[] =>
  [...(images ?? [])].map(([key, image]) => {
    if (typeof image === 'string') return [key, image]
    if (image.length < 1000) return [key, valuesOf(image)]
    return [key, image.toString('latin1', 0, 100), createHash('sha256').update(image).digest('hex')]
  })

async function streamAll(
  server: TestServer,
  tables: readonly TableMapping[],
  from: string,
): Promise<ReadonlyMap<string, Image>[]> {
  const found = tables.map(() => new Map<string, Image>())
  const { seen } = await changesSince(server.endpoint, tables, from)
  for (const one of seen) {
    if (one.kind === 'refused') found[one.refused.table]?.set(one.refused.row.key['id'] ?? '', one.refused.code)
    if (one.kind !== 'change' || one.change.kind !== 'insert') continue
    found[one.change.table]?.set(valuesOf(one.change.after)[0]?.slice(4) ?? '', one.change.after)
  }
  return found
}

async function loadAll(server: TestServer, tables: readonly TableMapping[]): Promise<ReadonlyMap<string, Image>[]> {
  const snapshot = await openSnapshot(server.endpoint, { connections: 1, tables })
  try {
    const found: Map<string, Image>[] = []
    for (const table of tables) {
      const images = new Map<string, Image>()
      found.push(images)
      await snapshot.read(table, { index: 0, from: null, to: null }, 0).pump(collector(table, images))
    }
    return found
  } finally {
    await snapshot.close()
  }
}

function collector(table: TableMapping, images: Map<string, Image>): RowWriter {
  const writer = new PlainWriter(table)
  return {
    columns: writer.columns,
    begin: () => writer.begin(),
    end() {
      const tuple = writer.end()
      if (tuple) images.set(valuesOf(tuple)[0]?.slice(4) ?? '', tuple)
      return tuple !== null
    },
    get refusedColumn() {
      return writer.refusal?.column ?? -1
    },
    full: false,
    drained: async () => undefined,
    describeAll: false,
    describe: (row) => void images.set(row.key['id'] ?? '', writer.refusal?.code ?? 'XW-D0115'),
    refuseRow: (code, row) => void images.set(row.key['id'] ?? '', code),
  }
}
