import type { DefinitionChange } from '../core/data/changes.js'
import type { TableMapping } from '../core/mapping/mapping.js'

/** Tables that the change names, and the one that it makes. */
export function tablesOf(
  { tables, creates }: Pick<DefinitionChange, 'tables' | 'creates'>,
  known: readonly TableMapping[],
): readonly string[] {
  const named = [...tables.flatMap((at) => known[at]?.source ?? []), ...(creates ? [creates] : [])]
  return named.map(({ schema, table }) => `${schema}.${table}`)
}

/** What a finding about the change says of it. */
export function namesOf({ tables, sql, before }: DefinitionChange, known: readonly TableMapping[]) {
  const names = tablesOf({ tables }, known).join(', ')
  return { tables: names || 'tables', statement: sql.replace(/\s+/g, ' ').slice(0, 300), position: before }
}
