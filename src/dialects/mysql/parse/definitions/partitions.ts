import type { Expr } from '../../../../core/ir/expr.js'
import type { Option, Partition, PartitionBound, Partitioning } from '../../../../core/ir/schema.js'
import { type CstNode, hasWord, type LowerContext, node, nodes, originOf, textBetween, token, tokens } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { optionText } from './columns.js'

/** Lowers `partitionClause`. */
export function lowerPartitioning(of: CstNode, context: LowerContext): Partitioning | undefined {
  const method = node(of, 'partitionMethod')
  if (!method) return undefined
  const list = node(of, 'partitionList')
  const sub = node(of, 'subpartitionClause')
  const subMethod = sub && node(sub, 'partitionMethod')
  return {
    ...methodFacts(method, context),
    ...countOf(of),
    partitions: list ? lowerPartitionList(list, context) : [],
    ...(sub && subMethod
      ? { sub: { ...methodFacts(subMethod, context), ...countOf(sub), partitions: [], origin: originOf(sub, context) } }
      : {}),
    origin: originOf(of, context),
  }
}

function countOf(of: CstNode): { readonly count?: number } {
  const count = token(of, 'IntegerNumber')
  return count ? { count: Number(count.image) } : {}
}

function methodFacts(of: CstNode, context: LowerContext): Pick<Partitioning, 'by' | 'columns' | 'linear' | 'keys'> {
  const keys = node(of, 'partitionKeys')
  return {
    by: methodOf(of),
    columns: hasWord(of, 'COLUMNS'),
    linear: hasWord(of, 'LINEAR'),
    keys: keys ? nodes(keys, 'expression').map((key) => lowerExpression(key, context)) : [],
  }
}

function methodOf(of: CstNode): Partitioning['by'] {
  if (hasWord(of, 'RANGE')) return 'range'
  if (node(of, 'keyMethod')) return 'key'
  return token(of, 'AnyName')?.image.toLowerCase() === 'list' ? 'list' : 'hash'
}

/** PARTITION BY SYSTEM_TIME keeps old row versions; no other engine has it, so it is an option of the table. */
export function systemTimeText(of: CstNode, context: LowerContext): string | undefined {
  const method = node(of, 'partitionMethod')
  const name = method && token(method, 'AnyName')
  return name?.image.toLowerCase() === 'system_time' ? textBetween(of, context) : undefined
}

/** Lowers `partitionList`. */
export const lowerPartitionList = (of: CstNode, context: LowerContext): readonly Partition[] =>
  nodes(of, 'partitionDefinition').map((each) => lowerPartition(each, context))

function lowerPartition(of: CstNode, context: LowerContext): Partition {
  const bound = node(of, 'partitionBound')
  const lowered = bound && lowerBound(bound, context)
  const options = nodes(of, 'partitionOption').map((option) => lowerPartitionOption(option, context))
  const comment = options.find((option) => option.key === 'mysql.comment')?.value
  return {
    name: lowerIdent(nameOf(of)),
    ...(lowered ? { bound: lowered } : {}),
    subpartitions: nodes(of, 'subpartitionDefinition').map((each) => lowerPartition(each, context)),
    ...(comment ? { comment } : {}),
    origin: originOf(of, context),
    options: options.filter((option) => option.key !== 'mysql.comment'),
  }
}

function nameOf(of: CstNode): CstNode | undefined {
  const name = node(of, 'partitionName')
  return name && node(name, 'identifier')
}

function lowerPartitionOption(of: CstNode, context: LowerContext): Option {
  const words = [...tokens(of, 'K_INDEX'), ...tokens(of, 'AnyName')].map((word) => word.image.toLowerCase())
  // STORAGE ENGINE is the same as ENGINE.
  const name = words.at(-1) === 'engine' ? 'engine' : words.join('_')
  const value = node(of, 'optionValue')
  return { key: `mysql.${name}`, value: value ? optionText(value, context) : '', origin: originOf(of, context) }
}

function lowerBound(of: CstNode, context: LowerContext): PartitionBound | undefined {
  const list = node(of, 'boundValues')
  const values = list ? nodes(list, 'boundValue').map((value) => lowerBoundValue(value, context)) : []
  if (hasWord(of, 'LESS')) return { kind: 'lessThan', values: list ? values : ['maxvalue'] }
  if (hasWord(of, 'DEFAULT')) return { kind: 'default' }
  if (!hasWord(of, 'IN')) return undefined
  const rows = values.filter((value) => value !== 'maxvalue')
  // VALUES IN (DEFAULT) is how the servers print the partition for everything else.
  if (rows.length === 1 && rows[0]?.kind === 'default') return { kind: 'default' }
  return { kind: 'in', rows: rows.map((value) => (value.kind === 'row' ? value.items : [value])) }
}

function lowerBoundValue(of: CstNode, context: LowerContext): Expr | 'maxvalue' {
  const expression = node(of, 'expression')
  return expression ? lowerExpression(expression, context) : 'maxvalue'
}
