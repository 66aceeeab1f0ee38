import { createHash } from 'node:crypto'
import { spanOf } from '../core/ir/names.js'
import type { Catalog, SchemaObject } from '../core/ir/schema.js'
import type { SourceText } from '../core/text/source.js'

/** What one schema is made of, as far as the converter understands it. */
export interface SchemaShape {
  readonly objects: Readonly<Record<string, number>>
  readonly codeLines: number
  readonly features: readonly string[]
  /** Names of other schemas that stand in its definitions, as they are written. */
  readonly names: readonly string[]
  /** One hash for each table, column, constraint, index, and for each other object: its definition without its place. */
  readonly parts: readonly string[]
}

const code: readonly SchemaObject['kind'][] = ['routine', 'trigger', 'event']

export function shapeOf(catalog: Catalog, schema: string, sources: ReadonlyMap<string, SourceText>): SchemaShape {
  const objects = catalog.schemas.find(({ name }) => name.text === schema)?.objects ?? []
  const byKind = new Map<string, number>()
  const names = new Set<string>()
  const features = new Set<string>()
  for (const object of objects) {
    const kind = kindOf(object)
    byKind.set(kind, (byKind.get(kind) ?? 0) + 1)
    for (const feature of featuresOf(object)) features.add(feature)
    collectSchemas(object, names)
  }
  names.delete(schema)
  return {
    objects: Object.fromEntries([...byKind].sort(([a], [b]) => (a < b ? -1 : 1))),
    codeLines: objects.filter(({ kind }) => code.includes(kind)).reduce((sum, one) => sum + lines(one, sources), 0),
    features: [...features].sort(),
    names: [...names].sort(),
    parts: objects.flatMap((object) => partsOf(object, schema)).sort(),
  }
}

const kindOf = (object: SchemaObject): string =>
  object.kind === 'routine' ? object.form : object.kind === 'unmodelled' ? object.what : object.kind

function lines(object: SchemaObject, sources: ReadonlyMap<string, SourceText>): number {
  const span = spanOf(object.origin)
  const text = span && sources.get(span.source)?.text
  return text === undefined ? 0 : text.split('\n').filter((line) => line.trim() !== '').length
}

/** What a target has to have, or somebody has to think about. */
function featuresOf(object: SchemaObject): readonly string[] {
  if (object.kind === 'view') return [object.materialized ? 'materialized views' : 'views']
  if (object.kind === 'routine') return [`${object.form}s`]
  if (object.kind !== 'table') return [object.kind === 'unmodelled' ? object.what : `${object.kind}s`]
  const { columns, constraints, indexes, partitioning } = object
  return [
    ...(partitioning ? ['partitions'] : []),
    ...(columns.some(({ generated }) => generated) ? ['generated columns'] : []),
    ...(columns.some(({ identity }) => identity) ? ['identity columns'] : []),
    ...(columns.some(({ onUpdate }) => onUpdate) ? ['columns set on update'] : []),
    ...(constraints.some(({ kind }) => kind === 'foreignKey') ? ['foreign keys'] : []),
    ...(constraints.some(({ kind }) => kind === 'check') ? ['checks'] : []),
    ...(constraints.some(({ kind }) => kind === 'primaryKey') ? [] : ['tables without a primary key']),
    ...indexes.filter(({ method }) => method !== 'btree').map(({ method }) => `${method} indexes`),
    ...columns.flatMap(({ type }) =>
      ['json', 'enum', 'spatial', 'array', 'xml', 'lob'].includes(type.logical.kind)
        ? [`${type.logical.kind} columns`]
        : [],
    ),
  ]
}

/** Every name with a schema in front, wherever it stands. */
function collectSchemas(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) collectSchemas(each, into)
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'schema' && isIdent(inner)) into.add(inner.text)
      else if (!places.has(key)) collectSchemas(inner, into)
    }
}

const isIdent = (value: unknown): value is { readonly text: string } =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

function partsOf(object: SchemaObject, schema: string): readonly string[] {
  const name = object.name.name.text
  if (object.kind !== 'table') return [hashOf([kindOf(object), name, plain(object, schema)])]
  const { columns, constraints, indexes, ...rest } = object
  return [
    hashOf(['table', name, plain(rest.partitioning ?? null, schema)]),
    ...[...columns, ...constraints, ...indexes].map((part) => hashOf(['part', name, plain(part, schema)])),
  ]
}

/** Where something stands, what a person remarked, and counters that move: none of it is the definition. */
const places = new Set([
  'origin',
  'id',
  'span',
  'written',
  'behind',
  'behindText',
  'comment',
  'comments',
  'source',
  'options',
  'ownText',
])

/** The same definition in another schema has the same form. Programs that are read count by their statements, not by their text. */
function plain(value: unknown, schema: string): unknown {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map((each) => plain(each, schema))
  if (typeof value !== 'object' || value === null) return value
  const read = 'program' in value && value.program !== undefined
  return Object.entries(value)
    .filter(([key, inner]) => {
      if (places.has(key) || inner === undefined || (read && key === 'body')) return false
      return !(key === 'schema' && isIdent(inner) && inner.text === schema)
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, plain(inner, schema)])
}

export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24)
