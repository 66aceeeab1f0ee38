import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { OperationError } from '../../../core/findings/operation-error.js'
import { makeFolder } from '../../../core/process/make-folder.js'
import { type RuntimeUser, reachableBy } from '../../../core/process/runtime-user.js'
import type { Binaries } from './package.js'

const run = promisify(execFile)
const outside = '/var/lib/crosswalk'

/**
 * Where the server's files go: inside the folder, unless the server runs as another user who could not get there (a
 * folder under a closed home); then under the system's state folder, by a name made from the folder's path.
 */
export function dataFolderFor(folder: string, user: RuntimeUser | undefined): string {
  if (!user || reachableBy(user, folder)) return join(folder, 'data')
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  return join(outside, name, 'data')
}

/** Data outside the folder goes not when the folder goes: a file beside it names the folder that it belongs to. */
export function noteOwner(data: string, folder: string): void {
  if (!data.startsWith(`${outside}/`)) return
  makeFolder(dirname(data), 0o755)
  writeFileSync(join(dirname(data), 'belongs-to'), `${folder}\n`)
}

/** Makes the data folder unless it is there. The work is done under another name, so half a folder is never taken for a whole one. */
export async function prepareData(
  binaries: Binaries,
  data: string,
  user: RuntimeUser | undefined,
  superuser: string,
  password: string,
): Promise<void> {
  if (existsSync(data)) return checkVersion(binaries, data)
  const draft = `${data}.new`
  const secret = `${data}.secret`
  const owner = user ? { uid: user.uid, gid: user.gid } : {}
  makeFolder(dirname(data), 0o755)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(secret, password, { mode: 0o600 })
  if (user) for (const path of [draft, secret]) chownSync(path, user.uid, user.gid)
  try {
    const args = [
      ...['-D', draft, '-U', superuser, `--pwfile=${secret}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--no-instructions', '--set=dynamic_shared_memory_type=posix'],
    ]
    await run(binaries.initdb, args, { cwd: '/', env: serverEnv(), ...owner })
    renameSync(draft, data)
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true })
    throw new OperationError('XW-S0301', { engine: 'PostgreSQL', folder: data, problem: wordsOf(cause) }, { cause })
  } finally {
    rmSync(secret, { force: true })
  }
}

export const serverEnv = (): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
})

function checkVersion(binaries: Binaries, data: string): void {
  const file = join(data, 'PG_VERSION')
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'nothing known'
  if (found === binaries.major) return
  const problem = `it holds files of version ${found}, and the server is version ${binaries.major}`
  throw new OperationError('XW-S0302', { engine: 'PostgreSQL', folder: data, problem })
}

function wordsOf(cause: unknown): string {
  if (cause instanceof Error && 'stderr' in cause && typeof cause.stderr === 'string' && cause.stderr.trim() !== '') {
    return cause.stderr.trim()
  }
  return cause instanceof Error ? cause.message : String(cause)
}
