import { noOrigin, wholeOf } from '../../core/ir/names.js'
import type { Column, Constraint, KeyConstraint, SchemaObject, Table } from '../../core/ir/schema.js'
import type { DefinedKey, MappingDecisions } from '../../core/mapping/decisions.js'
import { mapObjects } from '../catalog-edit.js'
import type { Pass } from '../context.js'

/** Takes out what mapping rules leave out, and gives columns the types and tables the keys that they ask for. Names come with `naming`. */
export const decided: Pass = {
  name: 'decided',
  run: (catalog, context) => {
    const { decisions } = context.options
    for (const found of decisions.findings) context.findings.add(found)
    return mapObjects(catalog, (object) => (decisions.left.has(wholeOf(object.id)) ? [] : [decide(object, decisions)]))
  },
}

function decide(object: SchemaObject, decisions: MappingDecisions): SchemaObject {
  if (object.kind !== 'table') return object
  const key = decisions.keys.get(object.id)
  const added = (decisions.derived.get(object.id) ?? []).flatMap((each) => each.added ?? [])
  return {
    ...object,
    columns: [...object.columns.flatMap((column) => decideColumn(column, decisions)), ...added],
    constraints: key ? withKey(object, key) : object.constraints,
  }
}

function decideColumn(column: Column, { left, types }: MappingDecisions): readonly Column[] {
  const part = column.sources?.[0]
  if (part === undefined) return [column]
  if (left.has(part)) return []
  const logical = types.get(part)
  return [logical ? { ...column, type: { ...column.type, logical } } : column]
}

/** The source's primary key stays a key: others may refer to it. */
function withKey(table: Table, { kind, name, columns }: DefinedKey): readonly Constraint[] {
  const made: KeyConstraint = {
    ...{ kind, columns, deferrable: false, name: { text: name, quoted: true } },
    ...{ origin: noOrigin, options: [], sources: [] },
  }
  const others = table.constraints.map(
    (each): Constraint => (each.kind === 'primaryKey' && kind === 'primaryKey' ? { ...each, kind: 'unique' } : each),
  )
  return [made, ...others]
}
