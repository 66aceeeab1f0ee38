import { finding } from '../../../core/findings/finding.js'
import type { Call, Expr, FunctionRef } from '../../../core/ir/expr.js'
import { lowerClauses } from './call-clauses.js'
import {
  type CstElement,
  type CstNode,
  has,
  hasWord,
  type LowerContext,
  node,
  nodes,
  originOf,
  textBetween,
  token,
  tokens,
} from './cst.js'
import { lowerColumn, lowerExpression, lowerOrderBy } from './expressions.js'
import { identOfToken, lowerNameOrText, lowerQName } from './names.js'
import { plsqlCall } from './plsql-words.js'
import { opaqueOf, where } from './problems.js'
import { lowerTypeRef } from './types.js'
import { lowerOver } from './windows.js'

/**
 * How calls come out. Arguments keep their order; words that are no values go to `keywords`:
 *
 * | written | args | keywords |
 * |---|---|---|
 * | EXTRACT(u FROM d) | d | unit |
 * | TIMESTAMPADD(u, n, d), TIMESTAMPDIFF(u, a, b) | n, d / a, b | unit |
 * | GET_FORMAT(DATE, s) | s | type |
 * | TRIM(s), TRIM(BOTH FROM s), TRIM(BOTH r FROM s), TRIM(r FROM s) | s / s, r | side (LEADING, TRAILING, BOTH; absent for TRIM(s)) |
 * | SUBSTRING(s FROM p FOR n) | s, p, n | |
 * | POSITION(a IN b) | a, b | |
 * | CHAR(n USING c), CONVERT(s USING c) | n / s | charset |
 * | WEIGHT_STRING(s AS CHAR(4)) | s | as |
 * | JSON_VALUE(j, p RETURNING t NULL ON EMPTY …) | j, p | returning, onEmpty, onError |
 * | MATCH (a, b) AGAINST (e mode) | a, b, e | mode (NATURAL, BOOLEAN), expansion |
 * | NEXT VALUE FOR s, PREVIOUS VALUE FOR s | s | (fn NEXTVAL, LASTVAL) |
 */
export function lowerNamedCall(of: CstNode, context: LowerContext): Expr {
  const parts = tokens(of, 'part').map(identOfToken)
  const [first, second] = parts
  if (!first) return opaqueOf(of, 'XW-P0001', context)
  const plain: FunctionRef = first.quoted ? { routine: { name: first } } : { native: first.text.toUpperCase() }
  const fn: FunctionRef = second ? { routine: { schema: first, name: second } } : plain
  return lowerCall(of, fn, context)
}

/** Lowers `reservedCall` and `valueWord`: the name is the one keyword token. */
export function lowerReservedCall(of: CstNode, context: LowerContext): Expr {
  const word = token(of, 'CallWord') ?? token(of, 'ValueWord')
  return lowerCall(of, { native: (word?.image ?? '').toUpperCase() }, context)
}

function lowerCall(of: CstNode, fn: FunctionRef, context: LowerContext): Expr {
  const list = node(of, 'callArguments')
  const tail = node(of, 'callTail')
  const name = 'native' in fn ? fn.native : ''
  const args = list ? lowerArguments(list, context) : []
  const shaped = lowerClauses(name, args, list, context)
  if ('refused' in shaped) return refuse(of, name, shaped.refused, context)
  if (tail && has(tail, 'K_LAST')) return refuse(of, name, 'FROM LAST', context)
  const call: Call = {
    kind: 'call',
    fn,
    ...shaped,
    ...(list && hasWord(list, 'DISTINCT') ? { distinct: true } : {}),
    ...(tail ? lowerTail(tail, context) : {}),
    origin: originOf(of, context),
  }
  return context.modes.plsql ? plsqlCall(call) : call
}

function lowerArguments(list: CstNode, context: LowerContext): readonly Expr[] {
  const star = token(list, 'Star')
  if (star) return [{ kind: 'star', origin: originOf(star, context) }]
  return nodes(list, 'expression').map((item) => lowerExpression(item, context))
}

function lowerTail(tail: CstNode, context: LowerContext): Partial<Call> {
  const within = node(tail, 'orderBy')
  const over = lowerOver(tail, context)
  const nulls = hasWord(tail, 'IGNORE') ? 'ignore' : hasWord(tail, 'RESPECT') ? 'respect' : undefined
  return {
    ...(within ? { orderBy: lowerOrderBy(within, context) } : {}),
    ...(nulls ? { nulls } : {}),
    ...(over ? { over } : {}),
  }
}

function refuse(of: CstElement, name: string, clause: string, context: LowerContext): Expr {
  const opaque = opaqueOf(of, 'XW-P0011', context)
  context.sink.add(finding('XW-P0011', where(opaque.origin, context), { function: name, clause }))
  return opaque
}

/** Lowers `castCall`. */
export function lowerCast(of: CstNode, context: LowerContext): Expr {
  if (hasWord(of, 'ZONE')) return refuse(of, 'CAST', 'AT TIME ZONE', context)
  return castTo(of, context)
}

function castTo(of: CstNode, context: LowerContext): Expr {
  const operand = node(of, 'expression')
  const type = node(of, 'castType')
  if (!operand || !type) return opaqueOf(of, 'XW-P0001', context)
  const to = lowerTypeRef(type, context)
  const logical = hasWord(type, 'ARRAY') ? ({ kind: 'array', of: to.logical } as const) : to.logical
  return {
    kind: 'cast',
    operand: lowerExpression(operand, context),
    to: { ...to, logical },
    origin: originOf(of, context),
  }
}

/** Lowers `convertCall`: a cast, or a change of character set. */
export function lowerConvert(of: CstNode, context: LowerContext): Expr {
  const charset = node(of, 'nameOrText')
  const operand = node(of, 'expression')
  if (!charset || !operand) return castTo(of, context)
  return {
    kind: 'call',
    fn: { native: 'CONVERT' },
    args: [lowerExpression(operand, context)],
    keywords: { charset: lowerNameOrText(charset, context.modes).toLowerCase() },
    origin: originOf(of, context),
  }
}

/** Lowers `matchExpression`. */
export function lowerMatch(of: CstNode, context: LowerContext): Expr {
  const list = node(of, 'expressionList')
  const columns = list
    ? nodes(list, 'expression').map((item) => lowerExpression(item, context))
    : nodes(of, 'columnOrCall').map((item) => lowerColumn(item, context))
  const words = nodes(of, 'expression').map((item) => lowerExpression(item, context))
  const mode = hasWord(of, 'BOOLEAN') ? 'BOOLEAN' : 'NATURAL'
  const expansion: Readonly<Record<string, string>> = hasWord(of, 'EXPANSION') ? { expansion: 'QUERY' } : {}
  return {
    kind: 'call',
    fn: { native: 'MATCH' },
    args: [...columns, ...words],
    keywords: { mode, ...expansion },
    origin: originOf(of, context),
  }
}

/** Lowers `sequenceCall`: NEXT VALUE FOR s is NEXTVAL(s). */
export function lowerSequenceCall(of: CstNode, context: LowerContext): Expr {
  const name = node(of, 'qualifiedName')
  if (!name) return opaqueOf(of, 'XW-P0001', context)
  const { schema, name: own } = lowerQName(name)
  const sequence: Expr = { kind: 'column', path: schema ? [schema, own] : [own], origin: originOf(name, context) }
  const fn = { native: hasWord(of, 'NEXT') ? 'NEXTVAL' : 'LASTVAL' }
  return { kind: 'call', fn, args: [sequence], origin: originOf(of, context) }
}

/** The text of an element as a keyword argument: one blank between words. */
export const wordsOf = (of: CstElement, context: LowerContext): string =>
  textBetween(of, context).replace(/\s+/g, ' ').toUpperCase()
