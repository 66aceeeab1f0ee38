import { isAtLeast, query, queryValue, type Session } from './connect.js'
import { serverErrorNumber } from './connect-errors.js'

/** A place in the binary log. Its notation is `file:offset`, then `;gtids`, `;server`, `;begun`; what is not known is left out at the end. */
export interface LogPosition {
  readonly file: string
  readonly offset: number
  /** Transactions up to here, as the server writes such a set; empty when it keeps no account of them. */
  readonly gtids: string
  /** Tells the server from all others; empty when it cannot. File and offset mean something on this server only. */
  readonly server: string
  /** Seconds since 1970 at which the file was begun, as its first event says: a log that is begun anew has files of the same names. */
  readonly begun?: number
}

export function positionText({ file, offset, gtids, server, begun }: LogPosition): string {
  if (begun !== undefined) return `${file}:${offset};${gtids};${server};${begun}`
  if (server !== '') return `${file}:${offset};${gtids};${server}`
  return gtids === '' ? `${file}:${offset}` : `${file}:${offset};${gtids}`
}

/** Null for text that is no position. */
export function parsePosition(text: string): LogPosition | null {
  const [place = '', gtids = '', server = '', begun] = text.split(';')
  const colon = place.lastIndexOf(':')
  const offset = place.slice(colon + 1)
  if (colon < 1 || !/^\d{1,15}$/.test(offset)) return null
  const known = begun === undefined ? {} : { begun: Number(begun) }
  return { file: place.slice(0, colon), offset: Number(offset), gtids, server, ...known }
}

/** Files are numbered, and the number grows beyond its six digits: as text, `log.1000000` would stand before `log.999999`. */
export function compareFiles(one: string, other: string): number {
  return fileNumber(one) - fileNumber(other)
}

const fileNumber = (file: string): number => Number(/\.(\d+)$/.exec(file)?.[1] ?? 0)

/** Below 0: `one` is before `other`. Both must be of one server. */
export const comparePlaces = (one: LogPosition, other: LogPosition): number =>
  compareFiles(one.file, other.file) || one.offset - other.offset

/** Where the log ends now; null when the server keeps none or does not tell. */
export async function logEnd(session: Session): Promise<LogPosition | null> {
  const statement = isAtLeast(session, 'mysql', 8, 2) ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS'
  try {
    const row = (await query(session, statement))[0]
    if (!row?.[0]) return null
    const place = { file: row[0], offset: Number(row[1]), server: await serverIdentity(session) }
    const gtids = session.flavour === 'mariadb' ? await gtidsAt(session, place) : row[4]
    return { ...place, gtids: (gtids ?? '').replaceAll('\n', '') }
  } catch (error) {
    if (serverErrorNumber(error) === 0) throw error
    return null
  }
}

/** MariaDB: the transactions in front of one of its places. What it has come to (`@@gtid_binlog_pos`) may be further already. */
export async function gtidsAt(
  session: Session,
  { file, offset }: Pick<LogPosition, 'file' | 'offset'>,
): Promise<string | null> {
  return queryValue(session, 'SELECT BINLOG_GTID_POS(?, ?)', [file, String(offset)])
}

/** The UUID that a server has from its first start on, or what MariaDB has instead; empty when it has neither. */
export async function serverIdentity(session: Session): Promise<string> {
  const variable = session.flavour === 'mariadb' ? 'server_uid' : 'server_uuid'
  return (await query(session, `SHOW GLOBAL VARIABLES LIKE '${variable}'`))[0]?.[1] ?? ''
}
