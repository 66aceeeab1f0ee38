import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { templatesModule } from '../../src/report/precompile.js'
import { packageRoot } from '../../src/rules/assets.js'

it('compiled report templates are fresh', () => {
  const made = templatesModule(join(packageRoot, 'src/report/templates'))
  expect(readFileSync(join(packageRoot, 'src/report/templates.generated.ts'), 'utf8')).toBe(made)
})
