import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadDialect } from '../../src/dialects/registry.js'
import { listPrograms, loadProgram, programsFolder } from './cases.js'
import { convertCase } from './convert-case.js'
import { inProcessEngine } from './engine.js'
import { admitted, runProgram } from './run-case.js'

const engine = inProcessEngine()
afterAll(() => engine.close())

const cases = listPrograms().filter((name) => !loadProgram(name).needsServer)

describe('converted programs do what the source did', () => {
  it.each(cases)('%s', async (name) => {
    const { one, conversion, problems } = await runProgram(name, engine)
    if (one.isMet || !one.notes) return expect(problems).toEqual([])
    expect(problems, 'it does now: take its case.yaml away').not.toEqual([])
    if (one.notes.status !== 'flagged') return
    expect(conversion && admitted(conversion)).toEqual(expect.arrayContaining(one.notes.codes))
    expect(one.notes.codes).not.toEqual([])
  })
})

/** Parameters that come back are of another kind there. */
describe('converted for the oldest target they do the same', () => {
  const calling = cases.filter((name) => /^(parameters|calls|results)\//.test(name) && loadProgram(name).isMet)

  it.each(calling)('%s', async (name) => {
    const to = await loadDialect('postgres')
    const oldest = to?.parseVersion(String(to.targetVersions?.oldest))
    expect((await runProgram(name, engine, oldest)).problems).toEqual([])
  })
})

describe('differences that stay are named', () => {
  const places: Record<string, string> = parse(readFileSync(join(programsFolder, 'findings.yaml'), 'utf8'))

  it.each(Object.entries(places))('%s in %s', async (code, name) => {
    const { findings } = await convertCase(loadProgram(name))
    expect(findings.map((found) => found.code)).toContain(code)
  })
})
