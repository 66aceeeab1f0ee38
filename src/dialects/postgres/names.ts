import type { NameRules } from '../../core/dialect/dialect.js'
import { keywords } from './keywords.js'

/** NAMEDATALEN - 1: the server cuts a longer name off and only says so in a notice. */
const maxBytes = 63

/** The server folds unquoted names letter by letter in ASCII only. */
const fold = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** @throws RangeError for a NUL or an empty name, which no name can hold; `nameProblem` says so beforehand. */
function quote(text: string): string {
  if (text === '' || text.includes('\0')) throw new RangeError(`not a name: ${JSON.stringify(text)}`)
  return `"${text.replaceAll('"', '""')}"`
}

const isReserved = (word: string): boolean => keywords.has(word.toLowerCase())

const quoteIfNeeded = (text: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(text) && !keywords.has(text) ? text : quote(text)

/** Every table has these columns; the server takes no other of such a name, quoted or not (manual, System Columns). */
const systemColumns: ReadonlySet<string> = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'])

/**
 * Reserved words and special variables of PL/pgSQL (manual, "PL/pgSQL" chapter; pl_reserved_kwlist.h of the server), and
 * `excluded`, the row that ON CONFLICT did not insert.
 */
const programWords: ReadonlySet<string> = new Set(
  `all begin by case declare else end excluded execute for foreach from if in into loop not null or strict then to using when while
  found new old sqlstate sqlerrm result_set tg_name tg_when tg_level tg_op tg_relid tg_relname tg_table_name
  tg_table_schema tg_nargs tg_argv tg_event tg_tag`.split(/\s+/),
)

export const names: NameRules = {
  ...{ maxLength: maxBytes, unit: 'bytes', fold, quote, quoteIfNeeded, isReserved },
  systemColumns,
  programWords,
}

/** Why a text cannot be a name as it is; undefined when it can. */
export function nameProblem(text: string): string | undefined {
  if (text === '') return 'it is empty'
  if (text.includes('\0')) return 'it holds a zero character'
  if (/\p{Surrogate}/u.test(text)) return 'it is not valid Unicode'
  if (Buffer.byteLength(text, 'utf8') > maxBytes) return `it is longer than ${maxBytes} bytes`
  return undefined
}

/** A string constant. Backslashes are ordinary in it: `standard_conforming_strings` is on in every supported server. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
