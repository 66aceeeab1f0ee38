import { readdirSync, readFileSync } from 'node:fs'
import type { Servers } from './servers.js'

/** CPU seconds, of user and system, that each side of a load has used. */
export interface CpuSeconds {
  readonly source: number
  readonly client: number
  readonly target: number
}

export const cpuSum = (cpu: CpuSeconds): number => cpu.source + cpu.client + cpu.target

/**
 * Runs `work`, which ends every client process that it starts, and says what it cost. Unlike its time, this hardly
 * depends on what else the machine does.
 */
export async function withCpu<T>(
  servers: Servers,
  work: () => Promise<T>,
): Promise<{ readonly end: T; readonly cpu: CpuSeconds }> {
  const before = cpuNow(servers)
  const backends = childrenOf(servers.targetPid).length
  const end = await work()
  // A backend's time is its parent's once it has ended; that takes a moment longer than its client.
  for (let wait = 0; wait < 100 && childrenOf(servers.targetPid).length > backends; wait++)
    await new Promise((done) => setTimeout(done, 20))
  const after = cpuNow(servers)
  const cpu = {
    source: after.source - before.source,
    client: after.client - before.client,
    target: after.target - before.target,
  }
  return { end, cpu }
}

function cpuNow({ sourcePid, targetPid }: Servers): CpuSeconds {
  const target = ticksOf(targetPid)
  const living = childrenOf(targetPid).reduce((sum, pid) => sum + ticksOf(pid).own, 0)
  return {
    source: ticksOf(sourcePid).own / ticksPerSecond,
    client: childrenCpu(),
    target: (target.own + target.ended + living) / ticksPerSecond,
  }
}

/** CPU seconds of all processes that this one has started and that have ended. */
export const childrenCpu = (): number => ticksOf(process.pid).ended / ticksPerSecond

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100

/** Its own ticks, and those of children that have ended (manual: proc(5), stat, fields 14 to 17). */
function ticksOf(pid: number): { readonly own: number; readonly ended: number } {
  const fields = statOf(pid)
  const field = (number: number): number => Number(fields[number - 3] ?? 0)
  return { own: field(14) + field(15), ended: field(16) + field(17) }
}

/** Fields from the third on: the second is the name, which may hold blanks and brackets. */
function statOf(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

const childrenOf = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(Number(name))[1] === String(pid))
    .map(Number)
