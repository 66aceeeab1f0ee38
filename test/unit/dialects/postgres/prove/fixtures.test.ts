import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProofSession } from '../../../../../src/core/dialect/dialect.js'
import { prover } from '../../../../../src/dialects/postgres/prove/prover.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'
import { convertScript } from '../../../convert/support.js'

const folder = 'fixtures/programs'
const inputs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('input.sql'))

/** What the engine would in truth refuse when it runs: a table that is made without a schema, under a path that has none. */
const wrong: readonly string[] = ['ddl/create-as-select-and-rename: no schema has been selected to create in']

let session: ProofSession
beforeAll(async () => {
  session = await prover.open({ version: parseVersion('18') })
})
afterAll(() => session.close())

it('refuses nothing in programs that run', { timeout: 240_000 }, async () => {
  const refused: string[] = []
  let probes = 0
  for (const input of inputs.sort()) {
    await session.reset()
    const { conversion } = await convertScript(readFileSync(join(folder, input), 'utf8'))
    probes += conversion.statements.reduce((sum, each) => sum + (each.probes?.length ?? 0), 0)
    for (const { refusals = [] } of await session.prove(conversion.statements))
      refused.push(...refusals.map(({ reason }) => `${input.replace('/input.sql', '')}: ${reason}`))
  }
  expect(probes).toBeGreaterThan(2000)
  expect(refused.filter((each) => !wrong.includes(each))).toEqual([])
})
