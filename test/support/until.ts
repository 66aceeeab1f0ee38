import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for a fact, however slow the machine is. @throws when it has not come within four minutes */
export async function until(holds: () => boolean | Promise<boolean>, every = 50): Promise<void> {
  const end = performance.now() + 240_000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`this has not come within four minutes: ${holds}`)
    await sleep(every)
  }
}
