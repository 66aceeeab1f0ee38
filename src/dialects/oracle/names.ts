import { keywordClasses } from '../../../grammars/oracle/keywords.js'
import type { NameRules } from '../../core/dialect/dialect.js'

/** Names may be 128 bytes long since 12.2 (SQL Language Reference, "Database Object Naming Rules"). */
const maxBytes = 128

/**
 * The reader gives every name that needs no quotes in lower case (see grammars/oracle/literals.ts), so names are equal when
 * their texts are.
 */
export const names: NameRules = {
  maxLength: maxBytes,
  unit: 'bytes',
  fold: (text) => text,
  quote,
  quoteIfNeeded: (text) => (isPlain(text) ? text : quote(text)),
  isReserved,
}

/** @throws RangeError for a name that Oracle cannot hold. */
function quote(text: string): string {
  if (text === '' || /["\0]/.test(text)) throw new RangeError(`not a name: ${JSON.stringify(text)}`)
  return `"${isPlain(text) ? text.toUpperCase() : text}"`
}

function isReserved(word: string): boolean {
  return keywordClasses.get(word.toUpperCase()) === 'reserved'
}

const isPlain = (text: string): boolean => /^[a-z][a-z0-9_$#]*$/.test(text) && !isReserved(text)
