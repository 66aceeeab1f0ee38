import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { LogicalType } from '../../../src/core/ir/types.js'
import { isFindingCode } from '../../../src/rules/types/codes.js'
import { isLogicalType } from '../../../src/rules/types/schema.js'
import { readTypeTable, typeTable } from '../../../src/rules/types/table.js'
import { writeType } from '../../../src/rules/types/write.js'

describe('type rules that write', () => {
  const byDialect = ['postgres', 'mysql'].flatMap((dialect) =>
    typeTable(dialect).write.map((rule) => [rule.id, dialect, rule] as const),
  )
  const rules = byDialect.map(([, , rule]) => rule)
  test.each(byDialect)('%s writes what its examples say', (id, dialect, rule) => {
    for (const { in: input, variant, out } of rule.examples) {
      if (!isLogicalType(input)) throw new Error(`${id}: ${JSON.stringify(input)} is not a type`)
      const written = writeType(dialect, input, new Set(variant === undefined ? [] : [variant]))
      expect(written?.native).toBe(out)
      expect(written?.rule).toBe(id)
    }
  })

  test('every finding that a rule names is in the catalogue', () => {
    expect(rules.filter((rule) => rule.finding !== undefined && !isFindingCode(rule.finding))).toEqual([])
  })

  test('no rule is hidden by an earlier one: each is the answer to its own example', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
  })

  test('unsigned numbers keep their whole range and nothing more', () => {
    const ranges = ([8, 16, 24, 32, 64] as const).map((bits) => {
      const logical: LogicalType = { kind: 'integer', bits, signed: false }
      return writeType('postgres', logical)?.check
    })
    expect(ranges).toEqual(
      [8n, 16n, 24n, 32n, 64n].map((bits) => ({ kind: 'range', low: '0', high: String(2n ** bits - 1n) })),
    )
  })

  test('a type that no rule holds is not written', () => {
    expect(writeType('postgres', { kind: 'opaque' })).toBeUndefined()
    expect(writeType('nosuch', { kind: 'date' })).toBeUndefined()
  })
})

describe('a rule file with a mistake', () => {
  const read = (text: string) => {
    const path = join(mkdtempSync(join(tmpdir(), 'rules-')), 'types.yaml')
    writeFileSync(path, text)
    return () => readTypeTable(path)
  }

  test('says the file and the line', () => {
    const rule =
      '  - id: x.type.a\n    logical: { kind: date }\n    doc: too short\n    examples: [{ in: {}, out: "" }]\n'
    expect(read(`dialect: x\nwrite:\n${rule}`)).toThrow(/types\.yaml:5: /)
    expect(read('dialect: x\nwrite: [\n')).toThrow(/types\.yaml:\d+: /)
  })

  test('a word it does not know is refused', () => {
    expect(read('dialect: x\nwrites: []\n')).toThrow(/Unrecognized key/)
  })
})
