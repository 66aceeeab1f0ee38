import { describe, expect, it } from 'vitest'
import type { ColumnMapping } from '../../../../../src/core/mapping/mapping.js'
import { checkSettings } from '../../../../../src/dialects/mysql/changes/check.js'
import { checksumOf } from '../../../../../src/dialects/mysql/changes/checksum.js'
import { storedColumn } from '../../../../../src/dialects/mysql/changes/column-types.js'
import type { DefinedColumn } from '../../../../../src/dialects/mysql/changes/definitions.js'
import { planRows } from '../../../../../src/dialects/mysql/changes/plans.js'
import type { StreamTable } from '../../../../../src/dialects/mysql/changes/row-plan.js'
import { columnType } from '../../../../../src/dialects/mysql/data/column-type.js'
import { PlainWriter } from './support.js'

const column = (name: string, type: ColumnMapping['source']['type']): ColumnMapping => {
  const side = { name, type, native: '', nullable: true, generated: false }
  return { source: side, target: side }
}

const text = { kind: 'text', unit: 'char', padded: false } as const

function plan(type: number, defined: DefinedColumn, names: readonly string[] | null = null) {
  const columns = [column('v', text)]
  const name = { schema: 's', table: 't' }
  const mapping = { source: name, target: name, columns, key: [] }
  const table: StreamTable = { index: 0, mapping, columns, writer: new PlainWriter(mapping) }
  const metadata = { names, unsigned: null, collations: null, labels: null }
  const map = { ...name, columns: [storedColumn(type, 100, 0)], metadata }
  const known = {
    definitions: new Map([[table, [defined]]]),
    charsets: new Map([['utf8mb4', { kind: 'utf8' }]] as const),
  }
  return planRows(map, table, known, 'binlog.000001:4')
}

const varchar = (charset: string): DefinedColumn => ({ name: 'V', native: 'varchar(100)', charset, stored: null })

describe('the plan of a row', () => {
  it('finds a column whatever its case', () => {
    expect(plan(columnType.varchar, varchar('utf8mb4')).columns[0]?.place).toBe(0)
    expect(plan(columnType.varchar, varchar('utf8mb4'), ['v']).columns[0]?.place).toBe(0)
  })

  it('is not made of what cannot be read exactly', () => {
    expect(() => plan(columnType.varchar, varchar('gb18030'))).toThrow(expect.objectContaining({ code: 'XW-S0413' }))
  })

  it('is not made when the log has another column', () => {
    expect(() => plan(columnType.varchar, varchar('utf8mb4'), ['w'])).toThrow(
      expect.objectContaining({ code: 'XW-S0418' }),
    )
    expect(() => plan(250 + 3, { ...varchar('utf8mb4'), stored: storedColumn(columnType.long, 0, 0) })).toThrow(
      expect.objectContaining({ code: 'XW-S0418' }),
    )
  })
})

it('settings by which changes are logged in forms that are not read stand in the way; others do not', () => {
  const said: unknown[] = []
  const variables = new Map([
    ['binlog_format', 'ROW'],
    ['binlog_row_metadata', 'FULL'],
    ['binlog_row_value_options', 'PARTIAL_JSON'],
    ['binlog_transaction_compression', 'ON'],
  ])
  checkSettings({ endpoint: 'x', variables, say: (code, data) => void said.push([code, Reflect.get(data, 'setting')]) })
  expect(said).toEqual([['XW-S0404', 'binlog_row_value_options=PARTIAL_JSON']])
})

it('the checksum of short and of long events is the one of the standard', () => {
  expect(checksumOf(Buffer.from('xx123456789'), 2, 11) >>> 0).toBe(0xcbf43926)
  const long = Buffer.alloc(10_000, '123456789')
  let expected = -1
  for (const byte of long) {
    expected ^= byte
    for (let bit = 0; bit < 8; bit++) expected = (expected >>> 1) ^ (expected & 1 ? 0xedb88320 : 0)
  }
  expect(checksumOf(long, 0, long.length)).toBe(~expected)
  expect(checksumOf(Buffer.from('x'), 0, 0)).toBe(0)
})
