import type { Expr } from '../../core/ir/expr.js'
import type { ObjectId } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { TableExpr } from '../../core/ir/query.js'
import type { Catalog } from '../../core/ir/schema.js'
import type { Stmt } from '../../core/ir/statement.js'
import { walkExpr } from '../../core/ir/walk.js'
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
      ...called.flatMap(({ name, given }) => (routines.get(name) ?? []).filter((each) => takes(each.program, given))),
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

/** Whether a routine can be called with so many arguments. */
const takes = ({ params }: Program, given: number): boolean =>
  given <= params.length && given >= params.filter((each) => each.mode !== 'out' && !each.default).length

/** What a program calls, as far as names and numbers of arguments tell. */
export interface Called {
  readonly name: string
  readonly given: number
}

function calledBy(expr: Expr): Called | undefined {
  if (expr.kind !== 'call' || 'core' in expr.fn) return undefined
  const name = 'native' in expr.fn ? expr.fn.native : expr.fn.routine.name.text
  return { name: name.toLowerCase(), given: expr.args.length }
}

export function calledIn(expr: Expr): Called[] {
  const found: Called[] = []
  walkExpr(expr, (each) => {
    const one = calledBy(each)
    if (one) found.push(one)
    return true
  })
  return found
}

/** Whether a program runs again, while it runs, through what it calls there. */
export function createCallsBack(source: Catalog): (object: ProgramObject, called: Called) => boolean {
  // A trigger that comes back to its table has a finding of its own.
  const all = source.schemas.flatMap(({ objects }) => objects.flatMap(runningOf))
  const called = all.filter(({ object }) => object.kind === 'routine')
  const reached = reachedBy(called)
  const routines = new Map<string, Running[]>()
  for (const each of called) {
    const name = each.object.name.name.text.toLowerCase()
    routines.set(name, [...(routines.get(name) ?? []), each])
  }
  return (object, { name, given }) =>
    (routines.get(name) ?? [])
      .filter((each) => takes(each.program, given))
      .some((each) => each.object.id === object.id || reached(each).has(object.id))
}

/** Names of routines that a program may call, and of tables whose rows it changes. */
function touches(program: Program): { readonly called: readonly Called[]; readonly changed: readonly string[] } {
  const called: Called[] = []
  const changed = new Set<string>()
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'callStatement')
        called.push({ name: stmt.routine.name.text.toLowerCase(), given: stmt.args.length })
      for (const name of changedTables(stmt)) changed.add(name.toLowerCase())
      return undefined
    },
    expr: (expr) => {
      const found = calledBy(expr)
      if (found) called.push(found)
      return undefined
    },
  })
  return { called, changed: [...changed] }
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
