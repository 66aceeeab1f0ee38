import type { Finding } from '../core/findings/finding.js'
import { type ObjectId, objectId } from '../core/ir/names.js'
import type { Catalog, SchemaObject, Table } from '../core/ir/schema.js'
import { walkProgram } from '../core/ir/walk-program.js'
import { allObjects } from './catalog-edit.js'

/**
 * Tables that programs make while they run. Code may name them, so they are named and typed like all others; they are part
 * of their program and nothing is made for them by itself. A table of the catalogue of the same name goes before them.
 */
export function localTables(source: Catalog): ReadonlyMap<ObjectId, Table> {
  const known = new Set(allObjects(source).map((object) => object.id))
  const found = new Map<ObjectId, Table>()
  for (const object of allObjects(source)) {
    for (const table of tablesMadeBy(object)) {
      if (known.has(table.id)) continue
      const first = found.get(table.id)
      if (!first) found.set(table.id, table)
      else if (table.temporary && !sameColumns(first, table)) {
        const own = ownTable(table.id, object.id)
        if (!found.has(own)) found.set(own, { ...table, id: own })
      }
    }
  }
  return found
}

/** Programs may give temporary tables of one name other columns: who makes one means its own. */
export const ownTable = (table: ObjectId, program: ObjectId): ObjectId => `${table} of ${program}` as ObjectId

/** Tables by their source, as one program sees them. */
export function seenBy<T>(
  program: ObjectId | undefined,
  tables: ReadonlyMap<ObjectId | undefined, T>,
  local: ReadonlyMap<ObjectId, Table>,
): ReadonlyMap<ObjectId | undefined, T> {
  if (![...local.values()].some(isOwn)) return tables
  const seen = new Map(tables)
  for (const [id, table] of local) {
    if (!isOwn(table)) continue
    seen.delete(id)
    const own = tables.get(id)
    const shared = objectId(table.kind, table.name)
    if (own !== undefined && program !== undefined && id === ownTable(shared, program)) seen.set(shared, own)
  }
  return seen
}

/** Whether it is one of several that programs make under one name, and not the first of them. */
export const isOwn = (object: SchemaObject): boolean =>
  object.kind === 'table' && object.id !== objectId(object.kind, object.name)

export const sameColumns = (one: Table, other: Table): boolean =>
  one.columns.length === other.columns.length &&
  one.columns.every(({ name, type }, at) => {
    const its = other.columns[at]
    return name.text.toLowerCase() === its?.name.text.toLowerCase() && type.native === its.type.native
  })

function tablesMadeBy(object: SchemaObject): readonly Table[] {
  if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') return []
  const tables: Table[] = []
  if (!object.program) return tables
  walkProgram(object.program, {
    stmt: (stmt) => {
      if (stmt.kind === 'definition' && stmt.table) tables.push(stmt.table)
      return undefined
    },
  })
  return tables
}

/** What is said of a table that only a program knows is said of the statement in that program. */
export function ofPrograms(source: Catalog, tables: ReadonlyMap<ObjectId, Table>): (found: Finding) => Finding {
  const places = new Map<ObjectId, Pick<Finding, 'object' | 'origin'>>()
  if (tables.size === 0) return (found) => found
  for (const object of allObjects(source)) {
    if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') continue
    if (!object.program) continue
    walkProgram(object.program, {
      stmt: (stmt) => {
        const id = stmt.kind === 'definition' ? stmt.table?.id : undefined
        if (id !== undefined && tables.has(id) && !places.has(id))
          places.set(id, { object: object.id, origin: stmt.origin })
        return undefined
      },
    })
  }
  return (found) => {
    const place = places.get(found.object)
    if (!place) return found
    const { part: _ofTable, ...rest } = found
    return { ...rest, ...place }
  }
}

/** The catalogue with these tables behind those of their schemas, whose names go first. */
export function withTables(source: Catalog, tables: ReadonlyMap<ObjectId, Table>): Catalog {
  if (tables.size === 0) return source
  const schemas = source.schemas.map((schema) => {
    const own = [...tables.values()].filter((table) => table.name.schema?.text === schema.name.text)
    return own.length === 0 ? schema : { ...schema, objects: [...schema.objects, ...own] }
  })
  return { ...source, schemas }
}

export const isLocal = (object: SchemaObject, tables: ReadonlyMap<ObjectId, Table>): boolean =>
  object.sources?.some((source) => tables.has(source as string as ObjectId)) ?? false
