import type { StatementId, StatementKind, StatementPhase } from '../../../../core/dialect/dialect.js'
import { finding } from '../../../../core/findings/finding.js'
import { dotted, type QName } from '../../../../core/ir/names.js'
import { relationsIn } from '../../../../core/ir/relations-in.js'
import type { Routine, Schema, SchemaObject, TextDefault, View } from '../../../../core/ir/schema.js'
import { attempt, type Emission, idOf, schemaOf } from '../emission.js'
import { nameText } from '../printing.js'
import { ownProgramText, ownStatementText, ownViewText } from './objects.js'
import { optionValue } from './options.js'

/** What keeps its own text: views, programs, and what only the engine has a word for. */
export function emitOwn(emission: Emission, schemas: readonly Schema[]): void {
  for (const schema of schemas) emitSchemaOwn(emission, schema)
}

function emitSchemaOwn(emission: Emission, schema: Schema): void {
  const { objects, textDefault } = schema
  const emitText = (object: SchemaObject, kind: StatementKind, phase: StatementPhase): void =>
    emitTextIn(emission, textDefault, object, kind, phase)
  for (const object of objects) if (object.kind === 'unmodelled') emitText(object, 'object', 'pre-data')
  for (const object of objects) if (object.kind === 'routine') emitText(object, kindOf(object), 'post-data')
  for (const object of objects) if (object.kind === 'view') emitOwnView(emission, object, objects)
  for (const object of objects) if (object.kind === 'trigger') emitText(object, 'trigger', 'post-cutover')
  for (const object of objects) if (object.kind === 'event') emitText(object, 'object', 'post-cutover')
}

function kindOf({ form }: Routine): StatementKind {
  if (form === 'package' || form === 'packageBody') return 'object'
  return form === 'function' ? 'function' : 'procedure'
}

function emitTextIn(
  emission: Emission,
  database: TextDefault | undefined,
  object: SchemaObject,
  kind: StatementKind,
  phase: StatementPhase,
): void {
  const isProgram = object.kind !== 'unmodelled'
  reportDefiner(emission, object)
  attempt(emission, object, wordOf(object).toLowerCase(), undefined, () => ({
    ...{ kind, name: object.name, object: object.id, sources: object.sources ?? [], phase },
    ...{ minimal: phase === 'pre-data', dependsOn: schemaOf(object.name), code: [] },
    ...(object.kind === 'trigger' || kind !== 'object' ? {} : { part: wordOf(object).toLowerCase() }),
    sql: isProgram ? ownProgramText(object, database) : ownStatementText(object),
    undo: `DROP ${wordOf(object)} IF EXISTS ${nameText(object.name)}`,
  }))
}

function wordOf(object: SchemaObject): string {
  if (object.kind === 'routine') return object.form === 'packageBody' ? 'PACKAGE BODY' : object.form.toUpperCase()
  return object.kind === 'unmodelled' ? object.what.toUpperCase() : object.kind.toUpperCase()
}

function emitOwnView(emission: Emission, view: View, objects: readonly SchemaObject[]): void {
  reportDefiner(emission, view)
  attempt(emission, view, 'view', undefined, () => ({
    ...{ kind: 'view', name: view.name, object: view.id, sources: view.sources ?? [] },
    ...{ phase: 'post-data', minimal: false, code: [] },
    dependsOn: [...schemaOf(view.name), ...readBy(view, objects)],
    sql: ownViewText(view),
    undo: `DROP VIEW ${nameText(view.name)}`,
  }))
}

/** The views and tables that a view reads. Names are equal whatever their case on some servers. */
function readBy(view: View, objects: readonly SchemaObject[]): readonly StatementId[] {
  if (view.query.kind === 'opaque') return []
  const relations = new Map(
    objects.flatMap((each) =>
      (each.kind === 'view' || each.kind === 'table') && each !== view
        ? [[dotted(each.name).toLowerCase(), idOf(each.kind, each.name)] as const]
        : [],
    ),
  )
  const full = (name: QName): QName => (name.schema || !view.name.schema ? name : { ...name, schema: view.name.schema })
  const found = relationsIn(view.query).flatMap((name) => relations.get(dotted(full(name)).toLowerCase()) ?? [])
  return [...new Set(found)]
}

/** An account is not carried over. */
function reportDefiner({ sink }: Emission, object: SchemaObject): void {
  const account = optionValue(object.options, 'definer')
  if (account === undefined || /^current_user(\s*\(\s*\))?$/i.test(account)) return
  const what = `${object.kind === 'routine' ? object.form : object.kind} ${dotted(object.name)}`
  sink.add(finding('XW-C0660', { object: object.id, origin: object.origin }, { what, account }))
}
