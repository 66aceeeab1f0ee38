import { type CstNode, hasWord, node, nodes, token } from '../../../../../grammars/sql/cst.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Option, Partition, PartitionBound, Partitioning } from '../../../../core/ir/schema.js'
import { type LowerContext, originOf, textBetween } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { merged, option, optionsIn } from './properties.js'

export interface LoweredPartitions {
  readonly partitioning?: Partitioning
  readonly options: readonly Option[]
}

const methodName = (of: CstNode | undefined): Partitioning['by'] | undefined =>
  of && methods[token(of, 'AnyName')?.image.toUpperCase() ?? '']

const methods: Readonly<Record<string, Partitioning['by']>> = { RANGE: 'range', LIST: 'list', HASH: 'hash' }

/** Lowers `partitioning`. What the hub has no word for (REFERENCE, SYSTEM) stays as an option with its text. */
export function lowerPartitioning(of: CstNode, context: LowerContext): LoweredPartitions {
  const method = node(of, 'partitionMethod')
  const by = methodName(method)
  if (!method || !by) return { options: [option('partition_by', textBetween(of, context).slice(0, 200), of, context)] }
  const interval = node(of, 'interval')
  const sub = node(of, 'subpartitioning')
  const subMethod = sub && node(sub, 'partitionMethod')
  const options = [
    ...(interval ? [option('interval', textBetween(interval, context), interval, context)] : []),
    ...nodes(of, 'storeIn').map((each) => option('store_in', textBetween(each, context), each, context)),
  ]
  const base = methodOf(method, by, of, context)
  return {
    partitioning: {
      ...base,
      ...(interval || hasWord(of, 'AUTOMATIC') ? { grows: true } : {}),
      ...subOf(sub, subMethod, context),
      partitions: partitionsOf(of, by, sub, context),
    },
    options: merged(options),
  }
}

function methodOf(method: CstNode, by: Partitioning['by'], of: CstNode, context: LowerContext): Partitioning {
  const keys = node(method, 'expressionList')
  return {
    by,
    columns: true,
    linear: false,
    keys: keys ? nodes(keys, 'expression').map((each) => lowerExpression(each, context)) : [],
    ...counted(of),
    partitions: [],
    origin: originOf(of, context),
  }
}

function subOf(
  sub: CstNode | undefined,
  method: CstNode | undefined,
  context: LowerContext,
): Pick<Partitioning, 'sub'> | object {
  const by = methodName(method)
  return sub && method && by ? { sub: methodOf(method, by, sub, context) } : {}
}

const counted = (of: CstNode): { readonly count?: number } => {
  const count = token(of, 'count')
  return count ? { count: Number(count.image) } : {}
}

/** A partition that lists no parts is divided as the template says, or into as many as it says. */
function partitionsOf(
  of: CstNode,
  by: Partitioning['by'],
  sub: CstNode | undefined,
  context: LowerContext,
): readonly Partition[] {
  const subBy = methodName(sub && node(sub, 'partitionMethod')) ?? by
  const template = sub && node(sub, 'subpartitions')
  return nodes(of, 'partition').map((each, at) => {
    const body = node(each, 'partitionBody') ?? each
    const parts = nodes(node(each, 'subpartitions') ?? template ?? each, 'partitionBody')
    const listed = node(each, 'subpartitions') || (template && !token(each, 'count'))
    const { count = 0 } = counted(each)
    const whole = partitionOf(body, by, [], `p${at + 1}`, context)
    const made = (index: number): string => `${whole.name.text}_sp${index + 1}`
    const subpartitions = listed
      ? parts.map((part, index) => partitionOf(part, subBy, [], made(index), context))
      : Array.from({ length: count }, (_, index) => partitionOf(each, 'hash', [], made(index), context))
    const named = node(each, 'subpartitions') ? subpartitions : subpartitions.map((part) => inside(part, whole))
    return { ...whole, subpartitions: named }
  })
}

/** What a template makes has the name of its partition in front. */
const inside = (part: Partition, whole: Partition): Partition =>
  part.name.text.startsWith(`${whole.name.text}_`)
    ? part
    : { ...part, name: { ...part.name, text: `${whole.name.text}_${part.name.text}` } }

function partitionOf(
  body: CstNode,
  by: Partitioning['by'],
  subpartitions: readonly Partition[],
  made: string,
  context: LowerContext,
): Partition {
  const name = node(body, 'identifier')
  const values = node(body, 'partitionValues')
  const bound = values && boundOf(values, context)
  return {
    name: name ? lowerIdent(name) : { text: made, quoted: false },
    ...(bound && by !== 'hash' ? { bound } : {}),
    subpartitions,
    origin: originOf(body, context),
    options: merged(optionsIn(node(body, 'properties'), context)),
  }
}

function boundOf(of: CstNode, context: LowerContext): PartitionBound {
  const list = node(of, 'expressionList')
  const values = list ? nodes(list, 'expression').map((each) => lowerExpression(each, context)) : []
  if (hasWord(of, 'LESS'))
    return { kind: 'lessThan', values: values.map((value) => (isMaxValue(value) ? 'maxvalue' : value)) }
  if (values.some((value) => value.kind === 'default')) return { kind: 'default' }
  return { kind: 'in', rows: values.map((value) => (value.kind === 'row' ? value.items : [value])) }
}

const isMaxValue = (expr: Expr): boolean =>
  expr.kind === 'column' && expr.path.length === 1 && expr.path[0]?.quoted === false && expr.path[0].text === 'maxvalue'
