import { type CstNode, endOf, hasWord, inOrder, isNode, node, nodes, startOf } from '../../../../grammars/sql/cst.js'
import { finding } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Ident } from '../../../core/ir/names.js'
import type { Join, TableExpr } from '../../../core/ir/query.js'
import { functionOf } from './calls.js'
import { type LowerContext, originOf, originOfRange } from './cst.js'
import { lowerExpression } from './expressions.js'
import { argumentsOf } from './name-steps.js'
import { isRemote, lowerAlias, lowerIdent, lowerIdents, lowerQName } from './names.js'
import { pivoted } from './pivots.js'
import { opaqueOf, where } from './problems.js'
import { lowerQuery } from './queries.js'
import { tokenText } from './types.js'

interface Pending {
  readonly left: TableExpr
  readonly start: number
  readonly how: CstNode
}

/**
 * Lowers `tableReference`. A condition belongs to the last join that has none yet: in `a JOIN b JOIN c ON x ON y` the inner
 * join is `b JOIN c ON x`. Undefined for DUAL, which has no rows of its own.
 */
export function lowerTableReference(of: CstNode, context: LowerContext): TableExpr | undefined {
  const pending: Pending[] = []
  let current: TableExpr | undefined
  let how: CstNode | undefined
  for (const { name, element } of inOrder(of)) {
    if (!isNode(element)) continue
    if (name === 'joinOperator') how = element
    else if (name === 'tableFactor') {
      const table = lowerFactor(element, how, context)
      if (!table) continue
      if (!how || !current) current = table
      else if (conditionless(how))
        current = joined({ left: current, start: startOf(of), how }, table, endOf(element), {}, context)
      else {
        pending.push({ left: current, start: startOf(of), how })
        current = table
      }
      how = undefined
    } else {
      const last = pending.pop()
      if (current && last) current = joined(last, current, endOf(element), conditionOf(name, element, context), context)
    }
  }
  for (let last = pending.pop(); last && current; last = pending.pop()) {
    context.sink.add(finding('XW-P0021', where(originOf(last.how, context), context), {}))
    current = joined(last, current, endOf(of), {}, context)
  }
  return current
}

const conditionless = (how: CstNode): boolean =>
  hasWord(how, 'CROSS') || hasWord(how, 'NATURAL') || hasWord(how, 'APPLY')

function conditionOf(rule: string, of: CstNode, context: LowerContext): Partial<Pick<Join, 'on' | 'using'>> {
  if (rule === 'identifierList') return { using: lowerIdents(of) }
  return { on: lowerExpression(of, context) }
}

function joined(
  { left, start, how }: Pending,
  right: TableExpr,
  end: number,
  condition: Partial<Pick<Join, 'on' | 'using'>>,
  context: LowerContext,
): TableExpr {
  const origin = originOfRange(start, end, context)
  const apply = hasWord(how, 'APPLY') && hasWord(how, 'CROSS') === false
  const always: Expr = { kind: 'literal', of: 'boolean', text: 'true', origin }
  const on = apply ? always : condition.on
  return {
    kind: 'join',
    origin,
    join: apply ? 'left' : kindOf(how),
    natural: hasWord(how, 'NATURAL'),
    left,
    right,
    ...(on ? { on } : {}),
    using: condition.using ?? [],
  }
}

function kindOf(how: CstNode): Join['join'] {
  if (hasWord(how, 'LEFT')) return 'left'
  if (hasWord(how, 'RIGHT')) return 'right'
  if (hasWord(how, 'FULL')) return 'full'
  return hasWord(how, 'CROSS') ? 'cross' : 'inner'
}

/** Lowers `tableFactor`; `how` joins it to those before. Undefined for DUAL. */
export function lowerFactor(of: CstNode, how: CstNode | undefined, context: LowerContext): TableExpr | undefined {
  const alias = nodes(of, 'tableSuffix').flatMap((suffix) => node(suffix, 'alias') ?? [])[0]
  const name = alias && lowerAlias(alias)
  const turned = lowerPivot(of, context)
  if (turned) return turned
  const construct =
    unknownConstruct(of) ?? (how && node(how, 'outerPartition') ? 'A partitioned outer join' : undefined)
  if (construct) return opaqueTable(of, construct, name, context)
  const derived = node(of, 'derivedTable')
  if (derived)
    return lowerDerived(derived, name, hasWord(of, 'LATERAL') || (how !== undefined && hasWord(how, 'APPLY')), context)
  const list = node(of, 'tableReferences')
  if (list) return lowerGroup(list, context)
  const listed = lowerList(of, name, context)
  if (listed) return listed
  const named = node(of, 'namedTable')
  const table = named && node(named, 'qualifiedName')
  if (!table) return opaqueTable(of, 'ONLY', name, context)
  const full = lowerQName(table)
  if (full.name.text === 'dual' && (!full.schema || full.schema.text === 'sys')) return undefined
  const origin = originOf(of, context)
  return {
    kind: 'tableRef',
    origin,
    name: full,
    ...(name ? { alias: name } : {}),
    partitions: partitionsOf(of),
    hints: [],
  }
}

/** `TABLE (list)`, or a function that gives one. */
function lowerList(of: CstNode, alias: Ident | undefined, context: LowerContext): TableExpr | undefined {
  const collection = node(of, 'tableCollection')
  const named = node(of, 'namedTable')
  const given = named && node(named, 'callArguments')
  const parenthesised = collection && node(collection, 'parenthesised')
  const [value] = parenthesised ? nodes(parenthesised, 'expression') : []
  const origin = originOf(of, context)
  const name: Ident = alias ?? { text: `list_${startOf(of)}`, quoted: false }
  if (collection && !value) return opaqueTable(of, 'TABLE of a query', alias, context)
  if (value) return { kind: 'listTable', origin, list: lowerExpression(value, context), alias: name }
  if (!named || !given) return undefined
  const called = nodes(node(named, 'qualifiedName') ?? named, 'identifier').map((each) => lowerIdent(each))
  const args = argumentsOf(given, context)
  const names = args.some((each) => each.name) ? { names: args.map((each) => each.name) } : {}
  const list: Expr = { kind: 'call', fn: functionOf(called), args: args.map((each) => each.value), ...names, origin }
  return { kind: 'listTable', origin, list, alias: name }
}

/** A query with PIVOT or UNPIVOT behind it; an alias in front of that is nobody's any more. */
function lowerPivot(of: CstNode, context: LowerContext): TableExpr | undefined {
  const found = nodes(of, 'tableSuffix')
  const at = found.findIndex((suffix) => node(suffix, 'pivotClause'))
  const clause = found[at] && node(found[at], 'pivotClause')
  const derived = node(of, 'derivedTable')
  const others = found.filter((suffix, place) => place !== at && !node(suffix, 'alias'))
  const inner = clause && derived && others.length === 0 ? lowerDerived(derived, undefined, false, context) : undefined
  const query = clause && inner?.kind === 'derived' ? pivoted(clause, inner, context) : undefined
  if (!query) return undefined
  const alias = found.slice(at + 1).flatMap((suffix) => node(suffix, 'alias') ?? [])[0]
  const name: Ident = alias ? lowerAlias(alias) : { text: `pivot_${startOf(of)}`, quoted: true }
  return { kind: 'derived', origin: originOf(of, context), query, alias: name, columns: [], lateral: false }
}

/** What stands behind a table, by rule, with its name for people. */
const suffixes: Readonly<Record<string, string>> = {
  flashback: 'AS OF',
  versions: 'VERSIONS',
  sampleClause: 'SAMPLE',
  pivotClause: 'PIVOT or UNPIVOT',
  matchRecognize: 'MATCH_RECOGNIZE',
}

function unknownConstruct(of: CstNode): string | undefined {
  const factor = node(of, 'rowFunction')
  if (factor) return tokenText(node(factor, 'identifier') ?? factor).toUpperCase()
  const named = node(of, 'namedTable')
  const name = named && node(named, 'qualifiedName')
  if (name && isRemote(name)) return 'A table of another database'
  for (const suffix of nodes(of, 'tableSuffix')) {
    const found = Object.keys(suffixes).find((rule) => node(suffix, rule))
    if (found) return suffixes[found]
    const partition = node(suffix, 'partitionClause')
    if (partition && (hasWord(partition, 'FOR') || hasWord(partition, 'SUBPARTITION')))
      return 'A partition by its value'
  }
  return undefined
}

function partitionsOf(of: CstNode): readonly Ident[] {
  return nodes(of, 'tableSuffix').flatMap((suffix) => {
    const clause = node(suffix, 'partitionClause')
    const list = clause && node(clause, 'expressionList')
    return list ? nodes(list, 'expression').map((each) => ({ text: tokenText(each).toLowerCase(), quoted: false })) : []
  })
}

function opaqueTable(of: CstNode, construct: string, alias: Ident | undefined, context: LowerContext): TableExpr {
  const origin = originOf(of, context)
  context.sink.add(finding('XW-P0023', where(origin, context), { construct }))
  return { kind: 'opaqueTable', origin, opaque: opaqueOf(of, 'XW-P0023', context), ...(alias ? { alias } : {}) }
}

/** `(a, b)`: the comma is a cross join. */
function lowerGroup(of: CstNode, context: LowerContext): TableExpr | undefined {
  const [first, ...rest] = nodes(of, 'tableReference').flatMap((table) => lowerTableReference(table, context) ?? [])
  const origin = originOf(of, context)
  return first && rest.reduce((left, right) => crossJoin(left, right, origin), first)
}

export const crossJoin = (left: TableExpr, right: TableExpr, origin: Join['origin']): TableExpr => ({
  kind: 'join',
  origin,
  join: 'cross',
  natural: false,
  left,
  right,
  using: [],
})

function lowerDerived(
  of: CstNode,
  alias: Ident | undefined,
  lateral: boolean,
  context: LowerContext,
): TableExpr | undefined {
  const query = node(of, 'query')
  if (!query) return undefined
  const origin = originOf(of, context)
  // Nothing can name its columns by a name that it does not have.
  const name = alias ?? lowerIdent(undefined)
  const made: Ident = name.text === '' ? { text: `derived_${startOf(of)}`, quoted: true } : name
  return { kind: 'derived', origin, query: lowerQuery(query, context), alias: made, columns: [], lateral }
}
