import {
  binary,
  bool,
  boolLiteral,
  branch,
  coreCall,
  int64,
  literal,
  nativeCall,
  nullLiteral,
  plainText,
  unary,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type { BinaryOp, Expr, Opaque } from '../../../core/ir/expr.js'
import { ident, type Origin, type QName, qname } from '../../../core/ir/names.js'
import { type LowerContext, originAt } from './context.js'
import { extentOf } from './extent.js'
import { comparedAs, familyOf, isPadded, isPaddedColumn, losesBlanks, typeOf } from './known-types.js'
import { labelPlaces } from './labels.js'
import { lowerCast, wordOf } from './literals.js'
import { isMomentCall, momentCall, momentText, movedMoment } from './moments.js'
import { noteWidth } from './overflow.js'
import { plainPattern } from './patterns.js'
import { lowerQuery } from './queries.js'
import type { A_Const, A_Expr, BoolExpr, CaseExpr, ColumnRef, FuncCall, Node, SubLink } from './tree.js'
import { kindOf, stringOf, stringsOf } from './tree.js'

/**
 * An expression by its meaning. An operator of this engine means what the types of its operands say: where those are not
 * known, and where the hub has no word, the whole stays opaque.
 */
export function lowerExpr(node: Node | undefined, context: LowerContext): Expr {
  if (node === undefined) return nullLiteral()
  const own = context.ofProgram?.(node, originAt(context, placeOf(node)))
  if (own) return own
  if ('A_Const' in node) return lowerConst(node.A_Const, originAt(context, node.A_Const.location))
  if ('ColumnRef' in node) return lowerColumn(node.ColumnRef, context)
  if ('TypeCast' in node) return lowerCast(node.TypeCast, context, lowerExpr) ?? opaque(node, context)
  if ('A_Expr' in node) return lowerOperator(node.A_Expr, context) ?? opaque(node, context)
  if ('BoolExpr' in node) return lowerBoolean(node.BoolExpr, context)
  if ('NullTest' in node) {
    const { arg, nulltesttype, location } = node.NullTest
    const negated = nulltesttype === 'IS_NOT_NULL'
    return { kind: 'test', is: 'null', negated, operand: lowerExpr(arg, context), origin: originAt(context, location) }
  }
  if ('BooleanTest' in node) return lowerBooleanTest(node.BooleanTest, context)
  if ('CaseExpr' in node) return lowerCase(node.CaseExpr, context)
  if ('CoalesceExpr' in node) {
    const { args = [], location } = node.CoalesceExpr
    return nativeCall('coalesce', lowerAll(args, context), originAt(context, location))
  }
  if ('MinMaxExpr' in node) return lowerExtreme(node.MinMaxExpr, context) ?? opaque(node, context)
  if ('SQLValueFunction' in node) return lowerValueFunction(node.SQLValueFunction, context)
  if ('FuncCall' in node) return lowerCall(node.FuncCall, context) ?? opaque(node, context)
  if ('SubLink' in node) return lowerSubLink(node.SubLink, context) ?? opaque(node, context)
  return opaque(node, context)
}

export const lowerAll = (nodes: readonly Node[], context: LowerContext): readonly Expr[] =>
  nodes.map((node) => lowerExpr(node, context))

function placeOf(node: Node): number {
  const value: unknown = Object.values(node)[0]
  return typeof value === 'object' && value !== null && 'location' in value ? Number(value.location) : 0
}

export function opaque(node: Node, context: LowerContext): Opaque {
  const origin = extentOf(node, context)
  const text = context.text.slice(origin.start, origin.end)
  return { kind: 'opaque', text: text || kindOf(node), why: 'XW-C0313', origin }
}

function lowerConst(value: A_Const, origin: Origin): Expr {
  if (value.isnull) return nullLiteral(origin)
  if (value.sval) return literal('text', value.sval.sval ?? '', origin)
  if (value.boolval) return boolLiteral(value.boolval.boolval ?? false, origin)
  if (value.fval) return lowerNumber(value.fval.fval ?? '0', origin)
  if (value.bsval) return lowerBits(value.bsval.bsval ?? 'b', origin)
  return literal('integer', String(value.ival?.ival ?? 0), origin)
}

/** What does not fit into four bytes comes as a float, whole or not; all of them are exact numbers (manual, "Numeric Constants"). */
function lowerNumber(text: string, origin: Origin): Expr {
  if (/^\d+$/.test(text)) return literal('integer', text, origin)
  return literal(/e/i.test(text) ? 'float' : 'decimal', text, origin)
}

/** `b0101` or `x1F`; the second is a string of bits too. */
function lowerBits(text: string, origin: Origin): Expr {
  if (text.startsWith('b')) return literal('bits', text.slice(1), origin)
  const digits = [...text.slice(1)].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
  return literal('bits', digits.join(''), origin)
}

function lowerColumn({ fields = [], location }: ColumnRef, context: LowerContext): Expr {
  const origin = originAt(context, location)
  if (fields.some((field) => 'A_Star' in field)) return { kind: 'star', origin }
  return { kind: 'column', path: fields.map((field) => ident(stringOf(field))), origin }
}

const comparing: Readonly<Record<string, BinaryOp>> = {
  '=': 'eq',
  '<>': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
}

function lowerOperator(expr: A_Expr, context: LowerContext): Expr | undefined {
  const name = stringsOf(expr.name).at(-1) ?? ''
  const origin = originAt(context, expr.location)
  const right = (): Expr => lowerExpr(expr.rexpr, context)
  const left = (): Expr => lowerExpr(expr.lexpr, context)
  switch (expr.kind) {
    case 'AEXPR_OP':
      return lowerPlain(expr, name, context)
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT': {
      if (!comparedAs(expr.lexpr, expr.rexpr, context)) return undefined
      const same = { ...binary('nullSafeEq', left(), right()), origin }
      return expr.kind === 'AEXPR_DISTINCT' ? { ...unary('not', same), origin } : same
    }
    case 'AEXPR_NULLIF':
      return comparedAs(expr.lexpr, expr.rexpr, context) ? nativeCall('nullif', [left(), right()], origin) : undefined
    case 'AEXPR_IN': {
      const items = expr.rexpr && 'List' in expr.rexpr ? (expr.rexpr.List.items ?? []) : []
      return lowerList(expr.lexpr, items, name === '<>', origin, context)
    }
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL': {
      const items = arrayItems(expr.rexpr)
      const negated = expr.kind === 'AEXPR_OP_ALL'
      return items && name === (negated ? '<>' : '=')
        ? lowerList(expr.lexpr, items, negated, origin, context)
        : undefined
    }
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN': {
      const bounds = expr.rexpr && 'List' in expr.rexpr ? (expr.rexpr.List.items ?? []) : []
      if (bounds.some((bound) => !comparedAs(expr.lexpr, bound, context))) return undefined
      const nodes = [expr.lexpr, ...bounds]
      const places = labelPlaces(nodes, (node) => lowerExpr(node, context), context)
      const [operand, low, high] = places ?? [left(), ...lowerAll(bounds, context)]
      const negated = expr.kind === 'AEXPR_NOT_BETWEEN'
      return operand && low && high && { kind: 'between', negated, operand, low, high, origin }
    }
    case 'AEXPR_ILIKE': {
      if (typeOf(expr.lexpr, context) !== 'text' || isPaddedColumn(expr.lexpr, context)) return undefined
      const same = coreCall('like_ci', [left(), right()], valueTypeOf(bool), origin)
      return name === '!~~*' ? { ...unary('not', same), origin } : same
    }
    case 'AEXPR_LIKE':
      if (isPaddedColumn(expr.lexpr, context)) return undefined
      return { kind: 'like', how: 'like', negated: name === '!~~', operand: left(), pattern: right(), origin }
    default:
      return undefined
  }
}

/** `x IN (a, b)`; a dump writes it as `x = ANY (ARRAY[a, b])`. */
function lowerList(
  operand: Node | undefined,
  items: readonly Node[],
  negated: boolean,
  origin: Origin,
  context: LowerContext,
): Expr | undefined {
  if (items.length === 0 || items.some((item) => !comparedAs(operand, item, context))) return undefined
  return { kind: 'inList', negated, operand: lowerExpr(operand, context), items: lowerAll(items, context), origin }
}

/** Items of `ARRAY[…]`, under casts of the whole. */
function arrayItems(node: Node | undefined): readonly Node[] | undefined {
  if (node && 'TypeCast' in node) return arrayItems(node.TypeCast.arg)
  return node && 'A_ArrayExpr' in node ? (node.A_ArrayExpr.elements ?? []) : undefined
}

function lowerPlain(expr: A_Expr, name: string, context: LowerContext): Expr | undefined {
  const origin = originAt(context, expr.location)
  if (expr.lexpr === undefined) return lowerPrefix(expr, name, origin, context)
  const beside = (node: Node | undefined, other: Node | undefined): Expr =>
    losesBlanks(node, other, context) ? plainTextOf(lowerExpr(node, context)) : lowerExpr(node, context)
  const pair = (op: BinaryOp): Expr => ({
    ...binary(op, beside(expr.lexpr, expr.rexpr), beside(expr.rexpr, expr.lexpr)),
    origin,
  })
  const compare = comparing[name]
  if (compare && compare !== 'eq' && compare !== 'ne') {
    const places = labelPlaces([expr.lexpr, expr.rexpr], (node) => lowerExpr(node, context), context)
    if (places) return places[0] && places[1] && { ...binary(compare, places[0], places[1]), origin }
  }
  if (compare) return comparedAs(expr.lexpr, expr.rexpr, context) ? pair(compare) : undefined
  const [left, right] = [typeOf(expr.lexpr, context), typeOf(expr.rexpr, context)]
  if (name === '~~' || name === '!~~') {
    // Blanks at the end of padded text count in a pattern.
    if (left !== 'text' || (right !== 'text' && right !== 'unknown') || isPaddedColumn(expr.lexpr, context))
      return undefined
    const [operand, pattern] = [lowerExpr(expr.lexpr, context), lowerExpr(expr.rexpr, context)]
    return { kind: 'like', how: 'like', negated: name === '!~~', operand, pattern, origin }
  }
  if (name === '~' || name === '!~') {
    const pattern =
      expr.rexpr && 'A_Const' in expr.rexpr ? plainPattern(expr.rexpr.A_Const.sval?.sval ?? '') : undefined
    if (left !== 'text' || pattern === undefined || isPadded(expr.lexpr, context)) return undefined
    const args = [lowerExpr(expr.lexpr, context), literal('text', pattern, origin)]
    const found = coreCall('regexp', args, valueTypeOf(bool), origin)
    return name === '~' ? found : { ...unary('not', found), origin }
  }
  if (name === '||') return concatenated(expr, context)
  if (name === '+' || name === '-') {
    const moved = movedMoment(name, expr.lexpr, expr.rexpr, (node) => lowerExpr(node, context), origin, context)
    if (moved) return moved
  }
  const bits = bitwise[name]
  if (bits) {
    if (left !== 'integer' || right !== 'integer') return undefined
    const args = [lowerExpr(expr.lexpr, context), lowerExpr(expr.rexpr, context)]
    return coreCall('wrapped_int64', [coreCall(bits, args, undefined, origin)], valueTypeOf(int64), origin)
  }
  noteWidth(expr, name, origin, context)
  const op = arithmetic[name]
  if (op === undefined || left === undefined || right === undefined) return undefined
  return op[`${left}/${right}`] === undefined ? undefined : pair(op[`${left}/${right}`] ?? 'add')
}

const shownAlike: ReadonlySet<string | undefined> = new Set([
  'text',
  'unknown',
  'integer',
  'decimal',
  'boolean',
  'date',
  'timestamp',
])

/** Text behind text; a value of another type beside text, or beside a constant, is written as text first. */
function concatenated(expr: A_Expr, context: LowerContext): Expr | undefined {
  const families = [expr.lexpr, expr.rexpr].map((each) => typeOf(each, context))
  const isText = families.some((each) => each === 'text' || each === 'unknown')
  if (!isText || !families.every((each) => shownAlike.has(each))) return undefined
  const [left, right] = [expr.lexpr, expr.rexpr].map((each) => asText(each, ['true', 'false'], context))
  return left && right && { ...binary('concat', left, right), origin: originAt(context, expr.location) }
}

/** A value in its ordinary writing; undefined: other engines write it otherwise. */
function asText(node: Node | undefined, words: readonly [string, string], context: LowerContext): Expr | undefined {
  const family = typeOf(node, context)
  const operand = lowerExpr(node, context)
  if (family === 'text') return isPadded(node, context) ? plainTextOf(operand) : operand
  if (family === 'unknown') return operand
  if (family === 'boolean') return wordOf(operand, words)
  return shownAlike.has(family) ? plainTextOf(operand) : undefined
}

const plainTextOf = (operand: Expr): Expr => ({
  ...{
    kind: 'cast',
    operand,
    to: { logical: plainText, native: 'text', origin: operand.origin },
    origin: operand.origin,
  },
})

const numbers = (op: BinaryOp): Readonly<Record<string, BinaryOp>> => ({
  'integer/integer': op,
  'integer/decimal': op,
  'decimal/integer': op,
  'decimal/decimal': op,
  'float/float': op,
})

/** What an operator means by the families of its operands. Division of exact numbers has more digits here than elsewhere. */
const arithmetic: Readonly<Record<string, Readonly<Record<string, BinaryOp>>>> = {
  '+': numbers('add'),
  '-': numbers('sub'),
  '*': numbers('mul'),
  '/': { 'integer/integer': 'intDiv', 'float/float': 'div' },
  '%': { 'integer/integer': 'mod' },
}

/** Bits of whole numbers, which are signed here whatever their width. */
const bitwise: Readonly<Record<string, string>> = { '&': 'bit_and', '|': 'bit_or', '#': 'bit_xor' }

function lowerPrefix(expr: A_Expr, name: string, origin: Origin, context: LowerContext): Expr | undefined {
  const family = typeOf(expr.rexpr, context)
  if (name === '~' && family === 'integer') {
    const other = coreCall('bit_not', [lowerExpr(expr.rexpr, context)], undefined, origin)
    return coreCall('wrapped_int64', [other], valueTypeOf(int64), origin)
  }
  if (name !== '-' || (family !== 'integer' && family !== 'decimal' && family !== 'float')) return undefined
  return { ...unary('neg', lowerExpr(expr.rexpr, context)), origin }
}

/** The greatest or least of values; those that are null do not count. */
function lowerExtreme(
  { op, args = [], location }: Extract<Node, { MinMaxExpr: unknown }>['MinMaxExpr'],
  context: LowerContext,
): Expr | undefined {
  const [node, ...others] = args
  if (others.some((each) => !comparedAs(node, each, context)) || typeOf(node, context) === 'enum') return undefined
  const [first, ...rest] = lowerAll(args, context)
  const name = op === 'IS_LEAST' ? 'least_known' : 'greatest_known'
  const origin = originAt(context, location)
  return first && rest.reduce((left, right) => coreCall(name, [left, right], undefined, origin), first)
}

function lowerBoolean({ boolop, args = [] }: BoolExpr, context: LowerContext): Expr {
  const [first, ...rest] = lowerAll(args, context)
  if (first === undefined) return nullLiteral()
  if (boolop === 'NOT_EXPR') return unary('not', first)
  const op = boolop === 'OR_EXPR' ? 'or' : 'and'
  return rest.reduce((left, right) => binary(op, left, right), first)
}

function lowerBooleanTest(test: Extract<Node, { BooleanTest: unknown }>['BooleanTest'], context: LowerContext): Expr {
  const words = /^IS_(NOT_)?(TRUE|FALSE|UNKNOWN)$/.exec(test.booltesttype ?? '')
  const is = words?.[2] === 'FALSE' ? 'false' : words?.[2] === 'UNKNOWN' ? 'unknown' : 'true'
  const negated = words?.[1] !== undefined
  return { kind: 'test', is, negated, operand: lowerExpr(test.arg, context), origin: originAt(context, test.location) }
}

function lowerCase({ arg, args = [], defresult, location }: CaseExpr, context: LowerContext): Expr {
  const whens = args.flatMap((node) =>
    'CaseWhen' in node
      ? [branch(lowerExpr(node.CaseWhen.expr, context), lowerExpr(node.CaseWhen.result, context))]
      : [],
  )
  return {
    ...{ kind: 'case', whens, origin: originAt(context, location) },
    ...(arg ? { subject: lowerExpr(arg, context) } : {}),
    ...(defresult ? { else: lowerExpr(defresult, context) } : {}),
  }
}

function lowerValueFunction(
  { op, typmod, location }: Extract<Node, { SQLValueFunction: unknown }>['SQLValueFunction'],
  context: LowerContext,
): Expr {
  const digits = op?.endsWith('_N') ? [literal('integer', String(typmod ?? 0))] : []
  const name = (op ?? '')
    .replace(/^SVFOP_/, '')
    .replace(/_N$/, '')
    .toLowerCase()
  return nativeCall(name, digits, originAt(context, location))
}

function lowerCall(call: FuncCall, context: LowerContext): Expr | undefined {
  const names = stringsOf(call.funcname)
  const own = names.length > 1 && names[0] !== 'pg_catalog'
  const foreign =
    call.agg_within_group || call.agg_filter || call.over || call.func_variadic || (call.agg_order ?? []).length > 0
  if (foreign) return undefined
  const routine = context.routine?.(names)
  if (own && !routine && context.routine) return undefined
  if (routine) return callOfUser(call, routine.name, context)
  // Tables are read before the functions that they call: who converts the call looks for them.
  if (own) return callOfUser(call, qname(names.at(-2), names.at(-1) ?? ''), context)
  const name = (names.at(-1) ?? '').toLowerCase()
  const lower = (node: Node | undefined): Expr => lowerExpr(node, context)
  if (isMomentCall(name)) return momentCall(name, call.args ?? [], lower, originAt(context, call.location), context)
  if (name === 'to_char') return momentText(call.args ?? [], lower, originAt(context, call.location), context)
  if (name === 'position' && call.args?.length === 2) {
    const [text, part] = lowerAll(call.args, context)
    return text && part && coreCall('position', [part, text], undefined, originAt(context, call.location))
  }
  if (name === 'mod' && call.args?.length === 2) {
    const [left, right] = call.args
    if (typeOf(left, context) !== 'integer' || typeOf(right, context) !== 'integer') return undefined
    return { ...binary('mod', lower(left), lower(right)), origin: originAt(context, call.location) }
  }
  // Blanks at the end of padded text are bytes.
  if (/^(octet|bit)_length$/.test(name) && isPaddedColumn(call.args?.[0], context)) return undefined
  // Labels have the order of their type here; elsewhere these look at the text.
  if ((name === 'min' || name === 'max') && typeOf(call.args?.[0], context) === 'enum') return undefined
  // A rule's pattern has no types.
  const shows = context.columnType !== undefined && /^concat(_ws)?$/.test(names.at(-1) ?? '')
  const args = (call.args ?? []).map((node) =>
    'NamedArgExpr' in node ? undefined : shows ? asText(node, ['t', 'f'], context) : lowerExpr(node, context),
  )
  if (args.includes(undefined)) return undefined
  const origin = originAt(context, call.location)
  const given = call.agg_star ? [{ kind: 'star' as const, origin }] : args.flatMap((arg) => arg ?? [])
  // With a text behind it, it is about patterns.
  const isPlaced = name === 'substring' && typeOf(call.args?.[1], context) === 'integer'
  const made = nativeCall(isPlaced ? 'substr' : name, given, origin)
  return call.agg_distinct ? { ...made, distinct: true } : made
}

/** A function of the user; arguments may come under the names of parameters. */
function callOfUser({ args = [], location }: FuncCall, routine: QName, context: LowerContext): Expr {
  const values = args.map((node) => lowerExpr('NamedArgExpr' in node ? node.NamedArgExpr.arg : node, context))
  const names = args.map((node) => ('NamedArgExpr' in node ? ident(node.NamedArgExpr.name ?? '') : undefined))
  const named = names.some((each) => each !== undefined) ? { names } : {}
  return { kind: 'call', fn: { routine }, args: values, ...named, origin: originAt(context, location) }
}

/** Queries as values, as conditions and behind IN. */
function lowerSubLink(link: SubLink, context: LowerContext): Expr | undefined {
  const { subLinkType, testexpr, operName, subselect, location } = link
  if (!subselect || !('SelectStmt' in subselect)) return undefined
  const origin = originAt(context, location)
  const { query, columns } = lowerQuery(subselect.SelectStmt, context)
  if (subLinkType === 'EXISTS_SUBLINK') return { kind: 'exists', negated: false, query, origin }
  if (subLinkType === 'EXPR_SUBLINK') return { kind: 'subquery', query, origin }
  const [column] = columns
  const left = typeOf(testexpr, context)
  const right = column?.type && familyOf(column.type)
  const isSame = left !== undefined && right !== undefined && (left === right || left === 'unknown')
  if (subLinkType !== 'ANY_SUBLINK' || (operName ?? []).length > 0 || !isSame) return undefined
  return { kind: 'inQuery', negated: false, operand: lowerExpr(testexpr, context), query, origin }
}
