import { finding } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Cte, Query, QueryBody, Select, SelectItem, SetOperation, With } from '../../../core/ir/query.js'
import {
  type CstElement,
  type CstNode,
  has,
  hasWord,
  isToken,
  type LowerContext,
  node,
  nodes,
  originOf,
  textBetween,
  tokens,
} from './cst.js'
import { lowerExpression, lowerOrderBy, lowerOrderItem } from './expressions.js'
import { identOfToken, lowerIdent, lowerIdents, lowerQName } from './names.js'
import { where } from './problems.js'
import { lowerAlias, lowerTableReference } from './table-references.js'
import { lowerWindow } from './windows.js'

/** Lowers `query`: a whole query with WITH, set operations, ORDER BY, LIMIT and locks. */
export function lowerQuery(of: CstNode, context: LowerContext): Query {
  const withClause = node(of, 'withClause')
  const lock = lowerLock(of, context)
  reportTails(of, context)
  return {
    kind: 'query',
    origin: originOf(of, context),
    ...(withClause ? { with: lowerWith(withClause, context) } : {}),
    body: lowerBody(of, context),
    orderBy: lowerOrderBy(node(of, 'orderBy'), context),
    ...lowerLimit(of, context),
    ...(lock ? { lock } : {}),
  }
}

function unsupported(of: CstElement, clause: string, context: LowerContext): void {
  context.sink.add(finding('XW-P0020', where(originOf(of, context), context), { clause }))
}

/** Rules of clauses that are not modelled, with their names for people. */
const tails: readonly (readonly [string, string])[] = [
  ['intoClause', 'INTO'],
  ['procedureClause', 'PROCEDURE'],
]

function reportTails(of: CstNode, context: LowerContext): void {
  for (const part of nodes(of, 'queryTail')) reportClauses(part, context)
  const limit = node(of, 'limit')
  if (limit && hasWord(limit, 'EXAMINED')) unsupported(limit, 'ROWS EXAMINED', context)
  const ties = node(of, 'offsetFetch')
  const fetch = ties && node(ties, 'fetchClause')
  if (fetch && hasWord(fetch, 'TIES')) unsupported(fetch, 'WITH TIES', context)
}

function reportClauses(of: CstNode, context: LowerContext): void {
  for (const [rule, clause] of tails) {
    if (rule === 'intoClause' && context.readsInto) continue
    for (const found of nodes(of, rule)) unsupported(found, clause, context)
  }
}

export function lowerWith(of: CstNode, context: LowerContext): With {
  return { recursive: hasWord(of, 'RECURSIVE'), ctes: nodes(of, 'commonTable').map((cte) => lowerCte(cte, context)) }
}

function lowerCte(of: CstNode, context: LowerContext): Cte {
  const query = node(of, 'query')
  if (hasWord(of, 'CYCLE')) unsupported(of, 'CYCLE', context)
  return {
    name: lowerIdent(node(of, 'identifier')),
    columns: lowerIdents(node(of, 'identifierList')),
    query: query ? lowerQuery(query, context) : emptyQuery(of, context),
  }
}

const emptyQuery = (of: CstNode, context: LowerContext): Query => ({
  kind: 'query',
  origin: originOf(of, context),
  body: { kind: 'values', rows: [] },
  orderBy: [],
})

type Limits = Pick<Query, 'limit' | 'offset'>

/** `LIMIT skip, n` and `LIMIT n OFFSET skip` and `OFFSET skip ROWS FETCH NEXT n ROWS ONLY`. */
export function lowerLimit(of: CstNode, context: LowerContext): Limits {
  const limit = node(of, 'limit')
  const fetch = node(of, 'offsetFetch')
  if (limit) {
    const first = node(limit, 'first')
    const second = node(limit, 'second')
    return hasWord(limit, 'OFFSET') || !second ? limits(first, second, context) : limits(second, first, context)
  }
  if (!fetch) return {}
  const count = node(fetch, 'fetchClause')
  const amount = count && node(count, 'expression')
  const one: Limits = count && !amount ? { limit: oneRow(count, context) } : {}
  return { ...limits(amount, node(fetch, 'offset'), context), ...one }
}

const oneRow = (of: CstNode, context: LowerContext): Expr => ({
  kind: 'literal',
  of: 'integer',
  text: '1',
  origin: originOf(of, context),
})

const limits = (limit: CstNode | undefined, offset: CstNode | undefined, context: LowerContext): Limits => ({
  ...(limit ? { limit: lowerExpression(limit, context) } : {}),
  ...(offset ? { offset: lowerExpression(offset, context) } : {}),
})

function lowerLock(of: CstNode, context: LowerContext): Query['lock'] {
  for (const tail of nodes(of, 'queryTail')) {
    const clause = node(tail, 'lockClause')
    if (hasWord(tail, 'LOCK')) return { strength: 'share', of: [] }
    if (!clause) continue
    if (hasWord(clause, 'WAIT')) unsupported(clause, 'WAIT', context)
    const wait = hasWord(clause, 'NOWAIT') ? 'nowait' : hasWord(clause, 'SKIP') ? 'skipLocked' : undefined
    return {
      strength: hasWord(clause, 'UPDATE') ? 'update' : 'share',
      ...(wait ? { wait } : {}),
      of: nodes(clause, 'qualifiedName').map(lowerQName),
    }
  }
  return undefined
}

type SetStep = Pick<SetOperation, 'op' | 'all'> & { readonly right: QueryBody }

/** INTERSECT binds closer than UNION and EXCEPT, which go from left to right. */
function lowerBody(of: CstNode, context: LowerContext): QueryBody {
  const [first, ...rest] = nodes(of, 'queryTerm').map((term) => lowerTerm(term, context))
  const operators = nodes(of, 'setOperator')
  const steps: SetStep[] = []
  let head: QueryBody = first ?? { kind: 'values', rows: [] }
  rest.forEach((right, at) => {
    const operator = operators[at]
    const step = { op: setOp(operator), all: operator !== undefined && hasWord(operator, 'ALL'), right } as const
    const last = steps[steps.length - 1]
    if (step.op !== 'intersect') steps.push(step)
    else if (last) steps[steps.length - 1] = { ...last, right: join(last.right, step) }
    else head = join(head, step)
  })
  return steps.reduce(join, head)
}

const join = (left: QueryBody, { op, all, right }: SetStep): QueryBody => ({
  kind: 'setOperation',
  op,
  all,
  left,
  right,
})

function setOp(of: CstNode | undefined): SetOperation['op'] {
  if (of && hasWord(of, 'INTERSECT')) return 'intersect'
  return of && hasWord(of, 'EXCEPT') ? 'except' : 'union'
}

function lowerTerm(of: CstNode, context: LowerContext): QueryBody {
  const select = node(of, 'selectCore')
  if (select) return lowerSelect(select, context)
  const inner = node(of, 'query')
  if (inner) return unwrap(lowerQuery(inner, context))
  const values = node(of, 'valuesTerm')
  if (values) return lowerValues(values, context)
  return lowerTable(of, context)
}

/** Parentheses that hold no ORDER BY, LIMIT or WITH of their own only group. */
function unwrap(query: Query): QueryBody {
  const own = query.orderBy.length > 0 || query.limit || query.offset || query.with || query.lock
  return own ? { kind: 'nested', query } : query.body
}

const lowerValues = (of: CstNode, context: LowerContext): QueryBody => ({
  kind: 'values',
  rows: nodes(of, 'expressionList').map((row) =>
    nodes(row, 'expression').map((item) => lowerExpression(item, context)),
  ),
})

/** `TABLE t` is `SELECT * FROM t`. */
function lowerTable(of: CstNode, context: LowerContext): QueryBody {
  const origin = originOf(of, context)
  const name = node(of, 'qualifiedName')
  const from = name ? [{ kind: 'tableRef', origin, name: lowerQName(name), partitions: [], hints: [] } as const] : []
  return { ...emptySelect, origin, items: [{ kind: 'star', origin }], from }
}

const emptySelect = {
  kind: 'select',
  distinct: false,
  groupBy: [],
  rollup: false,
  windows: [],
  hints: [],
} as const

function lowerSelect(of: CstNode, context: LowerContext): Select {
  reportClauses(of, context)
  const modifiers = tokens(of, 'Modifier').map((word) => word.image.toUpperCase())
  const hints = tokens(of, 'OptimizerHint').map((hint) => hint.image)
  const groups = node(of, 'groupBy')
  const filter = node(of, 'where')
  const having = node(of, 'having')
  const windows = node(of, 'windowClause')
  return {
    kind: 'select',
    origin: originOf(of, context),
    distinct: modifiers.some((word) => word.startsWith('DISTINCT')),
    items: nodes(of, 'selectItem').map((item) => lowerItem(item, context)),
    from: nodes(of, 'tableReferences').flatMap((list) =>
      nodes(list, 'tableReference').flatMap((table) => lowerTableReference(table, context) ?? []),
    ),
    ...(filter ? { where: lowerExpression(filter, context) } : {}),
    groupBy: groups ? nodes(groups, 'orderItem').map((item) => lowerOrderItem(item, context)) : [],
    rollup: groups !== undefined && hasWord(groups, 'ROLLUP'),
    ...(having ? { having: lowerExpression(having, context) } : {}),
    windows: windows ? nodes(windows, 'namedWindow').map((each) => lowerNamedWindow(each, context)) : [],
    hints: [...modifiers.filter((word) => word !== 'ALL' && !word.startsWith('DISTINCT')), ...hints],
  }
}

function lowerNamedWindow(of: CstNode, context: LowerContext): Select['windows'][number] {
  const spec = node(of, 'windowSpec')
  const window = spec ? lowerWindow(spec, context) : { partitionBy: [], orderBy: [] }
  return { name: lowerIdent(node(of, 'identifier')), window }
}

export function lowerItem(of: CstNode, context: LowerContext): SelectItem {
  const expression = node(of, 'expression')
  if (!expression) return { kind: 'star', origin: originOf(of, context) }
  const star = qualifiedStar(expression)
  if (star) return starOf(star, context)
  const expr = lowerExpression(expression, context)
  const alias = node(of, 'alias')
  if (alias) return { kind: 'expr', expr, alias: lowerAlias(alias, context) }
  return { kind: 'expr', expr, impliedName: impliedName(expr, expression, context) }
}

/**
 * The name the server gives a column without alias: the column's, a string's value, or the text of the expression, which a
 * field of a row variable is too.
 */
function impliedName(expr: Expr, of: CstNode, context: LowerContext): string {
  const isField = expr.kind === 'column' && expr.path.length > 1 && context.isLocal?.(expr.path[0]?.text ?? '')
  if (expr.kind === 'column' && !isField) return expr.path.at(-1)?.text ?? ''
  if (expr.kind === 'literal' && expr.of === 'text' && expr.text.trim() !== '') return expr.text.trimStart()
  return textBetween(of, context)
}

/** `t.*` alone in a select item. */
function qualifiedStar(expression: CstNode): CstNode | undefined {
  let at: CstElement | undefined = expression
  for (const name of ['prefixedOperand', 'operand', 'nameOperand', 'columnOrCall']) {
    if (!at || isToken(at) || has(at, 'operatorPart') || has(at, 'prefix')) return undefined
    at = node(at, name)
  }
  return at && !isToken(at) && has(at, 'Star') && !has(at, 'callArguments') ? at : undefined
}

function starOf(of: CstNode, context: LowerContext): SelectItem {
  const [first, second] = tokens(of, 'part').map(identOfToken)
  const origin = originOf(of, context)
  if (!first) return { kind: 'star', origin }
  return { kind: 'star', table: second ? { schema: first, name: second } : { name: first }, origin }
}
