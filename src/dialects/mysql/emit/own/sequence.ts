import type { Sequence } from '../../../../core/ir/schema.js'
import { textConstant } from '../printing.js'
import { sequenceWith } from '../sequence.js'
import { storageText } from './options.js'

/** A sequence with what its source says of it and no more: the server's own defaults stay unwritten. */
export function ownSequenceText(sequence: Sequence): string {
  const { options, comment } = sequence
  const { start, cache } = sequence.sequence
  const kept = cache === undefined ? [] : [cache === 0n ? 'NOCACHE' : `CACHE ${cache}`]
  const storage = `${storageText(options)}${comment ? ` COMMENT=${textConstant(comment)}` : ''}`.trim()
  return `${sequenceWith(sequence, start, kept)} ${storage}`.trim()
}
