import type { LogicalType } from '../core/ir/types.js'
import type { Derived } from './program.js'

/** A derived value in the canonical text of its column's type (`core/data/canonical.ts`); a float in any digits. */
export function canonicalOutcome(type: LogicalType, value: Derived): string | null {
  if (value === null) return null
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
  if (typeof value === 'object') return `no value (${value.refused})`
  const text = String(value)
  switch (type.kind) {
    case 'decimal':
    case 'timestamp':
      return text.includes('.') ? text.replace(/\.?0+$/, '') : text
    case 'time':
      return durationOf(text)
    default:
      return text
  }
}

/** Microseconds of `HH:MM[:SS[.f]]`. */
function durationOf(text: string): string {
  const [hours = '0', minutes = '0', seconds = '0'] = text.split(':')
  const [whole = '0', fraction = ''] = seconds.split('.')
  const total = (BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(whole)
  return String(total * 1_000_000n + BigInt(fraction.padEnd(6, '0')))
}
