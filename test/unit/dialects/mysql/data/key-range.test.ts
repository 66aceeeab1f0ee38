import { describe, expect, it } from 'vitest'
import type { LogicalType } from '../../../../../src/core/ir/types.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { keyOrder, whereOf } from '../../../../../src/dialects/mysql/data/key-range.js'

const types: Readonly<Record<string, LogicalType>> = {
  id: { kind: 'integer', bits: 64, signed: false },
  name: { kind: 'text', unit: 'char', padded: false },
  raw: { kind: 'binary', padded: true },
  flag: { kind: 'bits', length: 9, varying: false },
  size: { kind: 'enum', values: ['s', 'm'], set: false },
  ratio: { kind: 'float', bits: 32, signed: true },
}

const tableOf = (...key: string[]): TableMapping => ({
  source: { schema: 's', table: 't' },
  target: { schema: 's', table: 't' },
  key,
  columns: key.map((name) => {
    const side = { name, type: types[name]!, native: '', nullable: false, generated: false }
    return { source: side, target: side }
  }),
})

const where = (key: string[], from: string[] | null, to: string[] | null) =>
  whereOf({ from, to }, keyOrder(tableOf(...key)))

describe('key ranges', () => {
  it('are half-open', () => {
    expect(where(['id'], ['1'], ['18446744073709551615'])).toBe(' WHERE `id` >= 1 AND `id` < 18446744073709551615')
    expect(where(['id'], null, null)).toBe('')
  })

  it('spell composite bounds out, column by column', () => {
    expect(where(['id', 'name'], ['1', "o'\\x"], null)).toBe(
      " WHERE (`id` >= 1 AND (`id` > 1 OR (`id` = 1 AND `name` >= 'o''\\\\x')))",
    )
    expect(where(['id', 'name'], null, ['1', 'x'])).toBe(
      " WHERE (`id` <= 1 AND (`id` < 1 OR (`id` = 1 AND `name` < 'x')))",
    )
  })

  it('compare bits and enums as numbers and bytes as bytes', () => {
    expect(where(['flag'], ['3'], null)).toBe(' WHERE (`flag`+0) >= 3')
    expect(where(['size'], ['2'], null)).toBe(' WHERE (`size`+0) >= 2')
    expect(where(['raw'], ['6100'], null)).toBe(" WHERE `raw` >= x'6100'")
  })

  it('take no bound that is not a literal', () => {
    expect(() => where(['id'], ['1 OR 1=1'], null)).toThrow('not a number')
    expect(() => where(['raw'], ["'"], null)).toThrow('not hexadecimal')
  })

  it('give one chunk for keys that no literal bounds exactly', () => {
    expect(keyOrder(tableOf('ratio'))).toBeNull()
    expect(keyOrder(tableOf())).toBeNull()
  })
})
