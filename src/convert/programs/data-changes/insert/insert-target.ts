import type { Insert } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident, type ObjectId, type QName } from '../../../../core/ir/names.js'
import type { TableRef } from '../../../../core/ir/query.js'
import type { Column, Table, View } from '../../../../core/ir/schema.js'
import { findObject, relationOf } from '../../../code/resolve/relations.js'
import type { Relation, ScopeColumn } from '../../../code/scope.js'
import type { Receiver } from '../assigned-values.js'
import { nothingOf } from '../bent-values.js'
import type { DataEnv } from '../data-env.js'
import { changeable, madeTable } from '../tables.js'
import type { TargetKey } from '../target-tables.js'

/** A column of the table that rows go into. */
export interface Field {
  readonly scope: ScopeColumn
  readonly to: Receiver
  /** Absent: a view's. */
  readonly column?: Column
}

export interface InsertTarget {
  /** The table as the source names it. */
  readonly ref: TableRef
  readonly name: QName
  readonly id: ObjectId
  readonly object: Table | View
  /** Its columns under the name by which they are qualified. */
  readonly relation: Relation
  readonly all: readonly Field[]
  /** Those that get values, in the order of the values; behind them those that the source gives one by itself. */
  readonly fields: readonly Field[]
  /** How many of them the statement gives values. */
  readonly given: number
  readonly keys: readonly TargetKey[]
}

/** Undefined after a finding. */
export function insertTarget(stmt: Insert, at: DataEnv): InsertTarget | undefined {
  const { ctx, ctes } = at.env
  const made = madeTable(stmt.table, at)
  const named = made ? stmt.table : { schema: stmt.table.schema ?? ident(ctx.at.schema), name: stmt.table.name }
  const ref: TableRef = { kind: 'tableRef', name: named, partitions: [], hints: [], origin: stmt.origin }
  const relation = relationOf(ctx, ref, ctes)
  const object = made?.object ?? findObject(ctx, named)
  if (!relation || (object?.kind !== 'table' && object?.kind !== 'view')) return undefined
  const name = ctx.target.objectName(object.id) ?? { name: relation.target }
  const all = relation.columns.flatMap((scope): readonly Field[] => {
    const column = object.kind === 'table' ? object.columns.find((each) => each.name.text === scope.name) : undefined
    const own = column ? { column } : {}
    return scope.type ? [{ scope, to: { name: scope.name, type: scope.type, ...own }, ...own }] : []
  })
  const given = chosen(stmt, all, at)
  if (!given) return undefined
  const names = given.map((field) => field.scope.name)
  if (!changeable({ object }, names, stmt.origin, at)) return undefined
  const fields = [...given, ...all.filter((field) => !given.includes(field) && impliedValue(field, at))]
  const keys = at.tables(object.id)?.keys ?? []
  return { ref, name, id: object.id, object, relation, all, fields, given: given.length, keys }
}

/**
 * What a required column without a default holds when it gets no value: of labels the first one, always; of other types
 * what stands for nothing, where the source does not insist.
 */
export function impliedValue({ column, to }: Field, { bends }: DataEnv): Expr | undefined {
  if (!column || column.nullable || column.default || column.identity || column.generated) return undefined
  return column.type.logical.kind === 'enum' || bends !== 'nothing' ? nothingOf(to) : undefined
}

/** Without a list they are all the columns that can be seen. */
function chosen(stmt: Insert, all: readonly Field[], at: DataEnv): readonly Field[] | undefined {
  if (stmt.columns.length === 0) return all.filter((field) => field.column?.visible !== false)
  const { ctx } = at.env
  const found = stmt.columns.map((name) => fieldNamed(all, name.text, at))
  const missing = stmt.columns[found.indexOf(undefined)]
  if (missing) ctx.report.fail('XW-C0300', stmt.origin, { kind: 'column', name: missing.text })
  return missing ? undefined : found.flatMap((field) => field ?? [])
}

export function fieldNamed(all: readonly Field[], name: string, { env }: DataEnv): Field | undefined {
  const { fold } = env.ctx.sourceNames
  return all.find((field) => fold(field.scope.name) === fold(name))
}
