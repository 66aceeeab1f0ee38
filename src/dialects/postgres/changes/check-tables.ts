import type { TableMapping } from '../../../core/mapping/mapping.js'
import { readTables, type SourceTable, tableKey } from './catalogue.js'
import type { Checking } from './check.js'
import { identityProblem } from './identity-problem.js'

/** What concerns single tables: whether the log tells all of their rows. */
export async function checkTables(checking: Checking): Promise<void> {
  const found = await readTables(checking.client, checking.tables)
  for (const table of checking.tables) {
    const known = found.get(tableKey(table.source.schema, table.source.table))
    if (known) checkTable(checking, table, known)
  }
}

function checkTable({ endpoint, say }: Checking, table: TableMapping, known: SourceTable): void {
  const name = `${table.source.schema}.${table.source.table}`
  const reason = identityProblem(known, table)
  if (reason) say('XW-S0444', { table: name, reason }, table)
  if (known.persistence === 'u') say('XW-S0409', { endpoint, table: name, setting: 'it is UNLOGGED' }, table)
  if (known.kind === 'p') say('XW-S0447', { table: name }, table)
  const xml = table.columns.filter(({ source }) => source.native === 'xml').map(({ source }) => source.name)
  if (xml.length > 0) say('XW-S0455', { columns: xml.join(', '), table: name }, table)
  const mapped = new Set(table.columns.map((column) => column.source.name))
  const left = known.columns.filter((column) => !column.generated && !mapped.has(column.name))
  if (left.length > 0) say('XW-S0448', { table: name, columns: left.map((column) => column.name).join(', ') }, table)
}
