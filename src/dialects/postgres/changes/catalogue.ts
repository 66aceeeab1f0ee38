import type pg from 'pg'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { readValueTypes, type TypeReference, type ValueType } from '../data/value-type.js'

export const tableKey = (schema: string, table: string): string => `${schema}\0${table}`

/** A table of the mapping as the server has it now. */
export interface SourceTable {
  readonly oid: number
  /** pg_class: `r` table, `p` partitioned; `p` permanent, `u` unlogged; `d`, `n`, `f`, `i`. */
  readonly kind: string
  readonly persistence: string
  readonly identity: string
  /** Columns of the replica identity; all of them when it is the row. */
  readonly identityColumns: readonly string[]
  readonly columns: readonly (TypeReference & {
    readonly name: string
    readonly generated: boolean
    readonly shown: string
  })[]
  /** Rows of it are in these: leaves of a partitioned table, else itself. */
  readonly leaves: readonly { readonly name: string; readonly identity: string; readonly hasKey: boolean }[]
}

const tablesSql = `
  SELECT n.nspname AS schema, c.relname AS name, c.oid::text, c.relkind::text AS kind, c.relpersistence::text AS persistence,
    c.relreplident::text AS identity,
    (SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (c.relreplident = 'f' OR EXISTS (
        SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND a.attnum = ANY (i.indkey)
          AND CASE c.relreplident WHEN 'i' THEN i.indisreplident WHEN 'd' THEN i.indisprimary END)))::text AS identity_columns,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, a.atttypid::text, a.atttypmod, a.attgenerated,
        pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text AS columns,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(l.relname, l.relreplident,
        EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = l.oid AND
          CASE l.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END)))
      FROM pg_catalog.pg_class l WHERE l.oid = c.oid AND c.relkind = 'r'
        OR l.oid IN (SELECT p.relid FROM pg_catalog.pg_partition_tree(c.oid) p WHERE p.isleaf AND c.relkind = 'p'))::text AS leaves
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS w (schema, name)
    ON w.schema = n.nspname AND w.name = c.relname
  WHERE c.relkind IN ('r', 'p')`

/** The tables of a mapping, by `tableKey`; one that is not there, or is none, is not in the map. */
export async function readTables(
  client: pg.Client,
  tables: readonly TableMapping[],
): Promise<ReadonlyMap<string, SourceTable>> {
  const names = [tables.map((table) => table.source.schema), tables.map((table) => table.source.table)]
  const { rows } = await client.query<Record<string, string | null>>(tablesSql, names)
  return new Map(
    rows.map((row) => [
      tableKey(row['schema'] ?? '', row['name'] ?? ''),
      {
        oid: Number(row['oid']),
        ...{ kind: row['kind'] ?? '', persistence: row['persistence'] ?? '', identity: row['identity'] ?? '' },
        identityColumns: listOf<string>(row['identity_columns']),
        columns: listOf<[string, string, number, string, string]>(row['columns']).map(
          ([name, oid, modifier, generated, shown]) => ({
            ...{ name, oid: Number(oid), modifier, generated: generated !== '', shown },
          }),
        ),
        leaves: listOf<[string, string, boolean]>(row['leaves']).map(([name, identity, hasKey]) => ({
          ...{ name, identity, hasKey },
        })),
      },
    ]),
  )
}

/** The answers of json_agg, which this file's own queries shape. */
const listOf = <T>(json: string | null | undefined): readonly T[] => (json ? JSON.parse(json) : [])

/** The partitioned table that a partition's rows are of; null: it is none, or is not there any more. */
export async function rootOf(
  client: pg.Client,
  oid: number,
): Promise<{ readonly schema: string; readonly name: string } | null> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = pg_catalog.pg_partition_root($1::oid)`,
    [oid],
  )
  return rows[0] ?? null
}

/** Numbers of the partitions that hold the rows of the table that a partition belongs to. */
export async function leavesBeside(client: pg.Client, partition: number): Promise<readonly number[]> {
  const { rows } = await client.query<{ oid: string }>(
    'SELECT p.relid::oid::text AS oid FROM pg_catalog.pg_partition_tree(pg_catalog.pg_partition_root($1::oid)) p WHERE p.isleaf',
    [partition],
  )
  return rows.map((row) => Number(row.oid))
}

/** Numbers of a table's columns by their names, as they are now. */
export async function readNumbers(client: pg.Client, oid: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; number: string }>(
    `SELECT attname AS name, attnum::text AS number FROM pg_catalog.pg_attribute
     WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped`,
    [oid],
  )
  return new Map(rows.map(({ name, number }) => [name, Number(number)]))
}

/** How many digits money has behind its point. */
export async function moneyScale(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ scale: string }>(
    "SELECT pg_catalog.scale('1'::pg_catalog.money::pg_catalog.numeric)::text AS scale",
  )
  return Number(rows[0]?.scale ?? 2)
}

export interface NamedType {
  readonly type: ValueType
  /** As people write it: `numeric(10,2)`. */
  readonly shown: string
}

export async function readNamedTypes(
  client: pg.Client,
  references: readonly TypeReference[],
): Promise<readonly NamedType[]> {
  const types = await readValueTypes(client, references)
  const { rows } = await client.query<{ shown: string | null }>(
    `SELECT pg_catalog.format_type(t.oid, t.modifier) AS shown
     FROM ROWS FROM (pg_catalog.unnest($1::oid[]), pg_catalog.unnest($2::int[])) WITH ORDINALITY AS t (oid, modifier, at) ORDER BY t.at`,
    [references.map((one) => one.oid), references.map((one) => one.modifier)],
  )
  return types.map((type, at) => ({ type, shown: rows[at]?.shown ?? '' }))
}
