import type { CanonicalColumn } from '../../../../core/data/canonical.js'
import type { ScanSegment } from '../../../../core/data/script/comparison.js'
import { floatText, plainDigits } from '../../../../core/data/script/float-digits.js'
import { type Canonical, ComparedRow, type Value } from '../../../../core/data/script/row.js'
import { labelsOf } from '../array-labels.js'
import { rowsOf } from '../script/rows.js'
import { byteaOf, momentOf } from '../script/texts.js'
import { absentValue, castFits, type Written } from '../script/written.js'

/** The rows of a segment in canonical form; it shares with the load how a script is cut into values, not what they mean. */
export const scanSegment: ScanSegment = async (segment, table, columns, onRow, signal) => {
  const row = new ComparedRow(table, columns)
  const all = table.allColumns ?? table.columns.map(({ source }) => source.name)
  for await (const batch of rowsOf({ segment, from: segment.from, to: segment.to }, signal)) {
    for (const one of batch) {
      const names = one.kind === 'row' ? (one.columns ?? all) : []
      const isWhole = one.kind === 'row' && one.values.length === names.length
      columns.forEach((column, at) => {
        const given = isWhole ? one.values[names.indexOf(column.mapping.source.name)] : undefined
        row.set(at, isWhole ? canonicalValue(column, given) : null)
      })
      onRow(row)
    }
  }
}

function canonicalValue(column: CanonicalColumn, given: Written | undefined): Value {
  const { source } = column.mapping
  const generated = source.generated && given === undefined
  if (generated) return { unsaid: 'the script leaves the values of computed columns to the server' }
  const written = given === undefined || given.kind === 'default' ? absentValue(source) : given
  if (written?.kind === 'null') return null
  if (written?.kind !== 'text' || (written.cast !== undefined && !castFits(written.cast, source.native)))
    return { unread: 'an expression' }
  const text = written.bytes.toString('utf8')
  return canonical(column, text) ?? { unread: text }
}

function canonical({ form, mapping }: CanonicalColumn, text: string): Canonical | undefined {
  const { type } = mapping.source
  switch (form.kind) {
    case 'integer':
      if (type.kind === 'boolean') return /^(?:t|y|on|1)/i.test(text) ? '1' : '0'
      return type.kind === 'bits' ? String(BigInt(`0b${text}`)) : plainDigits(text.trim())
    case 'decimal':
      return plainDigits(text.trim()) ?? text
    case 'float':
      return real(text, type.kind === 'float' && type.bits === 32)
    case 'text':
    case 'json':
      return textOf(text, mapping.source, form.kind === 'text' && form.printed === true)
    case 'bytes':
      return byteaOf(text)
    case 'timestamp':
      return moment(text, type.kind === 'timestamp' && type.zone !== 'none')
    case 'duration':
      return micros(text)
    case 'labels':
      return labels(text, form.values, type.kind === 'array')
    case 'uuid':
      return text.replaceAll('-', '').toLowerCase()
    case 'bits':
    case 'date':
      return text
    default:
      return undefined
  }
}

function real(text: string, isSingle: boolean): string | undefined {
  const value = Number(text)
  if (Number.isNaN(value)) return text
  if (value === 0) return '0'
  return Number.isFinite(value) ? floatText(isSingle ? Math.fround(value) : value) : text
}

/** The blanks at the end of `character(n)` show only where the value is printed. */
function textOf(text: string, { type }: CanonicalColumn['mapping']['source'], isPrinted: boolean): string {
  if (type.kind !== 'text' || !type.padded || type.length === undefined) return text
  const plain = text.replace(/ +$/, '')
  return isPrinted ? plain + ' '.repeat(Math.max(0, type.length - [...plain].length)) : plain
}

const moment = (text: string, isInstant: boolean): string | undefined =>
  momentOf(text, isInstant)
    ?.replace(/\+00$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

/** Signed microseconds of `[-]hh:mm:ss[.ffffff]`. */
function micros(text: string): string | undefined {
  const found = /^(-?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text)
  if (!found) return undefined
  const [, sign, hours, minutes, seconds, fraction = ''] = found
  const total = (BigInt(hours ?? 0) * 3600n + BigInt(minutes ?? 0) * 60n + BigInt(seconds ?? 0)) * 1_000_000n
  return String((sign === '-' ? -1n : 1n) * (total + BigInt(fraction.padEnd(6, '0'))))
}

function labels(text: string, values: readonly string[], isArray: boolean): string | undefined {
  if (!isArray) return text
  const place = (label: string): number => values.indexOf(label)
  const found = text === '{}' ? [] : labelsOf(text)
  return found && [...found].sort((a, b) => place(a) - place(b)).join(',')
}
