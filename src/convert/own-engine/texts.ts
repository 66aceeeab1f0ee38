import { finding } from '../../core/findings/finding.js'
import type { Expr } from '../../core/ir/expr.js'
import { dotted, spanOf } from '../../core/ir/names.js'
import type {
  Column,
  Constraint,
  Identity,
  Index,
  Partition,
  PartitionBound,
  Partitioning,
  SchemaObject,
  Table,
} from '../../core/ir/schema.js'
import { type SourceText, type Span, textOf } from '../../core/text/source.js'
import { mapObjects } from '../catalog-edit.js'
import type { Pass, PassContext, Side } from '../context.js'
import { placeOf } from '../report.js'

type Sources = ReadonlyMap<string, SourceText>

/**
 * Code keeps the words of the source: expressions of tables, views, programs, and what only the engine has a word for. Names
 * stay what they are, so every text means on the target what it means on the source.
 */
export const ownTexts = (sources: Sources): Pass => ({
  name: 'own-texts',
  run: (catalog, context) => {
    const words = wordsOf(sources, context.from.constructs.exactOrigins)
    return mapObjects(catalog, (object) => {
      if (object.kind === 'table') return [ofTable(object, words)]
      const made = ofObject(object, words)
      if (made.ownText !== undefined) report(made, context)
      return [made]
    })
  },
})

/** Between members of a family a text may mean another thing. */
function report(object: SchemaObject, { from, to, findings }: PassContext): void {
  const kind = object.kind === 'routine' ? object.form : object.kind === 'unmodelled' ? object.what : object.kind
  const what = `${kind} ${dotted(object.name)}`
  const at = placeOf(object)
  if (from.version.flavour === to.version.flavour) findings.add(finding('XW-C0670', at, { what }))
  else findings.add(finding('XW-C0671', at, { what, source: shown(from), target: shown(to) }))
}

const shown = ({ version }: Side): string => `${version.flavour} ${version.major}.${version.minor}`

/** The text of a node; undefined: the reader does not know all of it, or a reader made the node. */
interface Words {
  ofExpr(expr: Expr): string | undefined
  at(span: Span | undefined): string | undefined
  readonly exact: boolean
}

function wordsOf(sources: Sources, exact: boolean): Words {
  const at = (span: Span | undefined): string | undefined => {
    const source = span && sources.get(span.source)
    const text = source && span ? textOf(source, span).trim() : ''
    return text === '' ? undefined : text
  }
  return {
    at,
    exact,
    ofExpr: (expr) => at(expr.written ?? (exact ? spanOf(expr.origin) : undefined)),
  }
}

/** Types of labels are printed from what is known of them, and sequences where all of them is known. */
function ofObject<O extends SchemaObject>(object: O, words: Words): O {
  if (object.kind === 'enumType' || (object.kind === 'sequence' && words.exact)) return object
  const query = object.kind === 'view' && words.exact && object.query.kind === 'query' ? object.query : undefined
  const text = words.at(spanOf((query ?? object).origin))
  return text === undefined ? object : { ...object, ownText: text }
}

function ofTable(table: Table, words: Words): Table {
  const { partitioning } = table
  const behind = words.at(table.behind)
  return {
    ...table,
    ...(behind === undefined ? {} : { behindText: behind }),
    columns: table.columns.map((column) => ofColumn(column, words)),
    constraints: table.constraints.map((each): Constraint => {
      const made = withText(each, words)
      return made.kind === 'check' ? { ...made, expr: asText(made.expr, words) } : made
    }),
    indexes: table.indexes.map((index) => ofIndex(withText(index, words), words)),
    ...(partitioning ? { partitioning: ofPartitioning(partitioning, words) } : {}),
  }
}

function withText<P extends Constraint | Index | Partition>(part: P, words: Words): P {
  const text = words.at(part.written)
  return text === undefined ? part : { ...part, ownText: text }
}

/** What stands for itself needs no text: constants and names are printed. */
function asText(expr: Expr, words: Words, isCode = false): Expr {
  const plain = !isCode && (expr.kind === 'column' || (expr.kind === 'literal' && expr.charset === undefined))
  const text = plain && expr.written === undefined ? undefined : words.ofExpr(expr)
  if (text === undefined) return expr
  const { origin, written } = expr
  return { kind: 'template', rule: 'own-text', parts: [text], atomic: false, origin, ...(written ? { written } : {}) }
}

function ofColumn(column: Column, words: Words): Column {
  const { default: value, onUpdate, generated, identity, type } = column
  const native = words.at(type.written)
  return {
    ...column,
    ...(native === undefined ? {} : { type: { ...type, native } }),
    ...(identity ? { identity: ofIdentity(identity, words) } : {}),
    ...(value ? { default: negative(value) ? value : asText(value, words) } : {}),
    ...(onUpdate ? { onUpdate: asText(onUpdate, words) } : {}),
    ...(generated ? { generated: { ...generated, expr: asText(generated.expr, words) } } : {}),
  }
}

function ofIdentity(identity: Identity, words: Words): Identity {
  const text = words.at(identity.written)
  const { by } = identity
  return {
    ...identity,
    ...(text === undefined ? {} : { ownText: text }),
    ...(by ? { by: { sequence: ofObject(by.sequence, words), default: asText(by.default, words) } } : {}),
  }
}

const negative = (value: Expr): boolean =>
  value.kind === 'unary' && value.op === 'neg' && value.operand.kind === 'literal' && value.written === undefined

const ofIndex = (index: Index, words: Words): Index => ({
  ...index,
  parts: index.parts.map((part) => ({ ...part, expr: asText(part.expr, words) })),
  ...(index.where ? { where: asText(index.where, words) } : {}),
})

const ofPartitioning = (partitioning: Partitioning, words: Words): Partitioning => ({
  ...partitioning,
  // An expression by which rows are cut is kept as it was written, be it a column.
  keys: partitioning.keys.map((key) => asText(key, words, !partitioning.columns && partitioning.by !== 'key')),
  partitions: partitioning.partitions.map((each) => ofPartition(each, words)),
  ...(partitioning.sub ? { sub: ofPartitioning(partitioning.sub, words) } : {}),
})

const ofPartition = (partition: Partition, words: Words): Partition => ({
  ...withText(partition, words),
  ...(partition.bound ? { bound: ofBound(partition.bound, words) } : {}),
  subpartitions: partition.subpartitions.map((each) => ofPartition(each, words)),
})

function ofBound(bound: PartitionBound, words: Words): PartitionBound {
  const limit = <L extends Expr | string>(value: L): L | Expr =>
    typeof value === 'string' ? value : asText(value, words)
  switch (bound.kind) {
    case 'lessThan':
      return { ...bound, values: bound.values.map(limit) }
    case 'in':
      return { ...bound, rows: bound.rows.map((row) => row.map((value) => asText(value, words))) }
    case 'fromTo':
      return { ...bound, from: bound.from.map(limit), to: bound.to.map(limit) }
    case 'default':
    case 'remainder':
      return bound
  }
}
