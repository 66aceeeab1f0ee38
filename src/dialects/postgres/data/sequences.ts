import type pg from 'pg'
import type { SequenceMapping } from '../../../core/mapping/mapping.js'
import { names } from '../names.js'

/** Sets the next value: the source's, and never below one past the highest that the column holds. */
export async function setSequence(client: pg.Client, mapping: SequenceMapping): Promise<void> {
  const sequence = await sequenceName(client, mapping)
  if (sequence === null) return
  const next = await nextValue(client, mapping)
  if (next === null) return
  // A next value beyond the sequence's end means that the source has used up its range: so has the target then.
  await client.query(
    `SELECT pg_catalog.setval($1::pg_catalog.regclass, GREATEST(LEAST($2::pg_catalog.numeric, s.seqmax), s.seqmin)::pg_catalog.int8,
       $2::pg_catalog.numeric NOT BETWEEN s.seqmin AND s.seqmax)
     FROM pg_catalog.pg_sequence s WHERE s.seqrelid = $1::pg_catalog.regclass`,
    [sequence, next],
  )
}

async function sequenceName(client: pg.Client, { target }: SequenceMapping): Promise<string | null> {
  if (target.kind === 'sequence') return `${names.quote(target.schema)}.${names.quote(target.name)}`
  const table = `${names.quote(target.schema)}.${names.quote(target.table)}`
  const { rows } = await client.query<{ name: string | null }>(
    'SELECT pg_catalog.pg_get_serial_sequence($1, $2) AS name',
    [table, target.column],
  )
  return rows[0]?.name ?? null
}

async function nextValue(client: pg.Client, { target, next }: SequenceMapping): Promise<string | null> {
  if (target.kind === 'sequence') return next ?? null
  const table = `${names.quote(target.schema)}.${names.quote(target.table)}`
  const { rows } = await client.query<{ next: string | null }>(
    `SELECT GREATEST($1::pg_catalog.numeric, pg_catalog.max(${names.quote(target.column)}) + 1, 1)::text AS next FROM ${table}`,
    [next ?? null],
  )
  return rows[0]?.next ?? null
}
