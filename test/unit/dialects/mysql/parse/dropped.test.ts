import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { scriptParser } from '../../../../../src/dialects/mysql/parse/script-parser.js'
import { packageRoot } from '../../../../../src/rules/assets.js'

it('names what a script makes and drops again, and nothing that never was', async () => {
  const bytes = readFileSync(join(packageRoot, 'fixtures/convert/mysql-to-postgres/scripts/made-and-dropped/input.sql'))
  const file = {
    path: 'input.sql',
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
  const { findings } = await scriptParser.readScript([file], { defaultSchema: 'app' })
  const dropped = findings
    .filter((found) => found.code === 'XW-P0223')
    .map((found) => Object.values(found.data).join(' '))
  expect(dropped.sort()).toEqual([
    'column gone of app.kept',
    'foreign key gone_fk of app.kept',
    'index gone_key of app.kept',
    'table app.gone',
    'trigger app.gone_trigger',
  ])
})
