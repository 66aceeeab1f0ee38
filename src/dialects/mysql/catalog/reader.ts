import type { CatalogReader, ReadResult } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { type Finding, finding, type Report } from '../../../core/findings/finding.js'
import { ident, noOrigin, objectId, qname } from '../../../core/ir/names.js'
import type { Catalog, Option, SchemaObject } from '../../../core/ir/schema.js'
import { canonicalCharset, canonicalCollation } from '../collations.js'
import { close, connect, query, quoteName, type Session } from '../connect.js'
import { isRefusal, serverWords } from '../connect-errors.js'
import { ScriptReader } from '../parse/script/reader.js'
import { parseVersion } from '../version.js'
import { withTrueLabels } from './labels.js'
import {
  listObjects,
  listSchemas,
  type ObjectRow,
  readSettings,
  type Shown,
  sequenceNext,
  showDatabase,
  shownOf,
} from './queries.js'
import { missingFunctions, seesAll, withWholeSchemas } from './whole.js'

export const catalogReader: CatalogReader = { read }

/**
 * Reads the definitions of a live server: its own `SHOW CREATE` text goes through the same reader as a script. Needs no
 * more rights than to see the objects; what the account may not see is a finding.
 */
async function read(
  endpoint: Endpoint,
  options: { readonly schemas: readonly string[]; readonly signal?: AbortSignal },
): Promise<Report<ReadResult>> {
  const session = await connect(endpoint, options.signal ? { signal: options.signal } : {})
  try {
    return await readServer(session, options.schemas, options.signal)
  } finally {
    await close(session)
  }
}

async function readServer(
  session: Session,
  wanted: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Report<ReadResult>> {
  const settings = await readSettings(session)
  const version = parseVersion(session.version)
  const charset = canonicalCharset(settings.get('character_set_server') ?? 'latin1')
  const collation = canonicalCollation(settings.get('collation_server') ?? `${charset}_general_ci`)
  const reader = new ScriptReader({ version, defaultSchema: '', server: { charset, collation } })
  const hidden: Finding[] = []
  const listed: ObjectRow[] = []
  const schemas = await listSchemas(session, wanted)
  for (const schema of wanted.filter((name) => !schemas.includes(name))) {
    const at = { object: objectId('schema', qname(undefined, schema)), origin: noOrigin }
    hidden.push(
      finding('XW-P0230', at, { what: `schema ${schema}`, problem: 'there is none that this account may see' }),
    )
  }
  const seen = new Set<string>()
  for (const schema of schemas) {
    await readSchema(session, schema, reader, hidden, listed, signal)
    if (await seesAll(session, schema)) seen.add(schema)
  }
  const report = reader.result()
  const labelled = await withTrueLabels(session, report.value.catalog, signal)
  const noFunctions = new Map<string, readonly string[]>()
  for (const schema of labelled.value.schemas)
    if (seen.has(schema.name.text)) noFunctions.set(schema.name.text, await missingFunctions(session, schema))
  const catalog = withWholeSchemas(withFacts(labelled.value, listed, settings), seen, noFunctions)
  return { value: { ...report.value, catalog }, findings: [...report.findings, ...hidden, ...labelled.findings] }
}

async function readSchema(
  session: Session,
  schema: string,
  reader: ScriptReader,
  hidden: Finding[],
  listed: ObjectRow[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const name = ident(schema)
  // The server prints names of the selected schema without it, as its dumps do.
  await query(session, `USE ${quoteName(schema)}`)
  const text = await showDatabase(session, schema)
  if (text !== null) reader.readDefinition(text, `catalog:${schema}`, name)
  for (const object of await listObjects(session, schema)) {
    signal?.throwIfAborted()
    listed.push(object)
    const found = await readObject(session, object, reader)
    if (found) hidden.push(found)
  }
}

/** Reads one object; gives a finding when its text is not to be had. */
async function readObject(session: Session, object: ObjectRow, reader: ScriptReader): Promise<Finding | undefined> {
  // A procedure and a function may have one name, and so may a table and a trigger.
  const word = programKinds.has(object.kind) ? `${object.kind} ` : ''
  const path = `catalog:${word}${object.schema}.${object.name}`
  const name = qname(object.schema, object.name)
  const at = { object: objectId(object.kind, name), origin: noOrigin }
  const what = `${object.kind} ${object.schema}.${object.name}`
  try {
    const shown = await shownOf(session, object)
    if (shown === null) {
      reader.addUnread(object.kind, name)
      return finding('XW-P0230', at, { what, problem: 'the server does not show its definition to this account' })
    }
    reader.readDefinition(shown.text, path, ident(object.schema), settingsOf(object, shown))
    if (object.kind === 'sequence') {
      const next = await sequenceNext(session, object)
      const setval = `DO SETVAL(${quoteName(object.name)}, ${next}, 0)`
      if (next !== undefined) reader.readDefinition(setval, `${path}#value`, ident(object.schema))
    }
    return undefined
  } catch (error) {
    if (!isRefusal(error)) throw error
    reader.addUnread(object.kind, name)
    return finding('XW-P0230', at, { what, problem: serverWords(error) })
  }
}

const programKinds: ReadonlySet<ObjectRow['kind']> = new Set([
  'procedure',
  'function',
  'trigger',
  'event',
  'package',
  'packageBody',
])

/** What the server keeps with a view or a program; tables are printed without regard to settings. */
function settingsOf({ kind }: ObjectRow, shown: Shown): Readonly<Record<string, string>> {
  if (kind === 'table' || kind === 'sequence') return {}
  const facts = {
    sql_mode: shown.sqlMode,
    character_set_client: shown.charset,
    collation_connection: shown.collation,
    collation_database: shown.databaseCollation,
    time_zone: shown.timeZone,
  }
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** Adds estimates to tables, and the server's settings. */
function withFacts(catalog: Catalog, listed: readonly ObjectRow[], settings: ReadonlyMap<string, string>): Catalog {
  const tables = new Map(listed.flatMap((row) => (row.kind === 'table' ? [[`${row.schema}\0${row.name}`, row]] : [])))
  const estimated = (object: SchemaObject): SchemaObject => {
    const row = object.kind === 'table' && tables.get(`${object.name.schema?.text}\0${object.name.name.text}`)
    return row ? { ...object, options: [...object.options, ...estimates(row)] } : object
  }
  return {
    ...catalog,
    settings: { ...Object.fromEntries(settings), 'global.sql_mode': settings.get('sql_mode') ?? '' },
    schemas: catalog.schemas.map((schema) => ({ ...schema, objects: schema.objects.map(estimated) })),
  }
}

function estimates(row: ObjectRow): readonly Option[] {
  const facts = { 'mysql.table_rows': row.rows, 'mysql.data_length': row.bytes }
  return Object.entries(facts).flatMap(([key, value]) => (value ? [{ key, value, origin: noOrigin }] : []))
}
