import { type CstNode, endOf, hasWord, node, nodes, startOf } from '../../../../../grammars/sql/cst.js'
import type { Cast, Expr } from '../../../../core/ir/expr.js'
import { objectId, type QName } from '../../../../core/ir/names.js'
import type { Option, View } from '../../../../core/ir/schema.js'
import type { TypeRef } from '../../../../core/ir/types.js'
import { type LowerContext, originOf, originOfRange, textBetween } from '../cst.js'
import { lowerIdents } from '../names.js'
import { opaqueRange } from '../problems.js'
import { lowerQuery } from '../queries.js'
import { merged, option, optionsIn } from './properties.js'

/** Lowers `createViewTail` and `createMaterializedTail`. */
export function lowerView(of: CstNode, name: QName, context: LowerContext): View {
  const query = node(of, 'query')
  const list = node(of, 'viewColumns') ?? node(of, 'identifierList')
  const restriction = node(of, 'restriction')
  const checked = restriction !== undefined && hasWord(restriction, 'CHECK')
  const invoker = nodes(of, 'viewFacet').some((facet) => /CURRENT_USER/i.test(textBetween(facet, context)))
  return {
    kind: 'view',
    id: objectId('view', name),
    name,
    origin: originOf(of, context),
    materialized: of.name === 'createMaterializedTail',
    columns: lowerIdents(list),
    query: query
      ? withPlainDates(lowerQuery(query, context))
      : opaqueRange(startOf(of), endOf(of), 'XW-P0001', context),
    ...(checked ? { checkOption: 'cascaded' as const } : {}),
    security: invoker ? 'invoker' : 'definer',
    options: merged(optionsOf(of, context)),
  }
}

function optionsOf(of: CstNode, context: LowerContext): readonly Option[] {
  const restriction = node(of, 'restriction')
  const typed = node(of, 'viewOfType')
  const columns = node(of, 'viewColumns')
  const constraints = columns ? nodes(columns, 'outOfLineConstraint') : []
  return [
    ...(restriction && hasWord(restriction, 'READ') ? [option('read_only', 'yes', restriction, context)] : []),
    ...(typed ? [option('of_type', textBetween(typed, context), typed, context)] : []),
    ...constraints.map((each) => option('view_constraint', textBetween(each, context), each, context)),
    ...optionsIn(node(of, 'materializedFacets'), context).map(refreshed),
  ]
}

/** Without a moment of its own the view waits for somebody who asks for it. */
const refreshed = (each: Option): Option =>
  each.key === 'oracle.refresh' && !/\b(COMMIT|STATEMENT|START|NEXT)\b/i.test(each.value)
    ? { ...each, key: 'oracle.refresh_on_demand' }
    : each

/** A name for another relation reads and changes it as a view on all of it does. */
export function synonymView(of: CstNode, name: QName, target: QName, context: LowerContext): View {
  const origin = originOfRange(startOf(of), endOf(of), context)
  return {
    kind: 'view',
    id: objectId('view', name),
    name,
    origin,
    materialized: false,
    columns: [],
    query: {
      kind: 'query',
      origin,
      orderBy: [],
      body: {
        kind: 'select',
        origin,
        distinct: false,
        items: [{ kind: 'star', origin }],
        from: [{ kind: 'tableRef', origin, name: target, partitions: [], hints: [] }],
        groupBy: [],
        rollup: false,
        windows: [],
        hints: [],
      },
    },
    security: 'invoker',
    options: [],
  }
}

const plainDate: TypeRef = {
  logical: { kind: 'timestamp', precision: 0, zone: 'none' },
  native: 'DATE',
  origin: { from: 'none' },
}

/** What a view gives of SYSDATE is a DATE, which has no zone; elsewhere its moment is as good. Trees are plain data. */
function withPlainDates<T>(of: T, inItems = false): T {
  if (Array.isArray(of)) return of.map((each) => withPlainDates(each, inItems)) as T
  if (typeof of !== 'object' || of === null) return of
  const expr = of as unknown as Expr
  if (inItems && expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'now')
    return { kind: 'cast', operand: expr, to: plainDate, origin: expr.origin } satisfies Cast as T
  const isSelect = 'kind' in of && of.kind === 'select'
  return Object.fromEntries(
    Object.entries(of).map(([key, value]) => [key, withPlainDates(value, isSelect ? key === 'items' : inItems)]),
  ) as T
}
