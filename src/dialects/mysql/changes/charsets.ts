import { query, queryBytes, type Session } from '../connect.js'

/** What each character of a set is in UTF-8; found by asking the server, so that it is what the server itself would send. */
export interface CharsetTable {
  readonly kind: 'table'
  readonly single: Codes
  /** By two bytes, the first one high; absent for sets of one byte. */
  readonly double?: Codes
  /** By the two bytes behind 0x8F, which is the only byte that begins three. */
  readonly triple?: Codes
}

/** UTF-8 by code: `bytes` holds up to four bytes, the first one low; `lengths` 0 means that there is no such character. */
export interface Codes {
  readonly bytes: Uint32Array
  readonly lengths: Uint8Array
}

export type Charset =
  /** UTF-8, or a part of it. */
  | { readonly kind: 'utf8' }
  | CharsetTable
  /** Code units of so many bytes; `pairs`: two of them may make one character. */
  | { readonly kind: 'wide'; readonly bytes: 2 | 4; readonly littleEnd: boolean; readonly pairs: boolean }

const utf8: Charset = { kind: 'utf8' }

const known: Readonly<Record<string, Charset>> = {
  ...{ utf8, utf8mb3: utf8, utf8mb4: utf8, ascii: utf8, binary: utf8 },
  ucs2: { kind: 'wide', bytes: 2, littleEnd: false, pairs: false },
  utf16: { kind: 'wide', bytes: 2, littleEnd: false, pairs: true },
  utf16le: { kind: 'wide', bytes: 2, littleEnd: true, pairs: true },
  utf32: { kind: 'wide', bytes: 4, littleEnd: false, pairs: false },
}

/** Sets of up to four bytes have too many characters to ask for. */
export const unreadableCharsets: ReadonlySet<string> = new Set(['gb18030'])

/** Throws when the server does not know the set; `unreadableCharsets` must not be asked for. */
export async function readCharset(session: Session, name: string): Promise<Charset> {
  const found = known[name]
  if (found) return found
  const sql = 'SELECT MAXLEN FROM information_schema.CHARACTER_SETS WHERE CHARACTER_SET_NAME = ?'
  const longest = Number((await query(session, sql, [name]))[0]?.[0])
  if (!(longest >= 1 && longest <= 3) || !/^\w+$/.test(name)) throw new Error(`the character set ${name} is not known`)
  // Only then is a code that is no character NULL.
  await query(session, "SET SESSION sql_mode = 'STRICT_ALL_TABLES'")
  try {
    const single = await readCodes(session, name, 0, 256)
    if (longest === 1) return { kind: 'table', single }
    const double = await readCodes(session, name, 0, 65_536, single)
    if (longest === 2) return { kind: 'table', single, double }
    return { kind: 'table', single, double, triple: await readCodes(session, name, 0x8f0000, 65_536) }
  } finally {
    await query(session, "SET SESSION sql_mode = ''")
  }
}

const digit = Array.from({ length: 16 }, (_, at) => `SELECT ${at} AS d`).join(' UNION ALL ')

/** Codes that begin with a character of one byte are none. */
async function readCodes(session: Session, name: string, base: number, count: number, single?: Codes): Promise<Codes> {
  const codes: Codes = { bytes: new Uint32Array(count), lengths: new Uint8Array(count) }
  const digits = count === 256 ? ['a', 'b'] : ['a', 'b', 'c', 'd']
  const number = digits.map((letter, at) => `${letter}.d * ${16 ** at}`).join(' + ')
  const text = `CONVERT(CHAR(n + ${base} USING ${name}) USING utf8mb4)`
  const numbers = `SELECT ${number} AS n FROM ${digits.map((letter) => `(${digit}) AS ${letter}`).join(', ')}`
  for (const [code, utf8] of await queryBytes(session, `SELECT n, ${text} FROM (${numbers}) AS numbers`)) {
    const at = Number(code)
    const isAlone = single !== undefined && (at < 256 || (single.lengths[at >> 8] ?? 0) > 0)
    if (!utf8 || utf8.length < 1 || utf8.length > 4 || isAlone) continue
    codes.lengths[at] = utf8.length
    codes.bytes[at] = Buffer.concat([utf8, Buffer.alloc(4)]).readUInt32LE()
  }
  return codes
}
