import { finding } from '../../../../core/findings/finding.js'
import { dotted } from '../../../../core/ir/names.js'
import type { SchemaObject } from '../../../../core/ir/schema.js'
import type { LowerContext } from '../context.js'
import type { Node } from '../tree.js'
import type { ScriptSession } from './session.js'
import type { CatalogState } from './state.js'

/** How a statement is counted, where it makes no object that stands in the catalogue. */
export type Handling = 'made' | 'data' | 'setting' | 'applied' | 'ignored'

export type Apply<K extends string> = (
  node: Extract<Node, Record<K, unknown>>[K],
  state: CatalogState,
  context: LowerContext,
  session: ScriptSession,
) => Handling

export type Handlers = {
  readonly [K in Node extends infer N ? (N extends N ? keyof N : never) : never]?: Apply<K & string>
}

export function add(object: SchemaObject, state: CatalogState, context: LowerContext): Handling {
  if (state.add(object)) return 'made'
  context.sink.add(finding('XW-P0201', { object: object.id, origin: context.whole }, { name: dotted(object.name) }))
  return 'ignored'
}
