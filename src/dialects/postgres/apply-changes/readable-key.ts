import type pg from 'pg'
import { findPlaces, int32At, newPlaces } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import type { RowChange } from './row-writer.js'
import type { ApplyTable } from './tables.js'

/** The key of a change's row as the server prints it, by the names of the source; empty for a table without a key. */
export async function readableKey(
  client: pg.Client,
  table: ApplyTable | undefined,
  change: RowChange,
): Promise<Readonly<Record<string, string | null>>> {
  if (!table?.key) return {}
  const columns = table.key.columns.flatMap((place) => table.columns[place] ?? [])
  const values = valuesOf(change.kind === 'insert' ? change.after : change.before, table)
  // With −1 the name stands for the type without a length, as `bit` alone does not.
  const types = columns.map((column) => `pg_catalog.format_type(${column.typeOid}, -1)`)
  const { rows } = await client.query<{ types: string }>(`SELECT pg_catalog.json_build_array(${types})::text AS types`)
  const named: unknown = JSON.parse(rows[0]?.types ?? '[]')
  const casts = (Array.isArray(named) ? named : []).map(
    (type, at) => `CAST(CAST($${at + 1} AS ${type}) AS pg_catalog.text) AS c${at}`,
  )
  const texts = await client.query<Record<string, string | null>>(
    `SELECT ${casts}`,
    columns.map((column) => values[column.index] ?? null),
  )
  const name = (at: number) => table.mapping.columns.find((each) => each.target.name === columns[at]?.name)?.source.name
  return Object.fromEntries(columns.map((_, at) => [name(at) ?? '', texts.rows[0]?.[`c${at}`] ?? null]))
}

function valuesOf(tuple: Tuple, { columns }: ApplyTable): readonly (Buffer | null)[] {
  const places = newPlaces(columns.length)
  findPlaces(tuple, columns.length, places)
  return columns.map((_, column) => {
    const from = places[column] ?? 0
    return int32At(tuple, from) < 0 ? null : tuple.subarray(from + 4, places[column + 1])
  })
}
