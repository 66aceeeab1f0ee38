import type { ChangeSource } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { type Finding, finding } from '../../../core/findings/finding.js'
import { noOrigin, type ObjectId } from '../../../core/ir/names.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { close, connect, query } from '../connect.js'
import { checkPosition } from './check-position.js'
import { checkTables } from './check-tables.js'
import type { Checking } from './checking.js'

const watched = [
  ...['log_bin', 'binlog_format', 'binlog_row_image', 'binlog_row_value_options'],
  ...['binlog_checksum', 'binlog_row_metadata', 'binlog_expire_logs_seconds', 'expire_logs_days'],
  ...['log_slave_updates', 'log_replica_updates', 'lower_case_table_names'],
]

export const checkSource: ChangeSource['check'] = async (endpoint: Endpoint, options) => {
  const session = await connect(endpoint, { withoutDatabase: true })
  try {
    const findings: Finding[] = []
    const names = watched.map((name) => `'${name}'`).join(', ')
    const rows = await query(session, `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${names})`)
    const checking: Checking = {
      ...{ session, endpoint: endpointName(endpoint), tables: options.tables },
      variables: new Map(rows.map(([name, value]) => [name ?? '', value ?? ''])),
      say(code, data, table) {
        findings.push(finding(code, { object: objectOf(table ?? options.tables[0]), origin: noOrigin }, data))
      },
    }
    if (checking.variables.get('log_bin') === 'OFF') checking.say('XW-S0401', { endpoint: checking.endpoint })
    else {
      checkSettings(checking)
      await checkRights(checking)
      await checkTables(checking)
      if (options.from !== undefined) await checkPosition(checking, options.from)
    }
    return findings
  } finally {
    await close(session)
  }
}

const objectOf = (table: TableMapping | undefined): ObjectId =>
  (table ? `table:${table.source.schema}.${table.source.table}` : 'server:') as ObjectId

/** A log that is kept for less is gone after a weekend. */
const enoughHours = 72

export function checkSettings({ endpoint, variables, say }: Pick<Checking, 'endpoint' | 'variables' | 'say'>): void {
  const of = (name: string): string => variables.get(name) ?? ''
  if (of('binlog_format') !== 'ROW') say('XW-S0402', { endpoint, format: of('binlog_format') })
  if (/^(MINIMAL|NOBLOB)$/i.test(of('binlog_row_image'))) say('XW-S0403', { endpoint, image: of('binlog_row_image') })
  if (of('binlog_row_value_options') !== '')
    say('XW-S0404', { endpoint, setting: `binlog_row_value_options=${of('binlog_row_value_options')}` })
  if (of('binlog_checksum') === 'NONE') say('XW-S0406', { endpoint })
  if (!/^FULL/i.test(of('binlog_row_metadata'))) say('XW-S0412', { endpoint })
  const seconds = Number(of('binlog_expire_logs_seconds')) || Number(of('expire_logs_days')) * 86_400
  if (seconds > 0 && seconds < enoughHours * 3600) say('XW-S0411', { endpoint, hours: Math.floor(seconds / 3600) })
}

/** Rights that come by a role cannot be told from the outside. */
async function checkRights({ session, endpoint, say }: Checking): Promise<void> {
  const grants = (await query(session, 'SHOW GRANTS')).map((row) => row[0] ?? '')
  const global = grants.filter((grant) => /\bON \*\.\* TO\b/.test(grant)).join('\n')
  const hasRole = grants.some((grant) => !/ ON /.test(grant))
  if (hasRole || /\bALL PRIVILEGES\b/.test(global)) return
  if (!/\bREPLICATION (SLAVE|REPLICA)\b(?! ADMIN)/.test(global))
    say('XW-S0420', { endpoint, right: 'REPLICATION SLAVE' })
  if (!/\b(REPLICATION CLIENT|BINLOG MONITOR|SUPER)\b/.test(global))
    say('XW-S0420', { endpoint, right: session.flavour === 'mariadb' ? 'BINLOG MONITOR' : 'REPLICATION CLIENT' })
}
