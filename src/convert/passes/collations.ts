import { finding } from '../../core/findings/finding.js'
import type { Expr } from '../../core/ir/expr.js'
import { dotted, type Ident, ident, objectId, type QName } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { CollationObject, Column, Schema, ServerVersion, Table } from '../../core/ir/schema.js'
import type { Collation, LogicalType, TextType } from '../../core/ir/types.js'
import { walkExpr, walkQuery } from '../../core/ir/walk.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import { sourceOf } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'

/**
 * Gives text columns a collation under which equal text stays equal. Afterwards a column's collation carries the name that
 * the target knows it by; a column without one compares as the target's database does.
 */
export const collations: Pass = {
  name: 'collations',
  run: (catalog, context) => ({ ...catalog, schemas: catalog.schemas.map((schema) => convertSchema(schema, context)) }),
}

function convertSchema(schema: Schema, context: PassContext): Schema {
  const made = new Map<string, CollationObject>()
  const objects = schema.objects.map((object) =>
    object.kind === 'table' ? convertTable(object, schema.name, made, context) : object,
  )
  for (const collation of collationsOfCode(schema, context)) nameForCode(collation, schema.name, made, context)
  return { ...schema, objects: [...made.values(), ...objects] }
}

/** Collations that code of the schema needs without any column being of them: those it names, and those of labels it may compare. */
function collationsOfCode(schema: Schema, context: PassContext): readonly Collation[] {
  const found: Collation[] = []
  const look = (expr: Expr): boolean => {
    if (expr.kind === 'collate' && expr.known) found.push(expr.known)
    return true
  }
  const views = schema.objects.filter((object) => object.kind === 'view')
  for (const object of schema.objects)
    if ('program' in object && object.program) found.push(...ofProgram(object.program, look))
  for (const { query } of views) if (query.kind === 'query') walkQuery(query, look)
  for (const object of schema.objects) {
    if (object.kind !== 'table') continue
    for (const expr of expressionsOf(object)) walkExpr(expr, look)
    const labels = views.length === 0 ? [] : sourceTypes(object, context)
    found.push(...labels.flatMap((type) => (type.kind === 'enum' && type.collation ? [type.collation] : [])))
  }
  return found
}

/** Collations of a program's parameters, result and variables, by which they are compared. */
function ofProgram(program: Program, look: (expr: Expr) => boolean): readonly Collation[] {
  const declared = [...program.params.map((param) => param.type), ...(program.returns ? [program.returns] : [])]
  walkProgram(program, {
    expr: look,
    stmt: (stmt) => {
      if (stmt.kind !== 'block') return true
      declared.push(...stmt.declarations.flatMap((each) => (each.kind === 'declareVariables' ? [each.type] : [])))
      return true
    },
  })
  return declared.flatMap((each) => {
    const type = each.kind === 'type' ? each.type.logical : undefined
    return (type?.kind === 'text' || type?.kind === 'enum') && type.collation ? [type.collation] : []
  })
}

/** The types of the table's columns as the source has them: those of the target have no labels left. */
function sourceTypes(table: Table, context: PassContext): readonly LogicalType[] {
  const source = sourceOf(table)
  const object = source === undefined ? undefined : context.objects.get(source)
  return object?.kind === 'table' ? object.columns.map((column) => column.type.logical) : []
}

const expressionsOf = (table: Table): readonly Expr[] => [
  ...table.columns.flatMap((column) => [column.default, column.generated?.expr].flatMap((expr) => expr ?? [])),
  ...table.constraints.flatMap((each) => (each.kind === 'check' ? [each.expr] : [])),
  ...table.indexes.flatMap((index) => index.parts.map((part) => part.expr)),
]

function nameForCode(
  collation: Collation,
  schema: Ident,
  made: Map<string, CollationObject>,
  context: PassContext,
): void {
  if (context.names.collations.has(collation.name)) return
  const name = collationName(collation, schema, made, context)
  if (name !== undefined) context.names.collations.set(collation.name, name)
}

function convertTable(table: Table, schema: Ident, made: Map<string, CollationObject>, context: PassContext): Table {
  const columns = table.columns.map((column) => convertColumn(table, column, schema, made, context))
  reportTable(table, columns, context)
  return { ...table, columns }
}

function convertColumn(
  table: Table,
  column: Column,
  schema: Ident,
  made: Map<string, CollationObject>,
  context: PassContext,
): Column {
  const type = column.type.logical
  if (type.kind !== 'text' || !type.collation) return column
  const name = targetName(table, column, type.collation, schema, made, context)
  const { collation, ...bare } = type
  const logical: TextType = name === undefined ? bare : { ...bare, collation: { ...collation, name } }
  return {
    ...column,
    type: { ...column.type, logical },
    ...(name === undefined ? {} : collationOption(column, name, context)),
  }
}

/** How an emitter is told a collation by name: an option of the target's own. */
const collationOption = (column: Column, value: string, context: PassContext): Pick<Column, 'options'> => ({
  options: [...column.options, { key: `${context.to.dialect}.collation`, value, origin: column.origin }],
})

/** How the target calls the collation; undefined: the database's own. */
function targetName(
  table: Table,
  column: Column,
  collation: Collation,
  schema: Ident,
  made: Map<string, CollationObject>,
  context: PassContext,
): string | undefined {
  const name = collationName(collation, schema, made, context)
  const data = { column: column.name.text, source: collation.name }
  if (name === undefined && !isExact(collation)) context.findings.add(finding('XW-T0081', placeOf(table, column), data))
  else if (name !== undefined && !comesNear(collation, context))
    context.findings.add(finding('XW-T0085', placeOf(table, column), { ...data, target: name }))
  return name
}

/** The target's name of a collation, which is made when it is first asked for. */
function collationName(
  collation: Collation,
  schema: Ident,
  made: Map<string, CollationObject>,
  context: PassContext,
): string | undefined {
  if (context.to.constructs.ownCollations.length > 0) return ownCollation(collation, context)?.name
  const how = context.to.constructs.collate
  if (collation.binary) return how?.binary
  const wanted = context.options.collations === 'icu' && how !== undefined
  if (wanted && (isExact(collation) || context.to.can.nondeterministicCollations)) {
    const known = made.get(collation.name) ?? collationObject(collation, schema, how.provider, context)
    made.set(collation.name, known)
    return dotted(known.name)
  }
  return undefined
}

/** The engine's own collation that comes nearest: case and accents first, then blanks at the end. */
function ownCollation(wanted: Collation, { to }: PassContext) {
  const known = to.constructs.ownCollations.filter(
    ({ flavour, from }) => (flavour === undefined || flavour === to.version.flavour) && isSince(from, to.version),
  )
  const fits = known.filter(({ caseSensitive }) => caseSensitive === wanted.caseSensitive)
  const near = fits.filter(({ accentSensitive }) => accentSensitive === wanted.accentSensitive)
  const same = (near.length > 0 ? near : fits).find(({ padSpace }) => padSpace === wanted.padSpace)
  return same ?? near[0] ?? fits[0]
}

/** The engine's own collation takes the same texts for equal, blanks at the end aside. */
function comesNear(wanted: Collation, context: PassContext): boolean {
  if (context.to.constructs.ownCollations.length === 0) return true
  const own = ownCollation(wanted, context)
  // Marks that count for nothing (UTS 35, part 5: alternate handling) are no property of any own collation.
  const marks = /-u-(?:\w+-)*ka-shifted/.test(wanted.language)
  return !marks && own?.caseSensitive === wanted.caseSensitive && own.accentSensitive === wanted.accentSensitive
}

const isSince = (from: readonly [number, number] | undefined, { major, minor }: ServerVersion): boolean =>
  from === undefined || major > from[0] || (major === from[0] && minor >= from[1])

/** Different text is never equal. */
const isExact = (collation: Collation): boolean => collation.caseSensitive && collation.accentSensitive

function collationObject(collation: Collation, schema: Ident, provider: string, context: PassContext): CollationObject {
  const given = context.allocator.take(`collations of ${schema.text}`, collation.name)
  const name: QName = { schema, name: ident(given) }
  return {
    kind: 'collation',
    id: objectId('collation', name),
    name,
    provider,
    locale: localeOf(collation),
    deterministic: isExact(collation),
    origin: { from: 'none' },
    options: [],
    sources: [],
  }
}

/** BCP 47: strength level 1 ignores accents and case, level 2 case; the case level brings case back (UTS 35, part 5). */
export function localeOf(collation: Collation): string {
  const extension = collation.language.includes('-u-') ? '' : '-u'
  if (isExact(collation)) return collation.language
  if (collation.accentSensitive) return `${collation.language}${extension}-ks-level2`
  return `${collation.language}${extension}${collation.caseSensitive ? '-kc' : ''}-ks-level1`
}

function reportTable(table: Table, columns: readonly Column[], context: PassContext): void {
  const before = table.columns.flatMap((column, at) => {
    const source = column.type.logical
    const target = columns[at]?.type.logical
    if (source.kind !== 'text' || !source.collation || target?.kind !== 'text' || !comesNear(source.collation, context))
      return []
    return [{ source: source.collation, target: target.collation?.name }]
  })
  for (const [name, found] of groupBy(before.filter((each) => each.target !== undefined && !each.source.binary))) {
    const exact = found.every((each) => isExact(each.source))
    context.findings.add(
      exact
        ? finding('XW-T0083', placeOf(table), { source: found[0]?.source.name ?? '', target: name })
        : finding('XW-T0080', placeOf(table), { columns: found.length, collation: name }),
    )
  }
  // Where the target has collations of its own, the nearest may pad as the source's does.
  const pads = new Set(context.to.constructs.ownCollations.flatMap(({ name, padSpace }) => (padSpace ? [name] : [])))
  const unpadded = before.filter((each) => !each.source.padSpace && pads.has(each.target ?? '')).length
  if (unpadded > 0) context.findings.add(finding('XW-T0084', placeOf(table), { columns: unpadded }))
  const padded = before.filter((each) => each.source.padSpace && !pads.has(each.target ?? '')).length
  if (padded > 0) context.findings.add(finding('XW-T0082', placeOf(table), { columns: padded }))
}

function groupBy<T extends { readonly target: string | undefined }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    if (item.target !== undefined) groups.set(item.target, [...(groups.get(item.target) ?? []), item])
  }
  return groups
}
