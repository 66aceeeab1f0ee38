import type { Alteration, DefinitionStep } from '../../core/dialect/definitions.js'
import type { EmittedStatement } from '../../core/dialect/dialect.js'
import type { Ident, ObjectId, QName } from '../../core/ir/names.js'
import type { Catalog, Constraint, EnumTypeObject, Index, Table } from '../../core/ir/schema.js'
import { allObjects, allTables, sourceOf } from '../catalog-edit.js'
import type { Conversion } from '../pipeline.js'
import { NotCarried } from './not-carried.js'

/**
 * New names and nothing else: parts stand in the order in which they stood. What the target calls them may change with them,
 * as the name of a type with that of its column.
 */
export function renamings(
  before: Conversion,
  after: Conversion,
  { from, to }: NonNullable<DefinitionStep['renames']>,
): readonly Alteration[] {
  const [old, made] = [tableOf(before.target, from), tableOf(after.target, to)]
  if (!old || !made) return []
  const same =
    old.columns.length === made.columns.length &&
    old.constraints.length === made.constraints.length &&
    old.indexes.length === made.indexes.length
  if (!same) throw new NotCarried('with its new name it is converted in another way')
  return [
    ...typeNames(before.target, after.target),
    ...(isSame(old.name, made.name) ? [] : [{ kind: 'renameTable', from: old.name, to: made.name } as const]),
    ...made.columns.flatMap((column, at) => renamed('renameColumn', made.name, old.columns[at]?.name, column.name)),
    ...keyNames(before, after, old, made),
  ]
}

const tableOf = (catalog: Catalog, source: ObjectId): Table | undefined =>
  allTables(catalog).find((table) => sourceOf(table) === source)

const isSame = (one: QName, other: QName): boolean =>
  one.name.text === other.name.text && one.schema?.text === other.schema?.text

function renamed(kind: 'renameColumn', table: QName, from: Ident | undefined, to: Ident): readonly Alteration[] {
  return from === undefined || from.text === to.text ? [] : [{ kind, table, from, to }]
}

function typeNames(before: Catalog, after: Catalog): readonly Alteration[] {
  const types = (catalog: Catalog) =>
    allObjects(catalog).filter((each): each is EnumTypeObject => each.kind === 'enumType')
  const [old, made] = [types(before), types(after)]
  if (old.length !== made.length) throw new NotCarried('with its new name it is converted in another way')
  return made.flatMap(({ name }, at) => {
    const from = old[at]?.name
    return from === undefined || isSame(from, name) ? [] : [{ kind: 'renameType', from, to: name } as const]
  })
}

function keyNames(before: Conversion, after: Conversion, old: Table, made: Table): readonly Alteration[] {
  const pairs = [
    ...made.constraints.map((key, at) => ['constraint', old.constraints[at], key] as const),
    ...made.indexes.map((key, at) => ['index', old.indexes[at], key] as const),
  ]
  return pairs.flatMap(([what, was, is]) => {
    const from = was && nameOf(before.statements, was)
    const to = nameOf(after.statements, is)
    if (!from || !to || from.text === to.text) return []
    return [{ kind: 'renameKey', what, table: made.name, from, to } as const]
  })
}

/** The name under which the emitter makes a key: its own, or one that it chooses. */
function nameOf(statements: readonly EmittedStatement[], key: Constraint | Index): Ident | undefined {
  const [part] = key.sources ?? []
  return key.name ?? statements.find(({ sources }) => part !== undefined && sources.includes(part))?.name.name
}
