import type { ObjectId, QName } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { Catalog, Routine, Table, Trigger, View } from '../../core/ir/schema.js'
import type { CodeHazards } from '../../core/prove/runner.js'
import { type Effects, effectsOf, type RowEvent } from './effects.js'
import { tablesOfQuery } from './tables-of.js'

/** The catalogue by name; names of tables are found in either case. */
export class CodeIndex {
  readonly tables = new Map<string, Table>()
  readonly views = new Map<string, View>()
  readonly routines = new Map<string, Routine>()
  readonly #triggers = new Map<ObjectId, Trigger[]>()
  readonly #referencing = new Map<ObjectId, { table: Table; event: RowEvent; on: RowEvent }[]>()
  readonly #children = new Map<ObjectId, Set<ObjectId>>()
  readonly #effects = new Map<Program, Effects>()
  readonly #hazards: CodeHazards

  constructor(catalog: Catalog, hazards: CodeHazards) {
    this.#hazards = hazards
    const objects = catalog.schemas.flatMap((schema) => schema.objects)
    for (const object of objects) {
      const key = keyOf(object.name)
      if (object.kind === 'table') this.tables.set(key, object)
      if (object.kind === 'view') this.views.set(key, object)
      if (object.kind === 'routine') this.routines.set(`${object.form} ${key}`, object)
    }
    for (const object of objects) {
      if (object.kind === 'trigger') {
        const table = this.table(object.table, object.name.schema?.text ?? '')
        if (table) this.#triggers.set(table.id, [...(this.#triggers.get(table.id) ?? []), object])
      }
      if (object.kind === 'table') this.#indexReferences(object)
    }
  }

  #indexReferences(table: Table): void {
    for (const constraint of table.constraints) {
      if (constraint.kind !== 'foreignKey') continue
      const parent = this.table(constraint.target, table.name.schema?.text ?? '')
      if (!parent) continue
      this.#children.set(parent.id, (this.#children.get(parent.id) ?? new Set()).add(table.id))
      const list = this.#referencing.get(parent.id) ?? []
      if (constraint.onDelete === 'cascade') list.push({ table, event: 'delete', on: 'delete' })
      if (constraint.onDelete === 'setNull') list.push({ table, event: 'update', on: 'delete' })
      if (constraint.onUpdate === 'cascade' || constraint.onUpdate === 'setNull')
        list.push({ table, event: 'update', on: 'update' })
      this.#referencing.set(parent.id, list)
    }
  }

  table(name: QName, schema: string): Table | undefined {
    return this.tables.get(keyOf(name, schema))
  }

  routine(form: Routine['form'], name: QName, schema: string): Routine | undefined {
    return this.routines.get(`${form} ${keyOf(name, schema)}`)
  }

  triggersOf(table: Table): readonly Trigger[] {
    return this.#triggers.get(table.id) ?? []
  }

  referencesTo(table: Table): readonly { readonly table: Table; readonly event: RowEvent; readonly on: RowEvent }[] {
    return this.#referencing.get(table.id) ?? []
  }

  /** Tables whose rows refer to those of a table, and may keep them from being changed. */
  childrenOf(table: Table): ReadonlySet<ObjectId> {
    return this.#children.get(table.id) ?? new Set()
  }

  effects(program: Program): Effects {
    const known = this.#effects.get(program)
    if (known) return known
    const made = effectsOf(program, this.#hazards)
    this.#effects.set(program, made)
    return made
  }
}

const keyOf = (name: QName, schema = ''): string => `${name.schema?.text ?? schema}.${name.name.text}`.toLowerCase()

/** What running something does, with all that it calls and all that its changes set off. */
export interface Reach {
  /** Every object whose code runs or whose rows are seen or changed. */
  readonly objects: ReadonlySet<ObjectId>
  readonly programs: readonly { readonly program: Program; readonly schema: string }[]
  /** Routines that are called, by lower-case name without schema. */
  readonly routines: ReadonlyMap<string, Program>
  readonly reads: ReadonlySet<Table>
  readonly writes: ReadonlySet<Table>
  readonly commits: readonly string[]
  readonly outside: readonly string[]
  readonly dynamic: boolean
  readonly session: boolean
  readonly unstable: readonly string[]
}

/** Follows calls, triggers and foreign keys from some programs and some changes of rows. */
export class ReachFinder {
  readonly #index: CodeIndex
  readonly #programs = new Map<Program, string>()
  readonly #routines = new Map<string, Program>()
  readonly #reads = new Set<Table>()
  readonly #writes = new Set<Table>()
  readonly #changes = new Set<string>()
  readonly #objects = new Set<ObjectId>()

  constructor(index: CodeIndex) {
    this.#index = index
  }

  program(program: Program | undefined, schema: string): this {
    if (program === undefined || this.#programs.has(program)) return this
    this.#programs.set(program, schema)
    const effects = this.#index.effects(program)
    for (const { name } of effects.reads) this.#relation(name, schema)
    for (const { table, event } of effects.writes) this.change(this.#index.table(table, schema), event)
    for (const call of effects.calls) {
      for (const form of ['procedure', 'function'] as const) {
        const routine = this.#index.routine(form, call, schema)
        if (routine?.program) this.#routines.set(routine.name.name.text.toLowerCase(), routine.program)
        if (routine) this.#objects.add(routine.id)
        if (routine) this.program(routine.program, routine.name.schema?.text ?? schema)
      }
    }
    return this
  }

  #relation(name: QName, schema: string): void {
    const table = this.#index.table(name, schema)
    if (table) this.#reads.add(table)
    if (table) this.#objects.add(table.id)
    const view = this.#index.views.get(keyOf(name, schema))
    if (view) this.#objects.add(view.id)
    if (view?.query.kind !== 'query') return
    for (const inner of tablesOfQuery(view.query)) {
      const found = this.#index.table(inner.name, view.name.schema?.text ?? schema)
      if (found) this.#reads.add(found)
      if (found) this.#objects.add(found.id)
    }
  }

  change(table: Table | undefined, event: RowEvent): this {
    if (table === undefined || this.#changes.has(`${table.id} ${event}`)) return this
    this.#changes.add(`${table.id} ${event}`)
    this.#writes.add(table)
    this.#objects.add(table.id)
    for (const child of this.#index.childrenOf(table)) this.#objects.add(child)
    for (const trigger of this.#index.triggersOf(table)) {
      if (!trigger.events.includes(event)) continue
      this.#objects.add(trigger.id)
      this.program(trigger.program, trigger.name.schema?.text ?? '')
    }
    // A cascade fires no triggers on the source side of every engine; what it changes is compared all the same.
    for (const reference of this.#index.referencesTo(table))
      if (reference.on === event) this.change(reference.table, reference.event)
    return this
  }

  found(): Reach {
    const all = [...this.#programs.keys()].map((program) => this.#index.effects(program))
    const list = (pick: (effects: Effects) => readonly string[]) => [...new Set(all.flatMap(pick))]
    return {
      objects: this.#objects,
      programs: [...this.#programs].map(([program, schema]) => ({ program, schema })),
      routines: this.#routines,
      reads: this.#reads,
      writes: this.#writes,
      commits: list((effects) => effects.commits),
      outside: list((effects) => effects.outside),
      unstable: list((effects) => effects.unstable),
      dynamic: all.some((effects) => effects.dynamic),
      session: all.some((effects) => effects.session),
    }
  }
}
