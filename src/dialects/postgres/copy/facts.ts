import type { RunQuery } from '../catalog/facets.js'
import type { DefaultOf } from './known.js'
import type { FoundSequence } from './mapping.js'

/** Sequences with their identity column's table, where they have one. `$1` holds the schemas. */
const sequencesSql = `
SELECT c.oid::text, n.nspname, c.relname, m.nspname, t.relname
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
  AND d.refclassid = 'pg_catalog.pg_class'::regclass
LEFT JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid
LEFT JOIN pg_catalog.pg_namespace AS m ON m.oid = t.relnamespace
WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname IN (SELECT pg_catalog.jsonb_array_elements_text($1::jsonb))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY 2, 3`

export async function readSequences(run: RunQuery, schemas: readonly string[]): Promise<readonly FoundSequence[]> {
  const rows = await run(sequencesSql, [JSON.stringify(schemas)])
  return rows.map(([oid, schema, name, tableSchema, table]) => ({
    ...{ oid: oid ?? '', schema: schema ?? '', name: name ?? '' },
    identityOf: tableSchema == null || table == null ? undefined : { schema: tableSchema, table },
  }))
}

const defaultsSql = `
SELECT d.oid::text, d.adrelid::text, a.attname
FROM pg_catalog.pg_attrdef AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum`

/** Columns of defaults, by the default's number. */
export async function readDefaults(run: RunQuery): Promise<ReadonlyMap<string, DefaultOf>> {
  const rows = await run(defaultsSql, [])
  return new Map(rows.map(([oid, table, column]) => [oid ?? '', { table: table ?? '', column: column ?? '' }]))
}

/** Materialized views that hold rows: a copy makes them empty. */
const filledSql = `
SELECT n.nspname, c.relname FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'm' AND c.relispopulated AND n.nspname IN (SELECT pg_catalog.jsonb_array_elements_text($1::jsonb))`

/** Dotted names of them. */
export async function readFilledViews(run: RunQuery, schemas: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await run(filledSql, [JSON.stringify(schemas)])
  return new Set(rows.map(([schema, name]) => `${schema}.${name}`))
}

/** What stands beside the objects: rights, owners, large objects, subscriptions, rows that users gave to extensions. */
export interface Beside {
  readonly withRights: number
  readonly owners: number
  readonly largeObjects: number
  readonly subscriptions: readonly string[]
  readonly extensionTables: readonly { readonly extension: string; readonly schema: string; readonly table: string }[]
}

const inSchemas = 'n.nspname IN (SELECT pg_catalog.jsonb_array_elements_text($1::jsonb))'

const rightsSql = `
SELECT (SELECT count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relacl IS NOT NULL AND ${inSchemas})
  + (SELECT count(*) FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE p.proacl IS NOT NULL AND ${inSchemas})
  + (SELECT count(*) FROM pg_catalog.pg_default_acl),
  (SELECT count(DISTINCT c.relowner) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE ${inSchemas}),
  (SELECT count(*) FROM pg_catalog.pg_largeobject_metadata)`

const subscriptionsSql = `
SELECT s.subname FROM pg_catalog.pg_subscription AS s
JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid AND d.datname = pg_catalog.current_database()`

const extensionTablesSql = `
SELECT e.extname, n.nspname, c.relname FROM pg_catalog.pg_extension AS e
CROSS JOIN LATERAL pg_catalog.unnest(e.extconfig) AS t (oid)
JOIN pg_catalog.pg_class AS c ON c.oid = t.oid AND c.relkind = 'r'
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace`

export async function readBeside(run: RunQuery, schemas: readonly string[]): Promise<Beside> {
  const [counts] = await run(rightsSql, [JSON.stringify(schemas)])
  const [withRights, owners, largeObjects] = (counts ?? []).map(Number)
  const tables = await run(extensionTablesSql, [])
  return {
    ...{ withRights: withRights ?? 0, owners: owners ?? 0, largeObjects: largeObjects ?? 0 },
    subscriptions: (await run(subscriptionsSql, [])).map(([name]) => name ?? ''),
    extensionTables: tables.map(([extension, schema, table]) => ({
      ...{ extension: extension ?? '', schema: schema ?? '', table: table ?? '' },
    })),
  }
}
