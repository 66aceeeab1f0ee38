import { noOrigin } from '../../../core/ir/names.js'
import type { SelectItem, TableRef } from '../../../core/ir/query.js'
import { processQuery } from '../../code/process-query.js'
import { resolveQuery } from '../../code/resolve/resolve-query.js'
import { nameTargets } from '../../code/write/name-targets.js'
import { writeQuery } from '../../code/write/write-calls.js'
import type { DataEnv } from './data-env.js'
import type { Leaf } from './prepared.js'
import { queryOf, selectFrom } from './trees.js'

/** The items of RETURNING over the changed table. Undefined after a finding. */
export function returningOf(
  items: readonly SelectItem[],
  target: TableRef,
  leaf: Pick<Leaf, 'ref'>,
  at: DataEnv,
): readonly SelectItem[] | undefined {
  if (items.length === 0) return []
  const { env } = at
  const read = { ...selectFrom([leaf.ref], items), origin: target.origin }
  const resolved = resolveQuery(queryOf(read, { origin: noOrigin }), env)
  if (env.ctx.report.failed) return undefined
  const query = nameTargets(writeQuery(processQuery(resolved, env), env.ctx), env.ctx)
  return env.ctx.report.failed || query.body.kind !== 'select' ? undefined : query.body.items
}
