import type pg from 'pg'
import type { ChangeStream } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { ColumnMapping, TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { changeSource } from '../../../../../src/dialects/postgres/changes/source.js'
import { PlainWriter, Recorder } from '../../../../support/change-recorder.js'
import { connectPostgres } from '../../../../support/servers.js'

export { plain, Recorder, valuesOf } from '../../../../support/change-recorder.js'

/** Tables onto themselves, as the catalogue has them; the key is the primary key. */
export async function mappingOf(endpoint: Endpoint, ...tables: readonly string[]): Promise<readonly TableMapping[]> {
  const client = await connectPostgres(endpoint)
  try {
    const found: TableMapping[] = []
    for (const table of tables) found.push(await tableMapping(client, table))
    return found
  } finally {
    await client.end()
  }
}

async function tableMapping(client: pg.Client, table: string): Promise<TableMapping> {
  const [schema = 'public', name = table] = table.includes('.') ? table.split('.') : ['public', table]
  const { rows } = await client.query<{ name: string; native: string; generated: string; key: string }>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS native, a.attgenerated AS generated,
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))::text AS key
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [schema, name],
  )
  const columns = rows.map((row): ColumnMapping => {
    const side = { name: row.name, type: { kind: 'opaque' }, native: row.native, nullable: true } as const
    return {
      source: { ...side, generated: row.generated !== '' },
      target: { ...side, generated: row.generated !== '' },
    }
  })
  const key = rows.filter((row) => row.key === 'true').map((row) => row.name)
  return { source: { schema, table: name }, target: { schema, table: name }, columns, key }
}

/** Runs statements one by one on a connection of their own. */
export async function run(endpoint: Endpoint, ...statements: readonly string[]): Promise<void> {
  const client = await connectPostgres(endpoint)
  client.on('error', () => undefined)
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

export async function ask(endpoint: Endpoint, sql: string): Promise<string | null> {
  const client = await connectPostgres(endpoint)
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0] as string | null
  } finally {
    await client.end()
  }
}

export const openFor = (
  endpoint: Endpoint,
  tables: readonly TableMapping[],
  from: string,
  reader = 'test',
  without: readonly string[] = [],
): Promise<ChangeStream> =>
  changeSource.open(endpoint, {
    ...{ tables, from, reader, without, policies: defaultPolicies },
    writers: tables.map((table) => new PlainWriter(table)),
  })

export const begin = (endpoint: Endpoint, tables: readonly TableMapping[], reader = 'test'): Promise<string> => {
  if (!changeSource.prepare) throw new Error('nothing is prepared')
  return changeSource.prepare(endpoint, { tables, reader })
}

/** Everything between a position and the end of the log as it is now. */
export async function changesSince(
  endpoint: Endpoint,
  tables: readonly TableMapping[],
  from: string,
  reader = 'test',
  without: readonly string[] = [],
): Promise<Recorder> {
  const stream = await openFor(endpoint, tables, from, reader, without)
  const sink = new Recorder()
  try {
    await stream.pump(sink, { until: await changeSource.head(endpoint) })
  } finally {
    await stream.close()
  }
  return sink
}
