import type { RunQuery } from '../catalog/facets.js'

export interface FoundColumn {
  readonly name: string
  /** As the engine prints it: `numeric(10,2)`, `public.color`. */
  readonly native: string
  /** Of the base type, for a domain. */
  readonly typeName: string
  /** pg_type.typtype of the column's own type: `b` base, `d` domain, `e` enum, `c` composite, `r` range, `m` multirange. */
  readonly typeKind: string
  /** pg_type.typcategory; `A` is an array. */
  readonly category: string
  readonly modifier: number
  readonly nullable: boolean
  /** Computed from other columns. */
  readonly generated: boolean
}

export interface FoundConstraint {
  readonly oid: string
  readonly name: string
  /** pg_constraint.contype: `p`, `u`, `f`, `c`, `x`. */
  readonly kind: string
  readonly columns: readonly string[]
  /** The constraint of a parent table that this one comes with; `0` for none. */
  readonly parent: string
  /** Of a foreign key: what it refers to, and what it does (pg_constraint.confdeltype, confupdtype). */
  readonly refersTo: { readonly schema: string; readonly table: string; readonly columns: readonly string[] } | null
  readonly onDelete: string
  readonly onUpdate: string
  readonly validated: boolean
  readonly definition: string
}

export interface FoundIndex {
  readonly oid: string
  readonly name: string
  readonly unique: boolean
  readonly definition: string
  /** The columns of a unique index that has nothing but columns; else null. */
  readonly columns: readonly string[] | null
}

export interface FoundTable {
  readonly oid: string
  readonly schema: string
  readonly name: string
  /** pg_class.relkind: `r` or `p`. */
  readonly kind: string
  readonly partition: boolean
  readonly tablespace: string | null
  readonly columns: readonly FoundColumn[]
  readonly constraints: readonly FoundConstraint[]
  readonly indexes: readonly FoundIndex[]
}

const columnsOf = (numbers: string, relation: string): string =>
  `(SELECT pg_catalog.json_agg(a.attname ORDER BY u.place) FROM pg_catalog.unnest(${numbers}) WITH ORDINALITY AS u (number, place)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = ${relation} AND a.attnum = u.number)`

const columns = `
SELECT a.attrelid, pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname,
  'native', pg_catalog.format_type(a.atttypid, a.atttypmod), 'typeName', b.typname, 'typeKind', t.typtype, 'category', b.typcategory,
  'modifier', CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END, 'nullable', NOT (a.attnotnull OR t.typnotnull),
  'generated', a.attgenerated <> '') ORDER BY a.attnum) AS list
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
JOIN pg_catalog.pg_type AS b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
WHERE a.attnum > 0 AND NOT a.attisdropped
GROUP BY a.attrelid`

const constraints = `
SELECT k.conrelid, pg_catalog.json_agg(pg_catalog.json_build_object('oid', k.oid::text, 'name', k.conname, 'kind', k.contype,
  'columns', coalesce(${columnsOf('k.conkey', 'k.conrelid')}, '[]'), 'parent', k.conparentid::text,
  'refersTo', CASE WHEN k.contype = 'f' THEN (SELECT pg_catalog.json_build_object('schema', m.nspname, 'table', f.relname,
      'columns', ${columnsOf('k.confkey', 'k.confrelid')})
    FROM pg_catalog.pg_class AS f JOIN pg_catalog.pg_namespace AS m ON m.oid = f.relnamespace WHERE f.oid = k.confrelid) END,
  'onDelete', k.confdeltype, 'onUpdate', k.confupdtype, 'validated', k.convalidated,
  'definition', pg_catalog.pg_get_constraintdef(k.oid)) ORDER BY k.contype DESC, k.conname) AS list
FROM pg_catalog.pg_constraint AS k
WHERE k.conrelid <> 0 AND k.contype IN ('p', 'u', 'f', 'c', 'x')
GROUP BY k.conrelid`

const indexes = `
SELECT x.indrelid, pg_catalog.json_agg(pg_catalog.json_build_object('oid', i.oid::text, 'name', i.relname, 'unique', x.indisunique,
  'definition', pg_catalog.pg_get_indexdef(i.oid), 'columns', CASE WHEN x.indisunique AND x.indisvalid AND x.indimmediate
    AND x.indpred IS NULL AND x.indexprs IS NULL
    THEN ${columnsOf('(x.indkey::int2[])[0:x.indnkeyatts - 1]', 'x.indrelid')} END) ORDER BY i.relname) AS list
FROM pg_catalog.pg_index AS x
JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x'))
GROUP BY x.indrelid`

/** Everything in one query: a catalogue may hold many thousands of tables. `$1` holds the schemas, as a JSON array. */
const tablesSql = `
WITH columns AS MATERIALIZED (${columns}), constraints AS MATERIALIZED (${constraints}), indexes AS MATERIALIZED (${indexes})
SELECT pg_catalog.json_build_object('oid', c.oid::text, 'schema', n.nspname, 'name', c.relname, 'kind', c.relkind,
  'partition', c.relispartition, 'tablespace', s.spcname, 'columns', coalesce(a.list, '[]'),
  'constraints', coalesce(k.list, '[]'), 'indexes', coalesce(i.list, '[]'))::text
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = c.reltablespace
LEFT JOIN columns AS a ON a.attrelid = c.oid
LEFT JOIN constraints AS k ON k.conrelid = c.oid
LEFT JOIN indexes AS i ON i.indrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname IN (SELECT pg_catalog.jsonb_array_elements_text($1::jsonb))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname`

/** The tables of these schemas with all that they are made of; not those of extensions. */
export async function readTables(run: RunQuery, schemas: readonly string[]): Promise<readonly FoundTable[]> {
  const rows = await run(tablesSql, [JSON.stringify(schemas)])
  return rows.map(([json]) => JSON.parse(json ?? '{}'))
}
