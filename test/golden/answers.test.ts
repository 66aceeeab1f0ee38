import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { inProcessEngine } from '../programs/engine.js'
import { casesFolder, convertCase, listCases } from './run-case.js'

/** `answers.yaml` of a case: rows for the converted tables, and what queries then give, known from the source's manual. */
const answers = z.strictObject({
  source: z.string(),
  run: z.string(),
  answers: z.array(
    z.strictObject({ query: z.string(), rows: z.array(z.string()).optional(), error: z.string().optional() }),
  ),
})

const fileOf = (name: string): string => join(casesFolder, name, 'answers.yaml')
const cases = listCases().filter((name) => existsSync(fileOf(name)))
const engine = inProcessEngine()
afterAll(() => engine.close())

describe.each(cases)('%s', (name) => {
  it('gives the rows that the source gives', { timeout: 300_000 }, async () => {
    const wanted = answers.parse(parse(readFileSync(fileOf(name), 'utf8')))
    const { statements } = await convertCase(name)
    await engine.run('DROP SCHEMA IF EXISTS app, crosswalk_rt CASCADE')
    for (const { sql } of statements) await engine.run(sql)
    await engine.run(wanted.run)
    for (const { query, ...expected } of wanted.answers)
      expect({ query, ...(await given(query)) }).toEqual({ query, ...expected })
  })
})

/** Cells joined by bars; NULL is a dash. */
async function given(query: string): Promise<{ readonly rows: readonly string[] } | { readonly error: string }> {
  try {
    const { rows } = await engine.query(query)
    return { rows: rows.map((row) => row.map((cell) => cell ?? '-').join('|')) }
  } catch (error) {
    return { error: String(error instanceof Error ? error.message : error) }
  }
}
