import { finding } from '../../core/findings/finding.js'
import { dotted, ident, type ObjectId, objectId, type QName, wholeOf } from '../../core/ir/names.js'
import type { Program, TemporaryTable } from '../../core/ir/program.js'
import type { Catalog, NamedType, Routine, ScheduledEvent, SchemaObject, Table, Trigger } from '../../core/ir/schema.js'
import { mapProgram, mapStmt, type StmtMapper, sameStmt } from '../../core/ir/walk-program.js'
import { allTables, mapObjects, sourceOf } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { isLocal, seenBy } from '../local-tables.js'
import { targetTables } from '../programs/data-changes/target-tables.js'
import { tablesIn } from '../programs/relations.js'
import { forEvent } from '../programs/trigger-events.js'

/** Converts stored programs: routines, triggers and events. What has no program that was read is left out with a finding. */
export const programs: Pass = {
  name: 'programs',
  run: (catalog, context) => {
    context.late.tables = targetTables(catalog, context.to.constructs)
    const made = new Map(allTables(catalog).map((table) => [sourceOf(table), table] as const))
    const temporary = temporaryByName(made)
    const finish = context.finisher?.(catalog) ?? ((object: SchemaObject) => object)
    const converted = mapObjects(catalog, (object) =>
      isLocal(object, context.local)
        ? []
        : convertObject(object, context).map((each) => {
            const seen = seenBy(sourceOf(each), made, context.local)
            return finish(withTables(each, seen, seen === made ? temporary : temporaryByName(seen)))
          }),
    )
    return withTypes(converted, context.code.madeTypes?.() ?? [])
  },
}

/** The types that programs declare, in the schemas of their names. */
const withTypes = (catalog: Catalog, types: readonly NamedType[]): Catalog => ({
  ...catalog,
  schemas: catalog.schemas.map((schema) => {
    const own = types.filter(({ name }) => name.schema?.text === schema.name.text)
    return own.length > 0 ? { ...schema, objects: [...own, ...schema.objects] } : schema
  }),
})

/** The tables that the statements of a program make, as the target has them. */
function withTables(
  object: SchemaObject,
  made: ReadonlyMap<ObjectId | undefined, Table>,
  temporary: ReadonlyMap<string, Table>,
): SchemaObject {
  if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') return object
  if (!object.program || made.size === 0) return object
  const mapper: StmtMapper = {
    ...sameStmt,
    stmt: (stmt) => {
      const table = stmt.kind === 'definition' && stmt.table && !stmt.actions ? made.get(stmt.table.id) : undefined
      if (!table || stmt.kind !== 'definition') return mapStmt(stmt, mapper)
      const [name = table.name] = stmt.names
      return { ...stmt, table: { ...table, name, temporary: stmt.table?.temporary ?? false } }
    },
  }
  const program = mapProgram(object.program, mapper)
  return { ...object, program: { ...program, ...temporaryTables(program, temporary) } }
}

const temporaryByName = (made: ReadonlyMap<ObjectId | undefined, Table>): ReadonlyMap<string, Table> =>
  new Map([...made.values()].flatMap((table) => (table.temporary ? [[table.name.name.text, table] as const] : [])))

/** The temporary tables of programs that this one names, whichever makes them. */
function temporaryTables(program: Program, known: ReadonlyMap<string, Table>): Pick<Program, 'temporaryTables'> {
  const found = new Map<string, TemporaryTable>()
  tablesIn(program, (table) => {
    if (table.kind !== 'tableRef' || table.name.schema) return
    const local = known.get(table.name.name.text)
    if (local) found.set(local.name.name.text, { name: local.name.name, columns: local.columns })
  })
  const all = [...(program.temporaryTables ?? []).filter((each) => !found.has(each.name.text)), ...found.values()]
  return all.length > 0 ? { temporaryTables: all } : {}
}

/** A record of that name is made with those of programs; a list is a type of its own by its name alone. */
function convertType(object: NamedType, context: PassContext): readonly SchemaObject[] {
  const original = context.objects.get(sourceOf(object) ?? object.id)
  const type = original?.kind === 'namedType' ? context.code.typeOf?.(original) : undefined
  const at = { object: original?.id ?? object.id, origin: object.origin }
  if (!type) context.findings.add(finding('XW-C0002', at, { what: 'type', name: dotted(object.name) }))
  const root = original?.kind === 'namedType' ? context.code.rootOf?.(original) : undefined
  if (type && original && root && root.id !== original.id) {
    const data = { name: dotted(object.name), target: type.native }
    context.findings.add(finding('XW-R0260', at, data))
  }
  const facts = type?.logical.kind === 'record' ? type.logical.object : undefined
  for (const { name, type: lost } of facts?.lost ?? [])
    context.findings.add(finding('XW-R0265', at, { name: dotted(object.name), attribute: name, type: lost }))
  if (!type || type.logical.kind === 'record') return []
  return [{ ...object, is: { kind: 'alias', of: { kind: 'type', type } } }]
}

function convertObject(object: SchemaObject, context: PassContext): readonly SchemaObject[] {
  if (object.kind === 'namedType') return convertType(object, context)
  if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') return [object]
  const source = sourceOf(object)
  const original = source === undefined ? undefined : context.objects.get(source)
  if (original?.kind === 'routine' && original.ofTriggers?.[0]) {
    context.consumed.set(wholeOf(original.id), wholeOf(original.ofTriggers[0]))
    return []
  }
  if (original?.kind !== object.kind || !original.program) return unread(object, original, context)
  if (original.kind === 'routine' && isPackage(original)) return packageUnit(object, original, context)
  if (object.kind === 'trigger' && original.kind === 'trigger' && context.to.can.oneEventPerTrigger)
    return eventTriggers(object, original, context) ?? unread(object, original, context)
  const converted = context.code.convertProgram?.(original)
  for (const found of converted?.findings ?? []) context.findings.add(found)
  if (!converted?.program) return unread(object, original, context)
  const { program, form } = converted
  if (object.kind === 'routine') return [named({ ...object, form, program }, converted.name, context)]
  if (object.kind === 'event') return [{ ...object, program }]
  return [{ ...object, program, table: targetTable(object, context) }]
}

/** A trigger for each event, where the target has no others; its program is what the source runs for that event. */
function eventTriggers(object: Trigger, original: Trigger, context: PassContext): readonly SchemaObject[] | undefined {
  const at = { object: original.id, origin: object.origin }
  const name = dotted(object.name)
  if (original.perStatement || original.timing === 'insteadOf') {
    const what = original.perStatement ? 'runs once for a statement' : 'runs in place of the change of a view'
    context.findings.add(finding('XW-R0081', at, { name, what }))
    return []
  }
  const found = new Set<string>()
  const made = original.events.map((event) => {
    const converted = context.code.convertProgram?.(forEvent(original, event))
    for (const each of converted?.findings ?? []) {
      const key = JSON.stringify(each)
      if (!found.has(key)) context.findings.add(each)
      found.add(key)
    }
    return converted?.program && eventTrigger(object, event, converted.program, context)
  })
  const all = made.filter((each) => each !== undefined)
  if (all.length < original.events.length) return undefined
  if (all.length > 1) {
    const names = all.map((each) => each.name.name.text).join(', ')
    context.findings.add(finding('XW-R0080', at, { name, names }))
  }
  return all
}

function eventTrigger(
  object: Trigger,
  event: Trigger['events'][number],
  program: Program,
  context: PassContext,
): Trigger {
  const table = targetTable(object, context)
  if (object.events.length === 1) return { ...object, events: [event], program, table }
  const { schema, name: own } = object.name
  const wanted = `${own.text}_${event}`
  const name = {
    ...(schema ? { schema } : {}),
    name: ident(context.allocator.take(`programs of ${schema?.text ?? ''}`, wanted)),
  }
  return { ...object, id: objectId('trigger', name), name, events: [event], program, table }
}

/** A routine whose name another one has that the target takes for the same. */
function named(object: Routine, name: QName | undefined, context: PassContext): Routine {
  if (!name || name.name.text === object.name.name.text || !object.package) return object
  const data = { name: dotted(object.name), target: dotted(name) }
  context.findings.add(finding('XW-C0020', { object: sourceOf(object) ?? object.id, origin: object.origin }, data))
  return { ...object, name, id: objectId(object.kind, name) }
}

const isPackage = ({ form }: Routine): boolean => form === 'package' || form === 'packageBody'

/**
 * A package is its schema, and a procedure where something is to be done before it is used. That stands for the body, or for
 * the specification of a package without one.
 */
function packageUnit(object: SchemaObject, original: Routine, context: PassContext): readonly SchemaObject[] {
  if (object.kind !== 'routine') return []
  const found = context.code.convertProgram?.(original)
  for (const each of found?.findings ?? []) context.findings.add(each)
  if (found?.program) return [{ ...object, form: 'procedure', program: found.program }]
  return [{ ...object, form: 'package' }]
}

/** A trigger that an earlier pass made has its statements already. */
function unread(
  object: Routine | Trigger | ScheduledEvent,
  original: SchemaObject | undefined,
  context: PassContext,
): readonly SchemaObject[] {
  if (object.kind === 'trigger' && object.body.kind !== 'opaque') return [object]
  const at = { object: original?.id ?? object.id, origin: object.origin }
  const said = [...context.earlier, ...context.findings.all].some((each) => each.object === at.object)
  const kind = object.kind === 'routine' ? object.form : object.kind
  if (!said) context.findings.add(finding('XW-R0001', at, { kind, name: dotted(object.name) }))
  return []
}

/** A script may come from a server that keeps no names apart by case. */
function targetTable(trigger: Trigger, context: PassContext): Trigger['table'] {
  const { fold, foldColumn: caseless = fold } = context.from.names
  const name = dotted(trigger.table)
  const table = tablesCalled(fold, context).get(fold(name)) ?? tablesCalled(caseless, context).get(caseless(name))
  return (table && context.names.objects.get(table.id)) ?? trigger.table
}

type Fold = (text: string) => string

/** Tables of a catalogue by their folded names, the first of each: many triggers ask. */
const folded = new WeakMap<PassContext['objects'], Map<Fold, ReadonlyMap<string, SchemaObject>>>()

function tablesCalled(fold: Fold, { objects }: PassContext): ReadonlyMap<string, SchemaObject> {
  const known = folded.get(objects) ?? new Map<Fold, ReadonlyMap<string, SchemaObject>>()
  folded.set(objects, known)
  const found = known.get(fold)
  if (found) return found
  const tables = [...objects.values()].filter(({ kind }) => kind === 'table').reverse()
  const made = new Map(tables.map((each) => [fold(dotted(each.name)), each] as const))
  known.set(fold, made)
  return made
}
