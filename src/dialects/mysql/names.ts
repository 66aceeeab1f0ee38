import type { NameRules } from '../../core/dialect/dialect.js'

/** Names may be 64 characters long (manual: "Identifier Length Limits"). */
const maxCharacters = 64

/** @throws RangeError for a NUL or an empty name, which no name can hold. */
function quote(text: string): string {
  if (text === '' || text.includes('\0')) throw new RangeError(`not a name: ${JSON.stringify(text)}`)
  return `\`${text.replaceAll('`', '``')}\``
}

/**
 * Table names are kept apart by case where the server's files are (lower_case_table_names = 0, the default on Linux); the
 * resolver compares column names without case by itself.
 */
export const names: NameRules = {
  maxLength: maxCharacters,
  unit: 'characters',
  fold: (text) => text,
  quote,
  quoteIfNeeded: quote,
  isReserved: () => false,
}
