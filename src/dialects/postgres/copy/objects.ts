import type { RunQuery } from '../catalog/facets.js'

/** An object of the source, found in its catalogues. */
export interface FoundObject {
  /** Numbers of its catalogue and of itself: `1259:16543`. */
  readonly key: string
  /** In the engine's words: `table`, `materialized view`, `function`, … */
  readonly type: string
  /** Absent for objects that stand in no schema. Triggers, rules and policies stand in that of their table. */
  readonly schema: string | undefined
  /** Without the schema; with arguments or the table where the name alone does not tell. */
  readonly name: string
  /** The name alone, as the catalogue holds it. */
  readonly plain: string
  /** Schema, name and arguments in one, quoted where it must be. */
  readonly identity: string
  /** Of triggers, rules and policies. */
  readonly table: string | undefined
}

/** Catalogues of objects that can be made by a statement, and which rows of them. */
const catalogues: readonly (readonly [string, string])[] = [
  // Indexes of tables are parts of them.
  [
    'pg_class',
    `relkind IN ('r', 'p', 'v', 'm', 'S', 'f') OR relkind = 'i' AND EXISTS (SELECT FROM pg_catalog.pg_index AS x
       JOIN pg_catalog.pg_class AS m ON m.oid = x.indrelid AND m.relkind = 'm' WHERE x.indexrelid = c.oid)`,
  ],
  // Types of tables, of arrays and of ranges of ranges come with what they are types of.
  [
    'pg_type',
    `typtype IN ('b', 'd', 'e', 'r', 'p') AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS e WHERE e.typarray = c.oid)
     OR typtype = 'c' AND EXISTS (SELECT FROM pg_catalog.pg_class AS r WHERE r.oid = c.typrelid AND r.relkind = 'c')`,
  ],
  ['pg_proc', 'true'],
  ['pg_operator', 'true'],
  ['pg_opclass', 'true'],
  ['pg_opfamily', 'true'],
  ['pg_am', 'true'],
  ['pg_cast', 'true'],
  ['pg_collation', 'true'],
  ['pg_conversion', 'true'],
  ['pg_language', 'true'],
  ['pg_transform', 'true'],
  ['pg_ts_config', 'true'],
  ['pg_ts_dict', 'true'],
  ['pg_ts_parser', 'true'],
  ['pg_ts_template', 'true'],
  ['pg_statistic_ext', 'true'],
  ['pg_trigger', 'NOT tgisinternal AND tgparentid = 0'],
  ['pg_rewrite', "rulename <> '_RETURN'"],
  ['pg_policy', 'true'],
  ['pg_event_trigger', 'true'],
  ['pg_extension', 'true'],
  ['pg_foreign_data_wrapper', 'true'],
  ['pg_foreign_server', 'true'],
  ['pg_publication', "pubname NOT LIKE 'crosswalk%'"],
]

/** Numbers below are of objects that the server was made with (src/include/access/transam.h, FirstNormalObjectId). */
export const firstUserOid = 16_384

/**
 * Objects of users in the given schemas (`$1`, JSON array; empty: all). What belongs to an extension comes with the
 * extension, and what another object has made for itself comes with that one.
 */
const objectsSql = `
WITH found AS (
  ${catalogues
    .map(
      ([name, where]) =>
        `SELECT 'pg_catalog.${name}'::regclass::oid AS classid, c.oid AS objid FROM pg_catalog.${name} AS c WHERE ${where}`,
    )
    .join('\n  UNION ALL ')}
), own AS (
  SELECT f.classid, f.objid, i.type, i.schema, i.name, i.identity, a.object_names AS names
  FROM found AS f
  CROSS JOIN LATERAL pg_catalog.pg_identify_object(f.classid, f.objid, 0) AS i
  CROSS JOIN LATERAL pg_catalog.pg_identify_object_as_address(f.classid, f.objid, 0) AS a
  WHERE f.objid >= ${firstUserOid} AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = f.classid AND d.objid = f.objid AND d.objsubid = 0 AND d.deptype IN ('i', 'e', 'P', 'S')
  )
), placed AS (
  SELECT *, CASE WHEN type IN ('trigger', 'rule', 'policy') THEN names[1] ELSE (pg_catalog.parse_ident(schema))[1] END AS place FROM own
)
SELECT classid::text || ':' || objid, type, place, coalesce(
    (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE classid = 'pg_class'::regclass AND c.oid = objid),
    (SELECT t.typname FROM pg_catalog.pg_type AS t WHERE classid = 'pg_type'::regclass AND t.oid = objid),
    CASE WHEN schema IS NOT NULL THEN pg_catalog.substr(identity, pg_catalog.length(schema) + 2)
      WHEN type = 'extension' THEN names[1] ELSE identity END),
  coalesce((SELECT c.relname FROM pg_catalog.pg_class AS c WHERE classid = 'pg_class'::regclass AND c.oid = objid),
    (SELECT t.typname FROM pg_catalog.pg_type AS t WHERE classid = 'pg_type'::regclass AND t.oid = objid),
    (SELECT p.proname FROM pg_catalog.pg_proc AS p WHERE classid = 'pg_proc'::regclass AND p.oid = objid), names[3], names[2], names[1], identity),
  identity, CASE WHEN type IN ('trigger', 'rule', 'policy') THEN names[2] END
FROM placed
WHERE coalesce(place !~ '^pg_(temp|toast)', true) AND coalesce(place NOT IN ('information_schema', 'crosswalk', 'crosswalk_rt'), true)
  AND ($1::jsonb = '[]'::jsonb OR place IN (SELECT pg_catalog.jsonb_array_elements_text($1::jsonb)))
ORDER BY place NULLS FIRST, type, 4`

export async function readObjects(run: RunQuery, schemas: readonly string[]): Promise<readonly FoundObject[]> {
  const rows = await run(objectsSql, [JSON.stringify(schemas)])
  return rows.map(([key, type, schema, name, plain, identity, table]) => ({
    ...{ key: key ?? '', type: type ?? '', schema: schema ?? undefined, name: name ?? '' },
    ...{ plain: plain ?? '', identity: identity ?? '', table: table ?? undefined },
  }))
}

/** Schemas of users, without our own. */
const schemasSql = `
SELECT n.nspname, 'pg_catalog.pg_namespace'::regclass::oid || ':' || n.oid FROM pg_catalog.pg_namespace AS n
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'crosswalk', 'crosswalk_rt')
  AND ($1::jsonb = '[]'::jsonb OR n.nspname IN (SELECT pg_catalog.jsonb_array_elements_text($1::jsonb)))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
ORDER BY 1`

export const readSchemas = async (run: RunQuery, schemas: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map((await run(schemasSql, [JSON.stringify(schemas)])).map(([name, key]) => [name ?? '', key ?? '']))
