import type { ObjectId } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { TableExpr } from '../../core/ir/query.js'
import type { Catalog } from '../../core/ir/schema.js'
import type { Stmt } from '../../core/ir/statement.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import type { ProgramObject } from './frame.js'

interface Running {
  readonly object: ProgramObject
  readonly program: Program
}

/** Programs that run while a program does: those that it calls, triggers of tables that it changes, and so on. */
export function reachedBy<T extends Running>(all: readonly T[]): (from: T) => ReadonlySet<ObjectId> {
  const routines = new Map<string, T[]>()
  const triggers = new Map<string, T[]>()
  for (const one of all) {
    const { object } = one
    const [map, name] = object.kind === 'trigger' ? [triggers, object.table.name] : [routines, object.name.name]
    map.set(name.text.toLowerCase(), [...(map.get(name.text.toLowerCase()) ?? []), one])
  }
  const next = new Map<T, readonly T[]>()
  const nextOf = (one: T): readonly T[] => {
    const known = next.get(one)
    if (known) return known
    const { called, changed } = touches(one.program)
    const found = [
      ...called.flatMap((name) => routines.get(name) ?? []),
      ...changed.flatMap((name) => triggers.get(name) ?? []),
    ]
    next.set(one, found)
    return found
  }
  return (from) => {
    const seen = new Set<ObjectId>()
    const open = [...nextOf(from)]
    for (let one = open.pop(); one; one = open.pop()) {
      if (seen.has(one.object.id)) continue
      seen.add(one.object.id)
      open.push(...nextOf(one))
    }
    return seen
  }
}

/**
 * For each trigger from which a change of its own table is reached, the program that makes it. What the trigger itself
 * changes is none of these.
 */
export function ownTableChanges(source: Catalog): ReadonlyMap<ObjectId, ProgramObject> {
  const all = source.schemas.flatMap(({ objects }) => objects.flatMap(runningOf))
  const reached = reachedBy(all)
  const changes = new Map(
    all.map(({ object, program }) => [object.id, { object, tables: new Set(touches(program).changed) }] as const),
  )
  const found = new Map<ObjectId, ProgramObject>()
  for (const one of all) {
    const { object } = one
    if (object.kind !== 'trigger') continue
    const own = object.table.name.text.toLowerCase()
    for (const id of reached(one)) {
      const other = changes.get(id)
      if (id !== object.id && other?.tables.has(own)) found.set(object.id, other.object)
    }
  }
  return found
}

const runningOf = (object: Catalog['schemas'][number]['objects'][number]): readonly Running[] =>
  (object.kind === 'routine' || object.kind === 'trigger') && object.program
    ? [{ object, program: object.program }]
    : []

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
    case 'merge':
      return namesIn(stmt.target)
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
