import { decodeName, decodeText } from '../../../../grammars/mysql/literals.js'
import { type ParseOptions, parseExpression as parseText } from '../../../../grammars/mysql/parser.js'
import { createFindingSink, finding } from '../../../core/findings/finding.js'
import type { ColumnRef, Expr, Hole, OrderItem, VariableRef } from '../../../core/ir/expr.js'
import type { Ident, ObjectId } from '../../../core/ir/names.js'
import type { Query } from '../../../core/ir/query.js'
import { sourceId } from '../../../core/text/source.js'
import { lowerCast, lowerConvert, lowerMatch, lowerNamedCall, lowerReservedCall, lowerSequenceCall } from './calls.js'
import {
  type CstNode,
  has,
  hasWord,
  type IToken,
  type LowerContext,
  node,
  nodes,
  originOf,
  originOfRange,
  type SqlModes,
  startOf,
  token,
  tokens,
} from './cst.js'
import { lowerLiteral, lowerTemporal } from './literals.js'
import { identOfToken, lowerIdent } from './names.js'
import { infixOperator } from './operators.js'
import { plsqlWord } from './plsql-words.js'
import { type OperandLowering, type Placed, resolvePrecedence } from './precedence.js'
import { opaqueOf, syntaxFinding, where, withoutCounterpart } from './problems.js'
import { lowerQuery } from './queries.js'

export type { Placed }

/** Lowers `expression`. Whatever is not understood becomes Opaque with a finding. */
export const lowerExpression = (of: CstNode, context: LowerContext): Expr => lowerPlaced(of, context).expr

/** Lowers `expression` and says which text it takes, parentheses included. */
export const lowerPlaced = (of: CstNode, context: LowerContext): Placed =>
  resolvePrecedence(of, context, loweringFor(context))

const loweringFor = (context: LowerContext): OperandLowering => ({
  operand: lowerOperand,
  suffix: (left, part, negated, place) => lowerSuffix(left, part, negated, { place, context }),
  quantified: lowerQuantified,
})

type Lowering = (of: CstNode, context: LowerContext) => Expr

/** Rules that an operand may be, and who lowers them. */
const operands: Readonly<Record<string, Lowering>> = {
  nameOperand: lowerNameOperand,
  literal: lowerLiteral,
  parenthesised: lowerParenthesised,
  reservedCall: lowerReservedCall,
  valueWord: lowerReservedCall,
  caseExpression: lowerCase,
  existsExpression: lowerExists,
  intervalExpression: lowerInterval,
  matchExpression: lowerMatch,
  convertCall: lowerConvert,
  defaultOperand: lowerDefault,
  userVariable: lowerUserVariable,
  systemVariable: lowerSystemVariable,
  allQuantified: (of, context) => withoutCounterpart(of, 'ALL without a comparison', context),
  odbcExpression: lowerOdbc,
}

const nameOperands: Readonly<Record<string, Lowering>> = {
  temporalLiteral: lowerTemporal,
  castCall: lowerCast,
  anyQuantified: (of, context) => withoutCounterpart(of, 'ANY without a comparison', context),
  rowExpression: lowerRow,
  sequenceCall: lowerSequenceCall,
  columnOrCall: lowerColumnOrCall,
}

/** Lowers `operand`: one value without operators around it. */
export function lowerOperand(of: CstNode, context: LowerContext): Expr {
  const hole = token(of, 'Hole') ?? token(of, 'HoleRest')
  if (hole) return lowerHole(hole, context)
  if (has(of, 'Parameter')) return withoutCounterpart(of, 'The parameter of a prepared statement', context)
  return lowerByName(of, operands, context)
}

function lowerNameOperand(of: CstNode, context: LowerContext): Expr {
  return lowerByName(of, nameOperands, context)
}

function lowerByName(of: CstNode, table: Readonly<Record<string, Lowering>>, context: LowerContext): Expr {
  for (const name of Object.keys(of.children)) {
    const inner = node(of, name)
    const lower = table[name]
    if (inner && lower) return lower(inner, context)
  }
  return unexpected(of, context)
}

function unexpected(of: CstNode, context: LowerContext): Expr {
  const opaque = opaqueOf(of, 'XW-P0001', context)
  context.sink.add(finding('XW-P0001', where(opaque.origin, context), { found: `"${opaque.text.slice(0, 60)}"` }))
  return opaque
}

export function lowerHole(of: IToken, context: LowerContext): Hole {
  const rest = of.image.startsWith('$$$')
  return { kind: 'hole', name: of.image.replace(/^\$+/, ''), rest, origin: originOf(of, context) }
}

/** Lowers the items of `parenthesised` as a value: a subquery, a row, or what stands in the parentheses. */
function lowerParenthesised(of: CstNode, context: LowerContext): Expr {
  const query = node(of, 'query')
  const origin = originOf(of, context)
  if (query) return { kind: 'subquery', query: plain(lowerQuery(query, context)), origin }
  const items = nodes(of, 'expression').map((item) => lowerExpression(item, context))
  const [first] = items
  return items.length === 1 && first ? first : { kind: 'row', items, origin }
}

/** `((SELECT …))` is the query itself. */
function plain(query: Query): Query {
  const bare = query.orderBy.length === 0 && !query.limit && !query.offset && !query.with && !query.lock
  return bare && query.body.kind === 'nested' ? plain(query.body.query) : query
}

function lowerRow(of: CstNode, context: LowerContext): Expr {
  const list = node(of, 'callArguments')
  const items = list ? nodes(list, 'expression').map((item) => lowerExpression(item, context)) : []
  return { kind: 'row', items, origin: originOf(of, context) }
}

function lowerCase(of: CstNode, context: LowerContext): Expr {
  const subject = node(of, 'subject')
  const otherwise = node(of, 'else')
  const thens = nodes(of, 'then')
  const whens = nodes(of, 'when').flatMap((when, at) => {
    const then = thens[at]
    // biome-ignore lint/suspicious/noThenProperty: a branch of CASE, never awaited
    return then ? [{ when: lowerExpression(when, context), then: lowerExpression(then, context) }] : []
  })
  return {
    kind: 'case',
    ...(subject ? { subject: lowerExpression(subject, context) } : {}),
    whens,
    ...(otherwise ? { else: lowerExpression(otherwise, context) } : {}),
    origin: originOf(of, context),
  }
}

function lowerExists(of: CstNode, context: LowerContext): Expr {
  const query = node(of, 'query')
  if (!query) return unexpected(of, context)
  return { kind: 'exists', negated: false, query: plain(lowerQuery(query, context)), origin: originOf(of, context) }
}

function lowerInterval(of: CstNode, context: LowerContext): Expr {
  const amount = node(of, 'expression')
  const unit = node(of, 'intervalUnit')
  const origin = originOf(of, context)
  if (amount && unit) return { kind: 'interval', amount: lowerExpression(amount, context), unit: unitOf(unit), origin }
  const list = node(of, 'callArguments')
  const args = list ? nodes(list, 'expression').map((item) => lowerExpression(item, context)) : []
  return { kind: 'call', fn: { native: 'INTERVAL' }, args, origin }
}

function unitOf(of: CstNode): string {
  const hole = token(of, 'Hole')
  return hole ? hole.image : (token(of, 'AnyName')?.image ?? '').toUpperCase().replace(/^SQL_TSI_/, '')
}

function lowerDefault(of: CstNode, context: LowerContext): Expr {
  const column = node(of, 'columnOrCall')
  const name = column && tokens(column, 'part').at(-1)
  return { kind: 'default', ...(name ? { column: identOfToken(name) } : {}), origin: originOf(of, context) }
}

/** Lowers `columnOrCall`: a column, a call, or a misplaced star. */
function lowerColumnOrCall(of: CstNode, context: LowerContext): Expr {
  if (has(of, 'callArguments')) return lowerNamedCall(of, context)
  if (has(of, 'Star')) {
    const opaque = opaqueOf(of, 'XW-P0012', context)
    context.sink.add(finding('XW-P0012', where(opaque.origin, context), {}))
    return opaque
  }
  const column = lowerColumn(of, context)
  const [name, ...more] = column.path
  const local = name !== undefined && more.length === 0 && context.isLocal?.(name.text) === true
  if (local) return { kind: 'variable', scope: 'local', name, origin: column.origin }
  const word = name && more.length === 0 && context.modes.plsql ? plsqlWord(name, column.origin) : undefined
  return word ?? column
}

export function lowerColumn(of: CstNode, context: LowerContext): ColumnRef {
  return { kind: 'column', path: tokens(of, 'part').map(identOfToken), origin: originOf(of, context) }
}

/** The name of a variable without its `@`: it may be quoted in any way. */
export function variableName(of: IToken): Ident {
  const name = of.image.slice(1)
  if (/^['"]/.test(name)) return { text: decodeText(name), quoted: true }
  return decodeName(name)
}

export function lowerUserVariable(of: CstNode, context: LowerContext): VariableRef {
  const found = token(of, 'UserVariable')
  const name = found ? variableName(found) : { text: '', quoted: false }
  return { kind: 'variable', scope: 'user', name, origin: originOf(of, context) }
}

const scopes: Readonly<Record<string, VariableRef['scope']>> = {
  session: 'session',
  local: 'session',
  global: 'global',
  persist: 'global',
  persist_only: 'global',
}

export function lowerSystemVariable(of: CstNode, context: LowerContext): VariableRef {
  const first = decodeName(token(of, 'SystemVariable')?.image.slice(2) ?? '')
  const rest = nodes(of, 'identifier').map((part) => lowerIdent(part).text)
  const scope = rest.length > 0 ? scopes[first.text.toLowerCase()] : undefined
  const words = scope ? rest : [first.text, ...rest]
  const name: Ident = { text: words.join('.'), quoted: false }
  return { kind: 'variable', scope: scope ?? 'system', name, origin: originOf(of, context) }
}

const odbcKinds: Readonly<Record<string, 'date' | 'time' | 'timestamp'>> = { d: 'date', t: 'time', ts: 'timestamp' }

/** `{d '…'}` is a literal; any other word in braces is read over, as the server does. */
function lowerOdbc(of: CstNode, context: LowerContext): Expr {
  const inner = node(of, 'expression')
  if (!inner) return unexpected(of, context)
  const value = lowerExpression(inner, context)
  const kind = odbcKinds[token(of, 'AnyName')?.image.toLowerCase() ?? '']
  if (!kind || value.kind !== 'literal') return value
  return { kind: 'literal', of: kind, text: value.text, origin: originOf(of, context) }
}

interface SuffixPlace {
  readonly place: Pick<Placed, 'start' | 'end'>
  readonly context: LowerContext
}

function lowerSuffix(left: Placed, part: CstNode, negated: boolean, { place, context }: SuffixPlace): Expr {
  const origin = originOfRange(place.start, place.end, context)
  const operand = left.expr
  const is = node(part, 'isSuffix')
  if (is) return { kind: 'test', negated: hasWord(is, 'NOT'), is: testOf(is), operand, origin }
  const list = inner(node(part, 'inSuffix'))
  if (list) {
    const query = node(list, 'query')
    if (query) return { kind: 'inQuery', negated, operand, query: plain(lowerQuery(query, context)), origin }
    const items = nodes(list, 'expression').map((item) => lowerExpression(item, context))
    return { kind: 'inList', negated, operand, items, origin }
  }
  const array = inner(node(part, 'memberSuffix'))
  if (array) return { kind: 'binary', op: 'memberOf', left: operand, right: lowerParenthesised(array, context), origin }
  return unexpected(part, context)
}

const inner = (of: CstNode | undefined): CstNode | undefined => of && node(of, 'parenthesised')

function testOf(of: CstNode): 'null' | 'true' | 'false' | 'unknown' {
  if (hasWord(of, 'TRUE')) return 'true'
  if (hasWord(of, 'FALSE')) return 'false'
  return hasWord(of, 'UNKNOWN') ? 'unknown' : 'null'
}

function lowerQuantified(left: Placed, op: IToken, right: CstNode, context: LowerContext): Expr | undefined {
  const name = node(right, 'nameOperand')
  const all = node(right, 'allQuantified')
  const query = node(all ?? (name && node(name, 'anyQuantified')) ?? right, 'query')
  const known = infixOperator(op.image, context.modes)
  if (!query || !known) return undefined
  const origin = originOfRange(left.start, startOf(right), context)
  const whole = originOf(right, context)
  const end = whole.from === 'text' && origin.from === 'text' ? { ...origin, end: whole.end } : undefined
  return {
    kind: 'quantified',
    op: known.op,
    left: left.expr,
    all: all !== undefined,
    query: plain(lowerQuery(query, context)),
    origin: end ?? origin,
  }
}

/** Lowers `orderBy`: the engine's own order of nulls, so `nulls` stays open. */
export const lowerOrderBy = (of: CstNode | undefined, context: LowerContext): readonly OrderItem[] =>
  of ? nodes(of, 'orderItem').map((item) => lowerOrderItem(item, context)) : []

export function lowerOrderItem(of: CstNode, context: LowerContext): OrderItem {
  const expression = node(of, 'expression')
  const expr = expression ? lowerExpression(expression, context) : unexpected(of, context)
  return { expr, descending: hasWord(of, 'DESC') }
}

export interface ParseExpressionOptions {
  readonly holes?: boolean
  readonly modes?: SqlModes
}

/**
 * Parses one expression on its own, as the pattern of a rule or an expression of our own making. Throws a SyntaxError with
 * the offset on bad text, since such text is ours and not the user's.
 */
export function parseExpression(text: string, options: ParseExpressionOptions = {}): Expr {
  const modes = options.modes ?? {}
  const lexing: ParseOptions = { ...modes, ...(options.holes ? { holes: true } : {}) }
  const parsed = parseText(text, lexing)
  const sink = createFindingSink()
  const object = 'expression:' as ObjectId
  const context: LowerContext = { source: sourceId('expression'), base: 0, text, sink, object, modes }
  if ('problem' in parsed) {
    const { problem } = parsed
    throw new SyntaxError(`${problem.problem} at offset ${problem.start}: ${problem.found}`)
  }
  return lowerExpression(parsed.cst, context)
}

/** Parses and lowers an expression that the user wrote; what is wrong goes to the sink. */
export function readExpression(text: string, context: LowerContext): Expr {
  const parsed = parseText(text, context.modes)
  if ('cst' in parsed) return lowerExpression(parsed.cst, context)
  const found = syntaxFinding(parsed.problem, context)
  context.sink.add(found)
  return { kind: 'opaque', text, why: found.code, origin: originOfRange(0, text.length, context) }
}
