import type { Delete, Insert, Update } from '../../../core/ir/data-change.js'
import { ident, noOrigin } from '../../../core/ir/names.js'
import type { SelectItem, TableRef } from '../../../core/ir/query.js'
import type { ResultSet, Stmt } from '../../../core/ir/statement.js'
import { processQuery } from '../../code/process-query.js'
import { bodyColumns } from '../../code/resolve/relations.js'
import { resolveQuery } from '../../code/resolve/resolve-query.js'
import type { ScopeColumn } from '../../code/scope.js'
import { nameTargets } from '../../code/write/name-targets.js'
import { writeQuery } from '../../code/write/write-calls.js'
import type { DataEnv } from './data-env.js'
import { item, namedTable, queryOf, selectFrom, targetColumn } from './trees.js'

/** The items of RETURNING over the changed table, each under its name. Undefined after a finding. */
export function returningOf(
  items: readonly SelectItem[],
  from: TableRef,
  at: DataEnv,
): readonly SelectItem[] | undefined {
  if (items.length === 0) return []
  const { env } = at
  const resolved = resolveQuery(queryOf(selectFrom([from], items), { origin: noOrigin }), env)
  if (env.ctx.report.failed) return undefined
  const processed = processQuery(resolved, env)
  const columns = bodyColumns(processed.body, env.ctx.target.alias)
  at.returned.push(...columns)
  const query = nameTargets(writeQuery(processed, env.ctx), env.ctx)
  if (env.ctx.report.failed || query.body.kind !== 'select') return undefined
  return query.body.items.flatMap((each, index): readonly SelectItem[] => {
    const name = columns[index]?.target
    return each.kind === 'expr' && name ? [item(each.expr, name)] : []
  })
}

/** Rows that a change gives go to the caller like those of a query. Undefined when there is more than one change. */
export function handedOver(made: readonly Stmt[], columns: readonly ScopeColumn[]): readonly Stmt[] | undefined {
  const [change, ...others] = made
  const isOne = change?.kind === 'insert' || change?.kind === 'update' || change?.kind === 'delete'
  if (!isOne || others.some((each) => each.kind !== 'evaluate')) return undefined
  return [resultOf(change, columns), ...others]
}

function resultOf(change: Insert | Update | Delete, columns: readonly ScopeColumn[]): ResultSet {
  const name = ident('changed')
  const items = columns.map((column) =>
    item({ ...targetColumn(name, column.target), ...(column.type ? { type: column.type } : {}) }, column.target),
  )
  const changes = [{ name, change }]
  const query = queryOf(selectFrom([namedTable(name)], items), { with: { recursive: false, ctes: [], changes } })
  return { kind: 'resultSet', query, atOnce: true, origin: change.origin }
}
