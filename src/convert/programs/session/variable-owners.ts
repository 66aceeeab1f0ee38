import type { ObjectId } from '../../../core/ir/names.js'
import type { Program } from '../../../core/ir/program.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import type { ProgramObject } from '../frame.js'
import { readBeforeSet, userVariableKey } from './definite-assignment.js'
import type { VariableTyping } from './user-variables.js'
import type { Uses } from './variable-uses.js'

/** Variables that one program alone uses, that it reads and sets before that, and that no text speaks of. */
export function ownersOf(
  used: readonly Uses[],
  all: readonly Uses[],
  typing: VariableTyping,
): ReadonlyMap<string, ObjectId> {
  const owners = new Map<string, ObjectId | 'several'>()
  for (const { names, object } of used)
    for (const name of names) owners.set(name, owners.has(name) ? 'several' : object.id)
  const spoken = new Set(all.flatMap(({ texts }) => texts.flatMap(variablesIn)))
  for (const { object, program, names, read } of used) {
    const candidates = [...names].filter((name) => owners.get(name) === object.id && !spoken.has(name))
    const early = candidates.length === 0 || callsItself(object, all) ? names : earlyIn(object, program, typing)
    for (const name of names) if (early.has(name) || spoken.has(name) || !read.has(name)) owners.set(name, 'several')
  }
  return new Map([...owners].flatMap(([name, owner]) => (owner === 'several' ? [] : [[name, owner] as const])))
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

/** A call inside would find what the inner one left behind. */
function callsItself(object: ProgramObject, all: readonly Uses[]): boolean {
  const seen = new Set<string>()
  const wanted = object.name.name.text.toLowerCase()
  const visit = (uses: Uses): boolean => {
    const called = calleesOf(uses.program).filter((name) => !seen.has(name))
    for (const name of called) seen.add(name)
    if (called.includes(wanted)) return true
    return all.some((each) => called.includes(each.object.name.name.text.toLowerCase()) && visit(each))
  }
  const own = all.find((each) => each.object.id === object.id)
  return own !== undefined && visit(own)
}

function calleesOf(program: Program): readonly string[] {
  const found: string[] = []
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'callStatement') found.push(stmt.routine.name.text.toLowerCase())
      return undefined
    },
  })
  return found
}
