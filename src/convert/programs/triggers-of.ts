import type { ObjectId } from '../../core/ir/names.js'
import type { SchemaObject, Trigger } from '../../core/ir/schema.js'
import type { CodeContext } from '../code/code-context.js'

type ByTable = ReadonlyMap<string, readonly Trigger[]>

/** Triggers of a catalogue by the names of their tables in small letters: every statement that changes rows asks. */
const known = new WeakMap<ReadonlyMap<ObjectId, SchemaObject>, ByTable>()

/** Triggers on tables of that name, in whatever schema; which of them are on the table itself is for the caller to see. */
export const triggersNamed = (table: string, { byId }: CodeContext): readonly Trigger[] => {
  const made = known.get(byId) ?? byTable(byId)
  known.set(byId, made)
  return made.get(table.toLowerCase()) ?? []
}

function byTable(byId: ReadonlyMap<ObjectId, SchemaObject>): ByTable {
  const found = new Map<string, Trigger[]>()
  for (const each of byId.values()) {
    if (each.kind !== 'trigger') continue
    const name = each.table.name.text.toLowerCase()
    const list = found.get(name)
    if (list) list.push(each)
    else found.set(name, [each])
  }
  return found
}
