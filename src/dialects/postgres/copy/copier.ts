import type pg from 'pg'
import type { EmittedStatement, StatementId } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { SchemaCopier, SchemaCopy, SchemaCopyOptions } from '../../../core/dialect/schema-copier.js'
import type { Report } from '../../../core/findings/finding.js'
import { ident, type ObjectId, qname } from '../../../core/ir/names.js'
import type { Schema, SchemaObject } from '../../../core/ir/schema.js'
import type { SourceText } from '../../../core/text/source.js'
import type { RunQuery } from '../catalog/facets.js'
import { connect } from '../connect.js'
import { operationErrorOf } from '../errors.js'
import { names } from '../names.js'
import { parseVersion } from '../version.js'
import { type Archive, readArchive } from './archive.js'
import { readBeside, readDefaults, readFilledViews, readSequences } from './facts.js'
import { copyFindings } from './findings.js'
import { createKnown, type Known } from './known.js'
import { sequenceMapping, tableMapping } from './mapping.js'
import { type EntryGroup, mergeEntries } from './merge-entries.js'
import { type FoundObject, readObjects, readSchemas } from './objects.js'
import { dumpSchema, findTool } from './pg-dump.js'
import { idOfObject, irTable, sourceText, unmodelled } from './source-objects.js'
import { statementsOf } from './statements.js'
import { type FoundTable, readTables } from './tables.js'

export const copier: SchemaCopier = { read }

/** The catalogues and the archive tell of one moment: the tool reads in the snapshot of our own connection. */
async function read(endpoint: Endpoint, options: SchemaCopyOptions): Promise<Report<SchemaCopy>> {
  const { signal } = options
  const client = await connect(endpoint, {
    role: 'source',
    application: 'crosswalk copy',
    ...(signal ? { signal } : {}),
  })
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

async function readAll(client: pg.Client, endpoint: Endpoint, options: SchemaCopyOptions): Promise<Report<SchemaCopy>> {
  const run = queryOn(client)
  const [head] = await run("SELECT pg_catalog.pg_export_snapshot(), pg_catalog.current_setting('server_version')", [])
  const version = parseVersion(head?.[1] ?? '0')
  const target = options.targetVersion.major
  const archive = readArchive(
    await dumpSchema(await findTool(endpoint, version.major, target), endpoint, {
      ...{ schemas: options.schemas, snapshot: head?.[0] ?? '', quoteAll: target !== version.major },
      ...(options.signal ? { signal: options.signal } : {}),
    }),
  )
  const schemas = await readSchemas(run, options.schemas)
  const objects = await readObjects(run, options.schemas)
  const inSchemas = [...schemas.keys()]
  const tables = await readTables(run, inSchemas)
  const sequences = await readSequences(run, inSchemas)
  const known = createKnown(archive.entries, objects, schemas, tables, await readDefaults(run))
  const groups = mergeEntries(archive.entries, identityNumbers(sequences))
  const texts = textsOf(groups, known)
  const mapped = tables.filter((table) => !table.partition)
  return {
    value: {
      by: `pg_dump ${parseVersion(archive.toolVersion).raw.split(' ')[0] ?? ''}`,
      catalog: { dialect: 'postgres', version, settings: {}, schemas: schemasOf(inSchemas, objects, tables, texts) },
      sources: new Map([...texts.values()].map((text) => [text.id, text])),
      statements: [
        ...publicSchema(inSchemas),
        ...statementsOf(groups.filter(isNotPublic), known),
        ...refreshes(archive, await readFilledViews(run, inSchemas)),
      ],
      mapping: { tables: mapped.map(tableMapping), sequences: sequences.map(sequenceMapping) },
      consumed: known.consumed,
    },
    findings: copyFindings(await readBeside(run, inSchemas), tables, inSchemas[0] ?? 'public'),
  }
}

const identityNumbers = (sequences: Awaited<ReturnType<typeof readSequences>>): ReadonlySet<number> =>
  new Set(sequences.flatMap(({ oid, identityOf }) => (identityOf ? [Number(oid)] : [])))

function queryOn(client: pg.Client): RunQuery {
  return async (text, values) => {
    const result = await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })
    return result.rows
  }
}

/** The definition of each object in the engine's own words, by its id. */
function textsOf(groups: readonly EntryGroup[], known: Known): ReadonlyMap<ObjectId, SourceText> {
  const texts = new Map<ObjectId, SourceText>()
  for (const group of groups) {
    const id = known.of(group[0])?.id
    if (id !== undefined) texts.set(id, sourceText(id, group.map(({ definition }) => definition).join('')))
  }
  return texts
}

/** Objects that stand in no schema are listed with those of the first. */
function schemasOf(
  schemas: readonly string[],
  objects: readonly FoundObject[],
  tables: readonly FoundTable[],
  texts: ReadonlyMap<ObjectId, SourceText>,
): readonly Schema[] {
  const tableOf = new Map(tables.map((table) => [`1259:${table.oid}`, table]))
  const made = objects.map((object): readonly [string | undefined, SchemaObject] => {
    const table = tableOf.get(object.key)
    const text = texts.get(idOfObject(object))
    return [object.schema, table ? irTable(table, text) : unmodelled(object, text)]
  })
  return schemas.map((name, at) => ({
    name: ident(name),
    options: [],
    objects: made.flatMap(([schema, object]) =>
      schema === name || (schema === undefined && at === 0) ? [object] : [],
    ),
  }))
}

const isNotPublic = ([{ description, tag }]: EntryGroup): boolean => description !== 'SCHEMA' || tag !== 'public'

/** Every server begins with this schema, and somebody may have removed it from the target. */
function publicSchema(schemas: readonly string[]): readonly EmittedStatement[] {
  return schemas.includes('public')
    ? [statement('object:schema public', 'public', undefined, 'pre-data', 'CREATE SCHEMA IF NOT EXISTS public;\n')]
    : []
}

/** In the order of the archive: a view may read another. */
function refreshes({ entries }: Archive, filled: ReadonlySet<string>): readonly EmittedStatement[] {
  const views = entries.filter(
    ({ description, schema, tag }) => description === 'MATERIALIZED VIEW' && filled.has(`${schema}.${tag}`),
  )
  return views.map(({ schema, tag }) => {
    const sql = `REFRESH MATERIALIZED VIEW ${names.quote(schema ?? '')}.${names.quote(tag)};\n`
    return statement(`object:rows of ${schema}.${tag}`, tag, schema ?? undefined, 'post-cutover', sql)
  })
}

const statement = (
  id: string,
  name: string,
  schema: string | undefined,
  phase: EmittedStatement['phase'],
  sql: string,
): EmittedStatement => ({
  ...{
    id: id as StatementId,
    kind: 'object',
    name: qname(schema, name),
    object: id as ObjectId,
    sources: [],
    phase,
    sql,
  },
  ...{ minimal: phase === 'pre-data', dependsOn: [], lines: [] },
})
