import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder: the nearest one above this file that holds `package.json` and `rules/`. The same for sources and for `dist`. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)))

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'rules'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('the package folder with rules/ was not found')
  return findRoot(parent)
}

export const rulesFolder: string = join(packageRoot, 'rules')
