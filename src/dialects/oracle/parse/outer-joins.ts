import { finding } from '../../../core/findings/finding.js'
import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import type { Join, Select, TableExpr } from '../../../core/ir/query.js'
import { mapChildren } from '../../../core/ir/walk.js'
import type { LowerContext } from './cst.js'
import { columnsOfTable, nameOfTable } from './known-columns.js'
import { where } from './problems.js'
import { and } from './queries.js'
import { crossJoin } from './table-references.js'

/** A condition that names columns with `(+)`: the one table that is optional, and the tables that it is joined to. */
interface Marked {
  readonly condition: Expr
  readonly optional: string
  readonly needs: readonly string[]
}

/**
 * Makes joins of conditions with `(+)` (SQL Language Reference, "Outer Joins"). All tables become one tree, since a condition
 * of a join may only name tables inside it; those without a mark come first, the others follow what they are joined to.
 */
export function withOuterJoins(select: Select, context: LowerContext): Select {
  const marks = context.outerMarks
  if (!marks || marks.size === 0 || !select.where) return select
  const { plain, marked, stray } = sortConditions(conjuncts(select.where), marks, ownersIn(select.from, context))
  const ordered = stray ? undefined : inOrder(select.from, marked)
  if (!ordered) return refused(select, context)
  const [first, ...rest] = ordered
  if (!first) return select
  const tree = rest.reduce((left, right) => joinNext(left, right, marked, select), first)
  const { where: _, ...others } = select
  const condition = plain.reduce<Expr | undefined>((left, right) => and(left, right), undefined)
  return { ...others, from: [tree], ...(condition ? { where: condition } : {}) }
}

const conjuncts = (expr: Expr): readonly Expr[] =>
  expr.kind === 'binary' && expr.op === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr]

/** Whose column it is: the name of a table of FROM; the empty name where that is not known, none where it is of no table. */
type OwnerOf = (column: ColumnRef, marked: boolean) => string | undefined

function ownersIn(tables: readonly TableExpr[], { columnsOf }: LowerContext): OwnerOf {
  const known = tables.map((table) => ({ name: nameOfTable(table) ?? '', columns: columnsOfTable(table, columnsOf) }))
  const open = known.filter(({ columns }) => columns === undefined)
  return ({ path }, marked) => {
    const qualifier = path.at(-2)
    if (qualifier) return qualifier.text
    const column = path.at(-1)?.text ?? ''
    const own = known.filter(({ columns }) => columns?.includes(column))
    // Two that have it would be an error of the source; so only a table that is not known can have another.
    if (own.length > 0) return own.length === 1 ? own[0]?.name : ''
    if (open.length === 0) return undefined
    // With a mark it is a column of some table here.
    return open.length === 1 && (marked || tables.length === 1) ? open[0]?.name : ''
  }
}

function sortConditions(conditions: readonly Expr[], marks: ReadonlySet<Expr>, ownerOf: OwnerOf) {
  const plain: Expr[] = []
  const marked: Marked[] = []
  let stray = false
  for (const condition of conditions) {
    const { optional, others } = tablesOf(condition, marks, ownerOf)
    const [only] = optional
    if (only === undefined) plain.push(condition)
    else if (optional.size > 1) stray = true
    else marked.push({ condition, optional: only, needs: [...others].filter((name) => name !== only) })
  }
  return { plain, marked, stray }
}

/** Names of the tables whose columns a condition names; the empty name stands for one that is not known. */
function tablesOf(condition: Expr, marks: ReadonlySet<Expr>, ownerOf: OwnerOf) {
  const optional = new Set<string>()
  const others = new Set<string>()
  const visit = (expr: Expr): Expr => {
    if (expr.kind === 'column') {
      const owner = ownerOf(expr, marks.has(expr))
      if (marks.has(expr)) optional.add(owner ?? '')
      else if (owner !== undefined) others.add(owner)
    }
    return mapChildren(expr, { expr: visit, query: (query) => query })
  }
  visit(condition)
  return { optional, others }
}

/** Tables in an order in which each comes behind those that it is joined to; undefined where there is none. */
function inOrder(tables: readonly TableExpr[], marked: readonly Marked[]): readonly TableExpr[] | undefined {
  const names = new Set(tables.flatMap((table) => nameOfTable(table) ?? []))
  if (marked.some(({ optional, needs }) => [optional, ...needs].some((name) => !names.has(name)))) return undefined
  const isOptional = (table: TableExpr): boolean => marked.some(({ optional }) => optional === nameOfTable(table))
  const placed = tables.filter((table) => !isOptional(table))
  let waiting = tables.filter(isOptional)
  while (waiting.length > 0) {
    const known = new Set(placed.map(nameOfTable))
    const next = waiting.find((table) => needsOf(table, marked).every((name) => known.has(name)))
    if (!next || placed.length === 0) return undefined
    placed.push(next)
    waiting = waiting.filter((table) => table !== next)
  }
  return placed
}

const needsOf = (table: TableExpr, marked: readonly Marked[]): readonly string[] =>
  marked.filter(({ optional }) => optional === nameOfTable(table)).flatMap(({ needs }) => needs)

function joinNext(left: TableExpr, right: TableExpr, marked: readonly Marked[], { origin }: Select): TableExpr {
  const own = marked.filter(({ optional }) => optional === nameOfTable(right)).map(({ condition }) => condition)
  const on = own.reduce<Expr | undefined>((all, each) => and(all, each), undefined)
  if (!on) return crossJoin(left, right, origin)
  return { kind: 'join', origin, join: 'left', natural: false, left, right, on, using: [] } satisfies Join
}

function refused(select: Select, context: LowerContext): Select {
  context.sink.add(finding('XW-P0024', where(select.origin, context), { clause: '(+) of these tables' }))
  const opaque: Expr = { kind: 'opaque', text: '(+)', why: 'XW-P0024', origin: select.origin }
  return { ...select, where: and(select.where, opaque) }
}
