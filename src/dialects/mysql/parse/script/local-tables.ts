import type { Definition, Program } from '../../../../core/ir/program.js'
import type { Schema, SchemaObject, Table } from '../../../../core/ir/schema.js'
import { mapProgram, mapStmt, type StmtMapper, sameStmt } from '../../../../core/ir/walk-program.js'

/** Reads CREATE TABLE by its text; undefined when it makes no table by a list of columns. */
export type ReadTable = (text: string, schema: Schema) => Table | undefined

/** Adds to every CREATE TABLE inside a program what it makes. */
export function withLocalTables(schemas: readonly Schema[], read: ReadTable): readonly Schema[] {
  return schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.map((object) => ofObject(object, (text) => read(text, schema))),
  }))
}

function ofObject(object: SchemaObject, read: (text: string) => Table | undefined): SchemaObject {
  if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') return object
  const program = object.program && inProgram(object.program, read)
  return program && program !== object.program ? { ...object, program } : object
}

function inProgram(program: Program, read: (text: string) => Table | undefined): Program {
  const mapper: StmtMapper = {
    ...sameStmt,
    stmt: (stmt) => mapStmt(stmt.kind === 'definition' ? inDefinition(stmt, read) : stmt, mapper),
  }
  return mapProgram(program, mapper)
}

function inDefinition(stmt: Definition, read: (text: string) => Table | undefined): Definition {
  if (stmt.verb !== 'create' || !/^(temporary )?table$/.test(stmt.object) || stmt.query) return stmt
  const table = read(stmt.text)
  return table && table.columns.length > 0 ? { ...stmt, table } : stmt
}
