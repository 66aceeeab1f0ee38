import type { ObjectId } from '../../../core/ir/names.js'
import type { Program, Stmt } from '../../../core/ir/program.js'
import type { TableExpr } from '../../../core/ir/query.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import type { ProgramObject } from '../frame.js'
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

/** Programs that run while a program does: those that it calls, triggers of tables that it changes, and so on. */
function reachedBy(all: readonly Uses[]): (from: Uses) => ReadonlySet<ObjectId> {
  const routines = new Map<string, Uses[]>()
  const triggers = new Map<string, Uses[]>()
  for (const uses of all) {
    const { object } = uses
    const [map, name] = object.kind === 'trigger' ? [triggers, object.table.name] : [routines, object.name.name]
    map.set(name.text.toLowerCase(), [...(map.get(name.text.toLowerCase()) ?? []), uses])
  }
  const next = new Map<Uses, readonly Uses[]>()
  const nextOf = (uses: Uses): readonly Uses[] => {
    const known = next.get(uses)
    if (known) return known
    const { called, changed } = touches(uses.program)
    const found = [
      ...called.flatMap((name) => routines.get(name) ?? []),
      ...changed.flatMap((name) => triggers.get(name) ?? []),
    ]
    next.set(uses, found)
    return found
  }
  return (from) => {
    const seen = new Set<ObjectId>()
    const open = [...nextOf(from)]
    for (let uses = open.pop(); uses; uses = open.pop()) {
      if (seen.has(uses.object.id)) continue
      seen.add(uses.object.id)
      open.push(...nextOf(uses))
    }
    return seen
  }
}

/** Names of routines that a program may call, and of tables whose rows it changes. */
function touches(program: Program): { readonly called: readonly string[]; readonly changed: readonly string[] } {
  const called = new Set<string>()
  const changed = new Set<string>()
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'callStatement') called.add(stmt.routine.name.text.toLowerCase())
      for (const name of changedTables(stmt)) changed.add(name.toLowerCase())
      return undefined
    },
    expr: (expr) => {
      if (expr.kind === 'call' && 'native' in expr.fn) called.add(expr.fn.native.toLowerCase())
      return undefined
    },
  })
  return { called: [...called], changed: [...changed] }
}

function changedTables(stmt: Stmt): readonly string[] {
  switch (stmt.kind) {
    case 'insert':
    case 'load':
      return [stmt.table.name.text]
    case 'update':
    case 'delete':
      return stmt.tables.flatMap(namesIn)
    default:
      return []
  }
}

const namesIn = (table: TableExpr): readonly string[] =>
  table.kind === 'join'
    ? [...namesIn(table.left), ...namesIn(table.right)]
    : table.kind === 'tableRef'
      ? [table.name.name.text]
      : []
