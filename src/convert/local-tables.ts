import type { Finding } from '../core/findings/finding.js'
import type { ObjectId } from '../core/ir/names.js'
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
    if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') continue
    if (!object.program) continue
    walkProgram(object.program, {
      stmt: (stmt) => {
        const table = stmt.kind === 'definition' ? stmt.table : undefined
        if (table && !known.has(table.id) && !found.has(table.id)) found.set(table.id, table)
        return undefined
      },
    })
  }
  return found
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
