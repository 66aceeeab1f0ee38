import type pg from 'pg'
import type { ChangeSource, Position } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import type { FindingCode, FindingData } from '../../../core/findings/codes.generated.js'
import { type Finding, finding } from '../../../core/findings/finding.js'
import { noOrigin, type ObjectId } from '../../../core/ir/names.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { connect, endOf } from '../connect.js'
import { operationErrorOf } from '../errors.js'
import { checkTables } from './check-tables.js'
import { readEnd } from './identity.js'
import { parsePosition } from './log-position.js'

/** What a check looks at, and where it puts what it finds. */
export interface Checking {
  readonly client: pg.Client
  /** How messages name the server. */
  readonly endpoint: string
  readonly tables: readonly TableMapping[]
  say<C extends FindingCode>(code: C, data: FindingData[C], table?: TableMapping): void
}

export const checkSource: ChangeSource['check'] = async (endpoint: Endpoint, options) => {
  const client = await connect(endpoint, { role: 'source', application: 'crosswalk changes' })
  try {
    const findings: Finding[] = []
    const checking: Checking = {
      ...{ client, endpoint: endpointName(endpoint), tables: options.tables },
      say(code, data, table) {
        findings.push(finding(code, { object: objectOf(table ?? options.tables[0]), origin: noOrigin }, data))
      },
    }
    await checkSettings(checking, options.from === undefined)
    await checkRight(checking)
    await checkTables(checking)
    if (options.from === undefined) await checkTransactions(checking)
    else await checkPosition(checking, options.from)
    return findings
  } catch (error) {
    throw operationErrorOf(endpoint, error, 'checking the change log') ?? error
  } finally {
    await endOf(client)
  }
}

const objectOf = (table: TableMapping | undefined): ObjectId =>
  (table ? `table:${table.source.schema}.${table.source.table}` : 'server:') as ObjectId

/** A task keeps one slot; its load takes another one for a moment. */
const slotsNeeded = 2

async function checkSettings({ client, endpoint, say }: Checking, isNew: boolean): Promise<void> {
  const { rows } = await client.query<Record<string, string>>(
    `SELECT pg_catalog.current_setting('wal_level') AS level, pg_catalog.pg_is_in_recovery()::text AS standby,
       pg_catalog.current_setting('max_replication_slots')::int - (SELECT pg_catalog.count(*) FROM pg_catalog.pg_replication_slots) AS slots,
       pg_catalog.current_setting('max_wal_senders')::int - (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_replication) AS senders,
       pg_catalog.current_setting('max_slot_wal_keep_size') AS kept`,
  )
  const [found] = rows
  const { level = '', standby, slots, senders, kept } = found ?? {}
  if (level !== 'logical') say('XW-S0443', { endpoint, setting: 'wal_level', value: level, wanted: 'logical' })
  if (standby === 'true') say('XW-S0440', { endpoint, reason: 'it is a standby; follow the primary' })
  const wanted = `${slotsNeeded} free ones`
  if (isNew && Number(slots) < slotsNeeded)
    say('XW-S0443', { endpoint, setting: 'max_replication_slots', value: `${slots} free`, wanted })
  if (Number(senders) < slotsNeeded)
    say('XW-S0443', { endpoint, setting: 'max_wal_senders', value: `${senders} free`, wanted })
  say('XW-S0446', { endpoint, limit: kept === '-1' ? 'without a limit' : `up to ${kept}` })
}

async function checkRight({ client, endpoint, say }: Checking): Promise<void> {
  const { rows } = await client.query<{ may: string }>(
    'SELECT (rolreplication OR rolsuper)::text AS may FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER',
  )
  if (rows[0]?.may !== 'true') say('XW-S0420', { endpoint, right: 'REPLICATION' })
}

/** A transaction that is older delays the start. */
const longSeconds = 60

async function checkTransactions({ client, endpoint, say }: Checking): Promise<void> {
  const { rows } = await client.query<{ since: string | null }>(
    `SELECT pg_catalog.min(xact_start)::text AS since FROM pg_catalog.pg_stat_activity
     WHERE backend_xid IS NOT NULL AND xact_start < pg_catalog.now() - $1 * pg_catalog.make_interval(secs => 1)`,
    [longSeconds],
  )
  const prepared = await client.query<{ since: string | null }>(
    'SELECT pg_catalog.min(prepared)::text AS since FROM pg_catalog.pg_prepared_xacts',
  )
  const since = rows[0]?.since ?? prepared.rows[0]?.since
  if (since) say('XW-S0449', { endpoint, since })
}

/** Whether the position is one of this server's log. Its slot is looked at when the stream begins. */
async function checkPosition({ client, endpoint, say }: Checking, from: Position): Promise<void> {
  const place = parsePosition(from)
  if (!place) return say('XW-S0407', { endpoint, position: from, reason: 'it is no position of its log' })
  const end = await readEnd(client)
  const isOther = place.system !== end.system
  if (!isOther && place.lsn <= end.lsn) return
  const reason = isOther ? 'it is another server' : 'its log ends in front of it'
  say('XW-S0407', { endpoint, position: from, reason })
}
