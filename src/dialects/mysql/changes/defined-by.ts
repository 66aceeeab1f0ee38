import type { TableShape } from '../../../core/data/changes.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { charsetOfCollation } from '../collations.js'
import { columnType as t } from '../data/column-type.js'
import type { StoredColumn } from './column-types.js'
import { type DefinedColumn, labelsText } from './definitions.js'

/** What the server would say of the columns if they were defined so now. */
export const definedBy = (shape: TableShape): readonly DefinedColumn[] =>
  shape.columns.map(({ name, type }) => ({
    name,
    native: nativeOf(type),
    charset: charsetOf(type),
    stored: storedBy(type),
  }))

/** The words that the reader of rows looks for; the type itself is in the log. */
function nativeOf(type: LogicalType): string {
  switch (type.kind) {
    case 'enum':
      return `${type.set ? 'set' : 'enum'}(${labelsText(type.values)})`
    case 'integer':
      return `int${type.signed ? '' : ' unsigned'}${type.zerofill ? ' zerofill' : ''}`
    case 'decimal':
    case 'float':
      return `${type.kind}${type.signed ? '' : ' unsigned'}`
    default:
      return type.kind
  }
}

function charsetOf(type: LogicalType): string | null {
  if (type.kind === 'text') return type.charset ?? charsetOfCollation(type.collation?.name ?? '') ?? null
  return type.kind === 'enum' ? (charsetOfCollation(type.collation?.name ?? '') ?? null) : null
}

const integers = { 8: t.tiny, 16: t.short, 24: t.int24, 32: t.long, 64: t.longlong } as const

/** Null where the definition leaves several ways: the size of text hangs on its character set. */
function storedBy(type: LogicalType): StoredColumn | null {
  switch (type.kind) {
    case 'integer':
      return { type: integers[type.bits], size: 0, scale: 0 }
    case 'decimal':
      return { type: t.newDecimal, size: type.precision ?? 10, scale: type.scale ?? 0 }
    case 'date':
      return { type: t.date, size: 0, scale: 0 }
    case 'year':
      return { type: t.year, size: 0, scale: 0 }
    case 'time':
      return { type: t.time2, size: type.precision, scale: 0 }
    case 'timestamp':
      return { type: type.zone === 'session' ? t.timestamp2 : t.dateTime2, size: type.precision, scale: 0 }
    case 'float':
      return { type: type.bits === 32 ? t.float : t.double, size: type.bits / 8, scale: 0 }
    default:
      return null
  }
}
