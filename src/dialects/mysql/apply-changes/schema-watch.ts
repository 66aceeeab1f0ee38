import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { isAtLeast, query, quoteText, type Session } from '../connect.js'
import type { StatementConnection } from '../statement-connection.js'
import { keysSql } from './catalogue.js'
import type { ApplySchema, ApplyTable } from './tables.js'

/** One table each: only then the server opens no others. */
const triggersOf = ({ mapping: { target } }: ApplyTable): string =>
  `SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS
   WHERE EVENT_OBJECT_SCHEMA = ${quoteText(target.schema)} AND EVENT_OBJECT_TABLE = ${quoteText(target.table)}`

/**
 * Triggers of the target must not act, because what those of the source did stands in its log. Looked at in every transaction
 * behind its rows: who makes a trigger waits for our rows, so none that met them can be missed.
 * @throws OperationError XW-S0122
 */
export async function checkTriggers(
  connection: StatementConnection,
  endpoint: Endpoint,
  tables: readonly ApplyTable[],
): Promise<void> {
  for (let at = 0; at < tables.length; at += 50) {
    const rows = await connection.query(
      tables
        .slice(at, at + 50)
        .map(triggersOf)
        .join(' UNION ALL '),
    )
    if (rows.length === 0) continue
    const acts = rows.map(([name, table]) => `trigger ${name} of ${table}`).join(', ')
    throw new OperationError('XW-S0122', { endpoint: endpointName(endpoint), acts })
  }
}

/** Foreign keys have come or gone since the tables were read: what is known of them may be wrong. */
export class SchemaChanged extends Error {
  override readonly name = 'SchemaChanged'
}

/** What sets may be made of depends on foreign keys. @throws SchemaChanged */
export async function checkKeys(connection: StatementConnection, { tables, keys }: ApplySchema): Promise<void> {
  const now = JSON.stringify(await connection.query(keysSql(tables.map(({ mapping }) => mapping))))
  if (now !== keys) throw new SchemaChanged('keys of the target have changed')
}

/**
 * The server shows triggers only to those who may make them: to all others there seem to be none.
 * @throws OperationError XW-S0208
 */
export async function checkSight(session: Session, { tables }: ApplySchema): Promise<void> {
  const grants = await grantsOf(session)
  const blind = tables
    .map(({ mapping }) => mapping.target)
    .filter((place) => !grants.some((grant) => shows(grant, place)))
  const [first] = blind
  if (!first) return
  const reason = `without the privilege TRIGGER on ${first.schema}.${first.table}, triggers that would act cannot be seen`
  throw new OperationError('XW-S0208', { endpoint: endpointName(session.endpoint), reason })
}

async function grantsOf(session: Session): Promise<readonly string[]> {
  const own = (await query(session, 'SHOW GRANTS')).map(([text]) => text ?? '')
  const roles = own.flatMap((text) => /^GRANT ((?:[`'][^`']*[`']@[`'][^`']*[`'](?:, ?)?)+) TO /.exec(text)?.[1] ?? [])
  if (roles.length === 0 || !isAtLeast(session, 'mysql', 8)) return own
  const with_ = await query(session, `SHOW GRANTS FOR CURRENT_USER() USING ${roles.join(', ')}`)
  return [...own, ...with_.map(([text]) => text ?? '')]
}

/** Whether a line of SHOW GRANTS gives TRIGGER on a table. Names of databases may be patterns. */
function shows(grant: string, place: { readonly schema: string; readonly table: string }): boolean {
  const found = /^GRANT (.*?) ON (?:TABLE )?(\*|`(?:[^`]|``)+`)\.(\*|`(?:[^`]|``)+`) TO /.exec(grant)
  if (!found || !/\bALL PRIVILEGES\b|\bTRIGGER\b/.test(found[1] ?? '')) return false
  const [, , schema = '', table = ''] = found
  const isSchema = schema === '*' || patternOf(unquoted(schema)).test(place.schema)
  return isSchema && (table === '*' || unquoted(table) === place.table)
}

const unquoted = (name: string): string => name.slice(1, -1).replaceAll('``', '`')

const patternOf = (pattern: string): RegExp => {
  const parts = pattern.match(/\\.|[^\\]/gs) ?? []
  const text = parts.map((part) =>
    part === '%' ? '.*' : part === '_' ? '.' : part.slice(-1).replace(/[.*+?^${}()|[\]\\]/, '\\$&'),
  )
  return new RegExp(`^${text.join('')}$`, 's')
}
