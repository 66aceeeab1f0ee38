import type { Expr } from '../../../../core/ir/expr.js'
import type { Partition, PartitionBound, Partitioning } from '../../../../core/ir/schema.js'
import { exprText, literalText } from '../expression.js'
import { identText, noForm, type Printing, textConstant } from '../printing.js'
import { storageText } from './options.js'

/** PARTITION BY with all that it can say (manual, "CREATE TABLE Statement"). */
export function ownPartitions(printing: Printing, by: Partitioning): string {
  const sub = by.sub ? `\nSUBPARTITION BY ${methodText(printing, by.sub)}${countText('SUBPARTITIONS', by.sub)}` : ''
  const list =
    by.partitions.length === 0
      ? ''
      : ` (\n  ${by.partitions.map((each) => ownPartition(printing, by, each)).join(',\n  ')}\n)`
  return `\nPARTITION BY ${methodText(printing, by)}${countText('PARTITIONS', by)}${sub}${list}`
}

const countText = (word: string, { count }: Partitioning): string => (count === undefined ? '' : ` ${word} ${count}`)

function methodText(printing: Printing, { by, columns, linear, keys }: Partitioning): string {
  const list = keys.map((key) =>
    key.kind === 'column' ? identText(key.path.at(-1) ?? { text: '', quoted: true }) : exprText(printing, key),
  )
  return `${linear ? 'LINEAR ' : ''}${by.toUpperCase()}${columns ? ' COLUMNS' : ''} (${list.join(', ')})`
}

function ownPartition(printing: Printing, by: Partitioning, partition: Partition): string {
  const { name, bound, options, comment, subpartitions } = partition
  const said = `${storageText(options)}${comment ? ` COMMENT=${textConstant(comment)}` : ''}`
  const parts =
    subpartitions.length === 0
      ? ''
      : ` (${subpartitions.map((each) => `SUB${ownPartition(printing, by, each)}`).join(', ')})`
  return `PARTITION ${identText(name)}${bound ? ` ${boundText(printing, by, bound)}` : ''}${said}${parts}`
}

function boundText(printing: Printing, by: Partitioning, bound: PartitionBound): string {
  const value = (expr: Expr): string => (expr.kind === 'literal' ? literalText(expr) : exprText(printing, expr))
  switch (bound.kind) {
    case 'lessThan': {
      const values = bound.values.map((each) => (each === 'maxvalue' ? 'MAXVALUE' : value(each)))
      return bound.values.length === 1 && values[0] === 'MAXVALUE' && !by.columns
        ? 'VALUES LESS THAN MAXVALUE'
        : `VALUES LESS THAN (${values.join(', ')})`
    }
    case 'in': {
      const rows = bound.rows.map((row) => {
        const list = row.map(value).join(', ')
        return row.length === 1 ? list : `(${list})`
      })
      return `VALUES IN (${rows.join(', ')})`
    }
    case 'default':
      return 'DEFAULT'
    default:
      throw noForm('the bounds of a partition')
  }
}
