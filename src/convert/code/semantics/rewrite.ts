import {
  binary,
  bool,
  branch,
  coreCall,
  implicitCast,
  not,
  textLiteral,
  unary,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type {
  Between,
  Binary,
  BinaryOp,
  Call,
  Case,
  Collate,
  Expr,
  InList,
  InQuery,
  OrderItem,
  Quantified,
  Unary,
} from '../../../core/ir/expr.js'
import { mapChildren } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { shorten } from '../resolve/resolve-from.js'
import { isWindow } from '../select/aggregates.js'
import { explicitNulls } from '../select/order.js'
import { codeKey } from '../select/same-code.js'
import { dayArithmeticType, dayCall, isMoment, movesByMonths, spanArithmeticType } from '../types/days.js'
import { exprFamily } from '../types/families.js'
import { arithmetic, asDouble, bitOperand, intervalArithmetic, movedTime, unsigned64 } from './arithmetic.js'
import { argumentsWithBlanks } from './blanks.js'
import { compareWithFlag, fitPlace, isCondition, toInteger, type Want } from './booleans.js'
import { unifyBranches } from './branches.js'
import { onBytes } from './byte-strings.js'
import { castByMeaning } from './casts.js'
import { withOwnBytes } from './charsets.js'
import { withMovingClock } from './clock.js'
import { labelsAsText, settleCollations, settleCompared } from './collations.js'
import { asNumber, asText, comparable, type Pair } from './compare.js'
import { frameInDays } from './day-frames.js'
import { documentMakers, inDocument } from './documents.js'
import { inFullWidth } from './full-width.js'
import { byPosition, findLabel, isLabelled, labelNumber } from './labels.js'
import { noteCall } from './notes.js'
import { nullIf } from './null-if.js'
import { withTargetPattern } from './patterns.js'
import { convertItem } from './query-items.js'
import { ownText } from './text-forms.js'
import { matchText } from './text-match.js'
import { callOfUser } from './user-functions.js'

export interface RewriteEnv {
  readonly ctx: CodeContext
}

/**
 * Pass 4, semantics: makes explicit what the source does by itself (conditions used as numbers, numbers as conditions, text
 * as numbers and dates, division, null order), so that the target does the same. Children come first; the place decides last.
 */
export function rewrite(expr: Expr, want: Want, env: RewriteEnv): Expr {
  return fitPlace(rewriteNode(expr, want, env), want)
}

function rewriteNode(expr: Expr, want: Want, env: RewriteEnv): Expr {
  switch (expr.kind) {
    case 'binary':
      return rewriteBinary(expr, env)
    case 'unary':
      return rewriteUnary(expr, env)
    case 'case':
      return rewriteCase(expr, env)
    case 'call':
      if ('routine' in expr.fn) return callOfUser(children(expr, 'value', env), env.ctx)
      return rewriteCall(expr, env)
    case 'cast':
      return castByMeaning({ ...expr, operand: rewrite(expr.operand, 'value', env) }, env.ctx)
    case 'between':
      return rewriteBetween(children(expr, 'any', env), env)
    case 'inList':
      return rewriteInList(children(expr, 'any', env), env)
    case 'inQuery':
      return rewriteInQuery(children(expr, 'any', env), env)
    case 'like':
      return matchText(children(expr, 'value', env), env.ctx)
    case 'test':
      return {
        ...expr,
        operand: rewrite(expr.operand, expr.is === 'null' || expr.is === 'json' ? 'any' : 'boolean', env),
      }
    case 'quantified':
      return rewriteQuantified(children(expr, 'value', env), env)
    case 'collate':
      return collate(children(expr, 'value', env), env.ctx)
    case 'variable':
      if (expr.scope === 'local') return expr
      env.ctx.report.fail('XW-C0306', expr.origin, { name: `${prefix(expr.scope)}${expr.name.text}` })
      return expr
    case 'opaque':
      env.ctx.report.fail('XW-C0313', expr.origin, { text: shorten(expr.text) })
      return expr
    default:
      return children(expr, want === 'boolean' ? 'any' : 'value', env)
  }
}

/** COLLATE by the target's name of the collation; text of another family has none. */
function collate(expr: Collate, ctx: CodeContext): Expr {
  const operand = exprFamily(expr.operand) === 'null' ? expr.operand : asText(expr.operand)
  const name = ctx.target.collation(expr.collation)
  if (name !== undefined) return { ...expr, operand, collation: name }
  ctx.report.fail('XW-C0317', expr.origin, { name: expr.collation })
  return expr
}

const prefix = (scope: string): string => (scope === 'user' ? '@' : '@@')

function children<T extends Expr>(expr: T, want: Want, env: RewriteEnv): T {
  // A mapping of the children keeps the node's own kind.
  return mapChildren(expr, { expr: (child) => rewrite(child, want, env), query: (query) => query }) as T
}

const logical: ReadonlySet<BinaryOp> = new Set(['and', 'or', 'xor'])
const ordering: ReadonlySet<BinaryOp> = new Set(['lt', 'le', 'gt', 'ge'])
const comparing: ReadonlySet<BinaryOp> = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'nullSafeEq'])

function rewriteBinary(expr: Binary, env: RewriteEnv): Expr {
  if (logical.has(expr.op)) {
    const node = children(expr, 'boolean', env)
    return expr.op === 'xor' ? coreCall('xor', [node.left, node.right], expr.type, expr.origin) : node
  }
  if (comparing.has(expr.op))
    return compare(expr.op, rewrite(expr.left, 'any', env), rewrite(expr.right, 'any', env), expr, env)
  const spans = rewriteSpans(expr, env)
  if (spans) return spans
  if (expr.left.kind === 'interval' || expr.right.kind === 'interval') {
    const moved = intervalArithmetic(children(expr, 'value', env), env.ctx)
    if (moved.kind === 'call') noteCall(moved, env.ctx)
    return moved
  }
  if (
    env.ctx.sourceCan.numbersAreDays &&
    dayArithmeticType(expr.op, expr.left.type?.logical, expr.right.type?.logical)
  ) {
    const node = children(expr, 'value', env)
    const { name, args } = dayCall(node.op, node.left, node.right)
    return coreCall(name, args, expr.type, expr.origin)
  }
  return arithmetic(children(expr, 'value', env), env.ctx)
}

/** Spans of time that are values. A moment that is moved by a span of one unit that is written out is told apart by it. */
function rewriteSpans(expr: Binary, env: RewriteEnv): Expr | undefined {
  const { left, right, op, origin } = expr
  const [l, r] = [left.type?.logical, right.type?.logical]
  if (!env.ctx.sourceCan.numbersAreDays || !spanArithmeticType(op, l, r)) return undefined
  const isWritten = [left, right].some((side) => side.kind === 'interval')
  if (isWritten && [l, r].some(isMoment)) return undefined
  if (movesByMonths(l, r)) env.ctx.report.fail('XW-R0002', origin, { what: 'A date moved by months that are a value' })
  return children(expr, 'value', env)
}

function compare(op: BinaryOp, left: Expr, right: Expr, at: Expr, env: RewriteEnv): Expr {
  if (left.kind === 'row' && right.kind === 'row') return compareRows(op, left, right, at, env)
  const flag = compareWithFlag(op, left, right) ?? compareWithFlag(op, right, left)
  if (flag) return flag
  const pair = comparable(left, right, env.ctx, ordering.has(op))
  const nullable = op !== 'nullSafeEq' && ((left.type?.nullable ?? true) || (right.type?.nullable ?? true))
  return { ...binary(op, pair.left, pair.right, valueTypeOf(bool, nullable)), origin: at.origin }
}

function compareRows(
  op: BinaryOp,
  left: Expr & { kind: 'row' },
  right: Expr & { kind: 'row' },
  at: Expr,
  env: RewriteEnv,
): Expr {
  const pairs = left.items.map((item, index) => comparable(item, right.items[index] ?? item, env.ctx))
  const l: Expr = { ...left, items: pairs.map((pair) => pair.left) }
  const r: Expr = { ...right, items: pairs.map((pair) => pair.right) }
  return { ...binary(op, l, r, valueTypeOf(bool)), origin: at.origin }
}

function rewriteUnary(expr: Unary, env: RewriteEnv): Expr {
  if (expr.op === 'not') {
    const node = children(expr, 'boolean', env)
    return node.operand.kind === 'test' && node.operand.negated === false && node.operand.is === 'null'
      ? { ...node.operand, negated: true }
      : node
  }
  const node = children(expr, 'value', env)
  const { operand } = node
  switch (expr.op) {
    case 'plus':
      return operand
    case 'neg':
      if (exprFamily(operand) === 'text' && operand.kind !== 'literal') {
        return coreCall(
          'negate_text',
          [operand],
          valueTypeOf({ kind: 'float', bits: 64, signed: true }, operand.type?.nullable ?? true),
        )
      }
      return exprFamily(operand) === 'boolean'
        ? unary('neg', toInteger(operand), toInteger(operand).type)
        : { ...node, operand: exprFamily(operand) === 'null' ? operand : asNumber(operand) }
    case 'bitNot':
      return coreCall(
        'bit_not',
        [bitOperand(operand)],
        valueTypeOf(unsigned64, operand.type?.nullable ?? true),
        expr.origin,
      )
    case 'binaryBytes':
      return exprFamily(operand) === 'binary' ? operand : coreCall('to_binary', [operand], expr.type, expr.origin)
  }
}

function rewriteCase(expr: Case, env: RewriteEnv): Expr {
  const when: Want = expr.subject ? 'any' : 'boolean'
  const subject = expr.subject && rewrite(expr.subject, 'any', env)
  const whens = expr.whens.map((each) => branch(rewrite(each.when, when, env), rewrite(each.then, 'value', env)))
  const node: Case = { ...expr, whens, ...(expr.else ? { else: rewrite(expr.else, 'value', env) } : {}) }
  if (subject === undefined) return unifyBranches(node, env.ctx)
  const compared = whens.map((each) => compare('eq', subject, each.when, each.when, env))
  const lefts = compared.flatMap((each) => (each.kind === 'binary' && each.op === 'eq' ? [each.left] : []))
  const same = lefts.length === compared.length ? sameOperand(lefts) : undefined
  if (same) {
    const rights = whens.map((each, index) => ({ ...each, when: rightOf(compared[index]) ?? each.when }))
    return unifyBranches({ ...node, subject: same, whens: rights }, env.ctx)
  }
  const { subject: _, ...searched } = node
  return unifyBranches(
    { ...searched, whens: whens.map((each, index) => ({ ...each, when: compared[index] ?? each.when })) },
    env.ctx,
  )
}

const rightOf = (expr: Expr | undefined): Expr | undefined => (expr?.kind === 'binary' ? expr.right : undefined)

function rewriteCall(expr: Call, env: RewriteEnv): Expr {
  const wants = env.ctx.functions.wantsOf(expr)
  const args = expr.args.map((arg, index) => argument(rewrite(arg, wants[index] ?? 'value', env), wants[index]))
  const { over } = expr
  const node: Call = {
    ...expr,
    args,
    ...(expr.orderBy ? { orderBy: orders(expr.orderBy, env) } : {}),
    ...(expr.separator ? { separator: rewrite(expr.separator, 'value', env) } : {}),
    ...(expr.filter ? { filter: rewrite(expr.filter, 'boolean', env) } : {}),
    ...(over && isWindow(over)
      ? {
          over: {
            ...over,
            partitionBy: over.partitionBy.map((each) => rewrite(each, 'value', env)),
            orderBy: orders(over.orderBy, env),
            ...(over.frame && env.ctx.sourceCan.numbersAreDays ? { frame: frameInDays(over.frame, over) } : {}),
          },
        }
      : {}),
  }
  if ('core' in node.fn && node.fn.core === 'nullif')
    return nullIf(node, (value, other) => compare('eq', value, other, node, env), env.ctx)
  const span = spanPart(node, env.ctx)
  if (span) return span
  const found = 'core' in node.fn && node.fn.core === 'find_in_set' ? findLabel(node) : undefined
  if (found) return found
  const made = unifyBranches(distinctOrder(onBytes(node), env.ctx), env.ctx)
  if (made.kind !== 'call') return made
  const asked = withMovingClock(made, env.ctx)
  if (asked !== made) return asked
  const seen = withOwnBytes(made)
  if (seen !== made) return seen
  const settled = 'core' in made.fn && comparers.has(made.fn.core) ? settleCompared : settleCollations
  const ready: Call = { ...made, args: settled(callArgs(withTargetPattern(made), env.ctx), env.ctx) }
  return 'core' in made.fn && shifts.has(made.fn.core) ? movedTime(ready) : ready
}

const spanParts: Readonly<Record<string, string>> = {
  year: 'YEAR',
  month: 'MONTH',
  day_of_month: 'DAY',
  hour: 'HOUR',
  minute: 'MINUTE',
  second_of: 'SECOND',
}

/** A part of a span of time, which is none of a date. */
function spanPart(call: Call, ctx: CodeContext): Expr | undefined {
  const unit = 'core' in call.fn ? spanParts[call.fn.core] : undefined
  const [span] = call.args
  if (!unit || !span || !ctx.sourceCan.numbersAreDays || span.type?.logical.kind !== 'interval') return undefined
  return coreCall('interval_part', [span, textLiteral(unit, call.origin)], call.type, call.origin)
}

/** Where a condition is kept, a stored boolean is still the number that it was on the source. */
const argument = (arg: Expr, want: Want | undefined): Expr =>
  want === 'any' && exprFamily(arg) === 'boolean' && !isCondition(arg) ? toInteger(arg) : arg

/** Calls that compare the texts they are given. */
const comparers: ReadonlySet<string> = new Set(['strcmp', 'field', 'find_in_set', 'greatest', 'least', 'min', 'max'])

const shifts = new Set(['date_add_interval', 'date_sub_interval'])
const shiftable = new Set(['date', 'timestamp', 'time', 'text', 'null'])

/** These take any value and hand it on. */
const opaqueTakers = new Set([
  'count',
  'any_value',
  'coalesce',
  'if',
  'nvl2',
  'is_null',
  'nullif',
  'first_value',
  'lag',
  'lead',
])

/** Where a whole number may be a large one. */
const widening: ReadonlySet<string> = new Set(['integer', 'text', 'string'])

const numbers: ReadonlySet<string> = new Set(['number', 'integer', 'int32', 'whole32', 'decimal', 'float'])

/** Where a number is wanted labels are one; a set of labels, which the target keeps as a list, is a text elsewhere. */
function plainLabels(arg: Expr, family: string | undefined): Expr {
  if (!isLabelled(arg)) return arg
  if (family !== undefined && numbers.has(family)) return labelNumber(arg) ?? asNumber(arg)
  return exprFamily(arg) === 'list' ? asText(arg) : arg
}

/** Where text is wanted, a number or date that the source writes in its own way. */
const textOfOwn = (arg: Expr, family: string | undefined): Expr =>
  family === 'text' || family === 'string' ? (ownText(arg) ?? arg) : arg

/** Labels are compared as text by MIN and MAX. */
function callArgs(call: Call, ctx: CodeContext): readonly Expr[] {
  const name = 'core' in call.fn ? call.fn.core : ''
  const [start] = call.args
  if (start && shifts.has(name) && !shiftable.has(exprFamily(start))) {
    ctx.report.fail('XW-C0316', start.origin, { from: exprFamily(start), to: 'a date' })
  }
  noteCall(call, ctx)
  const families = ctx.functions.familiesOf(call)
  if (name === 'sum') return call.args.map((arg, index) => asDouble(plainLabels(arg, families[index])))
  if (name === 'conv') return call.args.map((arg) => (exprFamily(arg) === 'bits' ? asNumber(arg) : arg))
  if (name !== 'min' && name !== 'max') {
    if (opaqueTakers.has(name)) return call.args
    if (documentMakers.has(name))
      return call.args.map((arg, index) => inDocument(plainLabels(arg, families[index]), name, ctx))
    return argumentsWithBlanks(call).map((arg, index) => {
      const plain = textOfOwn(plainLabels(arg, families[index]), families[index])
      return widening.has(families[index] ?? '') ? inFullWidth(plain) : plain
    })
  }
  return call.args.map((arg) => {
    if (exprFamily(arg) === 'bits') return asNumber(arg)
    return isLabelled(arg) ? labelsAsText(asText(arg), ctx) : arg
  })
}

/** An aggregate over distinct values can only be ordered by those values on the target; the source takes any row's key. */
function distinctOrder(call: Call, ctx: CodeContext): Call {
  if (!call.distinct || !call.orderBy) return call
  const values = new Set(call.args.map(codeKey))
  const kept = call.orderBy.filter((item) => values.has(codeKey(item.expr)))
  const stray = call.orderBy.find((item) => !kept.includes(item))
  const labelled = kept.find((item) => exprFamily(item.expr) === 'enum')
  if (labelled) ctx.report.note('XW-C0312', labelled.expr.origin, { done: 'the labels are ordered as text' })
  if (stray === undefined) return call
  ctx.report.note('XW-C0312', stray.expr.origin, { done: 'the aggregated values are ordered by themselves' })
  // Distinct values come sorted; saying so again is worth it only where it is short.
  const [first] = call.args
  return {
    ...call,
    orderBy:
      kept.length === 0 && first?.kind === 'column' && !isLabelled(first) ? [{ expr: first, descending: false }] : kept,
  }
}

/** Order items in any place: their values, with the nulls where the source puts them. */
export const orders = (items: readonly OrderItem[], env: RewriteEnv): readonly OrderItem[] =>
  items.map((item) => explicitNulls({ ...item, expr: byPosition(rewrite(item.expr, 'value', env)) }, env.ctx))

/** What all comparisons have on their left, if it is the same. */
function sameOperand(lefts: readonly Expr[]): Expr | undefined {
  const [first] = lefts
  if (first === undefined || lefts.every((each) => each === first)) return first
  return lefts.every((each) => codeKey(each) === codeKey(first)) ? first : undefined
}

function rewriteBetween(expr: Between, env: RewriteEnv): Expr {
  const low = comparable(expr.operand, expr.low, env.ctx, true)
  const high = comparable(expr.operand, expr.high, env.ctx, true)
  const operand = sameOperand([low.left, high.left])
  if (operand) return { ...expr, operand, low: low.right, high: high.right }
  const type = valueTypeOf(bool, expr.type?.nullable ?? true)
  const inside = binary('and', binary('ge', low.left, low.right, type), binary('le', high.left, high.right, type), type)
  return expr.negated ? not(inside) : inside
}

function rewriteInList(expr: InList, env: RewriteEnv): Expr {
  const compared = expr.items.map((item) => compare('eq', expr.operand, item, item, env))
  const lefts = compared.flatMap((each) => (each.kind === 'binary' && each.op === 'eq' ? [each.left] : []))
  const same = lefts.length === compared.length ? sameOperand(lefts) : undefined
  if (same || expr.operand.kind === 'row') {
    const operand = same ?? lefts[0] ?? expr.operand
    return { ...expr, operand, items: compared.map((each, index) => rightOf(each) ?? expr.items[index] ?? each) }
  }
  const type = valueTypeOf(bool, expr.type?.nullable ?? true)
  const any = compared.reduce((left, right) => binary('or', left, right, type))
  return expr.negated ? not(any) : any
}

/** A constant that a nested query gives has a type before it meets the other side: text, unless it says otherwise. */
function typedColumn(column: Expr, beside: Expr, ctx: CodeContext): Expr {
  const { type } = beside
  if (column.kind !== 'literal' || (column.of !== 'null' && column.of !== 'text') || !type) return column
  if (type.logical.kind === 'text' || type.logical.kind === 'null') return column
  const native = type.native ?? ctx.target.typeName(type.logical)
  return native === undefined ? column : implicitCast(column, type.logical, native)
}

/** What a collation says inside a nested query does not count for the comparison around it: it is said of the operand. */
function outsideCollation(pair: Pair): Pair {
  const { left, right } = pair
  if (right.kind !== 'collate' || left.kind === 'collate') return pair
  return { left: { ...right, operand: left }, right: right.operand }
}

function rewriteQuantified(expr: Quantified, env: RewriteEnv): Expr {
  let { left } = expr
  const query = convertItem(expr.query, 0, (column) => {
    const pair = outsideCollation(comparable(expr.left, column, env.ctx, ordering.has(expr.op)))
    left = pair.left
    return typedColumn(pair.right, pair.left, env.ctx)
  })
  return { ...expr, left, query }
}

/** The column that the query gives and the operand are made comparable: the operand outside, the column inside. */
function rewriteInQuery(expr: InQuery, env: RewriteEnv): Expr {
  const items = expr.operand.kind === 'row' ? expr.operand.items : [fitPlace(expr.operand, 'value')]
  let { query } = expr
  const operands = items.map((item, index) => {
    let operand = item
    query = convertItem(query, index, (column) => {
      const pair = outsideCollation(comparable(item, column, env.ctx))
      operand = pair.left
      return typedColumn(pair.right, pair.left, env.ctx)
    })
    return operand
  })
  const operand: Expr =
    expr.operand.kind === 'row' ? { ...expr.operand, items: operands } : (operands[0] ?? expr.operand)
  return { ...expr, operand, query }
}
