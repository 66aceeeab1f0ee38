import type { CanonicalColumn, CanonicalForm } from '../../../../core/data/canonical.js'
import type { Side } from '../../../../core/data/comparer.js'
import type { ColumnMapping } from '../../../../core/mapping/mapping.js'
import { quoteName, quoteText } from '../../connect.js'

/** SQL for one column: its name as this side has it, and its type here. */
interface Own {
  readonly sql: string
  readonly type: ColumnMapping['source']['type']
  readonly zerofill: boolean
}

const ownOf = (column: CanonicalColumn, side: Side): Own => ({
  sql: quoteName(column.mapping[side].name),
  type: column.mapping[side].type,
  zerofill: /\bzerofill\b/i.test(column.mapping[side].native),
})

/**
 * The column's part of a row's text; never NULL. Text carries its length in bytes, nothing else can hold the separator,
 * so different rows have different texts.
 */
export function itemOf(column: CanonicalColumn, side: Side): string | undefined {
  const value = replaced(column, side)
  const form = column.form
  switch (form.kind) {
    case 'none':
    case 'json':
      return undefined
    case 'text': {
      const text = utf8(value)
      return form.long ? `IFNULL(MD5(${text}),'N')` : `IFNULL(CONCAT(LENGTH(${text}),':',${text}),'N')`
    }
    case 'labels':
      return `IFNULL(CONCAT(LENGTH(${utf8(value)}),':',${utf8(value)}),'N')`
    case 'bytes':
      return `IFNULL(MD5(${value.sql}),'N')`
    case 'geometry':
      return `IFNULL(MD5(${geometryBytes(value)}),'N')`
    default:
      return `IFNULL(${plain(form, value)},'N')`
  }
}

/** The column as a person reads it; NULL stays NULL. Long values are cut and carry their length and MD5. */
export function shownOf(column: CanonicalColumn, side: Side): string {
  const value = replaced(column, side)
  const form = column.form
  switch (form.kind) {
    case 'none':
    case 'json':
      return 'NULL'
    case 'text':
    case 'labels': {
      const text = `CONVERT(${value.sql} USING utf8mb4)`
      const cut = `CONCAT(LEFT(${text},200),'… (',LENGTH(${text}),' bytes, MD5 ',MD5(${utf8(value)}),')')`
      return `IF(CHAR_LENGTH(${text})<=200,${text},${cut})`
    }
    case 'bytes':
      return shownBytes(value.sql)
    case 'geometry':
      return shownBytes(geometryBytes(value))
    default:
      return plain(form, value)
  }
}

function shownBytes(sql: string): string {
  const cut = `CONCAT('\\\\x',LOWER(HEX(LEFT(${sql},64))),'… (',LENGTH(${sql}),' bytes, MD5 ',MD5(${sql}),')')`
  return `IF(LENGTH(${sql})<=64,CONCAT('\\\\x',LOWER(HEX(${sql}))),${cut})`
}

/** The whole value of a column that is compared outside. */
export const outsideOf = (column: CanonicalColumn, side: Side): string =>
  `CONVERT(${ownOf(column, side).sql} USING utf8mb4)`

/** The canonical text of a column in full, whatever a policy makes of its value. */
export function wholeOf(column: CanonicalColumn, side: Side): string {
  const own = ownOf(column, side)
  const { form } = column
  switch (form.kind) {
    case 'none':
      return 'NULL'
    case 'json':
    case 'text':
    case 'labels':
      return `CONVERT(${own.sql} USING utf8mb4)`
    case 'bytes':
      return `CONCAT('\\\\x',LOWER(HEX(${own.sql})))`
    case 'geometry':
      return `CONCAT('\\\\x',LOWER(HEX(${geometryBytes(own)})))`
    default:
      return plain(form, own)
  }
}

/** A condition that holds for the values that a policy replaces. */
export function replacedWhen(column: CanonicalColumn): string | undefined {
  const { sql } = ownOf(column, 'source')
  switch (column.replaced?.when) {
    case undefined:
      return undefined
    case 'enumError':
      return `(${sql}+0=0)`
    case 'nulByte':
      return `(LOCATE('\\0',${sql})>0)`
    case 'zeroDate':
      return column.replaced.by === 'infinity' ? isZero(sql) : isImpossible(sql)
  }
}

const isZero = (sql: string): string => `(YEAR(${sql})=0 AND MONTH(${sql})=0 AND DAYOFMONTH(${sql})=0)`

/** Also February 30th, which ALLOW_INVALID_DATES lets in: it has no last day of its month; and the year 0, which no other calendar has. */
export const isImpossible = (sql: string): string =>
  `(${sql} IS NOT NULL AND (YEAR(${sql})=0 OR MONTH(${sql})=0 OR DAYOFMONTH(${sql})=0 OR LAST_DAY(${sql}) IS NULL OR DAYOFMONTH(${sql})>DAYOFMONTH(LAST_DAY(${sql}))))`

function replaced(column: CanonicalColumn, side: Side): Own {
  const own = ownOf(column, side)
  const condition = side === 'source' ? replacedWhen(column) : undefined
  if (condition === undefined) return own
  switch (column.replaced?.when) {
    case 'enumError':
      return { ...own, sql: `IF(${condition},NULL,${own.sql})` }
    case 'nulByte':
      return { ...own, sql: `REPLACE(${own.sql},'\\0','')` }
    default:
      return {
        ...own,
        sql: `IF(${condition},${column.replaced?.by === 'infinity' ? "'-infinity'" : 'NULL'},${own.sql})`,
      }
  }
}

/** UTF-8 bytes; cp1252 and the like are converted by the server. Binary, so that no two collations meet. */
function utf8(own: Own): string {
  const charset = own.type.kind === 'text' ? own.type.charset?.toLowerCase() : undefined
  if (charset !== undefined && utf8Charsets.has(charset)) return `CONVERT(${own.sql} USING binary)`
  return `CONVERT(CONVERT(${own.sql} USING utf8mb4) USING binary)`
}

const utf8Charsets: ReadonlySet<string> = new Set(['utf8mb4', 'utf8mb3', 'utf8', 'ascii'])

/** The engine's own form already: SRID and well-known binary. A conversion to binary keeps newer servers from refusing the type. */
const geometryBytes = (own: Own): string => `CONCAT(${own.sql})`

type PlainForm = Exclude<CanonicalForm, { readonly kind: 'none' | 'json' | 'text' | 'labels' | 'bytes' | 'geometry' }>

function plain(form: PlainForm, own: Own): string {
  const { sql, type } = own
  switch (form.kind) {
    case 'integer':
      // Addition takes off what ZEROFILL, YEAR and BIT put around the number.
      return type.kind === 'integer' && !own.zerofill ? sql : `(${sql}+0)`
    case 'decimal':
      return decimalText(own)
    case 'float':
      return floatText(`(${sql}*1e0+0e0)`)
    case 'bits':
      return `LPAD(BIN(${sql}+0),${form.length},'0')`
    case 'date':
      return sql
    case 'timestamp':
      return timestampText(own)
    case 'duration':
      return durationMicros(sql)
    case 'uuid':
      return type.kind === 'binary' ? `LOWER(HEX(${sql}))` : `LOWER(REPLACE(CONVERT(${sql} USING utf8mb4),'-',''))`
    case 'address':
      return `HEX(INET6_ATON(${sql}))`
  }
}

const withoutTrailingZeros = (sql: string): string => `TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM ${sql}))`

function decimalText({ sql, type, zerofill }: Own): string {
  if (type.kind === 'float') return withoutTrailingZeros(`CAST(${sql}*1e0 AS DECIMAL(65,30))`)
  const digits = zerofill ? `(${sql}+0)` : sql
  return type.kind === 'decimal' && (type.scale ?? 0) > 0 ? withoutTrailingZeros(digits) : digits
}

/**
 * The server prints the shortest digits of a double; FLOAT is promoted by `*1e0` first. A DECIMAL keeps all digits of
 * numbers that are neither tiny nor huge and gets rid of the exponent, whose rules differ between engines. A zero below
 * zero, which not every version keeps, counts as zero.
 */
function floatText(sql: string): string {
  const plainText = withoutTrailingZeros(`CAST(${sql} AS DECIMAL(65,30))`)
  return `IF(ABS(${sql})>=1e-13 AND ABS(${sql})<1e34,${plainText},CONCAT(${sql}))`
}

function timestampText({ sql, type }: Own): string {
  if (type.kind === 'date') return `CONCAT(${sql},' 00:00:00')`
  return type.kind === 'timestamp' && type.precision === 0 ? `CONCAT(${sql})` : withoutTrailingZeros(sql)
}

/** TIME_TO_SEC rounds on one flavour and not on the other, so the parts are put together here. */
function durationMicros(sql: string): string {
  const seconds = `(HOUR(${sql})*3600+MINUTE(${sql})*60+SECOND(${sql}))`
  return `(IF(LEFT(${sql},1)='-',-1,1)*(${seconds}*1000000+MICROSECOND(${sql})))`
}

export const matchList = (matches: readonly string[]): string => matches.map(quoteText).join(',')
