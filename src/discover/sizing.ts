import type { Activity } from '../core/dialect/inventory.js'
import type { Sizing } from '../core/fleet/fleet.js'

const gib = 2 ** 30

export interface Measured {
  readonly bytes: number
  readonly bytesPerDay: number
  readonly activity: Activity | null
  readonly connections: { readonly now: number; readonly most: number | null }
}

/**
 * A machine for what was measured, by plain rules: storage for the data, a year of growth and a third more; memory for a
 * quarter of the data, in powers of two from 2 GiB on; a core for each 500 transactions or 2,000 changed rows a second, at
 * least two; half as many connections again as the most that there were.
 */
export function sizingOf({ bytes, bytesPerDay, activity, connections }: Measured): Sizing {
  const seconds = Math.max(1, activity?.seconds ?? 1)
  const changed = activity ? activity.inserted + activity.updated + activity.deleted : 0
  const cores = Math.max((activity?.transactions ?? 0) / seconds / 500, changed / seconds / 2000)
  const memory = Math.max(2, bytes / 4 / gib)
  return {
    vcpus: Math.max(2, Math.ceil(cores)),
    memoryBytes: 2 ** Math.ceil(Math.log2(memory)) * gib,
    storageBytes: Math.ceil((bytes + Math.max(0, bytesPerDay) * 365) * (4 / 3)),
    connections: Math.ceil(Math.max(connections.now, connections.most ?? 0, 10) * 1.5),
  }
}
