import type { Delete, Insert, Load, RowChange, SetItem, Update } from '../../../../core/ir/data-change.js'
import type { ColumnRef } from '../../../../core/ir/expr.js'
import type { TableExpr, With } from '../../../../core/ir/query.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { type CstNode, hasWord, node, nodes, originOf, textBetween, tokens } from '../cst.js'
import { lowerExpression, lowerOrderBy } from '../expressions.js'
import { lowerIdent, lowerIdents, lowerQName } from '../names.js'
import { lowerItem, lowerLimit, lowerQuery, lowerWith } from '../queries.js'
import { lowerTableReference } from '../table-references.js'
import type { ProgramContext } from './context.js'
import { lowerPath } from './targets.js'

const priorities = ['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY'] as const

/** What all statements that change rows say in the same words. `tail` holds RETURNING. */
function lowerChange(of: CstNode, tail: CstNode, context: ProgramContext): RowChange {
  const words = nodes(of, 'changeModifier')
  const returning = node(tail, 'returningClause')
  return {
    ignore: words.some((word) => hasWord(word, 'IGNORE')),
    modifiers: [
      ...priorities.filter((name) => words.some((word) => hasWord(word, name))),
      ...(hasWord(of, 'QUICK') ? ['QUICK'] : []),
      ...words.flatMap((word) => tokens(word, 'OptimizerHint').map((hint) => hint.image)),
    ],
    returning: returning ? nodes(returning, 'selectItem').map((item) => lowerItem(item, context)) : [],
    origin: originOf(of, context),
  }
}

/** Lowers `insertStatement`. */
export function lowerInsert(of: CstNode, context: ProgramContext): Insert {
  const name = node(of, 'qualifiedName')
  const row = node(of, 'newRow')
  const duplicate = node(of, 'onDuplicateKey')
  const columns = node(of, 'insertColumns')
  return {
    kind: 'insert',
    ...lowerChange(of, of, context),
    replace: hasWord(of, 'REPLACE'),
    table: name ? lowerQName(name) : { name: lowerIdent(undefined) },
    partitions: lowerIdents(node(of, 'identifierList')),
    columns: columns ? nodes(columns, 'columnPath').flatMap((path) => lowerPath(path).at(-1) ?? []) : [],
    ...lowerSource(of, context),
    ...(row
      ? { newRow: { name: lowerIdent(node(row, 'identifier')), columns: lowerIdents(node(row, 'identifierList')) } }
      : {}),
    onDuplicate: duplicate ? lowerSetItems(duplicate, context) : [],
  }
}

/** `SET a = 1` is one row with its columns named. */
function lowerSource(of: CstNode, context: ProgramContext): Pick<Insert, 'source'> & Partial<Pick<Insert, 'columns'>> {
  const set = node(of, 'setItems')
  if (set) {
    const items = lowerSetItems(set, context)
    return {
      columns: items.flatMap((item) => item.column.path.at(-1) ?? []),
      source: { rows: [items.map((item) => item.value)] },
    }
  }
  const query = node(of, 'query')
  if (query) return { source: { query: lowerQuery(query, context) } }
  const rows = node(of, 'insertRows')
  return {
    source: {
      rows: rows
        ? nodes(rows, 'insertRow').map((row) =>
            nodes(row, 'expression').map((value) => lowerExpression(value, context)),
          )
        : [],
    },
  }
}

/** Lowers the `setItem`s of a node. */
const lowerSetItems = (of: CstNode, context: ProgramContext): readonly SetItem[] =>
  nodes(of, 'setItem').flatMap((item) => {
    const value = node(item, 'expression')
    const column: ColumnRef = {
      kind: 'column',
      path: lowerPath(node(item, 'columnPath')),
      origin: originOf(node(item, 'columnPath') ?? item, context),
    }
    return value ? [{ column, value: lowerExpression(value, context) }] : []
  })

function lowerTables(of: CstNode, context: ProgramContext): readonly TableExpr[] {
  const list = node(of, 'tableReferences')
  return list ? nodes(list, 'tableReference').flatMap((table) => lowerTableReference(table, context) ?? []) : []
}

function lowerTail(
  of: CstNode,
  context: ProgramContext,
): Pick<Update, 'orderBy'> & Partial<Pick<Update, 'where' | 'limit'>> {
  const filter = node(of, 'where')
  const { limit } = lowerLimit(of, context)
  return {
    ...(filter ? { where: lowerExpression(filter, context) } : {}),
    orderBy: lowerOrderBy(node(of, 'orderBy'), context),
    ...(limit ? { limit } : {}),
  }
}

/** Lowers `updateStatement`. */
export function lowerUpdate(of: CstNode, context: ProgramContext): Update {
  const tail = node(of, 'changeTail') ?? of
  const set = node(of, 'setItems')
  return {
    kind: 'update',
    ...lowerChange(of, tail, context),
    tables: lowerTables(of, context),
    set: set ? lowerSetItems(set, context) : [],
    ...lowerTail(tail, context),
  }
}

/** Lowers `deleteStatement`. */
export function lowerDelete(of: CstNode, context: ProgramContext): Delete {
  const tail = node(of, 'changeTail') ?? of
  const targets = node(of, 'deleteTargets')
  return {
    kind: 'delete',
    ...lowerChange(of, tail, context),
    targets: targets ? nodes(targets, 'deleteTarget').map(lowerQName) : [],
    tables: lowerTables(of, context),
    ...lowerTail(tail, context),
  }
}

/** Lowers `changeWithTables`. */
export function lowerChangeWith(of: CstNode, context: ProgramContext): Stmt {
  const clause = node(of, 'withClause')
  const tables: { readonly with?: With } = clause ? { with: lowerWith(clause, context) } : {}
  const update = node(of, 'updateStatement')
  const origin = originOf(of, context)
  if (update) return { ...lowerUpdate(update, context), ...tables, origin }
  return { ...lowerDelete(node(of, 'deleteStatement') ?? of, context), ...tables, origin }
}

/** Lowers `loadStatement`. */
export function lowerLoad(of: CstNode, context: ProgramContext): Load {
  const name = node(of, 'qualifiedName')
  return {
    kind: 'load',
    table: name ? lowerQName(name) : { name: lowerIdent(undefined) },
    text: textBetween(of, context),
    origin: originOf(of, context),
  }
}
