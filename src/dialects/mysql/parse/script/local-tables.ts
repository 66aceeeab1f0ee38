import type { Definition } from '../../../../core/ir/definition.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Schema, SchemaObject, Table } from '../../../../core/ir/schema.js'
import { mapProgram, mapStmt, type StmtMapper, sameStmt } from '../../../../core/ir/walk-program.js'
import type { TableChange } from './table-changes.js'

/** What statements about tables inside programs say, by their text. */
export interface ReadTables {
  /** Undefined when it makes no table by a list of columns. */
  readonly made: (text: string, schema: Schema) => Table | undefined
  /** Undefined when it changes no table. */
  readonly changed: (text: string, schema: Schema) => TableChange | undefined
}

/** Adds to every statement about a table inside a program what it makes or changes. */
export function withLocalTables(schemas: readonly Schema[], read: ReadTables): readonly Schema[] {
  return schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.map((object) => ofObject(object, (stmt) => inDefinition(stmt, read, schema))),
  }))
}

type Complete = (stmt: Definition) => Definition

function ofObject(object: SchemaObject, complete: Complete): SchemaObject {
  if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') return object
  const program = object.program && inProgram(object.program, complete)
  return program && program !== object.program ? { ...object, program } : object
}

function inProgram(program: Program, complete: Complete): Program {
  const mapper: StmtMapper = {
    ...sameStmt,
    stmt: (stmt) => mapStmt(stmt.kind === 'definition' ? complete(stmt) : stmt, mapper),
  }
  return mapProgram(program, mapper)
}

function inDefinition(stmt: Definition, read: ReadTables, schema: Schema): Definition {
  const change = changes(stmt) ? read.changed(stmt.text, schema) : undefined
  if (change) {
    const { name, actions, table, guarded } = change
    const { guarded: _ofParts, ...rest } = stmt
    return { ...rest, names: [name], actions, ...(guarded ? { guarded } : {}), ...(table ? { table } : {}) }
  }
  if (stmt.verb !== 'create' || !/^(temporary )?table$/.test(stmt.object) || stmt.query) return stmt
  const table = read.made(stmt.text, schema)
  return table && table.columns.length > 0 ? { ...stmt, table } : stmt
}

const changes = ({ verb, object }: Definition): boolean =>
  verb === 'alter' ? object === 'table' : object === 'index' && (verb === 'create' || verb === 'drop')
