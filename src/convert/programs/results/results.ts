import type { Program } from '../../../core/ir/program.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { ScopeColumn } from '../../code/scope.js'
import type { ResultPlan } from '../frame.js'

/** How many results one run of a program can hand over: none, one, or any number. */
export type ResultCount = 0 | 1 | 2

/** Of the procedure that a statement calls. */
export type CountOf = (stmt: Stmt & { readonly kind: 'callStatement' }) => ResultCount

/**
 * The largest number of results on any path, as far as the statements tell. A loop repeats what is in it; a branch excludes
 * the others; a handler may run in addition.
 */
export function countResults(program: Program, countOf: CountOf): ResultCount {
  return capped(ofStmt(program.body, countOf))
}

const capped = (count: number): ResultCount => (count >= 2 ? 2 : count === 1 ? 1 : 0)

const sum = (stmts: readonly Stmt[], countOf: CountOf): number => {
  let total = 0
  for (const stmt of stmts) {
    total += ofStmt(stmt, countOf)
    if (stmt.kind === 'return') break
  }
  return total
}

const most = (counts: readonly number[]): number => Math.max(0, ...counts)

function ofStmt(stmt: Stmt, countOf: CountOf): number {
  switch (stmt.kind) {
    case 'resultSet':
      return 1
    case 'execute':
      return stmt.silent ? 0 : 2
    case 'callStatement':
      return countOf(stmt)
    case 'block':
      return sum(stmt.statements, countOf) + most(stmt.handlers.map((each) => ofStmt(each.body, countOf) * twice(each)))
    case 'if':
    case 'caseStatement':
      return most([...stmt.branches.map((each) => sum(each.body, countOf)), sum(stmt.else ?? [], countOf)])
    case 'loop':
    case 'while':
    case 'repeat':
    case 'for':
      return 2 * sum(stmt.body, countOf)
    case 'insert':
    case 'update':
    case 'delete':
      return stmt.returning.length > 0 && !stmt.into ? 1 : 0
    default:
      return 0
  }
}

/** A handler that goes on may run again. */
const twice = ({ action }: { readonly action: string }): number => (action === 'continue' ? 2 : 1)

/** How results can be handed over, before their columns are known. */
export function planResults(program: Program, count: ResultCount): ResultPlan {
  if (count === 0) return 'none'
  if (count === 2 || program.params.some((param) => param.mode !== 'in')) return 'cursors'
  return 'rows'
}

/** The columns that all places agree on, by name and type; undefined when they do not. */
export function commonShape(shapes: readonly (readonly ScopeColumn[])[]): readonly ScopeColumn[] | undefined {
  const [first, ...others] = shapes
  if (!first || hasTwins(first)) return undefined
  const same = (shape: readonly ScopeColumn[]): boolean =>
    shape.length === first.length &&
    shape.every((column, at) => {
      const one = first[at]
      return column.target.text === one?.target.text && sameType(column, one)
    })
  return others.every(same) ? first.map((_, at) => widest(shapes.flatMap((shape) => shape[at] ?? []))) : undefined
}

/** Among columns of one kind the one whose type holds the values of all: numbers have widths, and NULL has no type. */
const widest = ([first, ...others]: readonly ScopeColumn[]): ScopeColumn =>
  others.reduce((wide, each) => (widthOf(each) > widthOf(wide) ? each : wide), first as ScopeColumn)

function widthOf({ type }: ScopeColumn): number {
  if (!type || type.logical.kind === 'null') return -1
  return type.logical.kind === 'integer' || type.logical.kind === 'float' ? type.logical.bits : 0
}

const hasTwins = (columns: readonly ScopeColumn[]): boolean =>
  new Set(columns.map((column) => column.target.text)).size < columns.length

const sameType = (one: ScopeColumn, other: ScopeColumn): boolean =>
  one.type?.logical.kind === other.type?.logical.kind || widthOf(one) < 0 || widthOf(other) < 0
