import { finding } from '../../core/findings/finding.js'
import type { Expr } from '../../core/ir/expr.js'
import { type Ident, ident, type ObjectId, objectId, type PartId, type QName } from '../../core/ir/names.js'
import type { Catalog, Constraint, Index, Partitioning, Schema, SchemaObject, Table } from '../../core/ir/schema.js'
import { sourceOf, whole } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { isOwn } from '../local-tables.js'
import type { Wish } from '../naming/allocator.js'

/**
 * Gives every schema, object and column its name on the target, and writes it wherever the structure of a table names
 * one. Expressions keep the names of the source until the code pass converts them.
 */
export const naming: Pass = {
  name: 'naming',
  run: (catalog, context) => {
    const schemas = catalog.schemas.map((schema) => nameSchema(schema, context))
    nameObjects(catalog, schemas, context)
    return {
      ...catalog,
      schemas: mergeSchemas(catalog.schemas.map((schema, at) => rename(schema, schemas[at], context))),
    }
  },
}

function nameSchema(schema: Schema, context: PassContext): Ident {
  const chosen = { ...context.options.decisions.schemas, ...context.options.schemas }
  const wanted = Object.hasOwn(chosen, schema.name.text) ? chosen[schema.name.text] : undefined
  const given = wanted ?? context.allocator.take('schemas', schema.name.text)
  context.names.schemas.set(schema.name.text, given)
  return ident(given)
}

/** Objects share one space of names in a schema, whatever their kind: a table, its row type and a sequence may not meet. */
function nameObjects(catalog: Catalog, schemas: readonly Ident[], context: PassContext): void {
  catalog.schemas.forEach((schema, at) => {
    const target = schemas[at]
    if (!target) return
    const named = schema.objects.filter((object) => takesRelationName(object) && !isOwn(object))
    const given = context.allocator.takeAll(
      target.text,
      named.map((object) => wish(whole(object), object.name.name, context)),
    )
    namePrograms(schema.objects, target, context)
    named.forEach((object, index) => {
      const own = ident(given[index] ?? object.name.name.text)
      // A temporary table stands in no schema that has a name.
      const name: QName = object.kind === 'table' && object.temporary ? { name: own } : { schema: target, name: own }
      context.names.objects.set(object.id, name)
      reportRename(object, name.name.text, context)
      if (object.kind === 'table') nameColumns(object, context)
      if (object.kind === 'view') nameViewColumns(object.id, object.columns, context)
    })
    for (const object of schema.objects) if (isOwn(object)) nameAsFirst(object, context)
  })
}

function nameAsFirst(object: SchemaObject, context: PassContext): void {
  const name = context.names.objects.get(objectId(object.kind, object.name))
  if (name) context.names.objects.set(object.id, name)
  if (object.kind === 'table') nameColumns(object, context)
}

/** Programs share one space of names in a schema: a trigger needs a function of its own on some targets. */
function namePrograms(objects: readonly SchemaObject[], schema: Ident, context: PassContext): void {
  const all = objects.filter(({ kind }) => kind === 'routine' || kind === 'trigger' || kind === 'event')
  // What triggers alone run is a part of each of them.
  const own = all.filter((object) => object.kind !== 'routine' || !object.ofTriggers)
  const programs = own.filter((object) => !isPackage(object))
  // Members of a package that are told apart by their parameters keep their one name.
  const first = programs.filter((object, at) => firstOfName(programs, object) === at)
  const given = context.allocator.takeAll(
    `programs of ${schema.text}`,
    first.map((object) => object.name.name.text),
  )
  for (const [at, object] of programs.entries()) {
    const named = programs[firstOfName(programs, object)] ?? object
    const name: QName = { schema, name: ident(given[first.indexOf(named)] ?? object.name.name.text) }
    context.names.objects.set(object.id, name)
    if (firstOfName(programs, object) === at) reportRename(object, name.name.text, context)
  }
  for (const unit of all.filter(isPackage)) namePackage(unit, schema, context)
}

const isPackage = (object: SchemaObject): boolean =>
  object.kind === 'routine' && (object.form === 'package' || object.form === 'packageBody')

function firstOfName(programs: readonly SchemaObject[], object: SchemaObject): number {
  const own = object.kind === 'routine' && object.package ? object.name.name.text : undefined
  return programs.findIndex((each) =>
    own === undefined ? each === object : each.kind === 'routine' && each.package && each.name.name.text === own,
  )
}

/** A package is a schema with its members; what it does when a session first uses it is a procedure in there. */
function namePackage(unit: SchemaObject, schema: Ident, context: PassContext): void {
  const members = context.names.schemas.get(unit.name.name.text)
  const scope = `programs of ${members ?? schema.text}`
  const taken = context.allocator.has(scope, packageStart) ? `${packageStart}_` : packageStart
  context.names.objects.set(unit.id, { schema: members === undefined ? schema : ident(members), name: ident(taken) })
}

const packageStart = 'initialize_package'

const takesRelationName = (object: SchemaObject): boolean =>
  object.kind === 'table' || object.kind === 'view' || object.kind === 'sequence' || object.kind === 'namedType'

function reportRename(object: SchemaObject, given: string, context: PassContext): void {
  if (isExpected(given, wish(whole(object), object.name.name, context), context)) return
  const asked = object.name.name.text
  context.findings.add(
    finding('XW-C0020', { object: object.id, origin: object.origin }, { name: asked, target: given }),
  )
}

function nameColumns(table: Table, context: PassContext): void {
  const { systemColumns } = context.to.names
  if (systemColumns) context.allocator.reserve(columnScope(table.id), systemColumns)
  const wishes = table.columns.map((column) => wish(column.sources?.[0], column.name, context))
  takeColumns(
    table.id,
    table.columns.map((column) => column.name),
    wishes,
    context,
  )
  const given = context.names.columns.get(table.id)
  for (const [index, column] of table.columns.entries()) {
    const name = given?.get(column.name.text)?.text ?? column.name.text
    if (isExpected(name, wishes[index] ?? column.name.text, context)) continue
    const at = { object: table.id, origin: column.origin, ...(column.sources?.[0] ? { part: column.sources[0] } : {}) }
    context.findings.add(finding('XW-C0020', at, { name: column.name.text, target: name }))
  }
}

/** The name that somebody decided on is taken as it is, else the source's own. */
function wish(part: PartId | undefined, name: Ident, context: PassContext): Wish {
  const exact = part === undefined ? undefined : context.options.decisions.names.get(part)
  return exact === undefined ? name.text : { exact }
}

function isExpected(given: string, wanted: Wish, context: PassContext): boolean {
  if (typeof wanted !== 'string') return given === wanted.exact
  return given === wanted || given === context.to.names.fold(wanted)
}

const columnScope = (object: ObjectId): string => `columns of ${object}`

const nameViewColumns = (object: ObjectId, columns: readonly Ident[], context: PassContext): void =>
  takeColumns(
    object,
    columns,
    columns.map((column) => column.text),
    context,
  )

function takeColumns(object: ObjectId, columns: readonly Ident[], wishes: readonly Wish[], context: PassContext): void {
  const given = context.allocator.takeAll(columnScope(object), wishes)
  const names = new Map(columns.map((column, at) => [column.text, ident(given[at] ?? column.text)]))
  context.names.columns.set(object, names)
}

function rename(schema: Schema, name: Ident | undefined, context: PassContext): Schema {
  const target = name ?? schema.name
  return { ...schema, name: target, objects: schema.objects.map((object) => renameObject(object, target, context)) }
}

function renameObject(object: SchemaObject, schema: Ident, context: PassContext): SchemaObject {
  const source = sourceOf(object) ?? object.id
  const name = context.names.objects.get(source) ?? { schema, name: object.name.name }
  // One of several programs of a name has a number behind it.
  const number = /#\d+$/.exec(source)?.[0] ?? ''
  const named = { ...object, name, id: `${objectId(object.kind, name)}${number}` as ObjectId }
  return named.kind === 'table' ? renameTable(named, source, context) : named
}

function renameTable(table: Table, source: ObjectId, context: PassContext): Table {
  const partitioning = table.partitioning
  const column = (name: Ident): Ident => targetColumn(context, source, name)
  return {
    ...table,
    columns: table.columns.map((each) => ({ ...each, name: column(each.name) })),
    constraints: table.constraints.map((each) => renameConstraint(each, source, context)),
    indexes: table.indexes.map((each) => renameIndex(each, column)),
    ...(partitioning ? { partitioning: renamePartitioning(partitioning, column) } : {}),
  }
}

function renameConstraint(constraint: Constraint, table: ObjectId, context: PassContext): Constraint {
  switch (constraint.kind) {
    case 'check':
      return constraint
    case 'primaryKey':
    case 'unique':
      return { ...constraint, columns: constraint.columns.map((name) => targetColumn(context, table, name)) }
    case 'foreignKey': {
      const referenced = referencedTable(context, table, constraint.target)
      return {
        ...constraint,
        columns: constraint.columns.map((name) => targetColumn(context, table, name)),
        target: context.names.objects.get(referenced) ?? constraint.target,
        targetColumns: constraint.targetColumns.map((name) => targetColumn(context, referenced, name)),
      }
    }
  }
}

/** Id of the table that a foreign key of the source names; a name without a schema means the table's own. */
function referencedTable(context: PassContext, table: ObjectId, target: QName): ObjectId {
  const own = context.objects.get(table)?.name.schema
  const full: QName = target.schema || !own ? target : { schema: own, name: target.name }
  const exact = objectId('table', full)
  if (context.objects.has(exact)) return exact
  const fold = (name: QName): string => context.from.names.fold(`${name.schema?.text}.${name.name.text}`)
  const found = [...context.objects.values()].find((each) => each.kind === 'table' && fold(each.name) === fold(full))
  return found?.id ?? exact
}

function targetColumn(context: PassContext, object: ObjectId, name: Ident): Ident {
  const names = context.names.columns.get(object)
  const exact = names?.get(name.text)
  if (exact || !names) return exact ?? name
  const folded = context.from.names.fold(name.text)
  // Column names never depend on case in the engines that fold them; a key may spell one otherwise.
  const found = [...names].find(([each]) => each.toLowerCase() === folded.toLowerCase())
  return found?.[1] ?? name
}

const renameIndex = (index: Index, column: (name: Ident) => Ident): Index => ({
  ...index,
  parts: index.parts.map((part) => ({ ...part, expr: renameColumnRef(part.expr, column) })),
})

/** A plain column is structure; anything else waits for the code pass. */
function renameColumnRef(expr: Expr, column: (name: Ident) => Ident): Expr {
  const name = expr.kind === 'column' ? expr.path[expr.path.length - 1] : undefined
  return expr.kind === 'column' && name ? { ...expr, path: [column(name)] } : expr
}

const renamePartitioning = (partitioning: Partitioning, column: (name: Ident) => Ident): Partitioning => ({
  ...partitioning,
  keys: partitioning.keys.map((key) => renameColumnRef(key, column)),
  ...(partitioning.sub ? { sub: renamePartitioning(partitioning.sub, column) } : {}),
})

/** Several source schemas may be sent to one target schema. */
function mergeSchemas(schemas: readonly Schema[]): readonly Schema[] {
  const merged = new Map<string, Schema>()
  for (const schema of schemas) {
    const known = merged.get(schema.name.text)
    merged.set(schema.name.text, known ? { ...known, objects: [...known.objects, ...schema.objects] } : schema)
  }
  return [...merged.values()]
}
