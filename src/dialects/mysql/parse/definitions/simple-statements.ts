import { decodeName, decodeText } from '../../../../../grammars/mysql/literals.js'
import type { Origin, QName } from '../../../../core/ir/names.js'
import type { IToken, SqlModes } from '../cst.js'
import type { OtherStatement, SetSettings, Statement } from '../script/shapes.js'

/** Upper-case text of a token that is a plain word; empty for a name in quotes, a string or nothing. */
export const wordOf = (token: IToken | undefined): string =>
  token === undefined || !/^[A-Za-z]/.test(token.image) ? '' : token.image.toUpperCase()

/**
 * Statements that are known by their first words and never parsed: settings, data, transactions, rights. Undefined: the
 * grammar decides.
 */
export function readSimpleStatement(
  head: readonly IToken[],
  text: string,
  origin: Origin,
  modes: SqlModes,
): Statement | undefined {
  const first = wordOf(head[0])
  const second = wordOf(head[1])
  if (first === 'SET') return readSet(head, origin, modes)
  if (first === 'USE' && head[1]) return { kind: 'use', name: decodeName(head[1].image), origin }
  if (first === 'INSERT' || first === 'REPLACE') return readInsert(head, first, origin)
  if (first === 'LOAD') return { kind: 'data', what: `LOAD ${second}`, table: undefined, rowsInText: false, origin }
  if (first === 'TRUNCATE') {
    const table = nameAt(head, second === 'TABLE' ? 2 : 1)
    if (table) return { kind: 'truncate', table: table.name, origin }
  }
  const setval = readSetval(head, origin)
  if (setval) return setval
  return readOther(head, text, origin)
}

const noEffect = new Set([
  'LOCK',
  'UNLOCK',
  'START',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'SAVEPOINT',
  'RELEASE',
  'FLUSH',
  'ANALYZE',
  'OPTIMIZE',
  'REPAIR',
  'CHECK',
  'CHECKSUM',
  'SHOW',
  'DESCRIBE',
  'DESC',
  'EXPLAIN',
  'HELP',
  'SELECT',
  'WITH',
  'VALUES',
  'TABLE',
  'RESET',
  'PURGE',
  'KILL',
  'CACHE',
  'INSTALL',
  'UNINSTALL',
  'CHANGE',
  'STOP',
  'XA',
  'PREPARE',
  'DEALLOCATE',
  'SIGNAL',
  'BINLOG',
  'SHUTDOWN',
  'DELIMITER',
  'SOURCE',
  'SYSTEM',
  'WARNINGS',
  'NOWARNING',
  'STATUS',
  'END',
])
const changesData = new Set(['UPDATE', 'DELETE', 'CALL', 'DO', 'EXECUTE', 'HANDLER', 'IMPORT', 'LOAD'])
const rights = new Set(['GRANT', 'REVOKE'])
const rightsObjects = new Set(['USER', 'ROLE', 'DEFAULT'])

function readOther(head: readonly IToken[], text: string, origin: Origin): Statement | undefined {
  const [first = '', second = '', third = ''] = head.slice(0, 3).map(wordOf)
  const other = (what: string, effect: OtherStatement['effect']): OtherStatement => ({
    kind: 'other',
    what,
    effect,
    origin,
  })
  if (rights.has(first)) return other(first, 'rights')
  if (changesData.has(first)) return other(first, 'data')
  if (noEffect.has(first) || first.startsWith('('))
    return other(first === 'LOCK' || first === 'UNLOCK' ? `${first} TABLES` : first, 'none')
  if (head[0]?.image === '(') return other('SELECT', 'none')
  const verb = ['CREATE', 'ALTER', 'DROP', 'RENAME'].includes(first)
  if (!verb) return undefined
  const orReplace = second === 'OR' && third === 'REPLACE'
  const object = wordOf(head[orReplace ? 3 : 1])
  if (rightsObjects.has(object)) return other(`${first} ${object}`, 'rights')
  if (first === 'DROP' && object === 'PREPARE') return other('DROP PREPARE', 'none')
  if (unmodelled.has(object)) return readUnmodelled(head, first, object, text, origin)
  if (first === 'ALTER' && ['EVENT', 'PROCEDURE', 'FUNCTION', 'INSTANCE'].includes(alterObject(head))) {
    return other(`ALTER ${alterObject(head)}`, 'none')
  }
  return undefined
}

const alterObject = (head: readonly IToken[]): string =>
  head
    .slice(0, 12)
    .map(wordOf)
    .find((word) => ['EVENT', 'PROCEDURE', 'FUNCTION', 'INSTANCE', 'TABLE', 'VIEW'].includes(word)) ?? ''

/** Objects that no part of the program models. */
const unmodelled = new Set(['SERVER', 'TABLESPACE', 'LOGFILE', 'UNDO', 'RESOURCE', 'LIBRARY'])

function readUnmodelled(
  head: readonly IToken[],
  verb: string,
  object: string,
  text: string,
  origin: Origin,
): Statement {
  const what = object.toLowerCase()
  if (verb !== 'CREATE') return { kind: 'other', what: `${verb} ${object}`, effect: 'none', origin }
  const words = new Set(['CREATE', 'OR', 'REPLACE', 'IF', 'NOT', 'EXISTS', 'GROUP', 'UNDO', object])
  const name = head.find((token) => !words.has(wordOf(token)))
  return {
    kind: 'createUnmodelled',
    what,
    name: { name: name ? decodeName(name.image) : { text: what, quoted: true } },
    text,
    origin,
  }
}

/** `name` or `schema.name` at an index of the tokens. */
function nameAt(head: readonly IToken[], at: number): { readonly name: QName; readonly next: number } | undefined {
  const first = head[at]
  if (!first || !/^[A-Za-z0-9_$`"\u0080-\uffff]/.test(first.image)) return undefined
  const second = head[at + 1]?.image === '.' ? head[at + 2] : undefined
  return second
    ? { name: { schema: decodeName(first.image), name: decodeName(second.image) }, next: at + 3 }
    : { name: { name: decodeName(first.image) }, next: at + 1 }
}

const insertWords = new Set(['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'INTO'])

function readInsert(head: readonly IToken[], what: string, origin: Origin): Statement {
  let at = 1
  while (insertWords.has(wordOf(head[at])) || head[at]?.image.startsWith('/*')) at++
  const table = nameAt(head, at)
  return { kind: 'data', what, table: table?.name, rowsInText: hasRows(head, table?.next ?? at), origin }
}

/** Whether rows stand in the text: VALUES or SET comes before any SELECT. */
function hasRows(head: readonly IToken[], from: number): boolean {
  let depth = 0
  for (const token of head.slice(from)) {
    if (token.image === '(') depth++
    else if (token.image === ')') depth--
    const word = wordOf(token)
    if (depth === 0 && ['VALUES', 'VALUE', 'SET'].includes(word)) return true
    if (word === 'SELECT' || word === 'WITH' || word === 'TABLE') return false
  }
  // A column list longer than what was looked at.
  return true
}

/** `SELECT SETVAL(s, 1, 0)` and `DO SETVAL(s, 1, 0)`: what dumps write for a sequence. */
function readSetval(head: readonly IToken[], origin: Origin): Statement | undefined {
  if (!['SELECT', 'DO'].includes(wordOf(head[0])) || wordOf(head[1]) !== 'SETVAL' || head[2]?.image !== '(')
    return undefined
  const table = nameAt(head, 3)
  if (!table) return undefined
  const rest = head.slice(table.next).map((token) => token.image)
  const negative = rest[1] === '-'
  const [value, comma, used] = rest.slice(negative ? 2 : 1)
  if (rest[0] !== ',' || value === undefined || !/^\d+$/.test(value)) return undefined
  const isUsed = comma !== ',' || !/^(0|false|'0')$/i.test(used ?? '1')
  return { kind: 'setSequence', name: table.name, value: BigInt(negative ? `-${value}` : value), used: isUsed, origin }
}

const scopes = new Set(['GLOBAL', 'SESSION', 'LOCAL', 'PERSIST', 'PERSIST_ONLY'])

/** SET: the assignments whose values are plain; everything else has an undefined value. */
function readSet(head: readonly IToken[], origin: Origin, modes: SqlModes): Statement {
  const second = wordOf(head[1])
  if (second === 'PASSWORD' || second === 'ROLE' || (second === 'DEFAULT' && wordOf(head[2]) === 'ROLE')) {
    return { kind: 'other', what: `SET ${second}`, effect: 'rights', origin }
  }
  const assignments = splitAtCommas(head.slice(1)).flatMap((part) => readAssignment(part, modes))
  return { kind: 'set', assignments, origin }
}

function splitAtCommas(tokens: readonly IToken[]): readonly (readonly IToken[])[] {
  const parts: IToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.image === '(') depth++
    else if (token.image === ')') depth--
    if (token.image === ',' && depth === 0) parts.push([])
    else if (token.image !== ';') parts.at(-1)?.push(token)
  }
  return parts
}

function readAssignment(part: readonly IToken[], modes: SqlModes): SetSettings['assignments'] {
  const [first, second, third] = part
  if (wordOf(first) === 'NAMES') return [{ name: 'names', value: plain(part.slice(1, 2), modes) }]
  if (wordOf(first) === 'CHARSET') return [{ name: 'names', value: plain(part.slice(1, 2), modes) }]
  if (['CHARACTER', 'CHAR'].includes(wordOf(first)) && wordOf(second) === 'SET') {
    return [{ name: 'names', value: plain(third ? [third] : [], modes) }]
  }
  const start = scopes.has(wordOf(first)) ? 1 : 0
  // Another scope than the session's says nothing about this script.
  if (['GLOBAL', 'PERSIST', 'PERSIST_ONLY'].includes(wordOf(first))) return []
  const at = part.findIndex((token) => token.image === '=' || token.image === ':=')
  if (at <= start) return []
  const words = part.slice(start, at).map((token) => token.image)
  const name = words
    .join('')
    .toLowerCase()
    .replace(/^@@((global|session|local)\.)?/, '')
  if (/^@@global\./i.test(words.join(''))) return []
  return [{ name, value: plain(part.slice(at + 1), modes) }]
}

/** The value when it is one plain token: a string, a number, a word, a variable. */
function plain(tokens: readonly IToken[], modes: SqlModes): string | undefined {
  const [token] = tokens
  if (tokens.length !== 1 || !token) return undefined
  return /^['"]/.test(token.image) ? decodeText(token.image, modes.noBackslashEscapes) : token.image.toLowerCase()
}
