import type { Expr } from '../../../core/ir/expr.js'
import type { QName } from '../../../core/ir/names.js'
import type { Partition, PartitionBound, Partitioning, Table } from '../../../core/ir/schema.js'
import { block, type Doc, group, indent, line } from '../../../core/layout/doc.js'
import { exprDoc, exprList } from './code/expression.js'
import { nameText, noForm, type Printing, relationText, standsFor } from './code/printing.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'
import type { Attempt } from './table.js'

export function partitionByDoc(printing: Printing, { by, keys }: Partitioning): Doc {
  if (by === 'key' || keys.length === 0) throw noForm(`PARTITION BY ${by.toUpperCase()} without columns`)
  const docs = keys.map((key) => (key.kind === 'column' ? exprDoc(printing, key) : ['(', exprDoc(printing, key), ')']))
  return [`PARTITION BY ${by.toUpperCase()} `, block('(', docs, ')')]
}

/** One statement per partition, a partition before its own parts. */
export function partitionDrafts(printing: () => Printing, table: Table, attempt: Attempt): readonly Draft[] {
  const { partitioning } = table
  if (partitioning === undefined) return []
  const draftsOf = (parent: QName, level: Partitioning, partitions: readonly Partition[]): readonly Draft[] =>
    partitions.flatMap((partition) => {
      const name: QName = parent.schema === undefined ? { name: partition.name } : { ...parent, name: partition.name }
      const part = { what: 'partition', name: partition.name.text, part: partition.sources?.[0] }
      const divided = partition.subpartitions.length > 0 ? level.sub : undefined
      const own = attempt(part, () => partitionDraft(printing(), table, parent, name, partition, divided))
      if (own === undefined) return []
      return divided === undefined ? [own] : [own, ...draftsOf(name, divided, partition.subpartitions)]
    })
  return draftsOf(table.name, partitioning, partitioning.partitions)
}

function partitionDraft(
  printing: Printing,
  table: Table,
  parent: QName,
  name: QName,
  partition: Partition,
  divided: Partitioning | undefined,
): Draft {
  const text = nameText(name)
  const by = divided === undefined ? '' : [line, partitionByDoc(printing, divided)]
  const head = group(
    `CREATE TABLE ${text} PARTITION OF ${relationText(printing, parent)}`,
    indent(line, boundDoc(printing, partition.bound), by),
    ';',
  )
  return draft(printing, {
    kind: 'partition',
    name,
    object: table.id,
    sources: partition.sources ?? [],
    phase: 'pre-data',
    doc: standsFor(printing, partition.sources, [head, commentDoc(`TABLE ${text}`, partition.comment)]),
    undo: `DROP TABLE ${text};`,
  })
}

function boundDoc(printing: Printing, bound: PartitionBound | undefined): Doc {
  switch (bound?.kind) {
    case 'default':
      return 'DEFAULT'
    case 'remainder':
      return `FOR VALUES WITH (MODULUS ${bound.modulus}, REMAINDER ${bound.remainder})`
    case 'in': {
      const values = bound.rows.map((row) => (row.length === 1 ? exprList(printing, row) : [noSingle()]))
      return ['FOR VALUES IN ', block('(', values, ')')]
    }
    case 'fromTo':
      return group('FOR VALUES FROM ', limits(printing, bound.from), ' TO ', limits(printing, bound.to))
    case 'lessThan':
      throw noForm('VALUES LESS THAN')
    case undefined:
      throw noForm('a partition without a bound')
  }
}

function noSingle(): never {
  throw noForm('a list partition over several columns')
}

const limits = (printing: Printing, values: readonly (Expr | 'minvalue' | 'maxvalue')[]): Doc =>
  block(
    '(',
    values.map((value) => (typeof value === 'string' ? value.toUpperCase() : exprDoc(printing, value))),
    ')',
  )
