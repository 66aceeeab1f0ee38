import { describe, expect, test } from 'vitest'
import type { NativeType } from '../../../src/core/ir/types.js'
import { defaultCollationOf, readCollation, readType } from '../../../src/rules/types/read.js'
import { typeTable } from '../../../src/rules/types/table.js'

const native = (name: string, rest: Partial<NativeType> = {}): NativeType => ({ name, args: [], flags: [], ...rest })

describe('type rules that read', () => {
  const rules = ['mysql', 'postgres'].flatMap((dialect) =>
    typeTable(dialect).read.map((rule) => [rule.id, dialect, rule] as const),
  )
  test.each(rules)('%s gives what its examples say', (_, dialect, rule) => {
    for (const { in: input, out } of rule.examples) {
      const { charset, collation, srid, ...rest } = input
      const given: NativeType = {
        ...rest,
        ...(charset === undefined ? {} : { charset }),
        ...(collation === undefined ? {} : { collation }),
        ...(srid === undefined ? {} : { srid }),
      }
      expect(readType(dialect, given)).toMatchObject(out)
    }
  })

  test('an unknown type is not guessed', () => {
    expect(readType('mysql', native('hyperloglog'))).toBeUndefined()
    expect(readType('mysql', native('int', { args: [1, 2] }))).toBeUndefined()
    expect(readType('nosuch', native('int'))).toBeUndefined()
  })

  test('labels keep their order and look of numbers', () => {
    expect(readType('mysql', native('enum', { args: ['2', '1', '', "o'k"] }))).toEqual({
      kind: 'enum',
      values: ['2', '1', '', "o'k"],
      set: false,
    })
  })

  test('CHAR BINARY takes the binary collation of its character set', () => {
    const read = readType('mysql', native('char', { args: [3], flags: ['binary'], charset: 'latin1' }))
    expect(read).toMatchObject({ kind: 'text', collation: { name: 'latin1_bin', binary: true } })
  })
})

describe('collation names', () => {
  test.each([
    ['utf8mb4_general_ci', { caseSensitive: false, accentSensitive: false, padSpace: true, language: 'und' }],
    ['utf8mb4_0900_ai_ci', { caseSensitive: false, accentSensitive: false, padSpace: false, language: 'und' }],
    ['utf8mb4_0900_as_cs', { caseSensitive: true, accentSensitive: true, padSpace: false, language: 'und' }],
    ['utf8mb4_0900_as_ci', { caseSensitive: false, accentSensitive: true, padSpace: false }],
    ['utf8mb4_de_pb_0900_ai_ci', { language: 'de-u-co-phonebk', caseSensitive: false }],
    ['utf8mb4_cs_0900_ai_ci', { language: 'cs', caseSensitive: false }],
    ['utf8mb4_0900_bin', { binary: true, padSpace: false }],
    ['utf8mb3_bin', { binary: true, padSpace: true, caseSensitive: true }],
    ['utf8mb4_uca1400_nopad_as_cs', { caseSensitive: true, accentSensitive: true, padSpace: false, language: 'und' }],
    ['utf8mb4_uca1400_ai_cs', { caseSensitive: true, accentSensitive: false, language: 'und' }],
    ['latin1_general_cs', { caseSensitive: true, binary: false, language: 'und' }],
    ['latin1_swedish_ci', { language: 'sv' }],
    ['binary', { binary: true, padSpace: false }],
  ])('%s', (name, facts) => {
    expect(readCollation('mysql', name)).toMatchObject({ name, ...facts })
  })

  test('the default of a character set depends on the server', () => {
    const version = { flavour: 'mysql', major: 8, minor: 4, patch: 0, raw: '8.4.0' }
    expect(defaultCollationOf('mysql', 'utf8mb4', version)).toBe('utf8mb4_0900_ai_ci')
    expect(defaultCollationOf('mysql', 'utf8mb4', { ...version, flavour: 'mariadb', major: 10, minor: 11 })).toBe(
      'utf8mb4_general_ci',
    )
  })
})
