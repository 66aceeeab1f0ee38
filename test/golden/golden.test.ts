import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'libpg-query'
import { afterAll, describe, expect, it } from 'vitest'
import { wholeOf } from '../../src/core/ir/names.js'
import { casesFolder, listCases, runCase, sharedSessions } from './run-case.js'

const sessions = sharedSessions()
afterAll(() => sessions.close())

describe.each(listCases())('%s', (name) => {
  it('gives the expected SQL and findings, and the engine accepts what is called converted', async () => {
    const result = await runCase(name, sessions.open)
    expect(result.expectedSql).toBe(readFileSync(join(casesFolder, name, 'expected.sql'), 'utf8'))
    expect(result.findingsYaml).toBe(readFileSync(join(casesFolder, name, 'findings.yaml'), 'utf8'))
    for (const entry of result.ledger.objects) {
      if (entry.status === 'converted' || entry.status === 'approximated')
        expect(`${entry.id} ${entry.proof}`).toBe(`${entry.id} compiled`)
    }
  })

  it('accounts for every object of the source once, and loses no part', async () => {
    const { ledger, conversion, findingsYaml } = await runCase(name, sessions.open)
    const { schemas } = conversion.source
    const objects = schemas.flatMap((schema) => [
      `schema:${schema.name.text}`,
      ...schema.objects.map((object) => object.id),
    ])
    expect(ledger.objects.map((entry) => entry.id).sort()).toEqual([...objects].sort())
    expect(findingsYaml).not.toContain('XW-C0003')
    for (const entry of ledger.objects) expect(entry.parts.map((part) => part.id)).not.toContain(wholeOf(entry.id))
  })

  it('reads as SQL of the target', () => {
    expect(() => parseSync(readFileSync(join(casesFolder, name, 'expected.sql'), 'utf8'))).not.toThrow()
  })
})
