import type { DefinitionStep } from '../../core/dialect/definitions.js'
import { dotted, type ObjectId } from '../../core/ir/names.js'
import type { Catalog, Column, Table } from '../../core/ir/schema.js'
import type { TableName } from '../../core/mapping/mapping.js'
import { allTables } from '../catalog-edit.js'
import { NotCarried } from './not-carried.js'
import { fillOf, isSame, keepsValues } from './values.js'

export interface Touched {
  readonly id: ObjectId
  readonly name: TableName
}

/** What a statement means for a target of the same engine that runs it as it stands. */
export interface OwnChange {
  /** Tables whose definitions are others afterwards. */
  readonly touches: readonly Touched[]
  /** Of them, those that were not there. */
  readonly made: readonly ObjectId[]
  /** What tables of a schema inherit from it. */
  readonly ofSchemas: boolean
  /** Names before the first step, and now. */
  readonly renamed: ReadonlyMap<ObjectId, ObjectId>
}

/**
 * Every row of the target must become what the row of the source has become, unless a person has seen to that.
 * @throws NotCarried when it cannot be told from the definitions
 */
export function ownChange(before: Catalog, steps: readonly DefinitionStep[], seenTo: boolean): OwnChange {
  const renamed = new Map<ObjectId, ObjectId>()
  let known = tablesOf(before)
  for (const { after, renames } of steps) {
    const now = tablesOf(after)
    if (renames) follow(renamed, renames)
    else if (!seenTo) for (const [id, table] of now) mustKeepRows(known.get(id), table)
    known = now
  }
  const first = tablesOf(before)
  const ids = [...new Set([...first.keys(), ...known.keys()])]
  const changed = ids.filter((id) => !isSame(first.get(id), known.get(id)))
  // Only by its definition can be told later whether a statement was done.
  const involved = new Set([...renamed].flat())
  const touches = changed.filter((id) => !involved.has(id) || !isSame(shape(first.get(id)), shape(known.get(id))))
  if (!seenTo && changed.length > 0 && touches.length === 0) throw new NotCarried('tables of one shape change places')
  const made = touches.filter((id) => !first.has(id) && ![...renamed.values()].includes(id))
  const last = steps.at(-1)?.after ?? before
  return {
    touches: touches.map((id) => ({ id, name: nameOf(known.get(id) ?? first.get(id)) })),
    made,
    renamed,
    ofSchemas: !isSame(schemasIn(before), schemasIn(last)),
  }
}

const tablesOf = (catalog: Catalog): ReadonlyMap<ObjectId, Table> =>
  new Map(allTables(catalog).map((table) => [table.id, table]))

const nameOf = (table: Table | undefined): TableName => ({
  schema: table?.name.schema?.text ?? '',
  table: table?.name.name.text ?? '',
})

const schemasIn = ({ schemas }: Catalog): unknown => schemas.map(({ objects: _, ...schema }) => schema)

function follow(renamed: Map<ObjectId, ObjectId>, { from, to }: NonNullable<DefinitionStep['renames']>): void {
  if (from === to) return
  const first = [...renamed].find(([, name]) => name === from)?.[0] ?? from
  renamed.set(first, to)
}

/** However its names and types are written. */
const shape = (table: Table | undefined): unknown =>
  table && {
    columns: table.columns.map(({ name, type, nullable }) => [name.text, type.logical, nullable]),
    parts: [table.constraints.length, table.indexes.length],
  }

function mustKeepRows(old: Table | undefined, table: Table): void {
  if (!old || isSame(old, table)) return
  if (!isSame(old.partitioning, table.partitioning))
    throw new NotCarried(`${dotted(table.name)} is divided in another way`)
  const known = new Map(old.columns.map((column) => [column.name.text, column]))
  for (const column of table.columns) {
    const was = known.get(column.name.text)
    if (was) mustKeepValues(was, column)
    else if (fillOf(column, column) === 'unknown')
      throw new NotCarried(`what rows have in the new column ${column.name.text} is known to the source only`)
  }
}

function mustKeepValues(was: Column, column: Column): void {
  const name = column.name.text
  const [before, after] = [was.type, column.type]
  if (!isSame(before.logical, after.logical) && !keepsValues(before.logical, after.logical))
    throw new NotCarried(
      `the new type of column ${name} may change the values in it (${before.native} → ${after.native})`,
    )
  if (!isSame(was.generated, column.generated)) throw new NotCarried(`column ${name} is computed in another way`)
  if (!was.identity && column.identity)
    throw new NotCarried(`column ${name} begins to count, and rows with 0 get numbers`)
}
