import type { ObjectId } from '../../core/ir/names.js'
import type { Query } from '../../core/ir/query.js'
import { relationsIn } from '../../core/ir/relations-in.js'
import type { CodeContext } from './code-context.js'
import { findObject } from './resolve/relations.js'

/** The tables and views that a resolved query reads, nested queries included. */
export const readsOf = (query: Query, ctx: CodeContext): ReadonlySet<ObjectId> =>
  // After resolution only a CTE stands without a schema.
  new Set(relationsIn(query).flatMap((name) => (name.schema ? (findObject(ctx, name)?.id ?? []) : [])))
