import { keywordClasses } from '../../../grammars/mysql/keywords.js'
import type { NameRules } from '../../core/dialect/dialect.js'

/** Names may be 64 characters long (manual: "Identifier Length Limits"). */
const maxCharacters = 64

/**
 * Table names are kept apart by case where the server's files are (lower_case_table_names = 0, the default on Linux);
 * columns never are.
 */
export const names: NameRules = {
  maxLength: maxCharacters,
  unit: 'characters',
  fold: (text) => text,
  foldColumn: (text) => text.toLowerCase(),
  quote,
  quoteIfNeeded: (text) => (isPlain(text) ? text : quote(text)),
  isReserved,
}

/** Folds the name of a database, table or view. `setting` is the server's lower_case_table_names. */
export const foldTable = (text: string, setting = '0'): string => (setting === '0' ? text : text.toLowerCase())

/** @throws RangeError for a NUL or an empty name, which no name can hold. */
function quote(text: string): string {
  if (text === '' || text.includes('\0')) throw new RangeError(`not a name: ${JSON.stringify(text)}`)
  return `\`${text.replaceAll('`', '``')}\``
}

function isReserved(word: string): boolean {
  return keywordClasses.get(word.toUpperCase()) === 'reserved'
}

/** Manual section "Schema Object Names"; digits alone are a number. */
const isPlain = (text: string): boolean => /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(text) && !isReserved(text)
