import type { BinaryOp, Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { familyOf, isTemporal } from './families.js'

export const isMoment = (type: LogicalType | undefined): boolean =>
  type !== undefined && isTemporal(familyOf(type)) && familyOf(type) !== 'time'

const isNumber = (type: LogicalType | undefined): boolean => type !== undefined && familyOf(type) === 'number'

/** Digits of the second that a moment has: one with digits is a timestamp of the source, one without its date. */
const isExact = (type: LogicalType | undefined): boolean => type?.kind === 'timestamp' && type.precision > 0

/** What a date and a number of days give, where numbers are days; undefined for all other operands. */
export function dayArithmeticType(
  op: BinaryOp,
  left: LogicalType | undefined,
  right: LogicalType | undefined,
): LogicalType | undefined {
  const moved = (op === 'add' || op === 'sub') && isMoment(left) && isNumber(right)
  if (moved || (op === 'add' && isNumber(left) && isMoment(right))) {
    return { kind: 'timestamp', precision: 0, zone: 'none' }
  }
  if (op !== 'sub' || !isMoment(left) || !isMoment(right)) return undefined
  if (isExact(left) || isExact(right)) return { kind: 'interval', fields: 'day-second', precision: 6 }
  return { kind: 'decimal', signed: true }
}

const isSpan = (type: LogicalType | undefined): boolean => type?.kind === 'interval'

/** What spans of time give with one another, with numbers and with moments; undefined for all other operands. */
export function spanArithmeticType(
  op: BinaryOp,
  left: LogicalType | undefined,
  right: LogicalType | undefined,
): LogicalType | undefined {
  if (op === 'mul' && isNumber(left) && isSpan(right)) return right
  if ((op === 'mul' || op === 'div') && isSpan(left) && isNumber(right)) return left
  if (op !== 'add' && op !== 'sub') return undefined
  if (isSpan(right) && (isSpan(left) || isMoment(left))) return left
  return op === 'add' && isSpan(left) && isMoment(right) ? right : undefined
}

/** A span of months moves a day that its month does not have to another one here, and is an error there. */
export const movesByMonths = (left: LogicalType | undefined, right: LogicalType | undefined): boolean =>
  [left, right].some((type) => type?.kind === 'interval' && type.fields !== 'day-second') &&
  [left, right].some(isMoment)

/** The core call for such an operation. */
export function dayCall(
  op: BinaryOp,
  left: Expr,
  right: Expr,
): { readonly name: string; readonly args: readonly Expr[] } {
  const [l, r] = [left.type?.logical, right.type?.logical]
  if (op === 'add')
    return isMoment(l) ? { name: 'days_added', args: [left, right] } : { name: 'days_added', args: [right, left] }
  if (isNumber(r)) return { name: 'days_taken', args: [left, right] }
  return { name: isExact(l) || isExact(r) ? 'time_between' : 'days_between', args: [left, right] }
}
