import { finding } from '../../../core/findings/finding.js'
import type { Origin } from '../../../core/ir/names.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { LowerContext } from './context.js'
import { type A_Expr, type Node, stringOf, stringsOf } from './tree.js'
import { lowerType } from './types.js'

/**
 * Sums and products of whole numbers of four bytes have four bytes here, and eight elsewhere. Says so once for a program, unless
 * the number goes as it is into four bytes (`storedWhole`), which looks at it, or is counted up or down by one that is written.
 */
export function noteWidth(expr: A_Expr, name: string, origin: Origin, context: LowerContext): void {
  if (!context.ofProgram || !/^[-+*]$/.test(name) || context.storedWhole === expr) return
  if (name !== '*' && (isNumber(expr.lexpr) || isNumber(expr.rexpr))) return
  if (!isNarrow(expr.lexpr, context) || !isNarrow(expr.rexpr, context)) return
  if (isNumber(expr.lexpr) && isNumber(expr.rexpr)) return
  context.sink.add(finding('XW-R0095', { object: context.object, origin }, {}))
}

const isNumber = (node: Node | undefined): boolean => node !== undefined && 'A_Const' in node

/** Whether a value has four bytes or fewer for certain. */
function isNarrow(node: Node | undefined, context: LowerContext): boolean {
  if (!node) return false
  if ('A_Const' in node) return node.A_Const.ival !== undefined
  if ('ColumnRef' in node) return isNarrowType(context.columnType?.((node.ColumnRef.fields ?? []).map(stringOf)))
  if ('TypeCast' in node && node.TypeCast.typeName)
    return isNarrowType(lowerType(node.TypeCast.typeName, context).logical)
  if (!('A_Expr' in node) || !/^[-+*/%]$/.test(stringsOf(node.A_Expr.name).at(-1) ?? '')) return false
  const { lexpr, rexpr } = node.A_Expr
  return (lexpr === undefined || isNarrow(lexpr, context)) && isNarrow(rexpr, context)
}

const isNarrowType = (type: LogicalType | undefined): boolean => type?.kind === 'integer' && type.bits <= 32
