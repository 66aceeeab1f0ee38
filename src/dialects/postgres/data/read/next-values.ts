import type pg from 'pg'
import type { SequenceMapping } from '../../../../core/mapping/mapping.js'
import { names } from '../../names.js'

/** The values that the sequences would give next; those of columns are found by their column. */
export async function nextValues(
  client: pg.Client,
  sequences: readonly SequenceMapping[],
): Promise<readonly SequenceMapping[]> {
  const found: SequenceMapping[] = []
  for (const sequence of sequences) {
    const name = await sequenceName(client, sequence)
    found.push(name === null ? sequence : { ...sequence, next: await nextValue(client, name) })
  }
  return found
}

async function sequenceName(client: pg.Client, { source }: SequenceMapping): Promise<string | null> {
  if (source.kind === 'sequence') return `${names.quote(source.schema)}.${names.quote(source.name)}`
  const table = `${names.quote(source.schema)}.${names.quote(source.table)}`
  const { rows } = await client.query<{ name: string | null }>(
    'SELECT pg_catalog.pg_get_serial_sequence($1, $2) AS name',
    [table, source.column],
  )
  return rows[0]?.name ?? null
}

async function nextValue(client: pg.Client, name: string): Promise<string> {
  const { rows } = await client.query<{ next: string }>(
    `SELECT (CASE WHEN v.is_called THEN v.last_value::numeric + s.seqincrement ELSE v.last_value END)::text AS next
     FROM ${name} AS v, pg_catalog.pg_sequence AS s WHERE s.seqrelid = $1::pg_catalog.regclass`,
    [name],
  )
  return rows[0]?.next ?? '1'
}
