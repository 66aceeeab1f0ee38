import { form } from '../../../core/data/cell.js'
import {
  asText,
  baseDecoder,
  type DecoderOptions,
  isPlainText,
  shownAs,
  slice,
  type ValueDecoder,
} from './binary-base.js'
import { serverTextOf } from './binary-text.js'
import { typeForm, type ValueType } from './value-type.js'

export type { DecoderOptions, ValueBytes, ValueDecoder } from './binary-base.js'

/**
 * The decoder of a type's binary form; undefined where its values have no form that other engines know, or mean nothing
 * elsewhere. What holds other values (arrays, ranges, records) comes as the text that the server prints of it.
 */
export function valueDecoder(type: ValueType, options: DecoderOptions = {}): ValueDecoder | undefined {
  if (type.kind === 'enum') return asText
  const base = type.kind === 'base' ? baseDecoder(type.name, options) : undefined
  if (base) return base
  const text = serverTextOf(type, options)
  return text && shownAs(text)
}

/** Hands a value over as it is, to a writer that takes this form. */
export const verbatim: ValueDecoder = (from, start, end, cell) => slice(form.verbatim, from, start, end, cell)

/** The form under which `verbatim` offers values of the type; null: not at all. */
export function verbatimForm(type: ValueType): string | null {
  const checked = type.kind === 'enum' || (type.kind === 'base' && isPlainText(type.name))
  return checked ? null : typeForm(type)
}
