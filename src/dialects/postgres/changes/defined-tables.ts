import type pg from 'pg'
import type { TableName } from '../../../core/mapping/mapping.js'

/** A column whose values are in the log, as the catalogue has it now. */
export interface DefinedColumn {
  /** pg_attribute.attnum: never another column's, whatever becomes of names. */
  readonly number: number
  readonly name: string
  readonly native: string
  readonly notNull: boolean
  readonly identity: boolean
  /** Quoted, where it is not that of the type. */
  readonly collation: string | null
  /** As an expression. */
  readonly default: string | null
  /** What rows have that were there before the column (pg_attribute.attmissingval); null: nothing is kept for them. */
  readonly missing: string | null
}

export interface DefinedTable {
  readonly schema: string
  readonly table: string
  /** pg_class.relkind. */
  readonly kind: string
  /** Another one when the rows were written anew (manual, pg_relation_filenode). */
  readonly file: string
  /** In their order. */
  readonly columns: readonly DefinedColumn[]
}

const sql = `
SELECT pg_catalog.json_build_object('schema', n.nspname, 'table', c.relname, 'kind', c.relkind,
  'file', coalesce(pg_catalog.pg_relation_filenode(c.oid), 0)::text, 'columns', coalesce((
    SELECT pg_catalog.json_agg(pg_catalog.json_build_object('number', a.attnum, 'name', a.attname,
        'native', pg_catalog.format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull, 'identity', a.attidentity <> '',
        'collation', CASE WHEN a.attcollation <> t.typcollation THEN pg_catalog.format('%I.%I', m.nspname, l.collname) END,
        'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
        'missing', CASE WHEN a.atthasmissing THEN (a.attmissingval::text::text[])[1] END) ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation
    LEFT JOIN pg_catalog.pg_namespace AS m ON m.oid = l.collnamespace
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '[]'))::text
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS w (schema, name)
  ON w.schema = n.nspname AND w.name = c.relname
WHERE c.relkind IN ('r', 'p') ORDER BY n.nspname, c.relname`

export async function readDefined(client: pg.Client, tables: readonly TableName[]): Promise<readonly DefinedTable[]> {
  const names = [tables.map(({ schema }) => schema), tables.map(({ table }) => table)]
  const { rows } = await client.query<string[]>({ text: sql, values: names, rowMode: 'array' })
  return rows.map(([json]) => JSON.parse(json ?? '{}'))
}
