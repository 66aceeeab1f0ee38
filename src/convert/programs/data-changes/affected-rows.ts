import { binary, not } from '../../../core/ir/build.js'
import type { Delete, Insert, Update } from '../../../core/ir/data-change.js'
import type { Expr } from '../../../core/ir/expr.js'
import { exprFamily } from '../../code/types/families.js'
import type { DataEnv } from './data-env.js'
import { anyOf } from './trees.js'

/**
 * Whether the source may count other rows than the target does for the statement as it was written. The source counts rows
 * that an UPDATE really changed, two for each row that ON DUPLICATE KEY UPDATE changed, and deleted and inserted rows of
 * REPLACE; the target counts rows that were found or written.
 */
export function affectedRowsDiffer(stmt: Insert | Update | Delete): boolean {
  switch (stmt.kind) {
    case 'insert':
      return stmt.replace || stmt.onDuplicate.length > 0
    case 'update':
      return true
    case 'delete':
      return stmt.targets.length > 1
  }
}

/** Says that a count the program asks for may differ. */
export function reportCount(stmt: Insert | Update | Delete, at: DataEnv): void {
  if (at.counts) at.env.ctx.report.note('XW-R0116', stmt.origin, { statement: stmt.kind.toUpperCase() })
}

/** A column and what it becomes. */
export interface Becomes {
  readonly column: Expr
  readonly value: Expr
}

/** Whether any column becomes another value than it has, down to the bytes of text. */
export function changesAnything(all: readonly Becomes[], at: DataEnv): Expr | undefined {
  const plain = (expr: Expr): Expr => {
    const collation = at.env.ctx.target.bytesCollation
    if (exprFamily(expr) !== 'text' || collation === undefined) return expr
    return { kind: 'collate', operand: expr, collation, origin: expr.origin, ...(expr.type ? { type: expr.type } : {}) }
  }
  return anyOf(all.map(({ column, value }) => not(binary('nullSafeEq', plain(column), plain(value)))))
}
