import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/rules/assets.js'

export interface TextFile {
  /** Relative to the package, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** Text files below the given folders of the package, generated ones included. */
export function textFiles(folders: readonly string[], extension: RegExp): readonly TextFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && extension.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: path.slice(packageRoot.length + 1), text: readFileSync(path, 'utf8') })),
  )
}
