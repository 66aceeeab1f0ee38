import type { Literal } from '../../core/ir/expr.js'
import type { LogicalType } from '../../core/ir/types.js'
import type { ColumnMapping } from '../../core/mapping/mapping.js'
import type { Question } from '../code/questions.js'

/** The value as the type holds it, or undefined when the type cannot hold it. Text as `CellKind` has it. */
export function heldBy(type: LogicalType, text: string): string | undefined {
  switch (type.kind) {
    case 'integer':
      return fitInteger(type.bits, type.signed, text)
    case 'boolean':
      return text === '0' || text === '1' ? text : undefined
    case 'year':
      return /^(19[1-9]\d|20\d\d|21[0-4]\d)$/.test(text) ? text : undefined
    case 'decimal':
      return fitDecimal(type.precision ?? 30, type.scale ?? 0, type.signed, text)
    case 'float':
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && (type.signed || !text.startsWith('-')) ? text : undefined
    case 'text':
      return type.length === undefined || [...text].length <= type.length ? text : undefined
    case 'enum':
      return type.set
        ? text.split(',').every((label) => type.values.includes(label)) || text === ''
          ? text
          : undefined
        : type.values.find((value) => value.toLowerCase() === text.toLowerCase())
    case 'date':
      return validDate(/^\d{4}-\d\d-\d\d/.exec(text)?.[0])
    case 'timestamp':
      return fitTimestamp(type.precision, text)
    case 'time':
      return /^-?\d{2,3}:\d\d:\d\d(\.\d+)?$/.test(text) ? text : undefined
    case 'binary':
      return /^([0-9a-f]{2})*$/.test(text) && (type.length === undefined || text.length <= type.length * 2)
        ? text
        : undefined
    case 'bits':
      return /^\d+$/.test(text) && BigInt(text) < 1n << BigInt(type.length) ? text : undefined
    case 'json':
      return text
    case 'uuid':
      return /^[0-9a-f]{32}$/.test(text) ? text : undefined
    default:
      return undefined
  }
}

/** Whether the column takes the value on both sides: one that became a boolean takes what its data had, and its finding says so. */
export const heldOnBothSides = ({ source, target }: ColumnMapping, text: string): boolean =>
  source.type.kind === 'boolean' || target.type.kind !== 'boolean' || text === '0' || text === '1'

function fitInteger(bits: number, signed: boolean, text: string): string | undefined {
  const whole = /^(-?\d+)(\.0*)?$/.exec(text)?.[1]
  if (whole === undefined) return undefined
  const value = BigInt(whole)
  const [low, high] = rangeOf(bits, signed)
  return value >= low && value <= high ? String(value) : undefined
}

function rangeOf(bits: number, signed: boolean): readonly [bigint, bigint] {
  const span = 1n << BigInt(bits)
  return signed ? [-span / 2n, span / 2n - 1n] : [0n, span - 1n]
}

function fitDecimal(precision: number, scale: number, signed: boolean, text: string): string | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === '' || (sign === '-' && !signed)) return undefined
  if (whole.replace(/^0+/, '').length > precision - scale) return undefined
  const kept = fraction.slice(0, scale)
  return `${sign}${whole}${kept === '' ? '' : `.${kept}`}`
}

function validDate(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return undefined
  return text >= '1000-01-01' ? text : undefined
}

function fitTimestamp(precision: number, text: string): string | undefined {
  const [, day, clock = '00:00:00', fraction = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?)?$/.exec(text) ?? []
  if (validDate(day) === undefined) return undefined
  const kept = fraction.slice(0, precision).replace(/0+$/, '')
  return `${day} ${clock}${kept === '' ? '' : `.${kept}`}`
}

/**
 * Whether blanks behind a text are nothing to the source's comparisons. The target's see them, which is known of every such
 * column: a case that turns on it would tell nothing new.
 */
export const hidesBlanks = (type: LogicalType, text: string): boolean =>
  type.kind === 'text' && type.collation?.padSpace !== false && / $/.test(text)

/** Values at which code of this type tends to change its mind, plainest first. */
export function edgeValues(type: LogicalType): readonly string[] {
  return [...new Set(rawEdges(type).flatMap((text) => heldBy(type, text) ?? []))]
}

/** What is given to a parameter of the type: the edges of its type, a number with one digit more than it has, a text that is too long by one. */
export function argumentEdges(type: LogicalType): readonly string[] {
  const edges = edgeValues(type)
  if (type.kind === 'text' && type.length !== undefined && type.length < 1000)
    return [...edges.slice(0, 2), 'y'.repeat(type.length + 1), ...edges.slice(2)]
  if (type.kind !== 'decimal' || (type.precision ?? 30) - (type.scale ?? 0) < 3) return edges
  const scale = type.scale ?? 0
  return [...edges.slice(0, 1), `99.${'9'.repeat(scale)}5`, `0.${'0'.repeat(scale)}4`, ...edges.slice(1)]
}

function rawEdges(type: LogicalType): readonly string[] {
  switch (type.kind) {
    case 'integer': {
      const [low, high] = rangeOf(type.bits, type.signed)
      return ['1', '0', '2', '-1', '7', '3', '13', '10', '100', String(high), String(low), '50000', '1000000000']
    }
    case 'boolean':
      return ['0', '1']
    case 'year':
      return ['2024', '1999']
    case 'decimal':
    case 'float':
      return ['1', '0', '1.5', '2.5', '-1', '-2.5', '0.05', '10.005', '1.25', '33.333', '99.995', '100', '1000.01']
    case 'bits':
      return ['1', '0', '2', String((1n << BigInt(type.length)) - 1n)]
    case 'text':
      return [
        'a',
        '',
        'ABC',
        'abc',
        'abc ',
        ' x ',
        'b%',
        'a_b',
        "O'Brien",
        'Zoë',
        'a,b,c',
        '10',
        '2024-02-29',
        'x'.repeat(Math.min(type.length ?? 40, 255)),
      ]
    case 'enum':
      return type.set ? ['', ...type.values, type.values.slice(0, 2).join(',')] : type.values.slice(0, 8)
    case 'date':
      return ['2024-02-29', '2023-12-31', '2024-01-01', '2024-01-31', '1999-03-01']
    case 'timestamp':
      return ['2024-02-29 23:59:59', '2024-01-01 00:00:00', '2023-12-31 12:30:15', '2024-06-15 08:05:09.123456']
    case 'time':
      return ['00:00:00', '23:59:59', '12:34:56', '01:00:00']
    case 'json':
      return jsonTexts
    case 'binary':
      return ['', '61', '00ff']
    case 'uuid':
      return ['0123456789abcdef0123456789abcdef']
    default:
      return []
  }
}

/** A literal's own value and its neighbours, as a type holds them. */
export function around(type: LogicalType, literal: Literal, how: Question['how']): readonly string[] {
  return [...new Set(rawAround(type, literal, how).flatMap((text) => heldBy(type, text) ?? []))]
}

function rawAround(type: LogicalType, literal: Literal, how: Question['how']): readonly string[] {
  switch (how) {
    case 'length':
      return ofLength(literal)
    case 'pattern':
      return matching(literal.text)
    case 'json':
      return jsonTexts
    default:
      return neighbours(type, literal)
  }
}

const jsonTexts = ['{}', '{"a": 1, "b": [1, 2]}', '[]', '"x"', 'null', '{"a": null, "b": {"c": "d"}}']

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function neighbours(type: LogicalType, literal: Literal): readonly string[] {
  const { text } = literal
  switch (type.kind) {
    case 'date':
      return [text, shiftDay(text, 1), shiftDay(text, -1)]
    case 'timestamp':
      return [text, `${shiftDay(text, -1)} 23:59:59`, `${text.slice(0, 10)} 00:00:01`, shiftDay(text, 1)]
    case 'text':
      return [text, text.toUpperCase(), text.toLowerCase(), `${text} `, `${text}x`, text.slice(0, -1)]
    case 'json':
      return []
    default:
      return numericNeighbours(type, text)
  }
}

function numericNeighbours(type: LogicalType, text: string): readonly string[] {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (parts === null) return [text]
  const scale = type.kind === 'decimal' ? Math.min(type.scale ?? 0, 6) : (parts[3]?.length ?? 0)
  const unit = 10n ** BigInt(Math.max(scale, parts[3]?.length ?? 0))
  const digits = BigInt(`${parts[2]}${(parts[3] ?? '').padEnd(String(unit).length - 1, '0')}`)
  const value = parts[1] === '-' ? -digits : digits
  const steps = unit === 1n ? [0n, -1n, 1n] : [0n, -1n, 1n, -unit, unit]
  return steps.map((step) => scaled(value + step, unit))
}

function scaled(value: bigint, unit: bigint): string {
  const places = String(unit).length - 1
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0')
  const fraction = places === 0 ? '' : digits.slice(-places).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${places === 0 ? digits : digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`
}

/** The next value up or down, of a number, a day or a moment. */
export function beside(type: LogicalType, text: string, step: 'up' | 'down'): string | undefined {
  const sign = step === 'up' ? 1 : -1
  switch (type.kind) {
    case 'date':
      return heldBy(type, shiftDay(text, sign))
    case 'timestamp':
      return heldBy(type, `${shiftDay(text, sign)}${text.slice(10)}`)
    case 'integer':
    case 'decimal': {
      const [, lower, higher] = numericNeighbours(type, text)
      const next = step === 'up' ? higher : lower
      return next === undefined ? undefined : heldBy(type, next)
    }
    default:
      return undefined
  }
}

function shiftDay(text: string, days: number): string {
  const time = Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(time) ? text : new Date(time + days * 86_400_000).toISOString().slice(0, 10)
}

function ofLength({ text }: Literal): readonly string[] {
  const length = Number(text)
  if (!Number.isInteger(length) || length < 0 || length > 2_000) return []
  return [length, length - 1, length + 1]
    .filter((one) => one >= 0)
    .map((one) => 'abcdefghij'.repeat(Math.ceil(one / 10)).slice(0, one))
}

/** Texts that a LIKE pattern takes, and some that it nearly takes. */
function matching(pattern: string): readonly string[] {
  const filled = (any: string, one: string): string => {
    let text = ''
    for (let at = 0; at < pattern.length; at++) {
      const char = pattern[at] ?? ''
      if (char === '\\') text += pattern[++at] ?? ''
      else text += char === '%' ? any : char === '_' ? one : char
    }
    return text
  }
  const whole = filled('', 'q')
  const unescaped = pattern.replace(/\\([%_])/g, 'x')
  return [
    whole,
    filled('mid', 'q'),
    `q${whole}`,
    `${whole}q`,
    whole.toUpperCase(),
    whole.toLowerCase(),
    unescaped.replaceAll('%', ''),
    whole.slice(1),
  ]
}
