import type { Reference } from '../../../core/changes/reference.js'
import type { ChangeTargetOptions } from '../../../core/data/changes.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { query, type Session } from '../connect.js'
import type { TargetColumn } from '../load/encoding.js'
import { readTargetTable } from '../load/target-table.js'
import { type ForeignKeyFacts, type IndexFacts, keysSql, readForeignKeys, readUniqueIndexes } from './catalogue.js'
import { keysToLeave } from './keys-aside.js'

/** A way to find one row: columns by their place in the tuple. */
export interface RowKey {
  readonly columns: readonly number[]
}

/** A table that takes changes, as its catalogue has it. Columns are the loaded ones, in the order of the tuples. */
export interface ApplyTable {
  readonly mapping: TableMapping
  /** Quoted, with its schema. */
  readonly name: string
  readonly columns: readonly TargetColumn[]
  /** There is no other column, except those that the engine computes. */
  readonly complete: boolean
  /** Null: rows can only be found by all that is in them. */
  readonly key: RowKey | null
  /** Whether two keys are the same exactly when their bytes are. */
  readonly keyIsExact: boolean
  /** Other unique indexes, by places in the tuple. One on expressions or columns that are not loaded is not among them. */
  readonly uniques: readonly RowKey[]
  /** Whether there are unique indexes besides the key, of whatever sort. */
  readonly hasOtherUniques: boolean
  /** Columns of the table, not loaded, that the engine sets when a row is changed. */
  readonly setThemselves: readonly string[]
}

export interface ApplySchema {
  readonly tables: readonly ApplyTable[]
  /** What their keys do on their own is told where the changes do not hold it. */
  readonly references: readonly Reference[]
  /** Tables (by their places) whose rows a key may have deleted or changed already when the change that says so comes. */
  readonly cascaded: ReadonlySet<number>
  /** Tables whose rows others go with. */
  readonly hasDependents: ReadonlySet<number>
  /** Tables whose rows refer to each other: the engine looks at each row, not at the end of a statement. */
  readonly refersToItself: ReadonlySet<number>
  /** Another one when foreign keys have come or gone. */
  readonly keys: string
  /** Foreign keys from and to tables that are loaded again: they are not looked at meanwhile. */
  readonly keysAside: readonly ForeignKeyFacts[]
}

/** Types whose equality is that of the bytes that our encoders write. Not among them: decimals, floats, text of any collation. */
const exactTypes = new Set(
  'tinyint smallint mediumint int bigint bit year date datetime timestamp time binary varbinary uuid inet4 inet6'.split(
    ' ',
  ),
)

/** @throws OperationError when a table is missing or cannot hold what the mapping sends */
export async function readSchema(
  session: Session,
  mappings: readonly TableMapping[],
  { cascadesLogged = false, reloaded = [] }: Pick<ChangeTargetOptions, 'cascadesLogged' | 'reloaded'>,
): Promise<ApplySchema> {
  // First, so that what changes meanwhile is noticed later.
  const keys = await readKeys(session, mappings)
  const tables: ApplyTable[] = []
  for (const mapping of mappings) {
    const target = await readTargetTable(session, mapping)
    const { name, columns, complete, setThemselves } = target
    const unique = keysOf(mapping, columns, await readUniqueIndexes(session, mapping.target))
    tables.push({ mapping, name, columns, complete, setThemselves, ...unique })
  }
  const foreignKeys = await readForeignKeys(session, mappings)
  const keysAside = keysToLeave(foreignKeys, { mappings, reloaded, cascadesLogged })
  return { tables, keys, keysAside, ...referring(references(tables, foreignKeys), cascadesLogged) }
}

/** The key is the one by which the mapping knows rows, if there is an index for it; else the primary key, else the shortest. */
function keysOf(
  mapping: TableMapping,
  columns: readonly TargetColumn[],
  indexes: readonly IndexFacts[],
): Pick<ApplyTable, 'key' | 'keyIsExact' | 'uniques' | 'hasOtherUniques'> {
  const keys = indexes.flatMap((index) => rowKey(index, columns))
  const usable = keys.filter((key) => key.columns.every((place) => columns[place]?.notNull))
  const wanted = mapping.key.map((name) => mapping.columns.find((column) => column.source.name === name)?.target.name)
  const key = usable.find((candidate) => sameNames(candidate, columns, wanted)) ?? usable[0] ?? null
  return {
    key,
    keyIsExact: key?.columns.every((place) => exactTypes.has(columns[place]?.type ?? '')) ?? false,
    uniques: keys.filter((candidate) => candidate !== key),
    hasOtherUniques: indexes.length > (key ? 1 : 0),
  }
}

function rowKey(index: IndexFacts, columns: readonly TargetColumn[]): readonly RowKey[] {
  const places = index.columns.map((name) => placeOf(columns, name))
  return places.includes(-1) ? [] : [{ columns: places }]
}

const readKeys = async (session: Session, mappings: readonly TableMapping[]): Promise<string> =>
  JSON.stringify(await query(session, keysSql(mappings)))

const placeOf = (columns: readonly TargetColumn[], name: string | null): number =>
  columns.findIndex((column) => column.name.toLowerCase() === name?.toLowerCase())

function sameNames(key: RowKey, columns: readonly TargetColumn[], wanted: readonly (string | undefined)[]): boolean {
  const own = key.columns.map((place) => columns[place]?.name.toLowerCase())
  const names = new Set(wanted.map((name) => name?.toLowerCase()))
  return own.length === wanted.length && own.every((name) => names.has(name))
}

function references(tables: readonly ApplyTable[], facts: readonly ForeignKeyFacts[]): readonly Reference[] {
  const tableAt = (schema: string, name: string): number | null => {
    const place = tables.findIndex(({ mapping: { target } }) => target.schema === schema && target.table === name)
    return place < 0 ? null : place
  }
  return facts.map((fact) => {
    const [child, parent] = [tableAt(fact.schema, fact.table), tableAt(fact.parentSchema, fact.parentTable)]
    const places = (table: number | null, names: readonly string[]) =>
      names.map((name) => placeOf(tables[table ?? -1]?.columns ?? [], name))
    return {
      ...{ child, parent, actsOnDelete: fact.actsOnDelete, actsOnUpdate: fact.actsOnUpdate },
      ...{ childColumns: places(child, fact.columns), parentColumns: places(parent, fact.parentColumns) },
    }
  })
}

function referring(
  real: readonly Reference[],
  cascadesLogged: boolean,
): Omit<ApplySchema, 'tables' | 'keys' | 'keysAside'> {
  const parents = real.flatMap(({ parent, actsOnDelete }) => (actsOnDelete && parent !== null ? [parent] : []))
  const own = real.flatMap(({ child, parent }) => (child !== null && child === parent ? [child] : []))
  const sets = { hasDependents: new Set(parents), refersToItself: new Set(own) }
  if (!cascadesLogged) return { references: real, cascaded: new Set(), ...sets }
  const acting = real.filter(({ actsOnDelete, actsOnUpdate }) => actsOnDelete || actsOnUpdate)
  return {
    references: real.map((one) => ({ ...one, actsOnDelete: false, actsOnUpdate: false })),
    cascaded: new Set(acting.flatMap(({ child }) => child ?? [])),
    ...sets,
  }
}
