import { type CstNode, hasWord, node, nodes } from '../../../../grammars/sql/cst.js'
import { coreCall } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Query, Select } from '../../../core/ir/query.js'
import { mapBody, mapChildren } from '../../../core/ir/walk.js'
import type { LowerContext } from './cst.js'
import { lowerExpression, lowerOrderBy } from './expressions.js'
import { isRowNumber } from './row-numbers.js'

/** Pseudocolumns and operators of hierarchical queries (SQL Language Reference, "Hierarchical Query Pseudocolumns"). */
const places: Readonly<Record<string, string>> = {
  LEVEL: 'hierarchy_level',
  CONNECT_BY_ISLEAF: 'hierarchy_leaf',
  CONNECT_BY_ISCYCLE: 'hierarchy_cycle',
  SYS_CONNECT_BY_PATH: 'hierarchy_path',
  CONNECT_BY_ROOT: 'hierarchy_root',
  PRIOR: 'hierarchy_prior',
}

const loop = 'ORA-01436: CONNECT BY loop in user data'

/** Reads START WITH and CONNECT BY of `selectCore`. */
export function withHierarchy(of: CstNode, select: Select, context: LowerContext): Select {
  const connect = node(of, 'connectBy')
  const condition = connect && node(connect, 'expression')
  if (!connect || !condition) return select
  const start = nodes(of, 'startWith').flatMap((each) => node(each, 'expression') ?? [])[0]
  const connectBy = lowerExpression(condition, context)
  const body = mapBody(
    {
      ...select,
      hierarchy: {
        ...(start ? { startWith: lowerExpression(start, context) } : {}),
        // Of a single row the number is the level.
        connectBy: select.from.length === 0 ? numbersAsLevels(connectBy) : connectBy,
        ...(hasWord(connect, 'NOCYCLE') ? {} : { loop }),
        siblings: [],
      },
    },
    { expr: placed, query: (query) => query },
  )
  return body.kind === 'select' ? body : select
}

const numbersAsLevels = (expr: Expr): Expr =>
  isRowNumber(expr)
    ? coreCall('hierarchy_level', [], undefined, expr.origin)
    : mapChildren(expr, { expr: numbersAsLevels, query: (query) => query })

function placed(expr: Expr): Expr {
  const name = expr.kind === 'call' && 'native' in expr.fn ? places[expr.fn.native] : undefined
  const inner = mapChildren(expr, { expr: placed, query: (query) => query })
  return name && inner.kind === 'call' ? { ...inner, fn: { core: name } } : inner
}

/** ORDER BY of a query over a tree may ask for places too; ORDER SIBLINGS BY is part of the tree. */
export function withTreeOrder(of: CstNode | undefined, query: Query, context: LowerContext): Query {
  const { body } = query
  if (body.kind !== 'select' || !body.hierarchy) return query
  const orderBy = lowerOrderBy(of, context).map((item) => ({ ...item, expr: placed(item.expr) }))
  if (!of || !hasWord(of, 'SIBLINGS')) return { ...query, orderBy }
  return { ...query, orderBy: [], body: { ...body, hierarchy: { ...body.hierarchy, siblings: orderBy } } }
}
