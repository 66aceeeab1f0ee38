import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../../../src/rules/assets.js'

/** The target's runtime functions, all of them, in one script. */
export function runtimeSql(): readonly string[] {
  const folder = join(packageRoot, 'rules', 'postgres', 'runtime')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}
