import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../../../src/rules/assets.js'
import { plain, readText } from './read-text.js'

const folder = join(packageRoot, 'fixtures', 'parse', 'mysql')
const topics = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.sql'))
  .map((name) => name.slice(0, -'.sql'.length))

describe('golden files of the script reader', () => {
  it.each(topics)('reads %s.sql as its golden file says', async (topic) => {
    const { value, findings } = await readText(readFileSync(join(folder, `${topic}.sql`)))
    const found = plain({
      settings: value.catalog.settings,
      version: value.catalog.version.raw,
      schemas: value.catalog.schemas,
      statements: value.statements,
      data: value.data,
      findings: findings.map(({ code, object, part, data }) => ({ code, object, part, data })),
    })
    const golden = join(folder, `${topic}.ir.json`)
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, `${JSON.stringify(found, null, 1)}\n`)
    expect(existsSync(golden), `${golden} is missing: run with UPDATE_GOLDEN=1`).toBe(true)
    expect(found).toEqual(JSON.parse(readFileSync(golden, 'utf8')))
  })
})
