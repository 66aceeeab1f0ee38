import { type FindingSink, finding } from '../../../../core/findings/finding.js'
import { dotted, type Ident, type ObjectId, objectId, type QName } from '../../../../core/ir/names.js'
import type { Constraint, Schema, SchemaObject, Table } from '../../../../core/ir/schema.js'
import { withRenamedTarget } from './renamed-columns.js'

/** Objects that have name spaces of their own (SQL Language Reference, "Database Object Naming Rules"). */
const apart = new Set([
  'trigger',
  'packageBody',
  'package body',
  'type body',
  'index',
  'materialized view log',
  'database link',
])

const spaceOf = (object: SchemaObject): string => {
  const kind = object.kind === 'routine' ? object.form : object.kind === 'unmodelled' ? object.what : object.kind
  return apart.has(kind) ? kind : 'object'
}

const keyOf = (space: string, name: QName): string => `${space}:${name.name.text}`

export const inSchema = (name: QName, schema: Ident): QName => (name.schema ? name : { schema, name: name.name })

/** Objects by schema and name while a script is read; the life of one script. */
export class CatalogDraft {
  private readonly schemas = new Map<string, { readonly name: Ident; readonly objects: Map<string, SchemaObject> }>()

  /** What the script has dropped, by id. */
  private readonly dropped = new Map<string, SchemaObject>()

  /** What an object that has another name now was called before. */
  private readonly renamed = new Map<ObjectId, ObjectId>()

  /** Every change of a name, in order. */
  readonly renames: { readonly from: QName; readonly to: QName }[] = []

  constructor(private readonly sink: FindingSink) {}

  find(name: QName, space = 'object'): SchemaObject | undefined {
    return name.schema && this.schemas.get(name.schema.text)?.objects.get(keyOf(space, name))
  }

  table(name: QName): Table | undefined {
    const found = this.find(name)
    return found?.kind === 'table' ? found : undefined
  }

  /** Puts an object in its place. Without `replace`, a second definition is reported and the first one stands. */
  add(object: SchemaObject, replace = false): void {
    const objects = this.objectsOf(object.name)
    if (!objects) return
    const key = keyOf(spaceOf(object), object.name)
    const held = objects.get(key)
    // A synonym that says nothing of what it stands for is not in the way of what has its name.
    if (held?.kind === 'unmodelled' && held.what === 'synonym' && object.kind !== 'unmodelled') {
      objects.delete(key)
      objects.set(keyOf('synonym', object.name), held)
    }
    if (objects.has(key) && !replace) {
      const at = { object: object.id, origin: object.origin }
      this.sink.add(finding('XW-P0201', at, { name: dotted(object.name) }))
      return
    }
    // A replaced object moves to the end: what it needs may have been defined in between.
    objects.delete(key)
    objects.set(key, object)
  }

  /** Takes the place of the object of the same name. */
  put(object: SchemaObject): void {
    this.objectsOf(object.name)?.set(keyOf(spaceOf(object), object.name), object)
  }

  drop(name: QName, spaces: readonly string[] = ['object']): boolean {
    const objects = name.schema && this.schemas.get(name.schema.text)?.objects
    return spaces.map((space) => this.dropIn(objects, keyOf(space, name))).some((gone) => gone)
  }

  /** Takes out what a statement left that is read again. */
  discard(name: QName, space: string): void {
    if (name.schema) this.schemas.get(name.schema.text)?.objects.delete(keyOf(space, name))
  }

  private dropIn(objects: Map<string, SchemaObject> | undefined, key: string): boolean {
    const held = objects?.get(key)
    if (held) this.dropped.set(held.id, held)
    return objects?.delete(key) ?? false
  }

  /** The name under which an object is known at last. */
  lastName(id: ObjectId): ObjectId {
    if (!this.renamed.has(id) || this.has(id)) return id
    const seen = new Set<ObjectId>()
    let at = id
    for (let next = this.renamed.get(at); next && !seen.has(at); next = this.renamed.get(at)) {
      seen.add(at)
      at = next
    }
    return at
  }

  private has(id: ObjectId): boolean {
    return [...this.schemas.values()].some(({ objects }) => [...objects.values()].some((each) => each.id === id))
  }

  /** Foreign keys follow a column that has another name now. */
  renameColumn(target: Table, from: string, to: Ident): void {
    for (const schema of this.schemas.values())
      for (const object of schema.objects.values())
        if (object.kind === 'table') this.put(withRenamedTarget(object, target, from, to))
  }

  triggers(): readonly SchemaObject[] {
    return [...this.schemas.values()].flatMap(({ objects }) =>
      [...objects.values()].filter((object) => spaceOf(object) === 'trigger'),
    )
  }

  /** The table that holds an index of this name, in any schema when none is given. */
  indexed(name: QName): Table | undefined {
    for (const schema of this.schemas.values()) {
      if (name.schema && name.schema.text !== schema.name.text) continue
      for (const object of schema.objects.values()) {
        if (object.kind === 'table' && object.indexes.some((index) => index.name?.text === name.name.text))
          return object
      }
    }
    return undefined
  }

  /** Gives a table, view or sequence another name; foreign keys follow. */
  rename(from: QName, to: QName): boolean {
    const held = this.find(from)
    if (!held) return false
    this.objectsOf(from)?.delete(keyOf(spaceOf(held), from))
    const kind = held.kind === 'unmodelled' ? held.what : held.kind
    const id = objectId(kind, to)
    this.renamed.set(held.id, id)
    this.renames.push({ from, to })
    this.put({ ...held, name: to, id })
    for (const schema of this.schemas.values()) {
      for (const object of schema.objects.values()) {
        if (object.kind === 'table')
          this.put({ ...object, constraints: object.constraints.map((each) => follow(each, from, to)) })
      }
    }
    return true
  }

  private objectsOf(name: QName): Map<string, SchemaObject> | undefined {
    const { schema } = name
    if (!schema) return undefined
    const known = this.schemas.get(schema.text)
    if (known) return known.objects
    const objects = new Map<string, SchemaObject>()
    this.schemas.set(schema.text, { name: schema, objects })
    return objects
  }

  /** Objects that the script made and dropped, and did not make again. */
  gone(): readonly SchemaObject[] {
    const left = new Set(this.build().flatMap(({ objects }) => objects.map(({ id }) => id)))
    return [...this.dropped.values()].filter(({ id }) => !left.has(id))
  }

  build(): readonly Schema[] {
    return [...this.schemas.values()]
      .filter(({ objects }) => objects.size > 0)
      .map(({ name, objects }) => ({ name, options: [], objects: [...objects.values()] }))
  }
}

function follow(constraint: Constraint, from: QName, to: QName): Constraint {
  if (constraint.kind !== 'foreignKey') return constraint
  const same = constraint.target.name.text === from.name.text && constraint.target.schema?.text === from.schema?.text
  return same ? { ...constraint, target: to } : constraint
}
