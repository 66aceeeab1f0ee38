import { relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../../src/rules/assets.js'
import { coreTableFiles } from '../../../../src/rules/functions/core-functions.js'
import { readTableFiles } from '../../../../src/rules/functions/read.js'
import { writeTableFiles } from '../../../../src/rules/functions/write.js'
import { checkTable } from '../../../../src/rules/load/check.js'
import { readTable } from '../../../../src/rules/load/table.js'

const good = `dialect: mysql
direction: read
see: https://example.com
rules:
  - id: mysql.fn.nvl
    pattern: NVL($a, $b)
    replace: core.coalesce($a, $b)
    doc: The first that is not null.
    examples:
      - { in: "NVL(1, 2)", out: "core.coalesce(1, 2)" }
`

describe('checking a rule table', () => {
  it('finds no fault in the tables of the package', () => {
    const problems = [
      ...coreTableFiles().flatMap((file) => checkTable(file, 'core-functions')),
      ...readTableFiles('mysql').flatMap((file) => checkTable(file, 'functions-read')),
      ...writeTableFiles('postgres').flatMap((file) => checkTable(file, 'functions-write')),
    ]
    expect(
      problems.map((each) => `${relative(packageRoot, each.file)}:${each.line}:${each.column}: ${each.problem}`),
    ).toEqual([])
  })

  it('names file, line and column of a key that no table has', () => {
    const [problem] = checkTable('x.yaml', 'functions-read', good.replace('    replace:', '    repalce:'))
    expect(problem).toMatchObject({ file: 'x.yaml', line: 7, column: 5 })
    expect(problem?.problem).toContain('repalce')
  })

  it('names the place where the YAML itself breaks', () => {
    const [problem] = checkTable('x.yaml', 'functions-read', good.replace('{ in: "NVL(1, 2)"', '{ in: "NVL(1, 2)'))
    expect(problem?.line).toBeGreaterThanOrEqual(10)
  })

  it('refuses a rule that neither replaces nor names a finding', () => {
    const text = good.replace('    replace: core.coalesce($a, $b)\n', '')
    expect(checkTable('x.yaml', 'functions-read', text)).not.toEqual([])
  })

  it('accepts the same table as it stands', () => {
    expect(checkTable('x.yaml', 'functions-read', good)).toEqual([])
  })

  it('cuts a table into as many entries as the whole file holds', () => {
    for (const file of [...readTableFiles('mysql'), ...writeTableFiles('postgres')]) {
      const { rows } = readTable(file)
      expect(rows.length, file).toBeGreaterThan(3)
      expect(
        rows.every((row) => row.text.startsWith('  - ')),
        file,
      ).toBe(true)
    }
  })
})
