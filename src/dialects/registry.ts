import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Dialect } from '../core/dialect/dialect.js'

const here = dirname(fileURLToPath(import.meta.url))

/** A dialect is a folder beside this file that has an `index`; nothing else lists them. */
export function dialectIds(): readonly string[] {
  return readdirSync(here, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && ['index.js', 'index.ts'].some((file) => existsSync(join(here, entry.name, file))),
    )
    .map((entry) => entry.name)
    .sort()
}

export async function loadDialect(id: string): Promise<Dialect | undefined> {
  if (!dialectIds().includes(id)) return undefined
  const module: { readonly dialect: Dialect } = await import(`./${id}/index.js`)
  return module.dialect
}

/** The dialect whose URLs begin with this scheme. */
export async function dialectOfScheme(scheme: string): Promise<Dialect | undefined> {
  for (const id of dialectIds()) {
    const dialect = await loadDialect(id)
    if (dialect?.schemes.includes(scheme)) return dialect
  }
  return undefined
}
