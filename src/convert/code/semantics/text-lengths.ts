import type { Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'

/** Characters that a text may have at most, as far as its form and its types tell. */
export function lengthOf(expr: Expr): number {
  if (expr.kind === 'literal') return expr.of === 'null' ? 0 : [...expr.text].length
  if (expr.kind === 'column' || expr.kind === 'variable') return declared(expr.type?.logical)
  if (expr.kind === 'case') {
    const last = expr.else ? [expr.else] : []
    return longest([...expr.whens.map((each) => each.then), ...last])
  }
  return expr.kind === 'call' && 'core' in expr.fn ? (ofCall[expr.fn.core]?.(expr.args) ?? unlimited) : unlimited
}

const unlimited = Number.POSITIVE_INFINITY

const declared = (type: LogicalType | undefined): number => (type?.kind === 'text' && type.length) || unlimited

const longest = (args: readonly Expr[]): number => Math.max(0, ...args.map(lengthOf))

const ofFirst = ([text]: readonly Expr[]): number => (text ? lengthOf(text) : unlimited)

type LengthOfCall = (args: readonly Expr[]) => number

/** What calls give at most; letters may become two in upper case. */
const ofCall: Readonly<Record<string, LengthOfCall>> = {
  coalesce: longest,
  if: ([, ...values]) => longest(values),
  concat: (args) => args.reduce((sum, each) => sum + lengthOf(each), 0),
  left: ([text, count]) => Math.min(text ? lengthOf(text) : unlimited, countOf(count)),
  substring: ([text, , count]) => Math.min(text ? lengthOf(text) : unlimited, countOf(count)),
  to_text: ([value]) => shown(value?.type?.logical),
  ...{ nullif: ofFirst, rtrim: ofFirst, ltrim: ofFirst, trim: ofFirst, lower: ofFirst, reverse: ofFirst },
  ...{ md5: () => 32, sha1: () => 40, uuid: () => 36 },
}

const countOf = (expr: Expr | undefined): number => (expr?.kind === 'literal' ? Number(expr.text) : unlimited)

/** Digits, signs and points of a value's ordinary text. */
function shown(type: LogicalType | undefined): number {
  switch (type?.kind) {
    case 'boolean':
      return 1
    case 'integer':
      return { 8: 4, 16: 6, 24: 8, 32: 11, 64: 20 }[type.bits]
    case 'date':
      return 10
    case 'timestamp':
      return 26
    default:
      return unlimited
  }
}
