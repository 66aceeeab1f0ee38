import { type ParseOptions, parseExpression as parseText } from '../../../../grammars/oracle/parser.js'
import { type CstNode, has, hasWord, type IToken, node, nodes, startOf, token } from '../../../../grammars/sql/cst.js'
import { createFindingSink, finding } from '../../../core/findings/finding.js'
import { coreCall, textLiteral } from '../../../core/ir/build.js'
import type { BinaryOp, Expr, Hole, OrderItem } from '../../../core/ir/expr.js'
import type { ObjectId } from '../../../core/ir/names.js'
import { sourceId } from '../../../core/text/source.js'
import { functionOf, lowerCast, lowerColumnOrCall } from './calls.js'
import { type LowerContext, originOf, originOfRange, textBetween } from './cst.js'
import { lowerIntervalLiteral, lowerLiteral, lowerTemporal } from './literals.js'
import { type OperandLowering, type Placed, resolvePrecedence } from './precedence.js'
import { opaqueOf, opaqueRange, syntaxFinding, where, withoutCounterpart } from './problems.js'
import { lowerQuery, plainQuery } from './queries.js'
import { lowerSelfAs } from './self-as.js'

/** Lowers `expression`. Whatever is not understood becomes Opaque with a finding. */
export const lowerExpression = (of: CstNode, context: LowerContext): Expr => lowerPlaced(of, context).expr

/** Lowers `expression` and says which text it takes, parentheses included. */
export const lowerPlaced = (of: CstNode, context: LowerContext): Placed => resolvePrecedence(of, context, lowering)

const lowering: OperandLowering = { operand: lowerOperand, suffix: lowerSuffix, quantified: lowerQuantified, special }

/** Lowers `prefixedOperand` on its own, as VALUES holds them. */
export const lowerPrefixed = (of: CstNode, context: LowerContext): Expr =>
  resolvePrecedence({ ...of, children: { prefixedOperand: [of] } }, context, lowering).expr

type Lowering = (of: CstNode, context: LowerContext) => Expr

/** Rules that an operand may be, and who lowers them. */
const operands: Readonly<Record<string, Lowering>> = {
  nameOperand: (of, context) => lowerByName(of, nameOperands, context),
  literal: lowerLiteral,
  parenthesised: lowerParenthesised,
  caseExpression: lowerCase,
  existsExpression: lowerExists,
  bindOperand: lowerBind,
}

const nameOperands: Readonly<Record<string, Lowering>> = {
  temporalLiteral: lowerTemporal,
  intervalLiteral: lowerIntervalLiteral,
  castCall: lowerCast,
  cursorExpression: (of, context) => withoutCounterpart(of, 'A CURSOR expression', context),
  newExpression: lowerNew,
  columnOrCall: lowerColumnOrCall,
}

/** `NEW t (…)` is a call of the type's name; parentheses may be missing. */
function lowerNew(of: CstNode, context: LowerContext): Expr {
  const name = node(of, 'columnOrCall')
  const made = name ? lowerColumnOrCall(name, context) : unexpected(of, context)
  return made.kind === 'column' ? { kind: 'call', fn: functionOf(made.path), args: [], origin: made.origin } : made
}

/** Lowers `operand`: one value without operators around it. */
export function lowerOperand(of: CstNode, context: LowerContext): Expr {
  const hole = token(of, 'Hole') ?? token(of, 'HoleRest')
  if (hole) return lowerHole(hole, context)
  if (has(of, 'Parameter')) return withoutCounterpart(of, 'The parameter of a prepared statement', context)
  if (has(of, 'InquiryDirective')) return withoutCounterpart(of, 'An inquiry directive', context)
  return lowerByName(of, operands, context)
}

function lowerByName(of: CstNode, table: Readonly<Record<string, Lowering>>, context: LowerContext): Expr {
  for (const name of Object.keys(of.children)) {
    const inner = node(of, name)
    const lower = table[name]
    if (inner && lower) return lower(inner, context)
  }
  return unexpected(of, context)
}

export function unexpected(of: CstNode, context: LowerContext): Expr {
  const opaque = opaqueOf(of, 'XW-P0001', context)
  context.sink.add(finding('XW-P0001', where(opaque.origin, context), { found: `"${opaque.text.slice(0, 60)}"` }))
  return opaque
}

function lowerHole(of: IToken, context: LowerContext): Hole {
  const rest = of.image.startsWith('$$$')
  return { kind: 'hole', name: of.image.replace(/^\$+/, ''), rest, origin: originOf(of, context) }
}

/** Lowers `parenthesised` as a value: a subquery, a row, or what stands in the parentheses. */
function lowerParenthesised(of: CstNode, context: LowerContext): Expr {
  const above = node(of, 'selfAs')
  if (above) return lowerSelfAs(of, context)
  if (has(of, 'nameStep')) return withoutCounterpart(of, 'An attribute of a value', context)
  const query = node(of, 'query')
  const origin = originOf(of, context)
  if (query) return { kind: 'subquery', query: plainQuery(lowerQuery(query, context)), origin }
  const items = nodes(of, 'expression').map((item) => lowerExpression(item, context))
  const [first] = items
  return items.length === 1 && first ? first : { kind: 'row', items, origin }
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
  const list = node(of, 'parenthesised')
  const query = list && node(list, 'query')
  if (!query) return unexpected(of, context)
  return {
    kind: 'exists',
    negated: false,
    query: plainQuery(lowerQuery(query, context)),
    origin: originOf(of, context),
  }
}

function lowerBind(of: CstNode, context: LowerContext): Expr {
  const name = token(of, 'BindVariable')?.image.slice(1) ?? ''
  const steps = nodes(of, 'nameStep').flatMap((step) => node(step, 'identifier') ?? [])
  const plain = steps.length === nodes(of, 'nameStep').length
  const names = steps.map((step) => textBetween(step, context))
  const found = plain ? context.bind?.(name, names, originOf(of, context)) : undefined
  return found ?? withoutCounterpart(of, `The bind variable :${name}`, context)
}

/** What stands in the words of no other engine. */
function special(
  word: string,
  args: readonly Expr[],
  { start, end }: Pick<Placed, 'start' | 'end'>,
  context: LowerContext,
): Expr {
  const native = word === '**' ? 'POWER' : word
  return { kind: 'call', fn: { native }, args, origin: originOfRange(start, end, context) }
}

function lowerSuffix(left: Placed, part: CstNode, negated: boolean, end: number, context: LowerContext): Expr {
  const origin = originOfRange(left.start, end, context)
  const operand = left.expr
  const is = node(part, 'isSuffix')
  if (is) return lowerTest(left, is, end, context)
  const inside = node(part, 'inSuffix')
  if (inside) {
    const list = node(inside, 'parenthesised')
    const query = list && node(list, 'query')
    if (query) return { kind: 'inQuery', negated, operand, query: plainQuery(lowerQuery(query, context)), origin }
    return { kind: 'inList', negated, operand, items: itemsOf(inside, context), origin }
  }
  const member = node(part, 'memberSuffix')
  const list = member && hasWord(member, 'MEMBER') ? node(member, 'prefixedOperand') : undefined
  if (list) {
    const has = coreCall('list_has', [lowerPrefixed(list, context), operand], undefined, origin)
    return negated ? { kind: 'unary', op: 'not', operand: has, origin } : has
  }
  const construct = Object.keys(suffixes).find((name) => node(part, name))
  return refuse(left, end, construct ? (suffixes[construct] ?? '') : 'An operator', context)
}

const suffixes: Readonly<Record<string, string>> = {
  memberSuffix: 'SUBMULTISET OF',
  multisetSuffix: 'An operator of collections',
  zoneSuffix: 'AT TIME ZONE',
  intervalFields: 'A difference with fields of an interval',
  identifier: 'COLLATE',
}

function refuse(left: Pick<Placed, 'start'>, end: number, construct: string, context: LowerContext): Expr {
  const origin = originOfRange(left.start, end, context)
  context.sink.add(finding('XW-P0010', where(origin, context), { construct }))
  return opaqueRange(left.start, end, 'XW-P0010', context)
}

function itemsOf(of: CstNode, context: LowerContext): readonly Expr[] {
  const list = node(of, 'parenthesised')
  if (list) return nodes(list, 'expression').map((item) => lowerExpression(item, context))
  return nodes(of, 'prefixedOperand').map((item) => lowerPrefixed(item, context))
}

const tests: Readonly<Record<string, 'true' | 'false'>> = { TRUE: 'true', FALSE: 'false' }
/** Tests that are functions to the hub. */
const asked: Readonly<Record<string, string>> = { EMPTY: 'list_is_empty', JSON: 'is_json' }

function lowerTest(left: Placed, of: CstNode, end: number, context: LowerContext): Expr {
  const kinds = nodes(of, 'qualifiedName')
  if (kinds.length > 0) return kindTest(left, of, kinds, end, context)
  const word = token(of, 'word')?.image.toUpperCase()
  const core = asked[word ?? '']
  if (core) {
    const origin = originOfRange(left.start, end, context)
    const is = coreCall(core, [left.expr], undefined, origin)
    return hasWord(of, 'NOT') ? { kind: 'unary', op: 'not', operand: is, origin } : is
  }
  const is = word === undefined && hasWord(of, 'NULL') ? 'null' : tests[word ?? '']
  if (!is || hasWord(of, 'SET')) return refuse(left, end, `IS ${word ?? 'OF'}`, context)
  return {
    kind: 'test',
    negated: hasWord(of, 'NOT'),
    is,
    operand: left.expr,
    origin: originOfRange(left.start, end, context),
  }
}

/** `x IS [NOT] OF (t, ONLY u)`: which type an object is of. */
function kindTest(left: Placed, of: CstNode, kinds: readonly CstNode[], end: number, context: LowerContext): Expr {
  const origin = originOfRange(left.start, end, context)
  if (hasWord(of, 'ONLY')) return refuse(left, end, 'IS OF (ONLY …)', context)
  const names = kinds.map((each) => textLiteral(textBetween(each, context).replace(/"/g, ''), origin))
  const is = coreCall('object_is', [left.expr, ...names], undefined, origin)
  return hasWord(of, 'NOT') ? { kind: 'unary', op: 'not', operand: is, origin } : is
}

/** `= ANY (query)`; over a list it is the comparison with each of its items. */
function lowerQuantified(left: Placed, op: BinaryOp, right: CstNode, context: LowerContext): Expr {
  const list = node(right, 'parenthesised')
  const query = list && node(list, 'query')
  const all = hasWord(right, 'ALL')
  const origin = originOfRange(left.start, startOf(right), context)
  if (query) {
    return { kind: 'quantified', op, left: left.expr, all, query: plainQuery(lowerQuery(query, context)), origin }
  }
  const compared = itemsOf(right, context).map(
    (item): Expr => ({ kind: 'binary', op, left: left.expr, right: item, origin }),
  )
  return compared.reduce((a, b) => ({ kind: 'binary', op: all ? 'and' : 'or', left: a, right: b, origin }))
}

/** Lowers `orderBy`. Oracle sorts nulls last when ascending, first when descending: the capabilities say so. */
export const lowerOrderBy = (of: CstNode | undefined, context: LowerContext): readonly OrderItem[] =>
  of ? nodes(of, 'orderItem').map((item) => lowerOrderItem(item, context)) : []

function lowerOrderItem(of: CstNode, context: LowerContext): OrderItem {
  const expression = node(of, 'expression')
  const expr = expression ? lowerExpression(expression, context) : unexpected(of, context)
  const nulls = hasWord(of, 'FIRST') ? 'first' : hasWord(of, 'LAST') ? 'last' : undefined
  return { expr, descending: hasWord(of, 'DESC'), ...(nulls ? { nulls } : {}) }
}

/**
 * Parses one expression on its own, as the pattern of a rule or an expression of our own making. Throws a SyntaxError with
 * the offset on bad text, since such text is ours and not the user's.
 */
export function parseExpression(text: string, options: { readonly holes?: boolean } = {}): Expr {
  const lexing: ParseOptions = options.holes ? { holes: true } : {}
  const parsed = parseText(text, lexing)
  const sink = createFindingSink()
  const context: LowerContext = {
    source: sourceId('expression'),
    base: 0,
    text,
    sink,
    object: 'expression:' as ObjectId,
  }
  if ('problem' in parsed) {
    const { problem } = parsed
    throw new SyntaxError(`${problem.problem} at offset ${problem.start}: ${problem.found}`)
  }
  return lowerExpression(parsed.cst, context)
}

/** Parses and lowers an expression that the user wrote; what is wrong goes to the sink. */
export function readExpression(text: string, context: LowerContext): Expr {
  const parsed = parseText(text)
  if ('cst' in parsed) return lowerExpression(parsed.cst, context)
  const found = syntaxFinding(parsed.problem, context)
  context.sink.add(found)
  return { kind: 'opaque', text, why: found.code, origin: originOfRange(0, text.length, context) }
}
