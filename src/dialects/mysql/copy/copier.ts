import type { EmittedStatement } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { SchemaCopier, SchemaCopy, SchemaCopyOptions } from '../../../core/dialect/schema-copier.js'
import type { Report } from '../../../core/findings/finding.js'
import { type PartId, partId } from '../../../core/ir/names.js'
import type { Catalog, SchemaObject, Table, Unmodelled } from '../../../core/ir/schema.js'
import { listSchemas } from '../catalog/queries.js'
import { catalogReader } from '../catalog/reader.js'
import { close, connect } from '../connect.js'
import { copyFindings } from './findings.js'
import { ownMapping } from './mapping.js'
import { type ReadObject, readObjects, schemaStatement, statementsOf } from './read-objects.js'

export const copier: SchemaCopier = { read }

async function read(endpoint: Endpoint, options: SchemaCopyOptions): Promise<Report<SchemaCopy>> {
  const signal = options.signal ? { signal: options.signal } : {}
  const wanted = options.schemas.length > 0 || endpoint.database === undefined ? options.schemas : [endpoint.database]
  const { value, findings } = await catalogReader.read(endpoint, { schemas: wanted, ...signal })
  const session = await connect(endpoint, { withoutDatabase: true, ...signal })
  try {
    const statements: EmittedStatement[] = []
    const objects: ReadObject[] = []
    for (const schema of await listSchemas(session, wanted)) {
      statements.push(await schemaStatement(session, schema))
      objects.push(...(await readObjects(session, schema, options.signal)))
    }
    return {
      value: {
        by: session.version,
        catalog: census(value.catalog, objects),
        sources: value.sources,
        statements: [...statements, ...withInlineChecks(statementsOf(objects), value.catalog)],
        mapping: ownMapping(value.catalog),
        consumed: new Map(),
      },
      // What a reader says of programs and expressions that it does not understand is of no account here: they are copied as they stand.
      findings: [
        ...findings.filter(({ code }) => code === 'XW-P0230'),
        ...copyFindings(objects, value.catalog.version, options.targetVersion),
      ],
    }
  } finally {
    await close(session)
  }
}

/** A check that stands behind its column has no name, and comes with the table. */
function withInlineChecks(statements: readonly EmittedStatement[], catalog: Catalog): readonly EmittedStatement[] {
  const checks = new Map<string, readonly PartId[]>()
  for (const object of catalog.schemas.flatMap((schema) => schema.objects)) {
    if (object.kind !== 'table') continue
    const unnamed = object.constraints.filter(({ kind, name }) => kind === 'check' && name === undefined)
    const names = unnamed.map((_, at) => (at === 0 ? 'check' : `check#${at + 1}`))
    checks.set(
      object.id,
      names.map((name) => partId(object.id, 'constraint', name)),
    )
  }
  return statements.map((one) =>
    one.kind === 'table' ? { ...one, sources: [...one.sources, ...(checks.get(one.object) ?? [])] } : one,
  )
}

/** Tables with their parts; everything else stands for itself. Options come with the object that they belong to. */
function census(catalog: Catalog, objects: readonly ReadObject[]): Catalog {
  const texts = new Map(
    objects.map(({ object, shown }) => [`${object.kind}:${object.schema}.${object.name}`, shown?.text]),
  )
  const schemas = catalog.schemas.map((schema) => ({
    ...schema,
    options: [],
    objects: schema.objects.map(
      (object): SchemaObject => (object.kind === 'table' ? plainTable(object) : standing(object, texts)),
    ),
  }))
  return { ...catalog, schemas }
}

function plainTable({ partitioning: _, ...table }: Table): Table {
  const bare = <T extends { readonly options: readonly unknown[] }>(part: T): T => ({ ...part, options: [] })
  return {
    ...table,
    options: [],
    columns: table.columns.map(bare),
    constraints: table.constraints.map(bare),
    indexes: table.indexes.map(bare),
  }
}

function standing(object: SchemaObject, texts: ReadonlyMap<string, string | undefined>): Unmodelled {
  const { id, name, origin } = object
  const what = object.kind === 'unmodelled' ? object.what : object.kind
  return { id, name, origin, options: [], kind: 'unmodelled', what, text: texts.get(id) ?? '' }
}
