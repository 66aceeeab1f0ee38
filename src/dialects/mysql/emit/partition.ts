import type { Expr } from '../../../core/ir/expr.js'
import type { Partition, Partitioning } from '../../../core/ir/schema.js'
import { exprText } from './expression.js'
import { identText, noForm, type Printing, textConstant } from './printing.js'

/** What stands behind the options of CREATE TABLE (manual, "Partitioning Types"). */
export function partitionText(printing: Printing, by: Partitioning): string {
  const keys = by.keys.map((key) =>
    key.kind === 'column' ? identText(key.path.at(-1) ?? noName) : exprText(printing, key),
  )
  const list = `(${keys.join(', ')})`
  if (by.by === 'key') return `\nPARTITION BY KEY ${list} PARTITIONS ${by.count ?? by.partitions.length}`
  if (by.by === 'hash') throw noForm('partitions by remainders')
  const head = `\nPARTITION BY ${by.by === 'range' ? 'RANGE' : 'LIST'} COLUMNS ${list}`
  const parts = by.partitions.map((each) => `PARTITION ${identText(each.name)} ${boundText(printing, each)}`)
  return `${head} (\n  ${parts.join(',\n  ')}\n)`
}

const noName = { text: '', quoted: true }

function boundText(printing: Printing, { bound }: Partition): string {
  if (bound?.kind === 'lessThan') {
    const values = bound.values.map((value) => (value === 'maxvalue' ? 'MAXVALUE' : valueText(printing, value)))
    return `VALUES LESS THAN (${values.join(', ')})`
  }
  if (bound?.kind !== 'in') throw noForm('the bounds of a partition')
  return `VALUES IN (${bound.rows.flatMap((row) => row.map((value) => valueText(printing, value))).join(', ')})`
}

/** Columns are cut by constants: days and times are written as text. */
function valueText(printing: Printing, value: Expr): string {
  const isTime = value.kind === 'literal' && (value.of === 'date' || value.of === 'timestamp')
  return isTime ? textConstant(value.text) : exprText(printing, value)
}
