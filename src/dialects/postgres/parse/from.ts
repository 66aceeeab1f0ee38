import { type Ident, ident } from '../../../core/ir/names.js'
import type { Join, TableExpr } from '../../../core/ir/query.js'
import { type LowerContext, originAt } from './context.js'
import { relationName } from './definitions/constraints.js'
import { lowerExpr } from './expressions.js'
import { lowerQuery, NotLowered, type OutputColumn } from './queries.js'
import { type JoinExpr, kindOf, type Node, type RangeSubselect, type RangeVar, stringsOf } from './tree.js'

/** What a FROM clause holds, with the columns of each range variable as far as they are known. */
export interface Source {
  readonly tables: readonly TableExpr[]
  readonly relations: ReadonlyMap<string, readonly OutputColumn[]>
}

export const emptySource: Source = { tables: [], relations: new Map() }

/** @throws NotLowered for functions, samples and the like */
export function lowerFrom(node: Node, before: Source, context: LowerContext): Source {
  const { table, relations } = lowerTable(node, context)
  return { tables: [...before.tables, table], relations: new Map([...before.relations, ...relations]) }
}

interface Part {
  readonly table: TableExpr
  readonly relations: Source['relations']
}

function lowerTable(node: Node, context: LowerContext): Part {
  if ('RangeVar' in node) return lowerName(node.RangeVar, context)
  if ('RangeSubselect' in node) return lowerDerived(node.RangeSubselect, context)
  if ('JoinExpr' in node) return lowerJoin(node.JoinExpr, context)
  throw new NotLowered(`${kindOf(node)} in FROM`)
}

function lowerName(range: RangeVar, context: LowerContext): Part {
  const { relname = '', schemaname, alias, location } = range
  const cte = schemaname === undefined ? context.ctes?.get(relname) : undefined
  const name = cte ? { name: ident(relname) } : relationName(range, context)
  if ((alias?.colnames ?? []).length > 0) throw new NotLowered('names of columns behind a table')
  const own = alias?.aliasname
  return {
    table: {
      ...{ kind: 'tableRef', origin: originAt(context, location), name, partitions: [], hints: [] },
      ...(own === undefined ? {} : { alias: ident(own) }),
    },
    relations: new Map([[own ?? relname, cte ?? context.relationColumns?.(name) ?? []]]),
  }
}

function lowerDerived({ subquery, alias, lateral }: RangeSubselect, context: LowerContext): Part {
  if (!subquery || !('SelectStmt' in subquery)) throw new NotLowered('a table of another kind in FROM')
  const { query, columns } = lowerQuery(subquery.SelectStmt, context)
  const name = alias?.aliasname ?? 'unnamed_subquery'
  const names = stringsOf(alias?.colnames)
  const own: readonly Ident[] = names.map((each) => ident(each))
  return {
    table: {
      ...{ kind: 'derived', origin: context.whole, query, alias: ident(name), columns: own },
      lateral: lateral === true,
    },
    relations: new Map([[name, columns.map((column, at) => ({ ...column, name: names[at] ?? column.name }))]]),
  }
}

const joins: Readonly<Record<string, Join['join']>> = {
  JOIN_INNER: 'inner',
  JOIN_LEFT: 'left',
  JOIN_RIGHT: 'right',
  JOIN_FULL: 'full',
}

function lowerJoin(node: JoinExpr, context: LowerContext): Part {
  const { jointype, isNatural, larg, rarg, usingClause, quals, alias } = node
  const join = joins[jointype ?? '']
  if (!larg || !rarg || join === undefined || alias) throw new NotLowered('a join of another kind')
  const [left, right] = [lowerTable(larg, context), lowerTable(rarg, context)]
  const relations = new Map([...left.relations, ...right.relations])
  const using = stringsOf(usingClause).map((name) => ident(name))
  const isCross = join === 'inner' && !quals && using.length === 0 && isNatural !== true
  const scope: LowerContext = { ...context, columnType: typeIn(relations, context) }
  return {
    table: {
      ...{ kind: 'join', origin: context.whole, join: isCross ? 'cross' : join, natural: isNatural === true, using },
      ...{ left: left.table, right: right.table },
      ...(quals ? { on: lowerExpr(quals, scope) } : {}),
    },
    relations,
  }
}

const typeIn =
  (relations: Source['relations'], context: LowerContext): NonNullable<LowerContext['columnType']> =>
  (path) => {
    const [name = '', relation] = [...path].reverse()
    for (const [each, columns] of relations) {
      const found =
        relation === undefined || each === relation ? columns.find((column) => column.name === name) : undefined
      if (found) return found.type
    }
    return context.columnType?.(path)
  }
