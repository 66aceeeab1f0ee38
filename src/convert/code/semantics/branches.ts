import { boolLiteral, branch, coreCall, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Case, Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { commonType } from '../types/combine.js'
import { exprFamily, familyOf } from '../types/families.js'
import { flagOf, toInteger } from './booleans.js'
import { settleCollations } from './collations.js'
import { asNumber, asText, temporalLiteral } from './compare.js'
import { readTemporalText } from './temporal-text.js'

/** Calls whose result is one of their arguments, and which arguments those are. */
const choosing: Readonly<Record<string, (args: readonly Expr[]) => readonly number[]>> = {
  coalesce: (args) => args.map((_, index) => index),
  ifnull: (args) => args.map((_, index) => index),
  greatest: (args) => args.map((_, index) => index),
  least: (args) => args.map((_, index) => index),
  if: () => [1, 2],
}

/** The branches of a choice in one type: the one the source would take. A choice of stored booleans and 1 or 0 stays boolean. */
export function unifyBranches<T extends Case | Call>(expr: T, ctx: CodeContext): Expr {
  if (expr.kind === 'case') {
    const thens = expr.whens.map((when) => when.then)
    const all = unify([...thens, ...(expr.else ? [expr.else] : [])], ctx)
    const whens = expr.whens.map((when, index) => branch(when.when, all.exprs[index] ?? when.then))
    const last = all.exprs[thens.length]
    const made: Case = { ...expr, whens, ...(last ? { else: last } : {}) }
    return all.type ? { ...made, type: valueTypeOf(all.type, expr.type?.nullable ?? true) } : made
  }
  const name = 'core' in expr.fn ? expr.fn.core : ''
  const at = choosing[name]?.(expr.args)
  if (at === undefined) return expr
  const chosen = at.map((index) => expr.args[index]).flatMap((arg) => (arg ? [arg] : []))
  const all = unify(name === 'greatest' || name === 'least' ? comparedAs(chosen, ctx) : chosen, ctx)
  const args = expr.args.map((arg, index) => (at.includes(index) ? (all.exprs[at.indexOf(index)] ?? arg) : arg))
  return { ...expr, args, ...(all.type ? { type: valueTypeOf(all.type, expr.type?.nullable ?? true) } : {}) }
}

/** Texts beside what decides how the largest or smallest is found: dates are compared as dates, numbers by some as numbers. */
function comparedAs(exprs: readonly Expr[], ctx: CodeContext): readonly Expr[] {
  const families = new Set(exprs.map(exprFamily))
  if (!families.has('text')) return exprs
  const [first] = exprs
  if (ctx.sourceCan.firstDecidesExtremes && first && exprFamily(first) === 'number')
    return exprs.map((expr) => (exprFamily(expr) === 'text' ? asNumber(expr) : expr))
  if (ctx.sourceCan.firstDecidesExtremes && first && exprFamily(first) === 'text') return exprs.map(asText)
  const isText = (expr: Expr): boolean => exprFamily(expr) === 'text'
  if (families.has('date') || families.has('timestamp'))
    return exprs.map((expr) => (isText(expr) ? besideDate(expr, ctx) : expr))
  const asNumbers = families.has('number') && ctx.sourceCan.extremesOfTextAreNumbers === true
  return asNumbers ? exprs.map((expr) => (isText(expr) ? asNumber(expr) : expr)) : exprs
}

function besideDate(text: Expr, ctx: CodeContext): Expr {
  const read = text.kind === 'literal' ? readTemporalText(text.text) : 'none'
  return text.kind === 'literal' && read !== 'none' ? temporalLiteral(read, text, ctx) : temporalBranch(text)
}

export interface Unified {
  readonly exprs: readonly Expr[]
  readonly type?: LogicalType
}

/** Expressions brought to their common type, each only as far as the target would not go by itself. */
export function unify(exprs: readonly Expr[], ctx: CodeContext): Unified {
  const families = new Set(exprs.map(exprFamily).filter((family) => family !== 'null'))
  if (families.size === 0) return { exprs }
  if (families.has('boolean') && exprs.every((expr) => isBooleanOrFlag(expr))) {
    return { exprs: exprs.map(asBoolean), type: { kind: 'boolean' } }
  }
  const types = exprs.flatMap((expr) => (expr.type ? [expr.type.logical] : []))
  if (types.length < exprs.length) return { exprs }
  const type = commonType(types)
  const converted = exprs.map((expr) => convertTo(expr, type, ctx))
  return { exprs: type.kind === 'text' ? settleCollations(converted, ctx) : converted, type }
}

const isBooleanOrFlag = (expr: Expr): boolean =>
  exprFamily(expr) === 'boolean' || exprFamily(expr) === 'null' || flagOf(expr) !== undefined || isFlagCall(expr)

const isFlagCall = (expr: Expr): boolean => expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'bool_to_int'

function asBoolean(expr: Expr): Expr {
  if (expr.kind === 'call' && isFlagCall(expr)) return expr.args[0] ?? expr
  const flag = exprFamily(expr) === 'boolean' ? undefined : flagOf(expr)
  return flag === undefined ? expr : boolLiteral(flag, expr.origin)
}

/** One branch in the common type. Numbers among themselves and text among itself need nothing. */
export function convertTo(expr: Expr, type: LogicalType, ctx: CodeContext): Expr {
  const [from, to] = [exprFamily(expr), familyOf(type)]
  if (from === 'null' || from === to) return expr
  switch (to) {
    case 'number':
      return from === 'boolean' ? toInteger(expr) : asNumber(expr)
    case 'text':
      return asText(expr)
    case 'timestamp':
      return temporalBranch(expr)
    case 'binary':
      return coreCall('to_binary', [expr], valueTypeOf({ kind: 'binary', padded: false }), expr.origin)
    case 'boolean':
      return asBoolean(expr)
    default:
      ctx.report.fail('XW-C0316', expr.origin, { from, to })
      return expr
  }
}

function temporalBranch(expr: Expr): Expr {
  if (expr.kind === 'literal' && expr.of === 'text') {
    const read = readTemporalText(expr.text)
    if (typeof read !== 'string') return { ...expr, of: read.of, text: read.text }
  }
  return coreCall('to_datetime', [expr], valueTypeOf({ kind: 'timestamp', precision: 6, zone: 'none' }), expr.origin)
}
