import { column as columnRef } from '../../../../core/ir/build.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident } from '../../../../core/ir/names.js'
import type { Partition, PartitionBound, Partitioning } from '../../../../core/ir/schema.js'
import { type LowerContext, originAt } from '../context.js'
import { lowerExpr } from '../expressions.js'
import { type Node, type PartitionBoundSpec, type PartitionSpec, stringOf } from '../tree.js'

const strategies: Readonly<Record<string, Partitioning['by']>> = {
  PARTITION_STRATEGY_RANGE: 'range',
  PARTITION_STRATEGY_LIST: 'list',
  PARTITION_STRATEGY_HASH: 'hash',
}

export function lowerPartitioning(spec: PartitionSpec, context: LowerContext): Partitioning {
  const elements = (spec.partParams ?? []).flatMap((node) => ('PartitionElem' in node ? [node.PartitionElem] : []))
  return {
    by: strategies[spec.strategy ?? ''] ?? 'range',
    columns: elements.every(({ name }) => name !== undefined),
    linear: false,
    keys: elements.map(({ name, expr }) => (name === undefined ? lowerExpr(expr, context) : columnRef([name]))),
    partitions: [],
    origin: originAt(context, spec.location),
  }
}

export function lowerPartition(name: string, bound: PartitionBoundSpec | undefined, context: LowerContext): Partition {
  return {
    name: ident(name),
    ...(bound ? { bound: lowerBound(bound, context) } : {}),
    subpartitions: [],
    origin: originAt(context, bound?.location),
    options: [],
  }
}

function lowerBound(bound: PartitionBoundSpec, context: LowerContext): PartitionBound {
  if (bound.is_default) return { kind: 'default' }
  if (bound.strategy === 'h') return { kind: 'remainder', modulus: bound.modulus ?? 1, remainder: bound.remainder ?? 0 }
  if (bound.strategy === 'l')
    return { kind: 'in', rows: (bound.listdatums ?? []).map((node) => [lowerExpr(node, context)]) }
  const limits = (nodes: readonly Node[] | undefined) => (nodes ?? []).map((node) => limitOf(node, context))
  return { kind: 'fromTo', from: limits(bound.lowerdatums), to: limits(bound.upperdatums) }
}

function limitOf(node: Node, context: LowerContext): Expr | 'minvalue' | 'maxvalue' {
  const word = 'ColumnRef' in node ? stringOf(node.ColumnRef.fields?.[0]) : ''
  return word === 'minvalue' || word === 'maxvalue' ? word : lowerExpr(node, context)
}
