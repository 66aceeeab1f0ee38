import type { TableMapping } from '../../../core/mapping/mapping.js'
import { isAtLeast, query } from '../connect.js'
import { unreadableCharsets } from './charsets.js'
import { type Checking, ifAllowed } from './checking.js'
import { readDefinitions, tableKey } from './definitions.js'

/** What concerns single tables: which of them the log holds, and what of them it does not. */
export async function checkTables(checking: Checking): Promise<void> {
  await checkFilters(checking)
  await checkReplicated(checking)
  await checkEngines(checking)
  await checkCascades(checking)
  await checkColumns(checking)
}

const nameOf = (table: TableMapping): string => `${table.source.schema}.${table.source.table}`

/** Databases that the server's options keep out of the log. In row format the table's own database counts. */
async function checkFilters({ session, tables, endpoint, say }: Checking): Promise<void> {
  const statement = isAtLeast(session, 'mysql', 8, 2) ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS'
  const row = (await ifAllowed(session, statement))?.[0]
  const [wanted, ignored] = [row?.[2], row?.[3]].map((list) => new Set((list ?? '').split(',').filter(Boolean)))
  if (!wanted || !ignored) return
  for (const table of tables) {
    const { schema } = table.source
    const setting = ignored.has(schema) ? 'binlog_ignore_db' : 'binlog_do_db'
    if (ignored.has(schema) || (wanted.size > 0 && !wanted.has(schema)))
      say('XW-S0409', { endpoint, table: nameOf(table), setting }, table)
  }
}

/** A replica logs what it gets from its own source only when it is told so. */
async function checkReplicated({ session, variables, tables, endpoint, say }: Checking): Promise<void> {
  const logs = variables.get('log_replica_updates') ?? variables.get('log_slave_updates')
  if (logs !== 'OFF') return
  const statement = isAtLeast(session, 'mysql', 8, 0, 22) ? 'SHOW REPLICA STATUS' : 'SHOW SLAVE STATUS'
  const sources = (await ifAllowed(session, statement)) ?? []
  if (sources.length === 0) return
  for (const table of tables) say('XW-S0409', { endpoint, table: nameOf(table), setting: 'log_slave_updates' }, table)
}

/** What such an engine changed stays changed when the statement or the transaction fails. */
async function checkEngines({ session, tables, say }: Checking): Promise<void> {
  const rows = await ofSchemas(
    { session, tables },
    `SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.ENGINE FROM information_schema.TABLES t
     JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
     WHERE e.TRANSACTIONS = 'NO' AND t.TABLE_SCHEMA IN `,
  )
  for (const [table, [, , engine]] of withTables(tables, rows))
    say('XW-S0410', { table: nameOf(table), engine: engine ?? '' }, table)
}

async function checkCascades({ session, tables, say }: Checking): Promise<void> {
  const acts = "('CASCADE', 'SET NULL')"
  const rows = await ofSchemas(
    { session, tables },
    `SELECT CONSTRAINT_SCHEMA, TABLE_NAME, GROUP_CONCAT(CONSTRAINT_NAME ORDER BY CONSTRAINT_NAME SEPARATOR ', ')
     FROM information_schema.REFERENTIAL_CONSTRAINTS
     WHERE (DELETE_RULE IN ${acts} OR UPDATE_RULE IN ${acts}) AND CONSTRAINT_SCHEMA IN `,
    ' GROUP BY CONSTRAINT_SCHEMA, TABLE_NAME',
  )
  for (const [table, [, , keys]] of withTables(tables, rows))
    say('XW-S0414', { table: nameOf(table), keys: keys ?? '' }, table)
}

async function checkColumns({ session, tables, say }: Checking): Promise<void> {
  const definitions = await readDefinitions(session, tables)
  for (const table of tables) {
    const { schema, table: name } = table.source
    const mapped = new Set(table.columns.map((column) => column.source.name.toLowerCase()))
    for (const column of definitions.get(tableKey(schema, name)) ?? []) {
      if (!mapped.has(column.name.toLowerCase())) continue
      const at = { table: nameOf(table), column: column.name }
      if (unreadableCharsets.has(column.charset ?? '')) say('XW-S0413', { ...at, charset: column.charset ?? '' }, table)
    }
  }
}

type Rows = readonly (readonly (string | null)[])[]

async function ofSchemas(
  { session, tables }: Pick<Checking, 'session' | 'tables'>,
  sql: string,
  behind = '',
): Promise<Rows> {
  const schemas = [...new Set(tables.map((table) => table.source.schema))]
  if (schemas.length === 0) return []
  return query(session, `${sql}(${schemas.map(() => '?').join(', ')})${behind}`, schemas)
}

/** Each row that begins with schema and name of one of the tables, with that table. */
function withTables(tables: readonly TableMapping[], rows: Rows): readonly (readonly [TableMapping, Rows[number]])[] {
  const byName = new Map(tables.map((table) => [tableKey(table.source.schema, table.source.table), table]))
  return rows.flatMap((row) => {
    const table = byName.get(tableKey(row[0] ?? '', row[1] ?? ''))
    return table ? [[table, row] as const] : []
  })
}
