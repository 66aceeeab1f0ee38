import { decodeText } from '../../../../grammars/mysql/literals.js'
import { finding } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Ident } from '../../../core/ir/names.js'
import type { Join, TableExpr } from '../../../core/ir/query.js'
import {
  type CstNode,
  endOf,
  hasWord,
  inOrder,
  isNode,
  type LowerContext,
  node,
  nodes,
  originOf,
  originOfRange,
  startOf,
  textBetween,
  token,
} from './cst.js'
import { lowerExpression } from './expressions.js'
import { lowerJsonTable } from './json-table.js'
import { identOfToken, lowerIdents, lowerQName } from './names.js'
import { opaqueOf, where } from './problems.js'
import { lowerQuery } from './queries.js'

/** Lowers `alias`. */
export function lowerAlias(of: CstNode, context: LowerContext): Ident {
  const text = token(of, 'Text')
  if (text) return { text: decodeText(text.image, context.modes.noBackslashEscapes), quoted: true }
  const name = token(of, 'AnyName') ?? token(of, 'AliasName')
  return name ? identOfToken(name) : { text: '', quoted: true }
}

interface JoinKind {
  readonly join: Join['join']
  readonly natural: boolean
  /** Fixes the order in which the tables are read, and nothing else. */
  readonly straight: boolean
  readonly at: CstNode
}

/** A join under construction; a leaf is a table, or joined tables in parentheses. */
type Tree =
  | { readonly kind: 'leaf'; readonly table: TableExpr; readonly start: number; readonly end: number }
  | {
      readonly kind: 'join'
      readonly left: Tree
      readonly right: Tree
      readonly how: JoinKind
      readonly on?: Expr
      readonly using: readonly Ident[]
      readonly start: number
      readonly end: number
    }

/**
 * Lowers `tableReference`. A condition belongs to the last join that has none yet: in `a JOIN b JOIN c ON x ON y` the inner
 * join is `b JOIN c ON x`. A join left without condition is a cross join with the nearest table: `a JOIN b JOIN c ON x` is
 * `(a JOIN b) JOIN c ON x`. Undefined for DUAL, which has no rows of its own.
 */
export function lowerTableReference(of: CstNode, context: LowerContext): TableExpr | undefined {
  const pending: { readonly left: Tree; readonly how: JoinKind }[] = []
  let current: Tree | undefined
  let how: JoinKind | undefined
  for (const { name, element } of inOrder(of)) {
    if (!isNode(element)) continue
    if (name === 'joinOperator') {
      how = joinKind(element)
    } else if (name === 'tableFactor') {
      const leaf = leafOf(element, context)
      if (!leaf) continue
      if (how && current?.kind) {
        if (how.natural) {
          current = joined(current, leaf, how, leaf.end)
        } else {
          pending.push({ left: current, how })
          current = leaf
        }
      } else {
        current = leaf
      }
      how = undefined
    } else {
      const last = pending.pop()
      if (current && last) current = conditioned(last.left, current, last.how, name, element, context)
    }
  }
  while (current && pending.length > 0) {
    const last = pending.pop()
    if (last) current = insertLeft(current, last.left, last.how, context)
  }
  return current && finish(current, context)
}

function joinKind(of: CstNode): JoinKind {
  const join = hasWord(of, 'LEFT') ? 'left' : hasWord(of, 'RIGHT') ? 'right' : 'inner'
  return { join, natural: hasWord(of, 'NATURAL'), straight: hasWord(of, 'STRAIGHT_JOIN'), at: of }
}

const joined = (left: Tree, right: Tree, how: JoinKind, end: number): Tree => ({
  kind: 'join',
  left,
  right,
  how,
  using: [],
  start: left.start,
  end,
})

function conditioned(
  left: Tree,
  right: Tree,
  how: JoinKind,
  rule: string,
  condition: CstNode,
  context: LowerContext,
): Tree {
  const tree = { kind: 'join', left, right, how, start: left.start, end: endOf(condition) } as const
  if (rule === 'identifierList') return { ...tree, using: lowerIdents(condition) }
  return { ...tree, on: lowerExpression(condition, context), using: [] }
}

/** Puts a join without condition at the leftmost table. */
function insertLeft(tree: Tree, left: Tree, how: JoinKind, context: LowerContext): Tree {
  if (tree.kind === 'join') return { ...tree, left: insertLeft(tree.left, left, how, context), start: left.start }
  if (how.join !== 'inner') {
    context.sink.add(finding('XW-P0021', where(originOf(how.at, context), context), {}))
  }
  return joined(left, tree, how, tree.end)
}

function finish(tree: Tree, context: LowerContext): TableExpr {
  if (tree.kind === 'leaf') return tree.table
  const { how, on, using } = tree
  const bare = how.join === 'inner' && !how.natural && !on && using.length === 0
  return {
    kind: 'join',
    origin: originOfRange(tree.start, tree.end, context),
    join: bare ? 'cross' : how.join,
    natural: how.natural,
    left: finish(tree.left, context),
    right: finish(tree.right, context),
    ...(on ? { on } : {}),
    using,
    ...(how.straight ? { hints: ['STRAIGHT_JOIN'] } : {}),
  }
}

function leafOf(of: CstNode, context: LowerContext): Tree | undefined {
  const table = lowerFactor(of, context)
  return table && { kind: 'leaf', table, start: startOf(of), end: endOf(of) }
}

function lowerFactor(of: CstNode, context: LowerContext): TableExpr | undefined {
  if (hasWord(of, 'DUAL')) return undefined
  const derived = node(of, 'derivedTable')
  if (derived) return lowerDerived(derived, hasWord(of, 'LATERAL'), context)
  const json = node(of, 'jsonTable')
  if (json) return lowerJsonTable(json, context)
  const list = node(of, 'tableReferences')
  if (list) return lowerGroup(list, context)
  const single = node(of, 'tableReference')
  if (single) return lowerTableReference(single, context)
  const named = node(of, 'namedTable')
  return named && lowerNamed(named, context)
}

/** `(a, b)`: the comma is a cross join. */
function lowerGroup(of: CstNode, context: LowerContext): TableExpr | undefined {
  const tables = nodes(of, 'tableReference').flatMap((table) => lowerTableReference(table, context) ?? [])
  const [first, ...rest] = tables
  const origin = originOf(of, context)
  return (
    first &&
    rest.reduce<TableExpr>(
      (left, right) => ({ kind: 'join', origin, join: 'cross', natural: false, left, right, using: [] }),
      first,
    )
  )
}

function lowerDerived(of: CstNode, lateral: boolean, context: LowerContext): TableExpr | undefined {
  const query = node(of, 'query')
  if (!query) return undefined
  const alias = node(of, 'alias')
  return {
    kind: 'derived',
    origin: originOf(of, context),
    query: lowerQuery(query, context),
    alias: alias ? lowerAlias(alias, context) : madeAlias(of, context),
    columns: lowerIdents(node(of, 'identifierList')),
    lateral,
  }
}

function madeAlias(of: CstNode, context: LowerContext): Ident {
  const name = `derived_${startOf(of)}`
  context.sink.add(finding('XW-P0022', where(originOf(of, context), context), { name }))
  return { text: name, quoted: true }
}

function lowerNamed(of: CstNode, context: LowerContext): TableExpr | undefined {
  const name = node(of, 'qualifiedName')
  if (!name) return undefined
  const alias = node(of, 'alias')
  const origin = originOf(of, context)
  if (node(of, 'systemTime')) {
    context.sink.add(finding('XW-P0023', where(origin, context), { construct: 'FOR SYSTEM_TIME' }))
    const opaque = opaqueOf(of, 'XW-P0023', context)
    return { kind: 'opaqueTable', origin, opaque, ...(alias ? { alias: lowerAlias(alias, context) } : {}) }
  }
  return {
    kind: 'tableRef',
    origin,
    name: lowerQName(name),
    ...(alias ? { alias: lowerAlias(alias, context) } : {}),
    partitions: lowerIdents(node(of, 'identifierList')),
    hints: nodes(of, 'indexHint').map((hint) => textBetween(hint, context)),
  }
}
