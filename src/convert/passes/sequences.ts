import { finding } from '../../core/findings/finding.js'
import type { Sequence, SequenceOptions } from '../../core/ir/schema.js'
import { mapObjects } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'

const highest = 2n ** 63n - 1n
const lowest = -(2n ** 63n)

/** Brings the bounds of sequences into what a 64-bit signed counter can hold. */
export const sequences: Pass = {
  name: 'sequences',
  run: (catalog, context) =>
    mapObjects(catalog, (object) => (object.kind === 'sequence' ? [clampSequence(object, context)] : [object])),
}

function clampSequence(object: Sequence, context: PassContext): Sequence {
  const clamped: Partial<Record<keyof SequenceOptions, bigint>> = {}
  for (const bound of ['start', 'min', 'max', 'next', 'increment', 'cache'] as const) {
    const value = object.sequence[bound]
    if (value === undefined) continue
    const fitted = inRange(bound, value)
    clamped[bound] = fitted
    // A cache of none is a cache of one: the same numbers come out.
    if (fitted === value || bound === 'cache') continue
    const data = { name: object.name.name.text, bound, value: String(value), target: String(fitted) }
    context.findings.add(finding('XW-C0085', placeOf(object), data))
  }
  return { ...object, sequence: { ...object.sequence, ...withoutCycle(clamped) } }
}

const withoutCycle = (
  bounds: Partial<Record<keyof SequenceOptions, bigint>>,
): Partial<Record<Exclude<keyof SequenceOptions, 'cycle'>, bigint>> => bounds

function inRange(bound: string, value: bigint): bigint {
  if ((bound === 'increment' && value === 0n) || (bound === 'cache' && value < 1n)) return 1n
  if (value > highest) return highest
  return value < lowest ? lowest : value
}
