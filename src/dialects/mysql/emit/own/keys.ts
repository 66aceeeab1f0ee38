import type { KeyConstraint } from '../../../../core/ir/schema.js'
import { identText, isMariadb, type Printing, textConstant } from '../printing.js'
import { keyOptions, optionValue } from './options.js'

/** Columns of a key and what follows them. */
export function ownKeyTail(
  printing: Printing,
  key: Pick<KeyConstraint, 'method' | 'comment' | 'options'> & { readonly visible?: boolean },
  columns: readonly string[],
): string {
  const period = optionValue(key.options, 'without_overlaps')
  const all =
    period === undefined ? columns : [...columns, `${identText({ text: period, quoted: true })} WITHOUT OVERLAPS`]
  const hidden = key.visible === false || optionValue(key.options, 'invisible') !== undefined
  const words = hidden ? (isMariadb(printing) ? ' IGNORED' : ' INVISIBLE') : ''
  const method =
    key.method === 'btree' || key.method === 'hash' || key.method === 'rtree'
      ? ` USING ${key.method.toUpperCase()}`
      : ''
  const comment = key.comment ? ` COMMENT ${textConstant(key.comment)}` : ''
  return `(${all.join(', ')})${method}${keyOptions(key.options)}${comment}${words}`
}
