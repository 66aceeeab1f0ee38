import type pg from 'pg'
import type { CatalogReader, ReadResult } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { type Finding, finding, type Report } from '../../../core/findings/finding.js'
import { noOrigin, objectId, qname } from '../../../core/ir/names.js'
import { connect } from '../connect.js'
import { dumpSchema, findTool } from '../copy/pg-dump.js'
import { operationErrorOf } from '../errors.js'
import { names, quoteText } from '../names.js'
import { readScript } from '../parse/script-parser.js'
import { parseVersion } from '../version.js'

export const catalogReader: CatalogReader = { read }

interface ReadOptions {
  readonly schemas: readonly string[]
  readonly signal?: AbortSignal
}

/**
 * Reads the definitions of a live server: the text that its own tool writes of them goes through the same reader as a script.
 * The tool and our queries see one moment.
 */
async function read(endpoint: Endpoint, options: ReadOptions): Promise<Report<ReadResult>> {
  const { signal } = options
  const abort = signal ? { signal } : {}
  const client = await connect(endpoint, { role: 'source', application: 'crosswalk read', ...abort })
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return await readAll(client, endpoint, options)
  } catch (error) {
    signal?.throwIfAborted()
    throw operationErrorOf(endpoint, error, 'reading the schema') ?? error
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function readAll(
  client: pg.Client,
  endpoint: Endpoint,
  { schemas, signal }: ReadOptions,
): Promise<Report<ReadResult>> {
  const head = await client.query<{ snapshot: string; version: string }>(
    "SELECT pg_catalog.pg_export_snapshot() AS snapshot, pg_catalog.current_setting('server_version') AS version",
  )
  const [row] = head.rows
  const version = parseVersion(row?.version ?? '0')
  const there = await schemasOf(client)
  const wanted = schemas.filter((schema) => there.has(schema))
  const missing = schemas.filter((schema) => !there.has(schema)).map(hidden)
  if (schemas.length > 0 && wanted.length === 0) return { value: nothing(version), findings: missing }
  const dump = await dumpSchema(await findTool(endpoint, version.major, version.major), endpoint, {
    ...{ schemas: wanted, snapshot: row?.snapshot ?? '', quoteAll: false, format: 'plain' },
    ...(signal ? { signal } : {}),
  })
  const text = Buffer.concat([dump, Buffer.from(await counters(client))])
  const path = `catalog:${endpoint.database ?? ''}`
  const file = {
    path,
    size: text.length,
    chunks: async function* () {
      yield text
    },
  }
  const report = await readScript([file], { defaultSchema: 'public', version, ...(signal ? { signal } : {}) })
  return { value: report.value, findings: [...report.findings, ...missing] }
}

async function schemasOf(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>('SELECT nspname AS name FROM pg_catalog.pg_namespace')
  return new Set(rows.map(({ name }) => name))
}

function hidden(schema: string): Finding {
  const at = { object: objectId('schema', qname(undefined, schema)), origin: noOrigin }
  return finding('XW-P0230', at, { what: `schema ${schema}`, problem: 'there is none of that name' })
}

const nothing = (version: ReadResult['catalog']['version']): ReadResult => ({
  catalog: { dialect: 'postgres', version, settings: {}, schemas: [] },
  ...{ sources: new Map(), statements: [], data: [], coverage: { bytes: 0, understood: 0 } },
})

/** A dump of definitions does not say where counters stand; these statements do, as a dump of rows would. */
async function counters(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ schema: string; name: string; last: string }>(
    `SELECT schemaname AS schema, sequencename AS name, last_value::text AS last FROM pg_catalog.pg_sequences
     WHERE last_value IS NOT NULL AND schemaname NOT IN ('crosswalk', 'crosswalk_rt')`,
  )
  const lines = rows.map(({ schema, name, last }) => {
    const full = quoteText(`${names.quote(schema)}.${names.quote(name)}`)
    return `SELECT pg_catalog.setval(${full}, ${last}, true);\n`
  })
  return lines.join('')
}
