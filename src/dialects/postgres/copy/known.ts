import type { StatementKind } from '../../../core/dialect/dialect.js'
import type { ObjectId, PartId } from '../../../core/ir/names.js'
import { objectId, partId, qname } from '../../../core/ir/names.js'
import type { ArchiveEntry } from './archive.js'
import type { FoundObject } from './objects.js'
import { idOfObject, idOfTable, partOfConstraint } from './source-objects.js'
import type { FoundTable } from './tables.js'

export interface KnownObject extends Pick<FoundObject, 'plain' | 'identity' | 'table'> {
  readonly id: ObjectId
}

/** A part of a table that has a statement of its own. */
export interface KnownPart {
  readonly kind: StatementKind
  readonly table: string
  readonly name: string
  readonly object: ObjectId
  /** Absent for defaults: they belong to their column. */
  readonly part?: PartId
}

/** What the catalogues say of the objects of an archive, by the numbers that both use. */
export interface Known {
  of(entry: ArchiveEntry): KnownObject | undefined
  partOf(entry: ArchiveEntry): KnownPart | undefined
  /** Parts that the statement of a table makes: its columns, and the constraints that have no entry. */
  partsIn(entry: ArchiveEntry): readonly PartId[]
  viewOf(schema: string, name: string): ObjectId | undefined
  /** Parts that come with a part of a parent table. */
  readonly consumed: ReadonlyMap<PartId, PartId>
}

/** Numbers of catalogues are the same on every server (src/include/catalog). */
const catalogue = { relations: 1259, defaults: 2604, constraints: 2606 } as const

export interface DefaultOf {
  readonly table: string
  readonly column: string
}

export function createKnown(
  entries: readonly ArchiveEntry[],
  objects: readonly FoundObject[],
  schemas: ReadonlyMap<string, string>,
  tables: readonly FoundTable[],
  defaults: ReadonlyMap<string, DefaultOf>,
): Known {
  const named = new Map(objects.map((object) => [object.key, { ...object, id: idOfObject(object) }]))
  const bySchema = new Map([...schemas].map(([name, key]) => [key, schemaObject(name)]))
  const tableOf = new Map(tables.map((table) => [table.oid, table]))
  const parts = new Map(tables.flatMap((table) => partsWithEntries(table)))
  const own = new Set(entries.map(keyOf))
  return {
    of: (entry) => named.get(keyOf(entry)) ?? bySchema.get(keyOf(entry)),
    partOf: (entry) => parts.get(keyOf(entry)) ?? defaultPart(entry, tableOf, defaults),
    partsIn: (entry) => {
      const table = entry.catalogue === catalogue.relations ? tableOf.get(String(entry.oid)) : undefined
      return table ? madeWithTable(table, own) : []
    },
    viewOf: (schema, name) => viewId(objects, schema, name),
    consumed: inheritedParts(tables, own),
  }
}

const keyOf = ({ catalogue, oid }: Pick<ArchiveEntry, 'catalogue' | 'oid'>): string => `${catalogue}:${oid}`

const isView = ({ type }: FoundObject): boolean => type === 'view' || type === 'materialized view'

function viewId(objects: readonly FoundObject[], schema: string, name: string): ObjectId | undefined {
  const found = objects.find((one) => isView(one) && one.schema === schema && one.plain === name)
  return found && idOfObject(found)
}

const schemaObject = (name: string): KnownObject => ({
  ...{ id: objectId('schema', qname(undefined, name)), plain: name, identity: name, table: undefined },
})

const constraintKinds: Readonly<Record<string, StatementKind>> = {
  p: 'primary-key',
  u: 'unique',
  f: 'foreign-key',
  c: 'check',
  x: 'object',
}

function partsWithEntries(table: FoundTable): readonly (readonly [string, KnownPart])[] {
  const at = { table: table.name, object: idOfTable(table) }
  return [
    ...table.constraints.map((each) => {
      const kind = constraintKinds[each.kind] ?? 'object'
      const part = partOfConstraint(table, each)
      return [`${catalogue.constraints}:${each.oid}`, { ...at, kind, name: each.name, part }] as const
    }),
    ...table.indexes.map((each) => {
      const part = partId(at.object, 'index', each.name)
      // One of a partitioned table is not valid before those of its partitions are there: for the catalogue it is not made yet.
      const kind: StatementKind = table.kind === 'p' ? 'object' : 'index'
      return [`${catalogue.relations}:${each.oid}`, { ...at, kind, name: each.name, part }] as const
    }),
  ]
}

function defaultPart(
  entry: ArchiveEntry,
  tables: ReadonlyMap<string, FoundTable>,
  defaults: ReadonlyMap<string, DefaultOf>,
): KnownPart | undefined {
  const found = entry.catalogue === catalogue.defaults ? defaults.get(String(entry.oid)) : undefined
  const table = found && tables.get(found.table)
  return table && { kind: 'default', table: table.name, name: found.column, object: idOfTable(table) }
}

function madeWithTable(table: FoundTable, own: ReadonlySet<string>): readonly PartId[] {
  const id = idOfTable(table)
  const checks = table.constraints.filter(
    ({ kind, oid }) => kind === 'c' && !own.has(`${catalogue.constraints}:${oid}`),
  )
  return [
    ...table.columns.map(({ name }) => partId(id, 'column', name)),
    ...checks.map((each) => partOfConstraint(table, each)),
  ]
}

/** Foreign keys of partitions come with that of the whole table. */
function inheritedParts(tables: readonly FoundTable[], own: ReadonlySet<string>): ReadonlyMap<PartId, PartId> {
  const all = new Map(
    tables.flatMap((table) => table.constraints.map((each) => [each.oid, partOfConstraint(table, each)] as const)),
  )
  const inherited = tables.flatMap((table) =>
    table.constraints.flatMap((each) => {
      const parent = all.get(each.parent)
      if (parent === undefined || own.has(`${catalogue.constraints}:${each.oid}`)) return []
      return [[partOfConstraint(table, each), parent] as const]
    }),
  )
  return new Map(inherited)
}
