import { createFindingSink, finding } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, ident, partId } from '../../../core/ir/names.js'
import type { Column, Constraint, Index, Partition, Partitioning, Table } from '../../../core/ir/schema.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { mapTables, sourceOf } from '../../catalog-edit.js'
import type { Pass, PassContext } from '../../context.js'
import { placeOf } from '../../report.js'
import { kindOf, labelOf, plainColumn } from '../missing-columns.js'
import { declaredPartitions } from './attached.js'
import { type BoundReader, hashPartitions, listPartitions, rangePartitions } from './bounds.js'
import { functionBounds, literalBounds } from './values.js'

/**
 * Partitions as the target knows them: half-open ranges, lists and hash remainders of plain columns. What has no exact
 * counterpart leaves the table whole, with a finding, rather than out.
 */
export const partitions: Pass = {
  name: 'partitions',
  run: (catalog, context) => mapTables(catalog, (table) => convertTable(table, context)),
}

/** The part of the census that stands for the partitioning itself. */
export const partitioningPart = (object: Parameters<typeof partId>[0]) => partId(object, 'partition', '')

function convertTable(table: Table, context: PassContext): Table {
  const source = sourceOf(table)
  if (!table.partitioning || !source) return table
  const sources = [...(table.sources ?? []), partitioningPart(source)]
  if (context.from.can.attachedPartitions && !context.to.can.attachedPartitions) {
    const declared = declaredPartitions(table, table.partitioning, context)
    const problem = typeof declared === 'string' ? declared : keyProblem(table, declared)
    return typeof declared === 'string' || problem !== undefined
      ? whole(table, problem ?? '', context)
      : { ...table, sources, partitioning: declared }
  }
  const converted = convertPartitioning(table, table.partitioning, context)
  if (typeof converted !== 'string') {
    const problem = keyProblem(table, converted)
    if (problem === undefined) return finish({ ...table, sources, partitioning: converted }, context)
    return whole(table, problem, context)
  }
  return whole(table, converted, context)
}

/** The table in one piece. Every partition is named by the one finding on the partitioning. */
function whole(table: Table, reason: string, context: PassContext): Table {
  const { partitioning, ...rest } = table
  const source = sourceOf(table)
  if (!source || !partitioning) return rest
  const place = { object: source, part: partitioningPart(source), origin: partitioning.origin }
  context.findings.add(finding('XW-C0071', place, { table: table.name.name.text, reason }))
  for (const part of partIdsIn(partitioning.partitions)) context.consumed.set(part, partitioningPart(source))
  return rest
}

const partIdsIn = (list: readonly Partition[]): readonly NonNullable<Partition['sources']>[number][] =>
  list.flatMap((each) => [...(each.sources ?? []), ...partIdsIn(each.subpartitions)])

/** A text says why it cannot be. */
function convertPartitioning(table: Table, by: Partitioning, context: PassContext): Partitioning | string {
  switch (by.by) {
    case 'hash':
    case 'key':
      return convertHash(table, by, context)
    case 'range':
      return convertRange(table, by, context)
    case 'list':
      return convertList(table, by, context)
  }
}

function convertHash(table: Table, by: Partitioning, context: PassContext): Partitioning | string {
  const keys = hashKeys(table, by, context)
  if (keys.length === 0) return 'the columns that the rows are spread by are not known'
  const count = by.partitions.length > 0 ? by.partitions.length : (by.count ?? 1)
  const place = placeOfPartitioning(table, by)
  context.findings.add(finding('XW-C0074', place, { table: table.name.name.text }))
  return { ...by, by: 'hash', keys, count, columns: true, partitions: hashPartitions(by.partitions, count) }
}

/** The columns of the expression; for KEY without columns, those of the primary key. */
function hashKeys(table: Table, by: Partitioning, context: PassContext): readonly Expr[] {
  const source = sourceOf(table)
  const found = new Map<string, Expr>()
  for (const key of by.keys) {
    walkExpr(key, (expr) => {
      const written = expr.kind === 'column' ? expr.path[expr.path.length - 1] : undefined
      if (!written) return undefined
      const given = source && context.names.columns.get(source)?.get(written.text)
      const name: Ident = key.kind === 'column' ? written : (given ?? written)
      found.set(name.text, { kind: 'column', path: [name], origin: expr.origin })
      return undefined
    })
  }
  if (found.size > 0) return [...found.values()]
  const primary = table.constraints.find((each) => each.kind === 'primaryKey')
  if (primary?.kind !== 'primaryKey') return []
  return primary.columns.map((name) => ({ kind: 'column', path: [name], origin: by.origin }))
}

interface Keyed {
  readonly keys: readonly Expr[]
  readonly read: BoundReader
}

/** Plain columns, or one function that grows with its column; a text says why neither. */
function keysOf(table: Table, by: Partitioning, functions: boolean, context: PassContext): Keyed | string {
  const found = by.keys.map((key) => columnOf(table, plainColumn(key)))
  const plain = found.filter((column) => column !== undefined)
  if (plain.length === by.keys.length && plain.length > 0)
    return { keys: by.keys, read: literalBounds(table, plain, context) }
  const rewritten = functions ? functionBounds(table, by, context) : undefined
  if (!rewritten) return 'its expression has no exact counterpart'
  const data = {
    table: table.name.name.text,
    expression: `${rewritten.fn}(${rewritten.column.name.text})`,
    column: rewritten.column.name.text,
  }
  context.findings.add(finding('XW-C0072', placeOfPartitioning(table, by), data))
  const key: Expr = { kind: 'column', path: [rewritten.column.name], origin: by.origin }
  return { keys: [key], read: rewritten.read }
}

const columnOf = (table: Table, name: string | undefined): Column | undefined =>
  table.columns.find((column) => column.name.text === name)

function convertRange(table: Table, by: Partitioning, context: PassContext): Partitioning | string {
  const keyed = keysOf(table, by, true, context)
  if (typeof keyed === 'string') return keyed
  const ranges = rangePartitions(by.partitions, keyed.read, keyed.keys.length)
  if (typeof ranges === 'string') return ranges
  const nullable = keyed.keys.some((key) => columnOf(table, plainColumn(key))?.nullable)
  const last = nullable && takesNulls(by, context) ? [defaultPartition(table, by, context)] : []
  return { ...by, keys: keyed.keys, columns: true, partitions: [...ranges, ...last, ...later(table, by, context)] }
}

/** Where rows go for which the source makes a partition when they come. */
function later(table: Table, by: Partitioning, context: PassContext): readonly Partition[] {
  if (!by.grows) return []
  const data = { table: table.name.name.text, partition: 'later' }
  context.findings.add(finding('XW-C0077', placeOfPartitioning(table, by), data))
  return [{ ...addedDefault(by), name: ident('later') }]
}

/** Whether some partition of the source holds rows with a null key. */
const takesNulls = (by: Partitioning, context: PassContext): boolean =>
  !context.from.can.nullsInLastPartition ||
  by.partitions.some(({ bound }) => bound?.kind === 'lessThan' && bound.values.includes('maxvalue'))

function defaultPartition(table: Table, by: Partitioning, context: PassContext): Partition {
  const code = context.from.can.nullsInLastPartition ? 'XW-C0075' : 'XW-C0073'
  context.findings.add(finding(code, placeOfPartitioning(table, by), { table: table.name.name.text }))
  return addedDefault(by)
}

const addedDefault = (by: Partitioning): Partition => ({
  name: ident('null'),
  bound: { kind: 'default' },
  subpartitions: [],
  origin: by.origin,
  options: [],
  sources: [],
})

function convertList(table: Table, by: Partitioning, context: PassContext): Partitioning | string {
  if (by.keys.length !== 1) return 'lists of several columns are not known on the target'
  const keyed = keysOf(table, by, false, context)
  if (typeof keyed === 'string') return keyed
  const lists = listPartitions(by.partitions, keyed.read)
  if (typeof lists === 'string') return lists
  return { ...by, keys: keyed.keys, columns: true, partitions: [...lists, ...later(table, by, context)] }
}

function placeOfPartitioning(table: Table, by: Partitioning) {
  const place = placeOf(table)
  return { ...place, part: partitioningPart(place.object), origin: by.origin }
}

/** A key of a partitioned table must contain the columns that the rows are spread by; the key is worth more than the partitions. */
function keyProblem(table: Table, by: Partitioning): string | undefined {
  const levels = [by, ...(by.sub ? [by.sub] : [])]
  const columns = levels.flatMap((level) => level.keys.flatMap((key) => plainColumn(key) ?? []))
  const lacking = table.constraints.find(
    (each) => isKey(each) && columns.some((name) => !each.columns.some((column) => column.text === name)),
  )
  return lacking ? `${kindOf(lacking).toLowerCase()} ${labelOf(lacking)} does not contain the partition key` : undefined
}

const isKey = (constraint: Constraint): constraint is Extract<Constraint, { kind: 'primaryKey' | 'unique' }> =>
  constraint.kind === 'primaryKey' || constraint.kind === 'unique'

/** Sub-partitions, names, and unique indexes that cannot be made. */
function finish(table: Table, context: PassContext): Table {
  const by = table.partitioning
  if (!by) return table
  const divided = subpartitions(table, by, context)
  if (typeof divided === 'string') return whole(table, divided, context)
  const { sub, partitions: listed } = divided
  const named = nameAll(table, listed, table.name.name.text, context)
  const { sub: _sub, ...level } = by
  const partitioning: Partitioning = {
    ...level,
    partitions: named,
    ...(sub ? { sub: { ...sub, partitions: [] } } : {}),
  }
  const kept = table.indexes.filter((index) => canIndex(table, index, by, context))
  return { ...table, partitioning, indexes: kept }
}

/** A text says why the parts of the partitions cannot be made. Each partition has ranges or lists of its own. */
function subpartitions(
  table: Table,
  { sub, partitions: list }: Partitioning,
  context: PassContext,
): Pick<Partitioning, 'sub' | 'partitions'> | string {
  if (!sub) return { partitions: list.map((each) => ({ ...each, subpartitions: [] })) }
  if (sub.by === 'hash' || sub.by === 'key') {
    const spread = convertHash(table, sub, context)
    if (typeof spread === 'string') return spread
    return { sub: spread, partitions: list.map((each) => withSubpartitions(each, spread)) }
  }
  const made: Partition[] = []
  const said = createFindingSink()
  for (const each of list) {
    const parts = each.subpartitions
    const converted = convertPartitioning(table, { ...sub, partitions: parts }, { ...context, findings: said })
    if (typeof converted === 'string') return converted
    made.push({ ...each, subpartitions: parts.length > 0 ? converted.partitions : [] })
  }
  for (const each of new Map(said.all.map((one) => [one.code, one])).values()) context.findings.add(each)
  return { sub, partitions: made }
}

function withSubpartitions(partition: Partition, sub: Partitioning): Partition {
  const given = partition.subpartitions
  // The default partition that was added holds few rows, or none.
  if (partition.bound?.kind === 'default' && partition.sources?.length === 0) return partition
  const count = given.length > 0 ? given.length : (sub.count ?? 1)
  return { ...partition, subpartitions: hashPartitions(given, count) }
}

/** Partitions are tables of the target, so their names begin with that of their table. */
function nameAll(table: Table, list: readonly Partition[], prefix: string, context: PassContext): readonly Partition[] {
  const schema = table.name.schema?.text ?? ''
  return list.map((each) => {
    const name = context.allocator.take(schema, `${prefix}_${each.name.text}`)
    const parts = each.subpartitions.map((part) => ({ ...part, name: ident(withoutPrefix(part, each)) }))
    return { ...each, name: ident(name), subpartitions: nameAll(table, parts, name, context) }
  })
}

/** Some sources put the name of the partition in front of those of its parts. */
const withoutPrefix = ({ name }: Partition, { name: { text } }: Partition): string =>
  name.text.startsWith(`${text}_`) ? name.text.slice(text.length + 1) : name.text

/** A unique index on a partitioned table must be on plain columns that contain the partition key. */
function canIndex(table: Table, index: Index, by: Partitioning, context: PassContext): boolean {
  if (!index.unique) return true
  const names = index.parts.map((part) => plainColumn(part.expr))
  const keys = [by, ...(by.sub ? [by.sub] : [])].flatMap(({ keys }) => keys.flatMap((key) => plainColumn(key) ?? []))
  if (keys.every((key) => names.includes(key)) && names.every((name) => name !== undefined)) return true
  const data = { kind: 'Unique index', name: labelOf(index), key: keys.join(', ') }
  context.findings.add(finding('XW-C0070', placeOf(table, index), data))
  return false
}
