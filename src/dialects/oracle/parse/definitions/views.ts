import { type CstNode, endOf, hasWord, node, nodes, startOf } from '../../../../../grammars/sql/cst.js'
import { objectId, type QName } from '../../../../core/ir/names.js'
import type { Option, View } from '../../../../core/ir/schema.js'
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
    query: query ? lowerQuery(query, context) : opaqueRange(startOf(of), endOf(of), 'XW-P0001', context),
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
    ...optionsIn(node(of, 'materializedFacets'), context),
  ]
}

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
