import type pg from 'pg'
import type { Reference } from '../../../core/changes/reference.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { TargetColumn } from '../data/encoding.js'
import { readTargetTable, targetName } from '../data/target-table.js'
import {
  type ColumnFacts,
  type ForeignKeyFacts,
  type IndexFacts,
  readColumns,
  readForeignKeys,
  readState,
  readUniqueIndexes,
} from './catalogue.js'

export interface ApplyColumn extends TargetColumn {
  /** Number in the catalogue. */
  readonly number: number
  readonly typeOid: number
  readonly arrayTypeOid: number
  readonly isArray: boolean
  readonly alwaysIdentity: boolean
  /** Two values are the same exactly when their bytes are. */
  readonly exact: boolean
  /** Compared as text: the type has no equality of its own, or one that is not exact. */
  readonly asText: boolean
}

/** A way to find one row: columns by their place in the tuple, with the operator of the index per column. */
export interface RowKey {
  readonly columns: readonly number[]
  readonly equals: readonly string[]
}

/** A table that takes changes, as its catalogue has it. Columns are the loaded ones, in the order of the tuples. */
export interface ApplyTable {
  readonly mapping: TableMapping
  /** Quoted, with its schema. */
  readonly name: string
  readonly relation: string
  readonly columns: readonly ApplyColumn[]
  readonly copySql: string
  /** No column holds what we do not know: a row can be made again of its tuple. */
  readonly complete: boolean
  /** Null: rows can only be found by all that is in them. */
  readonly key: RowKey | null
  /** Other unique indexes, by places in the tuple. One on expressions or columns that are not loaded is not among them. */
  readonly uniques: readonly RowKey[]
  /** Whether there are unique indexes besides the key, of whatever sort. */
  readonly hasOtherUniques: boolean
}

export interface ApplySchema {
  readonly tables: readonly ApplyTable[]
  /** What their keys do on their own is told where the changes do not hold it. */
  readonly references: readonly Reference[]
  /** Tables (by their places) whose rows a key may have deleted or changed already when the change that says so comes. */
  readonly cascaded: ReadonlySet<number>
  /** Tables whose rows others go with. */
  readonly hasDependents: ReadonlySet<number>
  /** Another one when keys or foreign keys have come or gone. */
  readonly keys: string
}

/**
 * Types whose equality is that of their bytes in binary form. Not among them: numeric (1.0 and 1.00), floats (0 and −0),
 * bpchar (trailing blanks), citext, interval, jsonb.
 */
const exactTypes = new Set(
  'int2 int4 int8 text varchar bytea date time timestamp timestamptz bool uuid bit varbit inet'.split(' '),
)
const comparedAsText = new Set(['json', 'xml', 'citext', 'geometry'])

/** @throws OperationError when a table is missing or cannot hold what the mapping sends */
export async function readSchema(
  client: pg.Client,
  mappings: readonly TableMapping[],
  cascadesLogged: boolean,
): Promise<ApplySchema> {
  const found = []
  for (const mapping of mappings) found.push({ mapping, target: await readTargetTable(client, mapping) })
  const relations = found.map(({ target }) => target.oid)
  // First, so that what changes meanwhile is noticed later.
  const { keys } = await readState(client, relations)
  const columns = await readColumns(client, relations)
  const indexes = await readUniqueIndexes(client, relations)
  const tables = found.map(({ mapping, target }): ApplyTable => {
    const facts = columns.filter((column) => column.relation === target.oid)
    const described = target.columns.map((column) => applyColumn(column, facts))
    const own = indexes.filter((index) => index.relation === target.oid)
    return {
      ...{ mapping, name: targetName(mapping), relation: target.oid, columns: described, copySql: target.copySql },
      complete: facts.filter(({ generated }) => !generated).length === described.length,
      ...keysOf(mapping, described, own),
    }
  })
  return { tables, keys, ...referring(references(tables, await readForeignKeys(client, relations)), cascadesLogged) }
}

function referring(
  real: readonly Reference[],
  cascadesLogged: boolean,
): Pick<ApplySchema, 'references' | 'cascaded' | 'hasDependents'> {
  const acting = real.filter(({ actsOnDelete, actsOnUpdate }) => actsOnDelete || actsOnUpdate)
  const hasDependents = new Set(
    real.flatMap(({ parent, actsOnDelete }) => (actsOnDelete && parent !== null ? [parent] : [])),
  )
  if (!cascadesLogged) return { references: real, cascaded: new Set(), hasDependents }
  const references = real.map((one) => ({ ...one, actsOnDelete: false, actsOnUpdate: false }))
  return { references, cascaded: new Set(acting.flatMap(({ child }) => child ?? [])), hasDependents }
}

function applyColumn(column: TargetColumn, facts: readonly ColumnFacts[]): ApplyColumn {
  const own = facts.find((candidate) => candidate.name === column.name)
  if (!own) throw new Error(`no facts of column ${column.name}`)
  return {
    ...column,
    number: own.number,
    typeOid: own.type,
    arrayTypeOid: own.arrayType,
    isArray: own.isArray,
    alwaysIdentity: own.alwaysIdentity,
    exact: (exactTypes.has(own.typeName) || column.typeKind === 'e') && !own.looseCollation,
    asText: comparedAsText.has(own.typeName) || own.looseCollation,
  }
}

/** The key is the one by which the mapping knows rows, if there is an index for it; else the primary key, else the shortest. */
function keysOf(
  mapping: TableMapping,
  columns: readonly ApplyColumn[],
  indexes: readonly IndexFacts[],
): Pick<ApplyTable, 'key' | 'uniques' | 'hasOtherUniques'> {
  const keys = indexes.filter((index) => index.plain).flatMap((index) => rowKey(index, columns))
  const usable = keys.filter((key) => key.columns.every((place) => columns[place]?.notNull))
  const wanted = targetKey(mapping)
  const key = usable.find((candidate) => sameNames(candidate, columns, wanted)) ?? usable[0] ?? null
  return {
    key,
    uniques: keys.filter((candidate) => candidate !== key),
    hasOtherUniques: indexes.length > (key ? 1 : 0),
  }
}

function rowKey(index: IndexFacts, columns: readonly ApplyColumn[]): readonly RowKey[] {
  const places = index.columns.map((number) => columns.findIndex((column) => column.number === number))
  return places.includes(-1) || index.equals.length !== places.length ? [] : [{ columns: places, equals: index.equals }]
}

const targetKey = (mapping: TableMapping): readonly string[] =>
  mapping.key.map((name) => mapping.columns.find((column) => column.source.name === name)?.target.name ?? '')

function sameNames(key: RowKey, columns: readonly ApplyColumn[], wanted: readonly string[]): boolean {
  const own = key.columns.map((place) => columns[place]?.name ?? '')
  return own.length === wanted.length && own.every((name) => wanted.includes(name))
}

const acting = new Set(['c', 'n', 'd'])

function references(tables: readonly ApplyTable[], facts: readonly ForeignKeyFacts[]): readonly Reference[] {
  const placeOf = (relation: string): number | null => {
    const place = tables.findIndex((table) => table.relation === relation)
    return place < 0 ? null : place
  }
  const columnsOf = (table: number | null, numbers: readonly number[]): readonly number[] =>
    numbers.map((number) => tables[table ?? -1]?.columns.findIndex((column) => column.number === number) ?? -1)
  return facts.map((fact) => {
    const [child, parent] = [placeOf(fact.from), placeOf(fact.to)]
    return {
      ...{ child, parent },
      childColumns: columnsOf(child, fact.fromColumns),
      parentColumns: columnsOf(parent, fact.toColumns),
      actsOnDelete: acting.has(fact.onDelete),
      actsOnUpdate: acting.has(fact.onUpdate),
    }
  })
}
