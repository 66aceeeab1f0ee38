import type { Conflict, Insert } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { TableRef } from '../../../../core/ir/query.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { writtenExpr } from '../../code.js'
import type { DataEnv } from '../data-env.js'
import { isDefault } from '../default-values.js'
import { returningOf } from '../returning.js'
import { hasQuery, isVolatile } from '../trees.js'
import type { Duplicate } from './duplicates.js'
import type { InsertTarget } from './insert-target.js'
import { type QuerySource, writtenSource } from './query-source.js'

export interface Draft {
  readonly stmt: Insert
  readonly into: InsertTarget
  readonly at: DataEnv
  readonly duplicate: Duplicate
}

export type Row = readonly Expr[]

export function insertRows(rows: readonly Row[], draft: Draft, conflict?: Conflict): readonly Stmt[] | undefined {
  const { into, at } = draft
  const written = rows.map((row) => row.map((value) => (isDefault(value) ? value : writtenExpr(value, at))))
  // A column that every row leaves to its default needs not be named.
  const kept = into.fields.map((_, index) => written.some((row) => row[index] && !isDefault(row[index])))
  const named = kept.some(Boolean) ? kept : kept.map((_, index) => index === 0 && rows.length > 1)
  const columns = into.fields.filter((_, index) => named[index]).map((field) => field.scope.target)
  const made = target(draft, columns, { rows: written.map((row) => row.filter((_, index) => named[index])) }, conflict)
  return made && [made]
}

function target(
  { stmt, into, at }: Draft,
  columns: Insert['columns'],
  source: Insert['source'],
  conflict?: Conflict,
): Insert | undefined {
  const returning = returningOf(stmt.returning, into.ref, at)
  if (!returning) return undefined
  return {
    kind: 'insert',
    origin: stmt.origin,
    ignore: false,
    modifiers: [],
    returning,
    replace: false,
    table: into.name,
    partitions: [],
    columns,
    source,
    onDuplicate: [],
    ...(conflict ? { conflict } : {}),
  }
}

/** Values that can be written out more than once. */
export const isPlain = (row: Row, at: DataEnv): boolean =>
  row.every((value) => isDefault(value) || (!isVolatile(value, at.env.ctx) && !hasQuery(value)))

export const targetRef = (into: InsertTarget): TableRef => ({ ...into.ref, name: into.name })

export function insertQuery(draft: Draft, source: QuerySource, conflict?: Conflict): readonly Stmt[] | undefined {
  const { into, at } = draft
  noteNumbers(draft)
  const own: QuerySource = withoutFurther(source, into.fields.length)
  const written = writtenSource(own, into, at, false)
  if (!written) return undefined
  const made = target(
    draft,
    into.fields.map((field) => field.scope.target),
    { query: written.query },
    conflict,
  )
  return made && [made]
}

/** Rows of one table come in the order of its key on both sides, most often; others do not. */
function noteNumbers({ stmt, into, at }: Draft): void {
  if (!('query' in stmt.source) || stmt.source.query.orderBy.length > 0) return
  const { body } = stmt.source.query
  const inAnyOrder =
    body.kind === 'select' && (body.groupBy.length > 0 || body.from.some(({ kind }) => kind === 'join'))
  const { object } = into
  const counter = inAnyOrder && object.kind === 'table' ? object.columns.find((each) => each.identity) : undefined
  const { fold } = at.env.ctx.sourceNames
  const given =
    stmt.columns.length === 0 || stmt.columns.some(({ text }) => fold(text) === fold(counter?.name.text ?? ''))
  if (counter && !given) at.env.ctx.report.note('XW-R0119', stmt.origin, { column: counter.name.text })
}

const withoutFurther = (source: QuerySource, width: number): QuerySource => ({
  ...source,
  values: source.values.slice(0, width),
})
