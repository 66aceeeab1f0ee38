import type { CanonicalColumn, CanonicalForm } from '../../../../../core/data/canonical.js'
import { floatText, plainDigits, shortestDigits } from '../../../../../core/data/script/float-digits.js'
import type { Canonical } from '../../../../../core/data/script/row.js'
import type { DataSegment } from '../../../../../core/data/segment.js'
import type { LogicalType } from '../../../../../core/ir/types.js'
import { hasWideBytes } from '../../script-charsets.js'
import { token } from '../../script-tokens.js'
import { asciiOf, bitsOf, bytesOf, doubleOf, type Literal, type LiteralRules, textOf, wholeOf } from './literals.js'
import { addressHex, datePart, durationMicros, momentText } from './parts.js'

/** Undefined: the literal is not a value of the column's type. */
export type ReadValue = (literal: Literal) => Canonical | undefined

/** How literals of a column in this part of the file become canonical values; `replacement` stands for null by policy. */
export function valueReader(column: CanonicalColumn, segment: DataSegment): ReadValue {
  const rules = {
    ...{ charset: segment.charset, noBackslashEscapes: segment.noBackslashEscapes },
    wideBytes: hasWideBytes(segment.charset),
  }
  return readers[column.form.kind](column.mapping.source.type, rules, { form: column.form, zone: segment.timeZone })
}

interface About {
  readonly form: CanonicalForm
  /** Session time zone at that place of the file. */
  readonly zone: string | undefined
}

type MakeReader = (type: LogicalType, rules: LiteralRules, about: About) => ReadValue

const text: MakeReader = (type, rules) => {
  if (type.kind === 'enum') return label(type.values, rules)
  return (literal) => textOf(literal, rules)
}

/** A number stands for the label at its place. */
function label(values: readonly string[], rules: LiteralRules): ReadValue {
  return (literal) => {
    if (literal.kind !== token.number) return textOf(literal, rules)
    const at = Number(asciiOf(literal))
    return at === 0 ? '' : values[at - 1]
  }
}

/** Labels in declared order, whatever the order in the file; a number is a mask of them. */
const labels: MakeReader = (type, rules) => {
  const values = type.kind === 'enum' ? type.values : []
  return (literal) => {
    if (literal.kind === token.number) {
      const mask = BigInt(asciiOf(literal))
      return values.filter((_, at) => (mask >> BigInt(at)) & 1n).join(',')
    }
    const found = textOf(literal, rules)?.toString('utf8')
    if (found === undefined || !found.includes(',')) return found
    const place = (value: string): number => values.indexOf(value)
    return found
      .split(',')
      .sort((a, b) => place(a) - place(b))
      .join(',')
  }
}

const bytes: MakeReader = (_type, rules) => (literal) => bytesOf(literal, rules)

const integer: MakeReader = (type, rules) => {
  if (type.kind === 'bits') {
    return (literal) => bitsOf(literal, rules)?.toString()
  }
  return (literal) => wholeOf(literal, rules)
}

const decimal: MakeReader = (type, rules) => {
  if (type.kind === 'float') {
    const read = real(type.bits, rules)
    return (literal) => {
      const value = read(literal)
      return value === undefined ? undefined : plainDigits(shortestDigits(value))
    }
  }
  return (literal) => {
    if (literal.kind === token.number || literal.kind === token.plain) return plainDigits(asciiOf(literal))
    return wholeOf(literal, rules)
  }
}

/** FLOAT holds the single that is nearest to what the file says. */
function real(bits: 32 | 64, rules: LiteralRules): (literal: Literal) => number | undefined {
  return (literal) => {
    const value = doubleOf(literal, rules)
    return value === undefined || bits === 64 ? value : Math.fround(value)
  }
}

const float: MakeReader = (type, rules) => {
  const read = real(type.kind === 'float' ? type.bits : 64, rules)
  return (literal) => {
    const value = read(literal)
    return value === undefined ? undefined : floatText(value)
  }
}

const bits: MakeReader = (_type, rules, { form }) => {
  const length = form.kind === 'bits' ? form.length : 0
  return (literal) => bitsOf(literal, rules)?.toString(2).padStart(length, '0')
}

const date: MakeReader = () => (literal) => {
  const found = asciiOf(literal)
  return found.length === 10 && datePart.test(found) ? found : undefined
}

const timestamp: MakeReader = (type, _rules, { zone }) => {
  const session = type.kind === 'timestamp' && type.zone === 'session' ? zone : undefined
  return (literal) => momentText(asciiOf(literal), session)
}

const duration: MakeReader = () => (literal) => durationMicros(asciiOf(literal))

const uuid: MakeReader = (type, rules) => (literal) => {
  if (type.kind === 'binary') return bytesOf(literal, rules)?.toString('hex')
  return textOf(literal, rules)?.toString('utf8').replaceAll('-', '').toLowerCase()
}

const address: MakeReader = () => (literal) => addressHex(asciiOf(literal))

const readers: Readonly<Record<CanonicalForm['kind'], MakeReader>> = {
  ...{ integer, decimal, float, bits, text, bytes, date, timestamp, duration, labels, uuid, address },
  ...{ geometry: bytes, json: text, none: text },
}
