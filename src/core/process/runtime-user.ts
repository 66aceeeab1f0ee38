import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export interface RuntimeUser {
  readonly uid: number
  readonly gid: number
}

/**
 * Who a server that refuses root shall run as: nobody special when we are not root ourselves, else the owner of the
 * folder when that is an ordinary user, else the system's unprivileged user.
 */
export function runtimeUser(folder: string): RuntimeUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const entries = readPasswd()
  const owner = existsSync(folder) ? statSync(folder) : undefined
  if (owner && owner.uid !== 0 && entries.some((entry) => entry.uid === owner.uid)) {
    return { uid: owner.uid, gid: owner.gid }
  }
  return entries.find((entry) => entry.name === 'nobody') ?? { uid: 65_534, gid: 65_534 }
}

/** Whether that user can pass through every folder down to the path, by owner, group and other bits. */
export function reachableBy(user: RuntimeUser, path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && !canPass(user, folder)) return false
    if (folder === dirname(folder)) return true
  }
}

function canPass(user: RuntimeUser, folder: string): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

function readPasswd(): readonly (RuntimeUser & { readonly name: string })[] {
  if (!existsSync('/etc/passwd')) return []
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length > 3)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}
