import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'libpg-query'
import { afterAll, describe, expect, it } from 'vitest'
import { wholeOf } from '../../src/core/ir/names.js'
import { loadDialect } from '../../src/dialects/registry.js'
import { available } from '../support/servers.js'
import { casesFolder, listCases, runCase, sharedSessions } from './run-case.js'

const sessions = sharedSessions()
afterAll(() => sessions.close())

/** In process a case is proved anywhere; what only a server of the machine can prove waits for one. */
const cases = listCases().filter((name) => !/^[a-z]+-to-mysql\//.test(name) || available('mariadb'))

describe.each(cases)('%s', (name) => {
  it('gives the expected SQL and findings, and the engine accepts what is called converted', async () => {
    const result = await runCase(name, sessions.open)
    expect(result.expectedSql).toBe(readFileSync(join(casesFolder, name, 'expected.sql'), 'utf8'))
    expect(result.findingsYaml).toBe(readFileSync(join(casesFolder, name, 'findings.yaml'), 'utf8'))
    for (const entry of result.ledger.objects) {
      if (entry.status === 'converted' || entry.status === 'approximated')
        expect(`${entry.id} ${entry.proof}`).toMatch(/ (compiled|stand-in)$/)
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

  it('reads as SQL of the target', async () => {
    const sql = readFileSync(join(casesFolder, name, 'expected.sql'), 'utf8')
    if (/-to-postgres\//.test(name)) expect(() => parseSync(sql)).not.toThrow()
    else expect(await problemsOf(name, sql)).toEqual([])
  })
})

/** What the target's own reader says against a text. */
async function problemsOf(name: string, sql: string): Promise<readonly string[]> {
  const to = await loadDialect(/-to-([a-z]+)\//.exec(name)?.[1] ?? '')
  const parser = await to?.parser?.()
  const file = {
    path: 'expected.sql',
    size: sql.length,
    chunks: async function* () {
      yield Buffer.from(sql)
    },
  }
  const read = await parser?.readScript([file], { defaultSchema: 'app' })
  return (
    read?.findings.flatMap(({ code }) => (/^XW-P000|^XW-P02(00|0[79]|1[34])/.test(code) ? [code] : [])) ?? ['no parser']
  )
}
