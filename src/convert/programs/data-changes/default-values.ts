import { nullLiteral } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { TableExpr } from '../../../core/ir/query.js'
import type { Column } from '../../../core/ir/schema.js'
import { mapBottomUp } from '../../../core/ir/walk.js'
import { findObject } from '../../code/resolve/relations.js'
import type { DataEnv } from './data-env.js'
import { leavesOf } from './trees.js'

/** DEFAULT(column) inside a value is what the source has as the column's default. */
export function withDefaults(value: Expr, tables: readonly TableExpr[], at: DataEnv): Expr {
  const { ctx } = at.env
  return mapBottomUp(value, (node) => {
    if (node.kind !== 'default') return node
    const name = node.column?.text ?? ''
    const columns = leavesOf(tables).flatMap((table) => {
      const object = table.kind === 'tableRef' ? findObject(ctx, table.name) : undefined
      return object?.kind === 'table' ? object.columns : []
    })
    const found = columns.find((column) => ctx.sourceNames.fold(column.name.text) === ctx.sourceNames.fold(name))
    if (found) return defaultOf(found)
    ctx.report.fail('XW-C0300', node.origin, { kind: 'column', name })
    return node
  })
}

/** What a column gets that is not named; in the source's language. */
export const defaultOf = (column: Column): Expr => column.default ?? nullLiteral(column.origin)

export const isDefault = (expr: Expr): boolean => expr.kind === 'default' && expr.column === undefined
