/** Runs one query with values as text; every cell comes back as text or null. */
export type RunQuery = (sql: string, values: readonly string[]) => Promise<readonly (readonly (string | null)[])[]>

/** What an object is made of, in words that both a comparison and a reader can use: `column total` is `numeric(10,2)`. */
export type Facets = Readonly<Record<string, string>>

/**
 * `$1` holds the schemas and `$2` the names of the owning objects (none: all), both as JSON arrays. Each query gives kind,
 * key, facet, value; kind and key together are the id of the statement that makes such an object. They read system
 * catalogues only and work for versions 13 to 18.
 */
const inScope = (schema: string, name: string): string =>
  `${schema} IN (SELECT pg_catalog.jsonb_array_elements_text($1::jsonb))
   AND ($2::jsonb = '[]'::jsonb OR ${name} IN (SELECT pg_catalog.jsonb_array_elements_text($2::jsonb)))`

const schemas = `
SELECT 'schema', n.nspname, 'exists', 'yes'
FROM pg_catalog.pg_namespace AS n
WHERE ${inScope('n.nspname', 'n.nspname')}`

const columns = `
SELECT CASE WHEN c.relispartition THEN 'partition' ELSE 'table' END, n.nspname || '.' || c.relname, f.facet, f.value
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT 'partitioned by' AS facet, coalesce(pg_catalog.pg_get_partkeydef(c.oid), 'nothing') AS value
  UNION ALL
  SELECT 'rows of', i.inhparent::pg_catalog.regclass || ' ' || pg_catalog.pg_get_expr(c.relpartbound, c.oid)
  FROM pg_catalog.pg_inherits AS i
  WHERE i.inhrelid = c.oid AND c.relispartition
  UNION ALL
  SELECT p.facet || ' ' || a.attname, p.value
  FROM pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  CROSS JOIN LATERAL (
    SELECT 'column' AS facet, pg_catalog.format_type(a.atttypid, a.atttypmod)
      || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::pg_catalog.regcollation ELSE '' END
      || CASE a.attidentity WHEN 'a' THEN ' always identity' WHEN 'd' THEN ' identity' ELSE '' END
      || CASE WHEN a.attgenerated <> '' THEN ' generated ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) ELSE '' END AS value
    UNION ALL
    SELECT 'default', coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'none') WHERE a.attgenerated = ''
    UNION ALL
    SELECT 'not null', CASE WHEN a.attnotnull THEN 'yes' ELSE 'no' END
    WHERE NOT EXISTS (
      SELECT FROM pg_catalog.pg_constraint AS k
      WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)
    )
  ) AS p
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) AS f
WHERE c.relkind IN ('r', 'p') AND ${inScope('n.nspname', 'c.relname')}`

const defaults = `
SELECT 'default', n.nspname || '.' || c.relname || '/' || a.attname, 'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid)
FROM pg_catalog.pg_attrdef AS d
JOIN pg_catalog.pg_class AS c ON c.oid = d.adrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.adnum
WHERE a.attgenerated = '' AND ${inScope('n.nspname', 'c.relname')}`

const constraints = `
SELECT CASE k.contype WHEN 'p' THEN 'primary-key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' ELSE 'foreign-key' END,
  n.nspname || '.' || c.relname || '/' || k.conname, 'definition', pg_catalog.pg_get_constraintdef(k.oid)
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE k.contype IN ('p', 'u', 'c', 'f') AND ${inScope('n.nspname', 'c.relname')}`

const indexes = `
SELECT 'index', n.nspname || '.' || c.relname || '/' || i.relname, 'definition', pg_catalog.pg_get_indexdef(i.oid)
FROM pg_catalog.pg_index AS x
JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
JOIN pg_catalog.pg_class AS c ON c.oid = x.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE x.indisvalid AND ${inScope('n.nspname', 'c.relname')}`

const views = `
SELECT 'view', n.nspname || '.' || c.relname, f.facet, f.value
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  VALUES ('query', pg_catalog.pg_get_viewdef(c.oid)), ('options', coalesce(c.reloptions::text, 'none')),
    ('columns', (SELECT pg_catalog.string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
                 FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0))
) AS f (facet, value)
WHERE c.relkind IN ('v', 'm') AND ${inScope('n.nspname', 'c.relname')}`

const sequences = `
SELECT 'sequence', n.nspname || '.' || c.relname, 'definition',
  pg_catalog.format('%s start %s increment %s from %s to %s cache %s cycle %s', pg_catalog.format_type(s.seqtypid, NULL), s.seqstart,
    s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
FROM pg_catalog.pg_sequence AS s
JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE ${inScope('n.nspname', 'c.relname')}`

const types = `
SELECT 'type', n.nspname || '.' || t.typname, 'definition', CASE t.typtype
  WHEN 'd' THEN pg_catalog.format('domain over %s%s default %s', pg_catalog.format_type(t.typbasetype, t.typtypmod),
      CASE WHEN t.typnotnull THEN ' not null' ELSE '' END, coalesce(t.typdefault, 'none'))
    || coalesce((SELECT pg_catalog.string_agg(' ' || pg_catalog.pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
      FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'c'), '')
  WHEN 'c' THEN (SELECT pg_catalog.string_agg(pg_catalog.format('%I %s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
  WHEN 'r' THEN (SELECT 'range of ' || pg_catalog.format_type(r.rngsubtype, NULL) FROM pg_catalog.pg_range AS r WHERE r.rngtypid = t.oid)
  ELSE 'type ' || t.typtype::text END
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
WHERE t.typtype IN ('b', 'c', 'd', 'p', 'r') AND coalesce(c.relkind = 'c', true)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS e WHERE e.typarray = t.oid) AND ${inScope('n.nspname', 't.typname')}
UNION ALL
SELECT 'type', n.nspname || '.' || t.typname, 'labels', pg_catalog.jsonb_agg(e.enumlabel ORDER BY e.enumsortorder)::text
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_enum AS e ON e.enumtypid = t.oid
WHERE ${inScope('n.nspname', 't.typname')}
GROUP BY n.nspname, t.typname`

// The column that holds the locale has had three names.
const collations = `
SELECT 'collation', n.nspname || '.' || c.collname, 'definition',
  pg_catalog.format('provider %s locale %s deterministic %s', c.collprovider, coalesce(pg_catalog.to_jsonb(c) ->> 'colllocale',
    pg_catalog.to_jsonb(c) ->> 'colliculocale', pg_catalog.to_jsonb(c) ->> 'collcollate'), c.collisdeterministic)
FROM pg_catalog.pg_collation AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
WHERE ${inScope('n.nspname', 'c.collname')}`

const functions = `
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, k.key, 'function ' || p.oid::pg_catalog.regprocedure, pg_catalog.pg_get_functiondef(p.oid)
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
CROSS JOIN LATERAL (
  VALUES (n.nspname || '.' || p.proname), ((pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0)).identity)
) AS k (key)
WHERE p.prokind IN ('f', 'p') AND ${inScope('n.nspname', 'p.proname')}`

const triggers = `
SELECT 'trigger', k.key, f.facet, f.value
FROM pg_catalog.pg_trigger AS t
JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  VALUES ('trigger', pg_catalog.pg_get_triggerdef(t.oid)), ('function', pg_catalog.pg_get_functiondef(t.tgfoid))
) AS f (facet, value)
CROSS JOIN LATERAL (
  SELECT n.nspname || '.' || t.tgname WHERE ${inScope('n.nspname', 't.tgname')}
  UNION ALL
  SELECT n.nspname || '.' || c.relname || '/' || t.tgname WHERE ${inScope('n.nspname', 'c.relname')}
) AS k (key)
WHERE NOT t.tgisinternal AND t.tgparentid = 0`

const extensions = `
SELECT 'extension', k.key, 'exists', 'yes'
FROM pg_catalog.pg_extension AS e
JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
CROSS JOIN LATERAL (VALUES (e.extname::text), (n.nspname || '.' || e.extname)) AS k (key)
WHERE $1::jsonb IS NOT NULL AND ($2::jsonb = '[]'::jsonb OR e.extname IN (SELECT pg_catalog.jsonb_array_elements_text($2::jsonb)))`

/** By the kind of statement that makes such an object. */
const queries: Readonly<Record<string, string>> = {
  schema: schemas,
  table: columns,
  partition: columns,
  default: defaults,
  'primary-key': constraints,
  unique: constraints,
  check: constraints,
  'foreign-key': constraints,
  index: indexes,
  view: views,
  sequence: sequences,
  type: types,
  collation: collations,
  function: functions,
  procedure: functions,
  trigger: triggers,
  extension: extensions,
}

/** Whether the catalogue can tell if a statement of this kind has been run. Of others only our own record can. */
export const leavesObject = (kind: string): boolean => Object.hasOwn(queries, kind)

/**
 * What the database holds of the given kinds, by statement id.
 * @param names owning tables or objects to look at; none means all of the schemas
 */
export async function readFacets(
  run: RunQuery,
  scope: { readonly kinds: readonly string[]; readonly schemas: readonly string[]; readonly names?: readonly string[] },
): Promise<ReadonlyMap<string, Facets>> {
  const found = new Map<string, Record<string, string>>()
  const texts = new Set(scope.kinds.flatMap((kind) => (Object.hasOwn(queries, kind) ? [queries[kind] ?? ''] : [])))
  for (const sql of texts)
    for (const [kind, key, facet, value] of await run(sql, [
      JSON.stringify(scope.schemas),
      JSON.stringify(scope.names ?? []),
    ])) {
      const id = `${kind}:${key}`
      const facets = found.get(id) ?? Object.create(null)
      facets[facet ?? ''] = value ?? ''
      found.set(id, facets)
    }
  return found
}

/** Each difference in words, wanted before found; empty when there is none. */
export function differences(wanted: Facets, found: Facets, ignored: (facet: string) => boolean): readonly string[] {
  const facets = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort()
  return facets.flatMap((facet) => {
    const [before, now] = [wanted[facet], found[facet]]
    // Whether a column of a primary key is declared not null besides makes no difference.
    if (
      before === now ||
      ignored(facet) ||
      (facet.startsWith('not null ') && (before === undefined || now === undefined))
    )
      return []
    return [`${facet}: ${before === undefined ? 'not expected' : `expected ${before}`}, found ${now ?? 'nothing'}`]
  })
}
