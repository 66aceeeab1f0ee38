import type { Expr } from '../../../core/ir/expr.js'
import { ident, noOrigin } from '../../../core/ir/names.js'
import type { Partition } from '../../../core/ir/schema.js'

/** Reads the bound of one key as a value of its column; undefined when it is not one. */
export type BoundReader = (value: Expr, key: number) => Expr | undefined

type Edge = Expr | 'minvalue' | 'maxvalue'

const unreadable = 'a bound is not a plain value'

/** Ranges from bound to bound. A text says why they cannot be made. */
export function rangePartitions(
  list: readonly Partition[],
  read: BoundReader,
  keys: number,
): readonly Partition[] | string {
  let from: readonly Edge[] = Array.from({ length: keys }, () => 'minvalue')
  const made: Partition[] = []
  for (const partition of list) {
    if (partition.bound?.kind !== 'lessThan') return 'a partition has no upper bound'
    const to = partition.bound.values.map((value, key) => (value === 'maxvalue' ? value : read(value, key)))
    const edges = to.filter((edge) => edge !== undefined)
    if (edges.length !== to.length || edges.length !== keys) return unreadable
    const bound = edges.indexOf('maxvalue')
    // Behind a MAXVALUE every further key is MAXVALUE too, or the target refuses the bound.
    const filled = edges.map((edge, key) => (bound >= 0 && key > bound ? 'maxvalue' : edge))
    made.push({ ...partition, bound: { kind: 'fromTo', from, to: filled } })
    from = filled
  }
  return made
}

export function listPartitions(list: readonly Partition[], read: BoundReader): readonly Partition[] | string {
  const made: Partition[] = []
  for (const partition of list) {
    if (partition.bound?.kind === 'default') {
      made.push(partition)
      continue
    }
    if (partition.bound?.kind !== 'in') return 'a partition has no list'
    const rows = partition.bound.rows.map((row) => row.flatMap((value) => read(value, 0) ?? []))
    if (rows.some((row) => row.length !== 1)) return unreadable
    made.push({ ...partition, bound: { kind: 'in', rows } })
  }
  return made
}

/** As many remainders as there are partitions; those that the source does not name get its names for them (p0, p1 …). */
export function hashPartitions(given: readonly Partition[], count: number): readonly Partition[] {
  return Array.from({ length: count }, (_, remainder) => {
    const base: Partition = given[remainder] ?? {
      name: ident(`p${remainder}`),
      subpartitions: [],
      origin: noOrigin,
      options: [],
      sources: [],
    }
    return { ...base, bound: { kind: 'remainder', modulus: count, remainder } }
  })
}
