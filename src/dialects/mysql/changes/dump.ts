import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { query, type Session } from '../connect.js'
import { serverErrorNumber, serverWords, statementFailure } from '../connect-errors.js'
import { type LogPosition, positionText } from '../log-position.js'
import { parseUuidSets } from './gtids.js'

/** Seconds after which a server with nothing to send says so. */
export const heartbeatSeconds = 5

/** Under this name the server lists us among its replicas. */
export const reportedHost = 'crosswalk'

/** The number by which the server tells its readers apart: in the upper half, where people do not number their servers. */
export function serverIdOf(reader: string): number {
  return 0x80000000 + (createHash('sha256').update(reader).digest().readUInt32BE(0) % 0x7fffffff)
}

/** A UUID made of the reader's name, for servers that tell replicas apart by it. */
function uuidOf(reader: string): string {
  const hex = createHash('sha256').update(`uuid of ${reader}`).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

/** How a log is asked for: from a file and an offset, or behind a set of transactions. */
export type DumpStart =
  | { readonly kind: 'place'; readonly from: LogPosition }
  | { readonly kind: 'gtids'; readonly gtids: string }

/**
 * What a replica says of itself before it asks for the log: that it understands checksums, MariaDB's own events and
 * heartbeats. (Manuals: Replication Protocol; the variables have two spellings, of which a server knows one.)
 */
export async function introduce(session: Session, reader: string, start: DumpStart): Promise<void> {
  const period = heartbeatSeconds * 1_000_000_000
  const statements = [
    `SET @master_heartbeat_period = ${period}, @source_heartbeat_period = ${period}`,
    'SET @master_binlog_checksum = @@global.binlog_checksum, @source_binlog_checksum = @@global.binlog_checksum',
    `SET @slave_uuid = '${uuidOf(reader)}', @replica_uuid = '${uuidOf(reader)}'`,
  ]
  if (session.flavour === 'mariadb') {
    statements.push('SET @mariadb_slave_capability = 4')
    if (start.kind === 'gtids')
      statements.push(`SET @slave_connect_state = '${start.gtids}', @slave_gtid_strict_mode = 0`)
  }
  for (const statement of statements) await query(session, statement)
}

/** COM_REGISTER_SLAVE: how we are listed. */
export function registerCommand(serverId: number): Buffer {
  const host = Buffer.from(`${reportedHost}@${hostname()}`.slice(0, 60))
  const packet = Buffer.alloc(18 + host.length)
  packet[0] = 0x15
  packet.writeUInt32LE(serverId, 1)
  packet[5] = host.length
  host.copy(packet, 6)
  return packet
}

/** COM_BINLOG_DUMP or COM_BINLOG_DUMP_GTID. */
export function dumpCommand(session: Session, serverId: number, start: DumpStart): Buffer {
  if (start.kind === 'place') return placeCommand(serverId, start.from.file, start.from.offset)
  return session.flavour === 'mariadb' ? placeCommand(serverId, '', 4) : gtidCommand(serverId, start.gtids)
}

function placeCommand(serverId: number, file: string, offset: number): Buffer {
  const name = Buffer.from(file)
  const packet = Buffer.alloc(11 + name.length)
  packet[0] = 0x12
  packet.writeUInt32LE(offset, 1)
  packet.writeUInt32LE(serverId, 7)
  name.copy(packet, 11)
  return packet
}

/** A set without tags: counts, and per UUID its intervals, whose ends do not belong to them. */
function gtidCommand(serverId: number, gtids: string): Buffer {
  const sets = [...parseUuidSets(gtids)]
  const size = 8 + sets.reduce((sum, [, intervals]) => sum + 24 + 16 * intervals.length, 0)
  const packet = Buffer.alloc(23 + size)
  packet[0] = 0x1e
  packet.writeUInt16LE(0x04, 1)
  packet.writeUInt32LE(serverId, 3)
  packet.writeBigUInt64LE(4n, 11)
  packet.writeUInt32LE(size, 19)
  packet.writeBigUInt64LE(BigInt(sets.length), 23)
  let at = 31
  for (const [uuid, intervals] of sets) {
    packet.write(uuid.replaceAll('-', ''), at, 'hex')
    packet.writeBigUInt64LE(BigInt(intervals.length), at + 16)
    at += 24
    for (const { from, to } of intervals) {
      packet.writeBigUInt64LE(BigInt(from), at)
      packet.writeBigUInt64LE(BigInt(to) + 1n, at + 8)
      at += 16
    }
  }
  return packet
}

/** ER_MASTER_FATAL_ERROR_READING_BINLOG stands for everything that a dump can die of; its text tells them apart. */
const fatalReading = 1236

/** What the server's refusal to send (more of) its log means. */
export function dumpFailure(endpoint: Endpoint, error: unknown, position: LogPosition, serverId: number): Error {
  const reason = serverWords(error)
  const number = serverErrorNumber(error)
  const name = endpointName(endpoint)
  if (/same server_(uu)?id/i.test(reason))
    return new OperationError('XW-S0415', { endpoint: name, serverId: String(serverId), reason }, { cause: error })
  // 1373: target log not found in the index.
  if (number === 1373 || (number === fatalReading && forgotten.test(reason)))
    return new OperationError(
      'XW-S0407',
      { endpoint: name, position: positionText(position), reason },
      { cause: error },
    )
  if (number === fatalReading && /max_allowed_packet|event|checksum|read/i.test(reason))
    return new OperationError(
      'XW-S0416',
      { endpoint: name, position: positionText(position), reason },
      { cause: error },
    )
  return statementFailure(endpoint, error)
}

const forgotten =
  /could not find first log|purged|impossible position|not in the (master|source)'s binlog|GTID state requested|more GTIDs|no longer available|missing/i
