import { afterAll, describe, expect, it } from 'vitest'
import { listPrograms, loadProgram } from './cases.js'
import { inProcessEngine } from './engine.js'
import { admitted, runProgram } from './run-case.js'

const engine = inProcessEngine()
afterAll(() => engine.close())

describe('converted programs do what the source did', () => {
  it.each(listPrograms().filter((name) => !loadProgram(name).needsServer))('%s', async (name) => {
    const { one, conversion, problems } = await runProgram(name, engine)
    if (one.isMet || !one.notes) return expect(problems).toEqual([])
    expect(problems, 'it does now: take its case.yaml away').not.toEqual([])
    if (one.notes.status !== 'flagged') return
    expect(conversion && admitted(conversion)).toEqual(expect.arrayContaining(one.notes.codes))
    expect(one.notes.codes).not.toEqual([])
  })
})
