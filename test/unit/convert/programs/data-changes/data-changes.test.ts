import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Converted } from '../../support.js'
import { convertCases, resetTarget, startTarget, type Target, tableNames } from './support/change-bench.js'
import { changeCases } from './support/change-cases.js'
import { recording } from './support/recorded.js'

/** Each procedure runs on the target over the same rows as on the source; afterwards all tables hold the same. */
describe('statements that change rows leave the rows that the source leaves', () => {
  let target: Target
  let converted: Converted
  let before: Readonly<Record<string, readonly string[]>> = {}
  const known = recording()

  const allRows = async (): Promise<Record<string, readonly string[]>> => {
    const all: Record<string, readonly string[]> = {}
    for (const table of tableNames) all[table] = await target.rows(table)
    return all
  }

  const reset = async (): Promise<void> => {
    await target.db.exec(resetTarget.join(';\n'))
    for (const { kind, sql } of converted.conversion.statements) if (kind === 'identity') await target.db.exec(sql)
  }

  beforeAll(async () => {
    converted = await convertCases(changeCases)
    const made = await startTarget(converted)
    expect(made.problems).toEqual([])
    target = made
    await reset()
    before = await allRows()
  })

  afterAll(async () => {
    await target?.db.close()
  })

  it('every case has been recorded', () => {
    expect(Object.keys(known).sort()).toEqual(changeCases.map((each) => each.name).sort())
  })

  changeCases.forEach((each, index) => {
    it(each.name, async () => {
      const expected = known[each.name]
      if (!expected) return
      await reset()
      const text = programText(converted, index)
      const refused = await target.run(`CALL shop.p${index}()`)
      expect({ fails: refused !== undefined }, `${refused}\n${text}`).toEqual({ fails: expected.fails })
      expect(await allRows(), text).toEqual({ ...before, ...expected.tables })
    })
  })
})

const programText = (converted: Converted, index: number): string =>
  converted.conversion.statements.find(({ kind, name }) => kind === 'procedure' && name.name.text === `p${index}`)
    ?.sql ?? converted.findings.map(({ code, data }) => `${code} ${JSON.stringify(data)}`).join('\n')
