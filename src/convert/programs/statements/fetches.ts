import type { FetchCursor } from '../../../core/ir/cursor.js'
import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import { type Ident, spanOf } from '../../../core/ir/names.js'
import type { Program } from '../../../core/ir/program.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { isLoop, listsIn, walkProgram, walkStmt } from '../../../core/ir/walk-program.js'
import { cursorAsked } from '../session/cursor-attributes.js'

/**
 * Whether what a FETCH without a row leaves in its variables can be seen: on the source they keep their values. It cannot
 * where the program looks at its flag first and uses them only when there was a row, which is how such loops are written.
 */
export function showsLeftOvers(cursor: Ident, program: Program): boolean {
  const places = fetchesOf(cursor, program)
  const flags = flagsOf(program)
  const own = cursor.text.toLowerCase()
  return places.some((place) => !isGuarded(place, readsOf(place.fetch, program), { flags, cursor: own }))
}

/** Variables that the handlers set. */
function flagsOf(program: Program): ReadonlySet<string> {
  const found = new Set<string>()
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind !== 'block') return undefined
      for (const { body } of stmt.handlers) walkStmt(body, { target: (target) => void found.add(flagOf(target)) })
      return undefined
    },
  })
  return found
}

interface Signs {
  readonly flags: ReadonlySet<string>
  readonly cursor: string
}

/** Whether a condition looks at what a handler sets, or asks the cursor whether there was a row. */
function asks(condition: Expr | undefined, { flags, cursor }: Signs): boolean {
  let found = false
  if (condition)
    walkExpr(condition, (expr) => {
      if (expr.kind === 'variable' && flags.has(flagOf(expr))) found = true
      if (expr.kind === 'call' && cursorAsked(expr)?.cursor === cursor) found = true
      return !found
    })
  return found
}

interface Place {
  readonly fetch: FetchCursor
  /** The statement behind it in the same list. */
  readonly next: Stmt | undefined
  /** Loops around it, innermost first. */
  readonly loops: readonly Stmt[]
}

function fetchesOf(cursor: Ident, program: Program): readonly Place[] {
  const found: Place[] = []
  const visit = (list: readonly Stmt[], loops: readonly Stmt[]): void => {
    for (const [at, stmt] of list.entries()) {
      if (stmt.kind === 'fetchCursor' && stmt.cursor.text.toLowerCase() === cursor.text.toLowerCase())
        found.push({ fetch: stmt, next: list[at + 1], loops })
      for (const inner of listsIn(stmt)) visit(inner, isLoop(stmt) ? [stmt, ...loops] : loops)
    }
  }
  visit([program.body], [])
  return found
}

interface Range {
  readonly start: number
  readonly end: number
}

const rangeOf = (node: { readonly origin: Stmt['origin'] }): Range => spanOf(node.origin) ?? { start: 0, end: 0 }

const within = (inner: Range, outer: Range): boolean => inner.start >= outer.start && inner.end <= outer.end

/** Places that read one of its variables. A parameter that is given back is read at the end. */
function readsOf(fetch: FetchCursor, program: Program): readonly Range[] {
  const names = new Set(fetch.targets.map(nameOf))
  const reads: Range[] = []
  walkProgram(program, {
    expr: (expr) => {
      const isField = expr.kind === 'column' && expr.path.length === 2 && names.has(rowOf(expr))
      if (isField || names.has(nameOf(expr))) reads.push(rangeOf(expr))
      return undefined
    },
  })
  const given = program.params.some(({ mode, name }) => mode !== 'in' && names.has(name.text.toLowerCase()))
  return given ? [...reads, { start: Number.MAX_SAFE_INTEGER - 1, end: Number.MAX_SAFE_INTEGER }] : reads
}

/** Of `r.a`, where `r` may be a row variable. */
const rowOf = ({ path }: ColumnRef): string => path[0]?.text.toLowerCase() ?? ''

/** A plain name may be read as that of a column; which it is, is found out later. */
function nameOf(target: Expr): string {
  if (target.kind === 'column' && target.path.length === 1) return rowOf(target)
  return target.kind === 'variable' && target.scope === 'local' ? target.name.text.toLowerCase() : '?'
}

const flagOf = (target: Expr): string =>
  target.kind === 'variable' && target.scope === 'user' ? `@${target.name.text.toLowerCase()}` : nameOf(target)

function isGuarded({ fetch, next, loops }: Place, reads: readonly Range[], signs: Signs): boolean {
  if (fetch.targets.some((target) => nameOf(target) === '?')) return false
  const own = rangeOf(fetch)
  const [loop, outer] = loops
  if (!loop)
    return reads.every(
      (read) =>
        read.end <= own.start || (next?.kind === 'while' && asks(next.condition, signs) && within(read, rangeOf(next))),
    )
  const around = rangeOf(loop)
  const outside = reads.filter((read) => !within(read, around))
  if (outside.some((read) => outer !== undefined || read.start >= around.end)) return false
  const inside = reads.filter((read) => within(read, around))
  if (next === undefined)
    return (
      loop.kind === 'while' &&
      asks(loop.condition, signs) &&
      !inside.some((read) => within(read, rangeOf(loop.condition)))
    )
  if (next.kind !== 'if') return false
  const [first] = next.branches
  if (!asks(first?.when, signs)) return false
  const tests = first ? [rangeOf(first.when), ...(leaves(first.body) ? first.body.map(rangeOf) : [])] : []
  if (first && leaves(first.body) && next.branches.length === 1 && !next.else)
    return !inside.some((read) => tests.some((test) => within(read, test)))
  return inside.every((read) => within(read, rangeOf(next)) && !tests.some((test) => within(read, test)))
}

function leaves(body: readonly Stmt[]): boolean {
  const last = body.at(-1)
  return last?.kind === 'leave' || last?.kind === 'return' || last?.kind === 'signal'
}
