import { type Finding, type FindingSink, finding } from '../../../../core/findings/finding.js'
import { dotted, type Ident, type ObjectId, type Origin, objectId, type QName } from '../../../../core/ir/names.js'
import type { Constraint, Option, Schema, SchemaObject } from '../../../../core/ir/schema.js'
import type { TextDefaults } from '../settings.js'
import { fold, type TableState, tableOf } from './table-state.js'

/** An object while a script is read: tables stay open to ALTER, everything else is finished. */
export type Held = TableState | Exclude<SchemaObject, { kind: 'table' }>

export interface SchemaState {
  readonly name: Ident
  text: TextDefaults
  options: readonly Option[]
  readonly objects: Map<string, Held>
  /** Relation names by their folded form, to see names that differ in case only. */
  readonly folded: Map<string, string>
}

/** The longest name of an object or column, in characters (manual: "Identifier Length Limits"). */
const maxNameLength = 64

/** Objects by schema and name; the life of one script. Tables, views and sequences share one name space. */
export class CatalogBuilder {
  private readonly schemas = new Map<string, SchemaState>()

  constructor(
    readonly sink: FindingSink,
    private readonly defaults: TextDefaults,
  ) {}

  schema(name: Ident): SchemaState {
    const known = this.schemas.get(name.text)
    if (known) return known
    const made: SchemaState = { name, text: this.defaults, options: [], objects: new Map(), folded: new Map() }
    this.schemas.set(name.text, made)
    return made
  }

  dropSchema(name: Ident): boolean {
    return this.schemas.delete(name.text)
  }

  find(name: QName, space = 'relation'): Held | undefined {
    return name.schema && this.schemas.get(name.schema.text)?.objects.get(keyOf(space, name))
  }

  table(name: QName): TableState | undefined {
    const held = this.find(name)
    return held?.kind === 'table' ? held : undefined
  }

  /** Puts an object in its place. Without `replace`, a second definition is reported and the first one stands. */
  add(held: Held, options: { readonly replace?: boolean } = {}): boolean {
    const { name } = held
    if (!name.schema) return false
    const schema = this.schema(name.schema)
    const space = spaceOf(held)
    const key = keyOf(space, name)
    if (schema.objects.has(key) && !options.replace) {
      this.report(finding('XW-P0201', { object: held.id, origin: held.origin }, { name: dotted(name) }))
      return false
    }
    this.checkName(name.name, held.id, held.origin)
    if (space === 'relation') this.checkCase(schema, held)
    // A replaced object moves to the end: what it needs may have been defined in between.
    schema.objects.delete(key)
    schema.objects.set(key, held)
    return true
  }

  private checkCase(schema: SchemaState, held: Held): void {
    const { text } = held.name.name
    const other = schema.folded.get(fold(text))
    if (other !== undefined && other !== text && schema.objects.has(`relation:${other}`)) {
      this.report(finding('XW-P0202', { object: held.id, origin: held.origin }, { name: text, other }))
    }
    schema.folded.set(fold(text), text)
  }

  /** Names that no server takes; they are kept, since text may come from anywhere. */
  checkName(name: Ident, object: ObjectId, origin: Origin): void {
    const problem = name.text.includes('\0')
      ? 'holds a NUL character'
      : [...name.text].length > maxNameLength
        ? `is longer than ${maxNameLength} characters`
        : undefined
    if (problem !== undefined) {
      this.report(finding('XW-P0205', { object, origin }, { name: name.text.slice(0, 80), problem }))
    }
  }

  drop(name: QName, space: string, kinds: readonly string[]): Held | undefined {
    const schema = name.schema && this.schemas.get(name.schema.text)
    const key = keyOf(space, name)
    const held = schema?.objects.get(key)
    const kind = held?.kind === 'unmodelled' ? held.what : held?.kind
    if (!schema || !held || (kind !== undefined && !kinds.includes(kind))) return undefined
    schema.objects.delete(key)
    if (held.kind === 'table') this.dropTriggers(schema, name)
    return held
  }

  /** The triggers of a table go with it. */
  private dropTriggers(schema: SchemaState, table: QName): void {
    for (const [key, held] of schema.objects) {
      if (held.kind === 'trigger' && held.table.name.text === table.name.text) schema.objects.delete(key)
    }
  }

  /** Gives a relation another name; references to it follow, as in InnoDB. */
  rename(from: QName, to: QName): boolean {
    const held = this.find(from)
    const schema = from.schema && this.schemas.get(from.schema.text)
    if (!held || !schema || !to.schema) return false
    schema.objects.delete(keyOf('relation', from))
    const target = this.schema(to.schema)
    if (held.kind === 'table') {
      held.name = to
      held.id = objectId('table', to)
      target.objects.set(keyOf('relation', to), held)
    } else {
      target.objects.set(keyOf('relation', to), { ...held, name: to, id: objectId(held.kind, to) })
    }
    target.folded.set(fold(to.name.text), to.name.text)
    this.followRename(from, to)
    return true
  }

  private followRename(from: QName, to: QName): void {
    const isOld = (name: QName): boolean => name.name.text === from.name.text && name.schema?.text === from.schema?.text
    const moved = (each: Constraint): Constraint =>
      each.kind === 'foreignKey' && isOld(each.target) ? { ...each, target: to } : each
    for (const schema of this.schemas.values()) {
      for (const [key, held] of schema.objects) {
        if (held.kind === 'table') held.constraints = held.constraints.map(moved)
        else if (held.kind === 'trigger' && isOld(held.table)) schema.objects.set(key, { ...held, table: to })
      }
    }
  }

  report(found: Finding): void {
    this.sink.add(found)
  }

  /** The finished schemas; a schema that the script only named stays away. */
  build(): readonly Schema[] {
    return [...this.schemas.values()]
      .filter((schema) => schema.objects.size > 0 || schema.options.length > 0)
      .map((schema) => ({
        name: schema.name,
        options: schema.options,
        objects: [...schema.objects.values()].map(finished),
        textDefault: schema.text,
      }))
  }
}

const finished = (held: Held): SchemaObject => (held.kind === 'table' ? tableOf(held) : held)

const relations = new Set(['table', 'view', 'sequence'])

function spaceOf(held: Held): string {
  if (relations.has(held.kind)) return 'relation'
  if (held.kind === 'routine') return held.form
  if (held.kind === 'unmodelled' && relations.has(held.what)) return 'relation'
  return held.kind
}

/** Names of relations are told apart by case, as on the servers' home system; those of stored programs are not. */
const keyOf = (space: string, name: QName): string =>
  `${space}:${space === 'relation' ? name.name.text : fold(name.name.text)}`

export const inSchema = (name: QName, schema: Ident): QName => (name.schema ? name : { schema, name: name.name })
