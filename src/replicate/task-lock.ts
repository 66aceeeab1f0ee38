import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OperationError } from '../core/findings/operation-error.js'

const fileName = 'lock'

/**
 * Takes a task for this process; the returned function gives it back. A process that died holds nothing.
 * @throws OperationError XW-S0604 when another process that lives has it
 */
export function takeTask(folder: string, task: string): () => void {
  const path = join(folder, fileName)
  const own = `${process.pid} ${startOf(process.pid)}\n`
  const draft = `${path}.${process.pid}`
  for (let attempt = 0; attempt < 10; attempt++) {
    writeFileSync(draft, own, { mode: 0o600 })
    // A link is there at once and with its text, or not at all.
    const taken = tryLink(draft, path)
    rmSync(draft)
    if (taken) return () => rmSync(path, { force: true })
    const holder = read(path)
    if (holder === undefined) continue
    if (lives(holder)) throw new OperationError('XW-S0604', { task, process: holder.split(' ')[0] ?? '' })
    removeStale(path, holder)
  }
  throw new OperationError('XW-S0604', { task, process: '?' })
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Two that find the same dead holder: one moves its file away, the other puts back what it moved by mistake. */
function removeStale(path: string, holder: string): void {
  const aside = `${path}.${process.pid}.old`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (read(aside) !== holder) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function lives(holder: string): boolean {
  const [pid, start] = holder.trim().split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const now = startOf(Number(pid))
  return now === '-' || start === '-' || now === start
}

/** When a process began, in the system's ticks: a number that is used again belongs to another. `-` where that cannot be asked. */
function startOf(pid: number): string {
  const text = read(`/proc/${pid}/stat`)
  // Field 22 of proc(5); the name in field 2 may hold spaces.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '-'
}
