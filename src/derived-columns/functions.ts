import { createHash } from 'node:crypto'
import { textOf } from './outcome.js'
import type { SqlValue } from './sql-value.js'

/**
 * Functions of SQLite that an expression may call ("Built-In Scalar SQL Functions", "Date And Time Functions", "Built-in
 * Mathematical SQL Functions"). No others: this build has some that read and write files.
 */
export const functions: ReadonlySet<string> = new Set(
  [
    'abs char coalesce concat concat_ws format glob hex ifnull iif instr length like lower ltrim max min nullif',
    'octet_length printf quote random randomblob replace round rtrim sign soundex substr substring trim typeof unhex',
    'unicode upper zeroblob date time datetime julianday unixepoch strftime timediff acos acosh asin asinh atan',
    'atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power radians sin sinh sqrt tan',
    'tanh trunc',
  ].flatMap((line) => line.split(' ')),
)

const ofTime = new Set(['date', 'time', 'datetime', 'julianday', 'unixepoch'])

/** `args` with its parentheses. Functions of time speak of the present when nobody says of what. */
export const isVolatile = (name: string, args: string): boolean =>
  name === 'random' ||
  name === 'randomblob' ||
  (ofTime.has(name) && args.trim() === '()') ||
  (name === 'strftime' && !args.includes(','))

/** Functions that AWS DMS adds to those of SQLite, and how many arguments they take. NULL where an argument is. */
export const ours = {
  hash_sha256: { takes: 1, of: ([value]: readonly SqlValue[]) => hashed(value) },
  replacechars: { takes: 3, of: (given: readonly SqlValue[]) => replaced(given) },
} as const

function hashed(value: SqlValue | undefined): SqlValue {
  if (value === null || value === undefined) return null
  return sha256(Buffer.isBuffer(value) ? value : typeof value === 'number' ? textOf(value) : String(value))
}

/** Each character of the second text becomes the one at its place in the third, or goes where there is none. */
function replaced([value, from, to]: readonly SqlValue[]): SqlValue {
  if (value === null || from === null || to === null || value === undefined) return null
  if (Buffer.isBuffer(value) || typeof from !== 'string' || typeof to !== 'string')
    throw new TypeError('replaceChars takes texts')
  const [old, by] = [[...from], [...to]]
  return [...textOf(value)].map((each) => (old.includes(each) ? (by[old.indexOf(each)] ?? '') : each)).join('')
}

/** 64 hexadecimal digits, upper case as `hex` of SQLite writes them. */
export const sha256 = (value: string | Buffer): string => createHash('sha256').update(value).digest('hex').toUpperCase()
