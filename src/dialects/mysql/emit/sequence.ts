import type { Sequence } from '../../../core/ir/schema.js'
import { nameText } from './printing.js'

/** Sequences are MariaDB's alone, since 10.3. It goes on where the source's is. */
export function sequenceText(sequence: Sequence): string {
  const { next, start, cache } = sequence.sequence
  // One value at a time, as the source gives them out: a cache is lost when the server stops.
  return sequenceWith(sequence, next ?? start, cache === undefined || cache <= 1n ? ['NOCACHE'] : [`CACHE ${cache}`])
}

/** What is not said is the server's own default. */
export function sequenceWith(
  { name, sequence }: Sequence,
  start: bigint | undefined,
  cache: readonly string[],
): string {
  const { increment, min, max, cycle } = sequence
  return [
    `CREATE SEQUENCE ${nameText(name)}`,
    ...(start === undefined ? [] : [`START WITH ${start}`]),
    ...(min === undefined ? [] : [`MINVALUE ${min}`]),
    ...(max === undefined ? [] : [`MAXVALUE ${max}`]),
    ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
    ...cache,
    cycle ? 'CYCLE' : 'NOCYCLE',
  ].join(' ')
}
