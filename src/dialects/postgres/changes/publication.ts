import type pg from 'pg'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { codeOf, reasonOf } from '../errors.js'
import { names } from '../names.js'

export interface Publication {
  /** It names tables, and each of them is one of the mapping. */
  readonly isExact: boolean
  /** What it leaves out, by the index of the table. */
  readonly missing: ReadonlyMap<number, string>
}

/** Row filters and column lists came with version 15, and so did whole schemas. */
const membersSql = (version: number): string => `
  SELECT p.puballtables::text AS everything, (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate)::text AS whole,
    n.nspname AS schema, c.relname AS name,
    ${version < 150_000 ? 'false' : '(r.prqual IS NOT NULL OR r.prattrs IS NOT NULL)'}::text AS narrowed,
    ${version < 150_000 ? 'NULL' : `(SELECT pg_catalog.json_agg(s.nspname) FROM pg_catalog.pg_publication_namespace m JOIN pg_catalog.pg_namespace s ON s.oid = m.pnnspid WHERE m.pnpubid = p.oid)::text`} AS schemas
  FROM pg_catalog.pg_publication p
  LEFT JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
  LEFT JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE p.pubname = $1`

/** What is published under a name, seen from the tables of a mapping; null: there is no such publication. */
export async function readPublication(
  client: pg.Client,
  name: string,
  tables: readonly TableMapping[],
): Promise<Publication | null> {
  const version = await client.query<{ number: string }>(
    "SELECT pg_catalog.current_setting('server_version_num') AS number",
  )
  const { rows } = await client.query<Record<string, string | null>>(membersSql(Number(version.rows[0]?.number)), [
    name,
  ])
  const [first] = rows
  if (!first) return null
  const schemas = new Set<string>(JSON.parse(first['schemas'] ?? '[]'))
  const members = new Map(rows.map((row) => [`${row['schema']}\0${row['name']}`, row]))
  const missing = new Map<number, string>()
  const wanted = new Set<string>()
  tables.forEach(({ source }, index) => {
    const key = `${source.schema}\0${source.table}`
    wanted.add(key)
    const row = members.get(key)
    if (first['whole'] !== 'true') missing.set(index, 'the publication leaves out kinds of changes')
    else if (row?.['narrowed'] === 'true')
      missing.set(index, 'the publication has a condition or a list of columns for it')
    else if (!row && first['everything'] !== 'true' && !schemas.has(source.schema))
      missing.set(index, 'the publication does not name it')
  })
  const isNamed = first['everything'] !== 'true' && schemas.size === 0
  return { isExact: isNamed && rows.every((row) => wanted.has(`${row['schema']}\0${row['name']}`)), missing }
}

export function notPublished(
  endpoint: Endpoint,
  publication: string,
  table: TableMapping | undefined,
  reason: string,
): OperationError {
  const name = table ? `${table.source.schema}.${table.source.table}` : ''
  return new OperationError('XW-S0445', { endpoint: endpointName(endpoint), table: name, publication, reason })
}

/**
 * Makes the publication, or gives it these tables. Leaves of partitioned tables are published under their own names:
 * the truncation of one would otherwise not be in the log.
 * @throws OperationError when we may not and nobody else has done it
 */
export async function publish(
  client: pg.Client,
  endpoint: Endpoint,
  name: string,
  tables: readonly TableMapping[],
): Promise<void> {
  const list = tables.map(({ source }) => `ONLY ${names.quote(source.schema)}.${names.quote(source.table)}`).join(', ')
  const known = await readPublication(client, name, tables)
  if (known && known.missing.size === 0) return
  const options = "WITH (publish = 'insert, update, delete, truncate')"
  try {
    if (known) await client.query(`ALTER PUBLICATION "${name}" SET TABLE ${list}`)
    else await client.query(`CREATE PUBLICATION "${name}" FOR TABLE ${list} ${options}`)
  } catch (error) {
    if (codeOf(error) !== '42501') throw error
    const [[index, reason] = [0, reasonOf(error)]] = known?.missing ?? []
    throw notPublished(endpoint, name, tables[index], reason)
  }
}
