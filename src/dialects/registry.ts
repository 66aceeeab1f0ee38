import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Dialect } from '../core/dialect/dialect.js'
import type { Fingerprinter } from '../core/dialect/fingerprint.js'

const here = dirname(fileURLToPath(import.meta.url))

/** A dialect is a folder beside this file that has an `index`; nothing else lists them. */
export function dialectIds(): readonly string[] {
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && indexOf(entry.name) !== undefined)
    .map((entry) => entry.name)
    .sort()
}

const indexOf = (id: string): string | undefined => fileOf(id, 'index')

/** The compiled file, or the source when TypeScript is run directly. */
const fileOf = (id: string, name: string): string | undefined =>
  ['js', 'ts'].map((ending) => join(here, id, `${name}.${ending}`)).find((path) => existsSync(path))

export async function loadDialect(id: string): Promise<Dialect | undefined> {
  const path = dialectIds().includes(id) ? indexOf(id) : undefined
  if (path === undefined) return undefined
  const module: { readonly dialect: Dialect } = await import(pathToFileURL(path).href)
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

/** How servers are known by what they say to strangers: folders with a `fingerprint`, whether they are dialects or not. */
export async function loadFingerprinters(): Promise<readonly Fingerprinter[]> {
  const found = readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => fileOf(entry.name, 'fingerprint') ?? [])
    .sort()
  const modules: readonly { readonly fingerprinter: Fingerprinter }[] = await Promise.all(
    found.map((path) => import(pathToFileURL(path).href)),
  )
  return modules.map(({ fingerprinter }) => fingerprinter)
}
