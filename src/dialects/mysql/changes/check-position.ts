import type { Position } from '../../../core/data/changes.js'
import { query } from '../connect.js'
import { gtidsAt, type LogPosition, parsePosition, serverIdentity } from '../log-position.js'
import { type Checking, ifAllowed } from './checking.js'
import { includesGtids, sameDomains } from './gtids.js'

/** Whether the log still holds everything behind the position. */
export async function checkPosition(checking: Checking, from: Position): Promise<void> {
  const { session, endpoint, say } = checking
  const start = parsePosition(from)
  if (!start) return say('XW-S0407', { endpoint, position: from, reason: 'it is no position of its log' })
  const server = await serverIdentity(session)
  const isOther = start.server !== '' && server !== '' && start.server !== server
  if (isOther && start.gtids === '') return say('XW-S0408', { endpoint, position: from })
  if (!isOther) await checkFile(checking, start, from)
  if (!isOther && session.flavour === 'mariadb' && start.gtids !== '') await checkSameLog(checking, start, from)
  if (session.flavour === 'mysql' && start.gtids !== '') await checkPurged(checking, start, from)
}

async function checkFile({ session, endpoint, say }: Checking, start: LogPosition, from: Position): Promise<void> {
  const files = (await ifAllowed(session, 'SHOW BINARY LOGS')) ?? []
  const file = files.find((row) => row[0] === start.file)
  if (files.length === 0 || (file && Number(file[1]) >= start.offset)) return
  const reason = file ? `${start.file} ends at ${file[1]}` : `${start.file} is not among its files`
  say('XW-S0407', { endpoint, position: from, reason })
}

/** A log that was begun anew (RESET MASTER) has files and numbers of the same names, and other transactions at this place. */
async function checkSameLog({ session, endpoint, say }: Checking, start: LogPosition, from: Position): Promise<void> {
  const there = await gtidsAt(session, start)
  if (sameDomains(there ?? '', start.gtids)) return
  say('XW-S0407', { endpoint, position: from, reason: `at that place its log has come to ${there || 'nothing'} now` })
}

/** Transactions that the server has executed and forgotten must be among those that were read. */
async function checkPurged({ session, endpoint, say }: Checking, start: LogPosition, from: Position): Promise<void> {
  const purged = (await query(session, "SHOW GLOBAL VARIABLES LIKE 'gtid_purged'"))[0]?.[1] ?? ''
  if (purged === '' || includesGtids(start.gtids, purged)) return
  say('XW-S0407', { endpoint, position: from, reason: `it has purged ${purged}` })
}
