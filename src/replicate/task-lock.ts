import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OperationError } from '../core/findings/operation-error.js'
import { isAlive, ownProcess } from '../core/process/identity.js'

const fileName = 'lock'

/**
 * Takes a task for this process; the returned function gives it back. A process that died holds nothing.
 * @throws OperationError XW-S0604 when another process that lives has it
 */
export function takeTask(folder: string, task: string): () => void {
  const path = join(folder, fileName)
  const own = `${ownProcess()}\n`
  const draft = `${path}.${process.pid}`
  for (let attempt = 0; attempt < 10; attempt++) {
    writeFileSync(draft, own, { mode: 0o600 })
    // A link is there at once and with its text, or not at all.
    const taken = tryLink(draft, path)
    rmSync(draft)
    if (taken) return () => rmSync(path, { force: true })
    const holder = read(path)
    if (holder === undefined) continue
    if (isAlive(holder)) throw new OperationError('XW-S0604', { task, process: holder.split(' ')[0] ?? '' })
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
