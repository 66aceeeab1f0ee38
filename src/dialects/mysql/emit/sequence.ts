import type { Sequence } from '../../../core/ir/schema.js'
import { nameText } from './printing.js'

/** Sequences are MariaDB's alone, since 10.3. It goes on where the source's is. */
export function sequenceText({ name, sequence }: Sequence): string {
  const { increment, min, max, cache, cycle } = sequence
  const start = sequence.next ?? sequence.start
  return [
    `CREATE SEQUENCE ${nameText(name)}`,
    ...(start === undefined ? [] : [`START WITH ${start}`]),
    ...(min === undefined ? [] : [`MINVALUE ${min}`]),
    ...(max === undefined ? [] : [`MAXVALUE ${max}`]),
    ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
    // One value at a time, as the source gives them out: a cache is lost when the server stops.
    cache === undefined || cache <= 1n ? 'NOCACHE' : `CACHE ${cache}`,
    cycle ? 'CYCLE' : 'NOCYCLE',
  ].join(' ')
}
