import type { Sequence } from '../../../../core/ir/schema.js'
import { nameText, textConstant } from '../printing.js'
import { storageText } from './options.js'

/** A sequence with what its source says of it and no more: the server's own defaults stay unwritten. */
export function ownSequenceText({ name, sequence, options, comment }: Sequence): string {
  const { start, increment, min, max, cache, cycle } = sequence
  return [
    `CREATE SEQUENCE ${nameText(name)}`,
    ...(start === undefined ? [] : [`START WITH ${start}`]),
    ...(min === undefined ? [] : [`MINVALUE ${min}`]),
    ...(max === undefined ? [] : [`MAXVALUE ${max}`]),
    ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
    ...(cache === undefined ? [] : cache === 0n ? ['NOCACHE'] : [`CACHE ${cache}`]),
    cycle ? 'CYCLE' : 'NOCYCLE',
    `${storageText(options)}${comment ? ` COMMENT=${textConstant(comment)}` : ''}`.trim(),
  ]
    .join(' ')
    .trim()
}
