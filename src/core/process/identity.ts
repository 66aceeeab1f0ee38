import { readFileSync } from 'node:fs'

/** What tells this process from every other one, also from a later one with its number: number and time of its start. */
export const ownProcess = (): string => `${process.pid} ${startOf(process.pid)}`

/** Whether the process of an `ownProcess` still runs. */
export function isAlive(identity: string): boolean {
  const [pid, start] = identity.trim().split(' ')
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
  const text = textOf(`/proc/${pid}/stat`)
  // Field 22 of proc(5); the name in field 2 may hold spaces.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '-'
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
