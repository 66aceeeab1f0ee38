import { finding } from '../../../../core/findings/finding.js'
import { dotted, ident, objectId, type QName } from '../../../../core/ir/names.js'
import type { View } from '../../../../core/ir/schema.js'
import type { LowerContext } from '../context.js'
import { relationName } from '../definitions/constraints.js'
import { storageOptions } from '../definitions/indexes.js'
import { type LoweredQuery, lowerQuery, NotLowered } from '../queries.js'
import { type Node, stringOf } from '../tree.js'
import { add, type Handlers, type Handling } from './handlers.js'
import { unmodelled } from './objects.js'
import { type CatalogState, key } from './state.js'

export const viewStatements: Handlers = {
  ViewStmt: ({ view, aliases = [], query, withCheckOption, options = [], replace }, state, context) => {
    const name = relationName(view, context)
    if (replace) state.remove(objectId('view', name))
    return addView(name, query, { aliases, withCheckOption, options, materialized: false }, state, context)
  },
  CreateTableAsStmt: ({ objtype, into, query }, state, context) => {
    const name = relationName(into?.rel, context)
    if (objtype === 'OBJECT_MATVIEW')
      return addView(name, query, { aliases: into?.colNames ?? [], materialized: true }, state, context)
    context.sink.add(
      finding('XW-P0215', { object: objectId('table', name), origin: context.whole }, { table: dotted(name) }),
    )
    return add(unmodelled('table', name, context), state, context)
  },
}

interface ViewFacts {
  readonly aliases: readonly Node[]
  readonly withCheckOption?: string | undefined
  readonly options?: readonly Node[]
  readonly materialized: boolean
}

function addView(
  name: QName,
  query: Node | undefined,
  { aliases, withCheckOption = '', options = [], materialized }: ViewFacts,
  state: CatalogState,
  context: LowerContext,
): Handling {
  const reloptions = storageOptions(options, context)
  const written = reloptions.find((each) => each.key === 'postgres.with.check_option')?.value.toUpperCase()
  const words = /^(LOCAL|CASCADED)_CHECK/.exec(withCheckOption)?.[1] ?? written
  const check = words === 'LOCAL' ? 'local' : words === 'CASCADED' ? 'cascaded' : undefined
  const invoker = options.some((node) => 'DefElem' in node && node.DefElem.defname === 'security_invoker')
  const lowered = queryOf(query, { ...context, object: objectId('view', name) })
  const names = aliases.map(stringOf)
  const columns = lowered?.columns.map((column, at) => ({ ...column, name: names[at] ?? column.name }))
  if (columns) state.viewColumns.set(key(name), columns)
  const view: View = {
    ...{ kind: 'view', id: objectId('view', name), name, materialized, origin: context.whole },
    options: reloptions.filter(({ key: each }) => !/check_option|security_invoker/.test(each)),
    columns: names.map((each) => ident(each)),
    query: lowered?.query ?? { kind: 'opaque', text: context.text, why: 'XW-C0313', origin: context.whole },
    ...(check ? { checkOption: check } : {}),
    security: invoker ? 'invoker' : 'definer',
  }
  return add(view, state, context)
}

/** Undefined: it holds what is not lowered. The view is listed with its text then. */
function queryOf(query: Node | undefined, context: LowerContext): LoweredQuery | undefined {
  try {
    return query && 'SelectStmt' in query ? lowerQuery(query.SelectStmt, context) : undefined
  } catch (error) {
    if (!(error instanceof NotLowered)) throw error
    const at = { object: context.object, origin: context.whole }
    context.sink.add(finding('XW-P0010', at, { construct: error.message }))
    return undefined
  }
}
