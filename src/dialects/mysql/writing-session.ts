import type { Endpoint } from '../../core/dialect/endpoint.js'
import { type ConnectOptions, isAtLeast, type Row } from './connect.js'
import { isRefusal } from './connect-errors.js'
import { type StatementAnswer, StatementConnection } from './statement-connection.js'

/**
 * What must hold in a session that writes. Strict, so that nothing is cut or bent without an error; zero and impossible dates
 * are values like others; a zero is no request for a number; constraints hold, whatever the server's defaults are.
 */
const settings = [
  "sql_mode = 'STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'",
  ...['foreign_key_checks = 1', 'unique_checks = 1', 'autocommit = 1', 'sql_notes = 1', 'max_error_count = 1024'],
  // What the server says of rows that were there is read, so it has to be in one language.
  "lc_messages = 'en_US'",
].map((setting) => `SESSION ${setting}`)

/** Opens a connection whose statements change rows. */
export async function openWriting(endpoint: Endpoint, options: ConnectOptions): Promise<StatementConnection> {
  const connection = await StatementConnection.open(endpoint, options)
  try {
    const { session } = connection
    await connection.run(`SET ${settings.join(', ')}`)
    if (isAtLeast(session, 'mariadb', 10, 2)) await connection.run('SET SESSION check_constraint_checks = 1')
    if (isAtLeast(session, 'mariadb', 10, 3, 18))
      await connection.run('SET SESSION in_predicate_conversion_threshold = 0')
    // A log of statements warns of statements that are exact; whoever may, has rows logged. Others live with the warnings.
    await connection.run("SET SESSION binlog_format = 'ROW'").catch((error: unknown) => {
      if (!isRefusal(connection.failure(error))) throw error
    })
    // Without a limit the optimizer keeps to the index, however many keys a statement names (manual: 0 is no limit).
    if (isAtLeast(session, 'mysql', 5, 7, 12)) await connection.run('SET SESSION range_optimizer_max_mem_size = 0')
    return connection
  } catch (error) {
    connection.close()
    throw connection.failure(error)
  }
}

/** Says that a statement is unsafe for a log of statements, or that its syntax is an old one: nothing of values. */
const harmless: ReadonlySet<string> = new Set(['1592', '1287', '1681', '3719', '3778'])

/** The first warning of the last statement that speaks of values; undefined: there is none. */
export async function warningOf(connection: StatementConnection, answer: StatementAnswer): Promise<Row | undefined> {
  if (answer.warnings === 0) return undefined
  const rows = await connection.query('SHOW WARNINGS')
  const found = rows.find((row) => !harmless.has(row[1] ?? ''))
  return found ?? (rows.length < answer.warnings ? ['Warning', '0', 'more warnings than the server keeps'] : undefined)
}
