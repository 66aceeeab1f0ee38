import type { Alteration } from '../../core/dialect/definitions.js'
import type { EmittedStatement } from '../../core/dialect/dialect.js'
import { dotted, type ObjectId } from '../../core/ir/names.js'
import type { Catalog, Column, EnumTypeObject, Table } from '../../core/ir/schema.js'
import { allObjects, allTables, sourceOf } from '../catalog-edit.js'
import type { Conversion } from '../pipeline.js'
import { NotCarried } from './not-carried.js'
import { addedLabels, fillOf, isSame, keepsValues } from './values.js'

export interface ChangeScope {
  /** Whether the target has the table of this source table, or shall have it. */
  readonly follows: (source: ObjectId) => boolean
  /** Statements that are not on the target, and shall not be. */
  readonly leftOut: (statement: EmittedStatement) => boolean
}

export interface Changes {
  /** What others stand on, and what may be there already: made beforehand, where it is not. */
  readonly needs: readonly EmittedStatement[]
  readonly alterations: readonly Alteration[]
}

/**
 * What turns a target as the one conversion made it into one as the other would make it, with every row kept. Tables and
 * columns are paired by their names on the source. @throws NotCarried
 */
export function changes(before: Conversion, after: Conversion, scope: ChangeScope): Changes {
  const { gone, made } = statementChanges(before, after, scope)
  refuseMoves(before, after, gone, made)
  const alterations = [
    ...gone.filter(isBehindRows).reverse().map(undone),
    ...made.filter(ofType).map(run),
    ...labels(before.target, after.target),
    ...tableChanges(before, after, scope),
    ...gone.filter(ofTable).reverse().map(undone),
    ...made.filter(ofTable).map(run),
    ...made.filter(isBehindRows).map(run),
    ...gone.filter(ofType).reverse().map(undone),
  ]
  return { needs: made.filter((each) => !isBehindRows(each) && !ofTable(each) && !ofType(each)), alterations }
}

const isBehindRows = ({ phase }: EmittedStatement): boolean => phase === 'post-data'
const ofTable = ({ kind }: EmittedStatement): boolean => kind === 'table' || kind === 'partition'
const ofType = ({ kind }: EmittedStatement): boolean => kind === 'type' || kind === 'sequence'
const run = ({ sql }: EmittedStatement): Alteration => ({ kind: 'run', sql })

function undone({ id, undo }: EmittedStatement): Alteration {
  if (undo === undefined) throw new NotCarried(`${id} cannot be taken back`)
  return { kind: 'run', sql: undo }
}

/** Statements that only one conversion has. Whole tables are among them; tables and types that both have are changed instead. */
function statementChanges(before: Conversion, after: Conversion, scope: ChangeScope) {
  const known = new Map(before.statements.map((each) => [each.id, each]))
  const next = new Map(after.statements.map((each) => [each.id, each]))
  const counts = (each: EmittedStatement, of: Conversion): boolean =>
    each.phase !== 'post-cutover' && !scope.leftOut(each) && isFollowed(of, each.object, scope)
  const isChanged = (one: EmittedStatement, other: EmittedStatement | undefined): boolean =>
    other === undefined || (one.sql !== other.sql && !/^(table|type)$/.test(one.kind))
  const gone = before.statements.filter((each) => counts(each, before) && isChanged(each, next.get(each.id)))
  const made = after.statements.filter((each) => counts(each, after) && isChanged(each, known.get(each.id)))
  return { gone, made }
}

/** Rows of a partition that goes are gone, unless it goes into another one; partitions with other bounds have other rows. */
function refuseMoves(
  before: Conversion,
  after: Conversion,
  gone: readonly EmittedStatement[],
  made: readonly EmittedStatement[],
): void {
  const tables = (of: Conversion): ReadonlySet<ObjectId> => new Set(allTables(of.target).map(({ id }) => id))
  const [known, next] = [tables(before), tables(after)]
  const isMoved = ({ kind, object }: EmittedStatement): boolean =>
    kind === 'partition' && known.has(object) && next.has(object)
  if (gone.some(isMoved) && made.some(isMoved)) throw new NotCarried('rows change places between partitions')
}

/** What belongs to no table of the source is made for those that are followed. */
function isFollowed({ target }: Conversion, object: ObjectId, scope: ChangeScope): boolean {
  const owner = allTables(target).find(({ id }) => id === object)
  const source = owner && sourceOf(owner)
  return source === undefined || scope.follows(source)
}

function labels(before: Catalog, after: Catalog): readonly Alteration[] {
  const types = (catalog: Catalog) =>
    allObjects(catalog).filter((each): each is EnumTypeObject => each.kind === 'enumType')
  const known = new Map(types(before).map((type) => [type.id, type]))
  return types(after).flatMap((type) => {
    const old = known.get(type.id)
    if (!old) return []
    const added = addedLabels({ values: old.labels }, { values: type.labels })
    if (!added) throw new NotCarried(`labels of ${dotted(type.name)} go or change their places`)
    return added.map((each) => ({ kind: 'addLabel', type: type.name, ...each }) as const)
  })
}

interface Sides {
  readonly source: Table
  readonly target: Table
}

function sidesOf(conversion: Conversion, scope: ChangeScope): ReadonlyMap<ObjectId, Sides> {
  const sources = new Map(allTables(conversion.source).map((table) => [table.id, table]))
  return new Map(
    allTables(conversion.target).flatMap((target) => {
      const id = sourceOf(target)
      const source = id === undefined ? undefined : sources.get(id)
      return source && scope.follows(source.id) ? [[source.id, { source, target }] as const] : []
    }),
  )
}

function tableChanges(before: Conversion, after: Conversion, scope: ChangeScope): readonly Alteration[] {
  const known = sidesOf(before, scope)
  return [...sidesOf(after, scope)].flatMap(([id, sides]) => {
    const old = known.get(id)
    return old ? columnChanges(old, sides) : []
  })
}

function columnChanges(old: Sides, made: Sides): readonly Alteration[] {
  if (!isSame(plan(old.target), plan(made.target))) throw new NotCarried('it is divided into partitions in another way')
  const table = made.target
  const pair = (column: Column, of: Sides): Column | undefined =>
    of.target.columns.find(
      (each) => (each.sources?.[0] ?? each.name.text) === (column.sources?.[0] ?? column.name.text),
    )
  const dropped = old.target.columns.filter((column) => !pair(column, made))
  return [
    ...dropped.map((column) => ({ kind: 'dropColumn', table, column }) as const),
    ...made.target.columns.flatMap((column) => {
      const known = pair(column, old)
      return known ? changed(known, column, old, made) : [added(column, made)]
    }),
    ...(table.comment === old.target.comment ? [] : [{ kind: 'comment', table } as const]),
  ]
}

/** The partitions themselves are statements of their own. */
const plan = ({ partitioning }: Table): unknown =>
  partitioning && { by: partitioning.by, keys: partitioning.keys, sub: partitioning.sub?.by }

const sourceColumn = (column: Column, { source }: Sides): Column | undefined =>
  source.columns.find(({ name }) => `${source.id}/column:${name.text}` === column.sources?.[0])

function added(column: Column, made: Sides): Alteration {
  const source = sourceColumn(column, made)
  const fill = source ? fillOf(source, column) : {}
  if (fill === 'unknown')
    throw new NotCarried(`what rows have in the new column ${column.name.text} is known to the source only`)
  return { kind: 'addColumn', table: made.target, column, ...fill }
}

function changed(before: Column, after: Column, old: Sides, made: Sides): readonly Alteration[] {
  const name = after.name.text
  const [was, is] = [sourceColumn(before, old), sourceColumn(after, made)]
  if (was && is && !isSame(was.type.logical, is.type.logical) && !keepsValues(was.type.logical, is.type.logical))
    throw new NotCarried(
      `the new type of column ${name} may change the values in it (${was.type.native} → ${is.type.native})`,
    )
  if (!isSame(was?.generated, is?.generated) || !isSame(before.generated, after.generated))
    throw new NotCarried(`column ${name} is computed in another way`)
  if (!before.identity && after.identity)
    throw new NotCarried(`column ${name} begins to count, and rows with 0 get numbers`)
  return isSame(facts(before), facts(after)) ? [] : [{ kind: 'changeColumn', table: made.target, before, after }]
}

/** The next number of a counter is set when the users move. */
const facts = ({ type, nullable, default: value, identity, comment, options }: Column): unknown => ({
  ...{ native: type.native, collation: 'collation' in type.logical ? type.logical.collation?.name : undefined },
  ...{
    nullable,
    value,
    comment,
    counts: identity?.always,
    options: options.filter(({ key }) => /collation$/.test(key)),
  },
})
