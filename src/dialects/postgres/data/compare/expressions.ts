import type { CanonicalColumn, CanonicalForm } from '../../../../core/data/canonical.js'
import type { Side } from '../../../../core/data/comparer.js'
import type { ColumnMapping } from '../../../../core/mapping/mapping.js'

/** SQL for one column: its name as this side has it, and its type here. */
interface Own {
  readonly sql: string
  readonly type: ColumnMapping['target']['type']
  readonly native: string
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A plain literal: standard_conforming_strings is on in every session. */
const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

const ownOf = (column: CanonicalColumn, side: Side): Own => ({
  sql: quoteName(column.mapping[side].name),
  type: column.mapping[side].type,
  native: column.mapping[side].native.toLowerCase(),
})

/** How the database stores text: in UTF-8 its bytes can be hashed as they are. */
export interface Encoding {
  readonly utf8: boolean
}

/** The MD5 of the text's bytes in UTF-8. */
export const md5Of = (text: string, encoding: Encoding): string =>
  encoding.utf8 ? `md5(${text})` : `md5(convert_to(${text},'UTF8'))`

const utf8Length = (text: string, encoding: Encoding): string =>
  encoding.utf8 ? `octet_length(${text})` : `octet_length(convert_to(${text},'UTF8'))`

/**
 * The column's part of a row's text; never NULL. Text carries its length in bytes, nothing else can hold the separator,
 * so different rows have different texts.
 */
export function itemOf(column: CanonicalColumn, side: Side, encoding: Encoding): string | undefined {
  const own = ownOf(column, side)
  const form = column.form
  switch (form.kind) {
    case 'none':
    case 'json':
      return undefined
    case 'text': {
      const text = form.printed ? printed(own) : textOf(own)
      return form.long
        ? `coalesce(${md5Of(text, encoding)},'N')`
        : `coalesce(${utf8Length(text, encoding)}::text||':'||${text},'N')`
    }
    case 'labels': {
      const text = labelsText(own, form.values)
      return `coalesce(${utf8Length(text, encoding)}::text||':'||${text},'N')`
    }
    case 'bytes':
    case 'geometry':
      return `coalesce(md5(${own.sql}),'N')`
    default:
      return `coalesce(${plain(form, own)},'N')`
  }
}

/** The column as a person reads it; NULL stays NULL. Long values are cut and carry their length and MD5. */
export function shownOf(column: CanonicalColumn, side: Side, encoding: Encoding): string {
  const own = ownOf(column, side)
  const form = column.form
  switch (form.kind) {
    case 'none':
    case 'json':
      return 'NULL::text'
    case 'text':
      return shownText(form.printed ? printed(own) : textOf(own), encoding)
    case 'labels':
      return shownText(labelsText(own, form.values), encoding)
    case 'bytes':
    case 'geometry':
      return shownBytes(own.sql)
    default:
      return plain(form, own)
  }
}

function shownText(text: string, encoding: Encoding): string {
  const rest = `${utf8Length(text, encoding)}::text||' bytes, MD5 '||${md5Of(text, encoding)}`
  return `CASE WHEN char_length(${text})<=200 THEN ${text} ELSE left(${text},200)||'… ('||${rest}||')' END`
}

function shownBytes(sql: string): string {
  const cut = `encode(substr(${sql},1,64),'hex')||'… ('||octet_length(${sql})::text||' bytes, MD5 '||md5(${sql})||')'`
  return `CASE WHEN octet_length(${sql})<=64 THEN '\\x'||encode(${sql},'hex') ELSE '\\x'||${cut} END`
}

/** The whole value of a column that is compared outside. */
export const outsideOf = (column: CanonicalColumn, side: Side): string => `${ownOf(column, side).sql}::text`

/** The canonical text of a column in full. */
export function wholeOf(column: CanonicalColumn, side: Side): string {
  const own = ownOf(column, side)
  const { form } = column
  switch (form.kind) {
    case 'none':
      return 'NULL::text'
    case 'json':
      return textOf(own)
    case 'text':
      return form.printed ? printed(own) : textOf(own)
    case 'labels':
      return labelsText(own, form.values)
    case 'bytes':
    case 'geometry':
      return `'\\x'||encode(${own.sql},'hex')`
    default:
      return plain(form, own)
  }
}

/** The blanks at the end of padded text without a length are stored, so they travel; the cast drops them. */
const textOf = ({ sql, type }: Own): string =>
  type.kind === 'text' && type.padded && type.length === undefined ? `textin(bpcharout(${sql}))` : `${sql}::text`

/**
 * The value as its type's output function prints it. The cast to text is the same for most types; that of padded text
 * drops its blanks, and a type of a user may have one of its own.
 */
function printed({ sql, type }: Own): string {
  if (type.kind === 'text' && type.padded) return `textin(bpcharout(${sql}))`
  // The cast writes the prefix of a single address, the output function does not.
  return type.kind === 'userDefined' || type.kind === 'inet'
    ? `CASE WHEN ${sql} IS DISTINCT FROM NULL THEN format('%s',${sql}) END`
    : `${sql}::text`
}

/** A set may be kept as an array, whose order does not count, or as text. */
function labelsText({ sql, type, native }: Own, values: readonly string[]): string {
  if (type.kind === 'text' || !(type.kind === 'array' || native.endsWith('[]'))) return `${sql}::text`
  const order = `array_position(ARRAY[${values.map(quoteText).join(',')}]::text[],v)`
  const sorted = `(SELECT string_agg(v,',' ORDER BY ${order}) FROM unnest(${sql}::text[]) AS u(v))`
  return `CASE WHEN cardinality(${sql})=0 THEN '' ELSE ${sorted} END`
}

type PlainForm = Exclude<CanonicalForm, { readonly kind: 'none' | 'json' | 'text' | 'labels' | 'bytes' | 'geometry' }>

function plain(form: PlainForm, own: Own): string {
  const { sql, type } = own
  switch (form.kind) {
    case 'integer':
      return integerText(own)
    case 'decimal':
      return decimalText(own)
    case 'float':
      return floatText(`${sql}::float8`)
    case 'bits':
      return type.kind === 'binary'
        ? `right(('x'||lpad(encode(${sql},'hex'),16,'0'))::bit(64)::text,${form.length})`
        : `${sql}::text`
    case 'date':
      return `${sql}::text`
    case 'timestamp':
      return type.kind === 'timestamp' && type.zone !== 'none'
        ? `(${sql} AT TIME ZONE 'UTC')::text`
        : `${sql}::timestamp::text`
    case 'duration':
      return `(extract(epoch FROM ${sql})*1000000)::bigint::text`
    case 'uuid':
      return type.kind === 'binary' ? `encode(${sql},'hex')` : `lower(replace(${sql}::text,'-',''))`
    case 'address':
      return `upper(encode(substr(inet_send(${sql}),5),'hex'))`
  }
}

function integerText({ sql, type }: Own): string {
  switch (type.kind) {
    case 'boolean':
      return `${sql}::int::text`
    case 'bits':
      return `lpad(${sql}::text,64,'0')::bit(64)::bigint::text`
    case 'decimal':
      return `trim_scale(${sql})::text`
    default:
      return `${sql}::text`
  }
}

function decimalText({ sql, type }: Own): string {
  if (type.kind === 'integer') return `${sql}::text`
  // The cast of a float to numeric rounds; its text does not.
  return type.kind === 'float' ? `trim_scale(${sql}::text::numeric)::text` : `trim_scale(${sql}::numeric)::text`
}

/** Both engines print the shortest digits; only the rules for the exponent differ. Not every engine keeps a zero below zero. */
function floatText(sql: string): string {
  const exact = `trim_scale((${sql})::text::numeric)::text`
  return `CASE WHEN ${sql}=0 THEN '0' WHEN abs(${sql})>=1e-13 AND abs(${sql})<1e34 THEN ${exact} ELSE replace((${sql})::text,'e+','e') END`
}

export const matchList = (matches: readonly string[]): string => matches.map(quoteText).join(',')
