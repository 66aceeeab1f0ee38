import type { Command } from 'commander'
import type { ValuePolicies } from '../../core/data/reject.js'
import { usage } from '../endpoint-url.js'

/** The words given on a command line, before anything is known of their types. */
export type Words = Readonly<Record<string, unknown>>

export const text = (words: Words, key: string): string | undefined =>
  typeof words[key] === 'string' ? words[key] : undefined

/** The words behind an option that takes several. */
export const several = (words: Words, key: string): readonly string[] =>
  Array.isArray(words[key]) ? words[key].map(String) : []

export const flag = (words: Words, key: string): boolean => words[key] === true

/** A whole number of at least one. */
export function positive(words: Words, key: string, otherwise: number): number {
  const given = text(words, key)
  if (given === undefined) return otherwise
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1)
    throw usage(`--${dashed(key)} ${given}: expected a whole number of at least 1`)
  return value
}

/** One of a closed list. */
export function choice<T extends string>(words: Words, key: string, values: readonly T[], otherwise: T): T {
  const given = text(words, key)
  if (given === undefined) return otherwise
  const found = values.find((value) => value === given)
  if (found === undefined) throw usage(`--${dashed(key)} ${given}: expected ${values.join(', ')}`)
  return found
}

const dashed = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

export function declarePolicies(command: Command): void {
  command
    .option('--zero-dates <how>', 'dates the target cannot hold: reject (set the row aside), null, infinity', 'reject')
    .option('--nul-bytes <how>', 'U+0000 in text: reject, strip', 'reject')
    .option('--enum-errors <how>', 'values outside an enum: reject, null', 'reject')
}

export const policiesOf = (words: Words): ValuePolicies => ({
  zeroDates: choice(words, 'zeroDates', ['reject', 'null', 'infinity'], 'reject'),
  nulBytes: choice(words, 'nulBytes', ['reject', 'strip'], 'reject'),
  enumErrors: choice(words, 'enumErrors', ['reject', 'null'], 'reject'),
})
