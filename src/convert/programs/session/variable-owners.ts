import type { ObjectId } from '../../../core/ir/names.js'
import type { Program } from '../../../core/ir/program.js'
import type { ProgramObject } from '../frame.js'
import { reachedBy } from '../reached.js'
import { readBeforeSet, userVariableKey } from './definite-assignment.js'
import type { VariableTyping } from './user-variables.js'
import type { Uses } from './variable-uses.js'

/**
 * Programs for which a user variable is as good as one of their own: all that use it set it before they read it, none of
 * them runs inside another, and no text speaks of it. One that only sets it does so for others.
 */
export function ownersOf(
  used: readonly Uses[],
  all: readonly Uses[],
  typing: VariableTyping,
): ReadonlyMap<string, ReadonlySet<ObjectId>> {
  const users = new Map<string, Uses[]>()
  for (const uses of used) for (const name of uses.names) users.set(name, [...(users.get(name) ?? []), uses])
  const spoken = new Set(all.flatMap(({ texts }) => texts.flatMap(variablesIn)))
  const early = new Map(used.map((uses) => [uses, earlyIn(uses.object, uses.program, typing)] as const))
  const reached = reachedBy(all)
  const owners = new Map<string, ReadonlySet<ObjectId>>()
  for (const [name, list] of users) {
    const shared =
      spoken.has(name) ||
      list.some((one) => early.get(one)?.has(name) || list.some((other) => reached(one).has(other.object.id)))
    const own = list.filter((uses) => uses.read.has(name)).map((uses) => uses.object.id)
    if (!shared) owners.set(name, new Set(own))
  }
  return owners
}

const earlyIn = (object: ProgramObject, program: Program, typing: VariableTyping): ReadonlySet<string> =>
  readBeforeSet(program, {
    sets: (call) => new Set([...typing.givenBack(call, object)].flatMap(([at, { taken }]) => (taken ? [] : [at]))),
    alwaysOneRow: (query) => typing.alwaysOneRow(query, object),
  })

/** `@name` and `@'name'` inside a text that may be run. */
const variablesIn = (written: string): readonly string[] =>
  [...written.matchAll(/@(?:([A-Za-z0-9_.$]+)|[`'"]([^`'"]+)[`'"])/g)].map((found) =>
    userVariableKey(found[1] ?? found[2] ?? ''),
  )
