import type { RejectCode } from '../../../../core/data/reject.js'

/** A value as a statement writes it, before a column has taken it. */
export type Written =
  | { readonly kind: 'null' }
  /** The word DEFAULT. */
  | { readonly kind: 'default' }
  /** Plain decimal digits: a sign, a point, no exponent. */
  | { readonly kind: 'number'; readonly digits: string }
  /** `lob`: EMPTY_CLOB(), which is not null though it is empty. */
  | { readonly kind: 'text'; readonly text: string; readonly lob?: true }
  /** `YYYY-MM-DD HH:MM:SS[.fffffffff]` on the wall, with the offset (`+02:00`) if one was written. */
  | { readonly kind: 'moment'; readonly text: string; readonly offset?: string }
  | { readonly kind: 'bytes'; readonly hex: string }
  /** The time at which the script runs. */
  | { readonly kind: 'now' }
  /** The next number of the table's identity column. */
  | { readonly kind: 'counter' }
  | Refused

/** Nothing that a file can say. */
export interface Refused {
  readonly kind: 'refused'
  readonly code: RejectCode
}

export const refused = (code: RejectCode): Refused => ({ kind: 'refused', code })

/** Only a server can say what it is. */
export const expression = refused('XW-D0112')
/** A literal that is no value of its type. */
export const malformed = refused('XW-D0113')

/** Text in which no character is left is null. */
export const textOf = (text: string): Written => (text === '' ? { kind: 'null' } : { kind: 'text', text })
