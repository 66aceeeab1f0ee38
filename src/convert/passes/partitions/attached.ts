import { finding } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Column, Partition, PartitionBound, Partitioning, Table } from '../../../core/ir/schema.js'
import { allTables, sourceOf } from '../../catalog-edit.js'
import type { PassContext } from '../../context.js'
import { placeOf } from '../../report.js'
import { plainColumn } from '../missing-columns.js'
import type { BoundReader } from './bounds.js'
import { literalBounds } from './values.js'

/**
 * Partitions that are attached tables, for a target that declares them with their table: ranges that follow one another, each
 * known by its upper end alone. A text says why it cannot be.
 */
export function declaredPartitions(table: Table, by: Partitioning, context: PassContext): Partitioning | string {
  const columns = by.keys.flatMap((key) => table.columns.find(({ name }) => name.text === plainColumn(key)) ?? [])
  if (columns.length !== by.keys.length) return 'it is cut by an expression'
  if (by.sub) return 'its partitions are cut again'
  if (!context.to.can.foreignKeysToPartitioned && hasForeignKeys(table, context))
    return 'no foreign key of the target may begin or end at a table that is cut'
  if (by.by === 'hash') return hashed(table, by, context)
  if (!columns.every(canCut)) return 'the type of its key cannot cut a table of the target'
  const read = literalBounds(table, columns, context)
  return by.by === 'list' ? listed(by, read) : ranged(table, by, { columns, read }, context)
}

function hasForeignKeys(table: Table, context: PassContext): boolean {
  if (table.constraints.some(({ kind }) => kind === 'foreignKey')) return true
  const own = context.objects.get(sourceOf(table) ?? table.id)
  const target = own && `${own.name.schema?.text}.${own.name.name.text}`
  return allTables(context.source).some(({ constraints }) =>
    constraints.some(
      (each) => each.kind === 'foreignKey' && `${each.target.schema?.text}.${each.target.name.text}` === target,
    ),
  )
}

/** Types by whose values a table can be cut wherever partitions are declared: whole numbers, days, wall times, short text. */
function canCut({ type: { logical } }: Column): boolean {
  if (logical.kind === 'text' || logical.kind === 'binary') return logical.length !== undefined && logical.length < 1000
  return (
    logical.kind === 'integer' || logical.kind === 'date' || (logical.kind === 'timestamp' && logical.zone === 'none')
  )
}

function hashed(table: Table, by: Partitioning, context: PassContext): Partitioning | string {
  const bounds = by.partitions.map(({ bound }) => bound)
  const count = bounds.length
  const isWhole = bounds.every((bound) => bound?.kind === 'remainder' && bound.modulus === count)
  if (!isWhole || count === 0) return 'its remainders are not those of one number'
  report('XW-C0074', table, by, context)
  const partitions = by.partitions.map(({ bound: _bound, ...each }) => each)
  return { ...by, by: 'key', columns: true, count, partitions }
}

function listed(by: Partitioning, read: BoundReader): Partitioning | string {
  const partitions: Partition[] = []
  for (const each of by.partitions) {
    if (each.bound?.kind !== 'in') return 'one of its partitions takes all other values'
    const rows = each.bound.rows.map((row) => row.map((value) => read(value, 0)))
    const known = rows.map((row) => row.flatMap((value) => value ?? []))
    if (known.some((row, at) => row.length !== rows[at]?.length)) return 'a bound has no exact counterpart'
    partitions.push({ ...each, bound: { kind: 'in', rows: known } })
  }
  return { ...by, columns: true, partitions }
}

type Range = Partition & { readonly bound: Extract<PartitionBound, { kind: 'fromTo' }> }

interface Keyed {
  readonly columns: readonly Column[]
  readonly read: BoundReader
}

function ranged(table: Table, by: Partitioning, { columns, read }: Keyed, context: PassContext): Partitioning | string {
  const ranges = by.partitions.filter((each): each is Range => each.bound?.kind === 'fromTo')
  const others = by.partitions.find(({ bound }) => bound?.kind === 'default')
  const chain = inOrder(ranges)
  if (chain.length === 0 || chain.length !== ranges.length) return 'its ranges do not follow one another without a gap'
  const partitions: Partition[] = []
  for (const each of chain) {
    const values = each.bound.to.map((value, at) => limitOf(value, at, read))
    if (values.some((value) => value === undefined)) return 'a bound has no exact counterpart'
    partitions.push({ ...each, bound: { kind: 'lessThan', values: values.flatMap((value) => value ?? []) } })
  }
  const isOpen = chain.at(-1)?.bound.to.some((value) => value !== 'maxvalue') === true
  if (others && !isOpen) return 'one of its partitions takes what is below all ranges'
  const rest = others ? [{ ...others, bound: upTo(by.keys.length) }] : []
  const nullable = columns.some((column) => column.nullable)
  if (nullable || chain[0]?.bound.from.some((value) => value !== 'minvalue')) report('XW-C0076', table, by, context)
  return { ...by, columns: true, partitions: [...partitions, ...rest] }
}

const upTo = (keys: number): PartitionBound => ({
  kind: 'lessThan',
  values: Array.from({ length: keys }, () => 'maxvalue' as const),
})

/** Undefined: no exact counterpart. A lower end of all values is none of a range that is known by its upper end. */
function limitOf(value: Expr | 'minvalue' | 'maxvalue', key: number, read: BoundReader): Expr | 'maxvalue' | undefined {
  if (value === 'minvalue') return undefined
  return value === 'maxvalue' ? value : read(value, key)
}

/** Each range begins where the one before it ends. */
function inOrder(ranges: readonly Range[]): readonly Range[] {
  const byStart = new Map(ranges.map((each) => [wordsOf(each.bound.from), each]))
  const ends = new Set(ranges.map((each) => wordsOf(each.bound.to)))
  const chain: Range[] = []
  let next = ranges.find((each) => !ends.has(wordsOf(each.bound.from)))
  for (; next && chain.length < ranges.length; next = byStart.get(wordsOf(next.bound.to))) chain.push(next)
  return chain
}

const wordsOf = (limits: readonly (Expr | 'minvalue' | 'maxvalue')[]): string =>
  limits
    .map((limit) => (typeof limit === 'string' ? limit : limit.kind === 'literal' ? `'${limit.text}'` : '?'))
    .join(', ')

function report(code: 'XW-C0074' | 'XW-C0076', table: Table, by: Partitioning, context: PassContext): void {
  const place = placeOf(table)
  const part = `${place.object}/partition:` as NonNullable<ReturnType<typeof placeOf>['part']>
  context.findings.add(finding(code, { ...place, part, origin: by.origin }, { table: table.name.name.text }))
}
