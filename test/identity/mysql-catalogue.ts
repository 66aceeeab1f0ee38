import type mysql from 'mysql2/promise'
import type { Catalogue } from './judge.js'

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

const own = new Set(['mysql', 'sys', 'information_schema', 'performance_schema', 'test'])

export async function databasesOf(client: mysql.Connection): Promise<readonly string[]> {
  const [rows] = await client.query<mysql.RowDataPacket[][]>({ sql: 'SHOW DATABASES', rowsAsArray: true })
  return rows.map((row) => String(row[0])).filter((name) => !own.has(name))
}

/** Every definition of the databases that are not the server's own. */
export async function mysqlCatalogue(client: mysql.Connection): Promise<Catalogue> {
  const found = new Map<string, string>()
  for (const database of await databasesOf(client)) {
    found.set(`database ${database}`, await shown(client, `DATABASE ${quoted(database)}`))
    for (const [kind, name] of await objectsOf(client, database))
      found.set(
        `${kind.toLowerCase()} ${database}.${name}`,
        await shown(client, `${kind} ${quoted(database)}.${quoted(name)}`),
      )
  }
  return found
}

export async function dropDatabases(client: mysql.Connection): Promise<void> {
  await client.query('SET foreign_key_checks = 0')
  for (const database of await databasesOf(client)) await client.query(`DROP DATABASE ${quoted(database)}`)
  await client.query('SET foreign_key_checks = 1')
}

async function objectsOf(client: mysql.Connection, database: string): Promise<readonly (readonly [string, string])[]> {
  const rows = async (sql: string) => {
    const [found] = await client.query<mysql.RowDataPacket[][]>({ sql, rowsAsArray: true, values: [database] })
    return found.map((row): readonly [string, string] => [String(row[0]).toUpperCase(), String(row[1])])
  }
  const relations = await rows(
    'SELECT table_type, table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY 2',
  )
  return [
    ...relations.map(([kind, name]) => [kind.replace('BASE ', '').replace('SYSTEM VERSIONED', 'TABLE'), name] as const),
    ...(await rows(
      'SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = ? ORDER BY 2',
    )),
    ...(await rows(
      "SELECT 'trigger', trigger_name FROM information_schema.triggers WHERE trigger_schema = ? ORDER BY 2",
    )),
    ...(await rows("SELECT 'event', event_name FROM information_schema.events WHERE event_schema = ? ORDER BY 2")),
  ]
}

/** All that SHOW CREATE answers but when the thing was made: its text, sql_mode, character sets and time zone. */
async function shown(client: mysql.Connection, what: string): Promise<string> {
  try {
    const [rows, fields] = await client.query<mysql.RowDataPacket[][]>({
      sql: `SHOW CREATE ${what}`,
      rowsAsArray: true,
    })
    const facts = (rows[0] ?? []).filter((_, at) => fields[at]?.name !== 'Created')
    return facts.map(String).join('\n')
  } catch (error) {
    // A view whose tables are gone.
    return error instanceof Error ? error.message : String(error)
  }
}
