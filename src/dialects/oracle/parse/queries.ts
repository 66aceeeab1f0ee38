import {
  type CstElement,
  type CstNode,
  has,
  hasWord,
  isToken,
  node,
  nodes,
  token,
} from '../../../../grammars/sql/cst.js'
import { finding } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Cte, Query, QueryBody, Select, SelectItem, SetOperation, With } from '../../../core/ir/query.js'
import { hintsOf, type LowerContext, originOf, textBetween } from './cst.js'
import { lowerExpression, lowerOrderBy } from './expressions.js'
import { lowerGroups } from './groups.js'
import { withHierarchy, withTreeOrder } from './hierarchies.js'
import { withQueries } from './known-columns.js'
import { lowerAlias, lowerIdent, lowerIdents, lowerQName } from './names.js'
import { withOuterJoins } from './outer-joins.js'
import { opaqueOf, where } from './problems.js'
import { withRowLimit } from './row-limits.js'
import { atMost, rowsSkipped } from './row-numbers.js'
import { lowerTableReference } from './table-references.js'
import { lowerWindow } from './windows.js'

/** Lowers `query`: a whole query with WITH, set operations, ORDER BY, FETCH and locks. */
export function lowerQuery(of: CstNode, outside: LowerContext): Query {
  const withClause = node(of, 'withClause')
  const lowered = withClause && lowerWith(withClause, outside)
  const context = lowered ? withQueries(outside, lowered) : outside
  const lock = lowerLock(node(of, 'lockClause'), context)
  const order = node(of, 'orderBy')
  const query: Query = {
    kind: 'query',
    origin: originOf(of, context),
    ...(lowered ? { with: lowered } : {}),
    body: lowerBody(of, context),
    orderBy: lowerOrderBy(order, context),
    ...lowerFetch(node(of, 'offsetFetch'), context),
    ...(lock ? { lock } : {}),
  }
  return withRowLimit(withTreeOrder(order, query, context), context)
}

/** `((SELECT …))` is the query itself. */
export function plainQuery(query: Query): Query {
  const bare = query.orderBy.length === 0 && !query.limit && !query.offset && !query.with && !query.lock
  return bare && query.body.kind === 'nested' ? plainQuery(query.body.query) : query
}

/** A clause without counterpart makes the whole query one: what it gives would not be the same. */
function lost(of: CstElement, clause: string, context: LowerContext): Expr {
  context.sink.add(finding('XW-P0024', where(originOf(of, context), context), { clause }))
  return opaqueOf(of, 'XW-P0024', context)
}

/** A condition that cannot be converted, put beside those of a query, keeps it from being converted. */
export const and = (left: Expr | undefined, right: Expr): Expr =>
  left ? { kind: 'binary', op: 'and', left, right, origin: left.origin } : right

function lowerWith(of: CstNode, context: LowerContext): With {
  const ctes = nodes(of, 'commonTable').map((cte) => lowerCte(cte, context))
  const recursive = nodes(of, 'commonTable').some((cte) => isRecursive(cte, context))
  for (const program of nodes(of, 'withProgram')) lost(program, 'WITH FUNCTION', context)
  return { recursive, ctes }
}

/** A query that names itself must list its columns (SQL Language Reference, "subquery_factoring_clause"). */
function isRecursive(of: CstNode, context: LowerContext): boolean {
  const query = node(of, 'query')
  const name = node(of, 'identifier')
  if (!node(of, 'identifierList') || !query || !name) return false
  const word = textBetween(name, context).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\w$#])${word}(?![\\w$#])`, 'i').test(textBetween(query, context))
}

function lowerCte(of: CstNode, context: LowerContext): Cte {
  const query = node(of, 'query')
  const clause = node(of, 'searchClause') ?? node(of, 'cycleClause')
  const body = query ? lowerQuery(query, context) : emptyQuery(of, context)
  return {
    name: lowerIdent(node(of, 'identifier')),
    columns: lowerIdents(node(of, 'identifierList')),
    query: clause ? { ...body, limit: lost(clause, 'SEARCH or CYCLE of a recursive query', context) } : body,
  }
}

const emptyQuery = (of: CstNode, context: LowerContext): Query => ({
  kind: 'query',
  origin: originOf(of, context),
  body: { kind: 'values', rows: [] },
  orderBy: [],
})

function lowerFetch(of: CstNode | undefined, context: LowerContext): Pick<Query, 'limit' | 'offset'> {
  const fetch = of && node(of, 'fetchClause')
  const offset = of && node(of, 'offset')
  const start = offset ? { offset: rowsSkipped(lowerExpression(offset, context)) } : {}
  if (!fetch) return start
  if (hasWord(fetch, 'TIES')) return { ...start, limit: lost(fetch, 'WITH TIES', context) }
  if (token(fetch, 'percent')) return { ...start, limit: lost(fetch, 'FETCH of a percentage', context) }
  const amount = node(fetch, 'expression')
  const one: Expr = { kind: 'literal', of: 'integer', text: '1', origin: originOf(fetch, context) }
  return { ...start, limit: amount ? atMost(lowerExpression(amount, context)) : one }
}

function lowerLock(of: CstNode | undefined, context: LowerContext): Query['lock'] {
  if (!of) return undefined
  if (hasWord(of, 'WAIT'))
    context.sink.add(finding('XW-P0020', where(originOf(of, context), context), { clause: 'WAIT' }))
  const wait = hasWord(of, 'NOWAIT') ? 'nowait' : hasWord(of, 'SKIP') ? 'skipLocked' : undefined
  return {
    strength: 'update',
    ...(wait ? { wait } : {}),
    // A column is named whose table is locked.
    of: nodes(of, 'qualifiedName').flatMap((name) => {
      const { schema } = lowerQName(name)
      return schema ? [{ name: schema }] : []
    }),
  }
}

/** All set operators bind alike, from left to right. */
function lowerBody(of: CstNode, context: LowerContext): QueryBody {
  const terms = nodes(of, 'queryTerm')
  const bodies = terms.map((term) => lowerTerm(term, context))
  const [first, ...rest] = terms.length > 1 ? bodies.map((body) => limitedTerm(body, context)) : bodies
  const operators = nodes(of, 'setOperator')
  const start: QueryBody = first ?? { kind: 'values', rows: [] }
  return rest.reduce<QueryBody>((left, right, at) => {
    const operator = operators[at]
    const all = operator !== undefined && hasWord(operator, 'ALL')
    return { kind: 'setOperation', op: setOp(operator), all, left, right }
  }, start)
}

/** ROWNUM of one branch counts the rows of that branch. */
function limitedTerm(body: QueryBody, context: LowerContext): QueryBody {
  if (body.kind !== 'select') return body
  return unwrap(withRowLimit({ kind: 'query', origin: body.origin, body, orderBy: [] }, context))
}

function setOp(of: CstNode | undefined): SetOperation['op'] {
  if (of && hasWord(of, 'INTERSECT')) return 'intersect'
  return of && (hasWord(of, 'MINUS') || hasWord(of, 'EXCEPT')) ? 'except' : 'union'
}

function lowerTerm(of: CstNode, context: LowerContext): QueryBody {
  const select = node(of, 'selectCore')
  if (select) return lowerSelect(select, context)
  const inner = node(of, 'query')
  return inner ? unwrap(lowerQuery(inner, context)) : { kind: 'values', rows: [] }
}

/** Parentheses that hold no ORDER BY, limit or WITH of their own only group. */
function unwrap(query: Query): QueryBody {
  const own = query.orderBy.length > 0 || query.limit || query.offset || query.with || query.lock
  return own ? { kind: 'nested', query } : query.body
}

function lowerSelect(of: CstNode, outside: LowerContext): Select {
  const context = { ...outside, outerMarks: new Set<Expr>() }
  const condition = node(of, 'whereClause')
  const filter = condition && node(condition, 'expression')
  const from = nodes(of, 'tableReferences').flatMap((list) =>
    nodes(list, 'tableReference').flatMap((table) => lowerTableReference(table, context) ?? []),
  )
  const having = nodes(of, 'havingClause').flatMap((clause) => node(clause, 'expression') ?? [])[0]
  const windows = node(of, 'windowClause')
  const select: Select = {
    kind: 'select',
    origin: originOf(of, context),
    distinct: hasWord(of, 'DISTINCT') || hasWord(of, 'UNIQUE'),
    items: nodes(of, 'selectItem').map((item) => lowerItem(item, context)),
    from,
    ...(filter ? { where: lowerExpression(filter, context) } : {}),
    ...lowerGroups(of, context),
    ...(having ? { having: lowerExpression(having, context) } : {}),
    windows: windows ? nodes(windows, 'namedWindow').map((each) => lowerNamedWindow(each, context)) : [],
    hints: hintsOf(of, context),
  }
  return withLost(of, withHierarchy(of, withOuterJoins(select, context), context), context)
}

/** Clauses of a select that no rule converts, with their names for people. */
const clauses: readonly (readonly [string, string])[] = [['modelClause', 'MODEL']]

function withLost(of: CstNode, select: Select, context: LowerContext): Select {
  const into = node(of, 'intoClause')
  if (into && !context.readsInto)
    context.sink.add(finding('XW-P0020', where(originOf(into, context), context), { clause: 'INTO' }))
  const found = clauses.flatMap(([rule, clause]) => {
    const part = node(of, rule)
    return part ? [lost(part, clause, context)] : []
  })
  const condition = found.reduce<Expr | undefined>((left, right) => and(left, right), select.where)
  return condition ? { ...select, where: condition } : select
}

function lowerNamedWindow(of: CstNode, context: LowerContext): Select['windows'][number] {
  const spec = node(of, 'windowSpec')
  const window = spec ? lowerWindow(spec, context) : { partitionBy: [], orderBy: [] }
  return { name: lowerIdent(node(of, 'identifier')), window }
}

function lowerItem(of: CstNode, context: LowerContext): SelectItem {
  const expression = node(of, 'expression')
  if (!expression) return { kind: 'star', origin: originOf(of, context) }
  const star = qualifiedStar(expression)
  if (star) return starOf(star, context)
  const expr = lowerExpression(expression, context)
  const alias = node(of, 'alias')
  if (alias) return { kind: 'expr', expr, alias: lowerAlias(alias) }
  // Without an alias a column has its own name, an expression its text without blanks.
  const name =
    expr.kind === 'column' ? (expr.path.at(-1)?.text ?? '') : textBetween(of, context).replace(/\s+/g, '').toLowerCase()
  return { kind: 'expr', expr, impliedName: name }
}

/** `t.*` alone in a select item. */
function qualifiedStar(expression: CstNode): CstNode | undefined {
  let at: CstElement | undefined = expression
  for (const name of ['prefixedOperand', 'operand', 'nameOperand', 'columnOrCall']) {
    if (!at || isToken(at) || has(at, 'operatorPart') || has(at, 'prefix')) return undefined
    at = node(at, name)
  }
  if (!at || isToken(at)) return undefined
  const last = nodes(at, 'nameStep').at(-1)
  return last && token(last, 'Star') ? at : undefined
}

function starOf(of: CstNode, context: LowerContext): SelectItem {
  const parts = [of, ...nodes(of, 'nameStep')].flatMap((step) => node(step, 'identifier') ?? [])
  const names = parts.map((part) => lowerIdent(part))
  const name = names.at(-1)
  const schema = names.at(-2)
  const origin = originOf(of, context)
  if (!name) return { kind: 'star', origin }
  return { kind: 'star', table: schema ? { schema, name } : { name }, origin }
}
