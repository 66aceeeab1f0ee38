import type pg from 'pg'

/** What the server's catalogue says of columns, unique indexes, foreign keys and hindrances; numbers stand as the catalogue's. */
export interface ColumnFacts {
  readonly relation: string
  readonly name: string
  readonly number: number
  readonly type: number
  readonly arrayType: number
  readonly typeName: string
  readonly isArray: boolean
  readonly alwaysIdentity: boolean
  readonly generated: boolean
  /** Its collation holds texts of different bytes for equal. */
  readonly looseCollation: boolean
}

export interface IndexFacts {
  readonly relation: string
  readonly name: string
  readonly primary: boolean
  readonly columns: readonly number[]
  /** The operator of equality per column, with its schema. */
  readonly equals: readonly string[]
  /** Without condition or expressions, and checked at once: a row can be found by it. */
  readonly plain: boolean
}

/** `a` no action, `r` restrict, `c` cascade, `n` set null, `d` set default. */
export interface ForeignKeyFacts {
  readonly from: string
  readonly to: string
  readonly fromColumns: readonly number[]
  readonly toColumns: readonly number[]
  readonly onDelete: string
  readonly onUpdate: string
}

/** Domains are followed to their base type, as `readTargetTable` does. */
const columnsSql = `
  SELECT a.attrelid::text AS relation, a.attname AS name, a.attnum::text AS number, b.oid::text AS type,
    b.typarray::text AS array_type, b.typname AS type_name, (b.typcategory = 'A')::text AS is_array,
    (a.attidentity = 'a')::text AS always,
    (a.attgenerated <> '')::text AS generated, COALESCE(NOT c.collisdeterministic, false)::text AS loose
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_type d ON t.typtype = 'd' AND d.oid = t.typbasetype
  JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype WHEN t.typtype = 'd' THEN d.oid ELSE t.oid END
  LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
  WHERE a.attrelid = ANY ($1::pg_catalog.oid[]) AND a.attnum > 0 AND NOT a.attisdropped`

/** Strategy 3 of a btree family is equality (manual, "Index Method Strategies"). */
const indexesSql = `
  SELECT i.indrelid::text AS relation, c.relname AS name, i.indisprimary::text AS primary,
    (i.indpred IS NULL AND i.indexprs IS NULL AND i.indimmediate)::text AS plain,
    (SELECT pg_catalog.json_agg(k.number ORDER BY k.place) FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (number, place)
       WHERE k.place <= i.indnkeyatts)::text AS columns,
    (SELECT pg_catalog.json_agg(pg_catalog.format('%I.%s', n.nspname, o.oprname) ORDER BY k.place)
       FROM pg_catalog.unnest(i.indclass::pg_catalog.oid[]) WITH ORDINALITY AS k (class, place)
       JOIN pg_catalog.pg_opclass f ON f.oid = k.class
       JOIN pg_catalog.pg_amop m ON m.amopfamily = f.opcfamily AND m.amopstrategy = 3
         AND m.amoplefttype = f.opcintype AND m.amoprighttype = f.opcintype
       JOIN pg_catalog.pg_operator o ON o.oid = m.amopopr
       JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace)::text AS equals
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = ANY ($1::pg_catalog.oid[]) AND i.indisunique AND i.indisvalid AND i.indislive
  ORDER BY i.indrelid, NOT i.indisprimary, i.indnkeyatts, c.relname`

/** Keys of partitions repeat those of their table. */
const foreignKeysSql = `
  SELECT conrelid::text AS from, confrelid::text AS to, pg_catalog.array_to_json(conkey)::text AS from_columns,
    pg_catalog.array_to_json(confkey)::text AS to_columns, confdeltype::text AS on_delete, confupdtype::text AS on_update
  FROM pg_catalog.pg_constraint
  WHERE contype = 'f' AND conparentid = 0 AND (conrelid = ANY ($1::pg_catalog.oid[]) OR confrelid = ANY ($1::pg_catalog.oid[]))
  ORDER BY conrelid, conname`

/**
 * What would act on its own when a row is written. A foreign key's own triggers are internal; one that is enabled for
 * replicas only does not fire in our sessions.
 */
const hindrancesSql = `
  WITH RECURSIVE family AS (
    SELECT pg_catalog.unnest($1::pg_catalog.oid[]) AS oid
    UNION SELECT h.inhrelid FROM pg_catalog.pg_inherits h JOIN family ON family.oid = h.inhparent)
  SELECT 'trigger' AS kind, t.tgname AS name, t.tgrelid::pg_catalog.regclass::text AS table
  FROM pg_catalog.pg_trigger t JOIN family ON family.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgparentid = 0
  UNION ALL
  SELECT 'rule', r.rulename, r.ev_class::pg_catalog.regclass::text
  FROM pg_catalog.pg_rewrite r JOIN family ON family.oid = r.ev_class WHERE r.ev_enabled IN ('O', 'A')
  ORDER BY 3, 1, 2`

/** Changes whenever a key or a foreign key of the tables comes or goes. */
export const stateSql = `
  SELECT EXISTS (SELECT 1 FROM (${hindrancesSql}) AS h)::text AS acts, pg_catalog.concat_ws('/',
    (SELECT pg_catalog.string_agg(i.indexrelid::text, ' ' ORDER BY i.indexrelid) FROM pg_catalog.pg_index i
       WHERE i.indrelid = ANY ($1::pg_catalog.oid[]) AND i.indisunique AND i.indisvalid),
    (SELECT pg_catalog.string_agg(c.oid::text, ' ' ORDER BY c.oid) FROM pg_catalog.pg_constraint c WHERE c.contype = 'f'
       AND (c.conrelid = ANY ($1::pg_catalog.oid[]) OR c.confrelid = ANY ($1::pg_catalog.oid[])))) AS keys`

type Row = Readonly<Record<string, string | null>>

const rowsOf = async (client: pg.Client, sql: string, relations: readonly string[]): Promise<readonly Row[]> =>
  (await client.query<Row>(sql, [relations])).rows

const list = (json: string | null | undefined): readonly unknown[] => {
  const found: unknown = json == null ? [] : JSON.parse(json)
  return Array.isArray(found) ? found : []
}

export async function readColumns(client: pg.Client, relations: readonly string[]): Promise<readonly ColumnFacts[]> {
  const rows = await rowsOf(client, columnsSql, relations)
  return rows.map((row) => ({
    relation: row['relation'] ?? '',
    name: row['name'] ?? '',
    number: Number(row['number']),
    type: Number(row['type']),
    arrayType: Number(row['array_type']),
    typeName: row['type_name'] ?? '',
    isArray: row['is_array'] === 'true',
    alwaysIdentity: row['always'] === 'true',
    generated: row['generated'] === 'true',
    looseCollation: row['loose'] === 'true',
  }))
}

export async function readUniqueIndexes(
  client: pg.Client,
  relations: readonly string[],
): Promise<readonly IndexFacts[]> {
  const rows = await rowsOf(client, indexesSql, relations)
  return rows.map((row) => ({
    relation: row['relation'] ?? '',
    name: row['name'] ?? '',
    primary: row['primary'] === 'true',
    columns: list(row['columns']).map(Number),
    equals: list(row['equals']).map(String),
    plain: row['plain'] === 'true',
  }))
}

export async function readForeignKeys(
  client: pg.Client,
  relations: readonly string[],
): Promise<readonly ForeignKeyFacts[]> {
  const rows = await rowsOf(client, foreignKeysSql, relations)
  return rows.map((row) => ({
    from: row['from'] ?? '',
    to: row['to'] ?? '',
    fromColumns: list(row['from_columns']).map(Number),
    toColumns: list(row['to_columns']).map(Number),
    onDelete: row['on_delete'] ?? '',
    onUpdate: row['on_update'] ?? '',
  }))
}

/** `trigger "x" of table y`, for people. */
export async function readHindrances(client: pg.Client, relations: readonly string[]): Promise<readonly string[]> {
  const rows = await rowsOf(client, hindrancesSql, relations)
  return rows.map((row) => `${row['kind']} ${row['name']} of ${row['table']}`)
}

/** Whether something would act on its own, and which keys there are. */
export interface SchemaState {
  readonly acts: boolean
  readonly keys: string
}

export async function readState(client: pg.Client, relations: readonly string[]): Promise<SchemaState> {
  const [row] = await rowsOf(client, stateSql, relations)
  return stateOf([row?.['acts'] ?? null, row?.['keys'] ?? null])
}

/** Of the row that `stateSql` gives. */
export const stateOf = ([acts, keys]: readonly (string | null)[]): SchemaState => ({
  acts: acts === 'true',
  keys: keys ?? '',
})
