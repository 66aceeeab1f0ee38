import type { CanonicalColumn } from '../../../core/data/canonical.js'
import type { TableComparer } from '../../../core/data/comparer.js'
import { type ScanSegment, ScriptComparison } from '../../../core/data/script/comparison.js'
import { floatText } from '../../../core/data/script/float-digits.js'
import { ComparedRow, type Value } from '../../../core/data/script/row.js'
import { walkRows } from '../parse/rows/walk.js'
import { RowValues } from './row-values.js'
import type { Stored } from './stored.js'

export const comparer: TableComparer = {
  open: async () => {
    throw new Error('only scripts are compared')
  },
  openScript: async (segments, options) => new ScriptComparison(segments, options, scanSegment),
}

const scanSegment: ScanSegment = async (segment, table, columns, onRow, signal) => {
  const mappings = columns.map(({ mapping }) => mapping)
  const values = new RowValues(table, mappings, segment)
  const row = new ComparedRow(table, columns)
  const take = (valueAt: (at: number) => Value): void => {
    for (const at of columns.keys()) row.set(at, valueAt(at))
    onRow(row)
  }
  const range = { segment, from: segment.from, to: segment.to }
  const handler = {
    full: false,
    ready: async () => undefined,
    clause: (list: readonly string[] | null) => values.begin(list),
    row: (written: Parameters<RowValues['take']>[0]) => {
      const whole = values.take(written)
      take((at) => (whole ? canonical(values.value(at), columns[at], values.written(at)) : null))
    },
    // All values count as null, as in the load's own record of such a row.
    broken: () => take(() => null),
  }
  await walkRows(range, handler, signal)
}

function canonical(value: Stored, column: CanonicalColumn | undefined, written: string | null): Value {
  switch (value.kind) {
    case 'null':
      return null
    case 'number':
      return numberText(value.digits, column)
    case 'text':
      return value.text
    case 'bytes':
      return column?.form.kind === 'uuid' ? value.bytes.toString('hex') : value.bytes
    case 'moment':
      return column?.form.kind === 'date' ? value.text.slice(0, 10) : value.text
    case 'refused':
      return { unread: written ?? value.code }
    case 'counter':
      return { unsaid: 'the script leaves some of its values to the table’s counter' }
    case 'now':
      return { unsaid: 'the script leaves some of its values to the clock of the server' }
  }
}

function numberText(digits: string, column: CanonicalColumn | undefined): Value {
  const type = column?.mapping.source.type
  if (column?.form.kind !== 'float') return digits
  return floatText(type?.kind === 'float' && type.bits === 32 ? Math.fround(Number(digits)) : Number(digits)) ?? digits
}
