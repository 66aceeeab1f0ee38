import { ownErrors } from '../../rules/conditions/conditions.js'
import type { Frame } from './frame.js'

/** Gives out SQLSTATEs for declared errors, in the order in which they are asked for. */
export function createOwnErrors(dialect: string): Frame['ownError'] {
  const given = new Map<string, string>()
  const { declared = 'XD' } = ownErrors(dialect) ?? {}
  return (key) => {
    const number = (given.size + 1).toString(36).toUpperCase().padStart(3, '0')
    const state = given.get(key) ?? `${declared}${number}`
    given.set(key, state)
    return state
  }
}
