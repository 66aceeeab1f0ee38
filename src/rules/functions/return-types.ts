import type { Expr } from '../../core/ir/expr.js'
import type { LogicalType, ValueType } from '../../core/ir/types.js'
import { type CoreFunction, coreFunction, type Parameter } from './core-functions.js'
import {
  binaryType,
  decimalType,
  familyOf,
  floatType,
  instantType,
  integerType,
  jsonType,
  literalType,
  textType,
  timestampType,
  timeType,
} from './families.js'

type ArgTypes = readonly (ValueType | undefined)[]
type Combine = (types: readonly LogicalType[], args: readonly Expr[]) => LogicalType | undefined

/**
 * The type of a core call, from the `returns` of its entry and the types of its arguments; undefined when the entry says
 * `any` or an argument it depends on is unknown. `args` are needed only where a literal decides (the unit of `shifted`).
 */
export function returnTypeOf(core: string, argTypes: ArgTypes, args: readonly Expr[] = []): ValueType | undefined {
  const fn = coreFunction(core)
  if (fn === undefined) return undefined
  const known = argTypes.map((type, i) => type ?? typeOfLiteral(args[i]))
  const logical = logicalOf(fn, known, args)
  return logical === undefined ? undefined : { logical, nullable: isNullable(fn, known, args) }
}

const typeOfLiteral = (arg: Expr | undefined): ValueType | undefined =>
  arg?.kind === 'literal' ? literalType(arg) : undefined

function isNullable(fn: CoreFunction, argTypes: ArgTypes, args: readonly Expr[]): boolean {
  if (fn.nulls === 'never-null') return false
  if (fn.nulls !== 'null-if-any') return !fn.returns.endsWith('!')
  return argTypes.some((type, i) => type === undefined || type.nullable || isNoMoment(type, fn.parameters[i], args[i]))
}

const moments: ReadonlySet<string | undefined> = new Set(['temporal', 'moved', 'date', 'datetime', 'timestamp', 'time'])

/** Text that is no date is null where a date is asked for; the year tells most literals that are one. */
function isNoMoment({ logical }: ValueType, parameter: Parameter | undefined, arg: Expr | undefined): boolean {
  if (logical.kind !== 'text' || !moments.has(parameter?.family)) return false
  return arg?.kind !== 'literal' || arg.of !== 'text' || !/^[1-9]\d{3}-[01]\d-[0-3]\d/.test(arg.text)
}

const fixed: Readonly<Record<string, LogicalType>> = {
  text: textType,
  'integer 32': integerType(32),
  'integer 64': integerType(64),
  decimal: decimalType,
  'float 64': floatType,
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  timestamp: timestampType,
  'timestamp session': instantType,
  time: timeType,
  interval: { kind: 'interval', fields: 'all' },
  json: jsonType,
  binary: binaryType,
  uuid: { kind: 'uuid' },
}

const combined: Readonly<Record<string, Combine>> = {
  same: (types) => types[0],
  text: (types) => (types[0]?.kind === 'text' ? withoutLength(types[0]) : textType),
  number: (types) => (types[0] && isNumber(types[0]) ? types[0] : types[0] && temporalNumber(types[0])),
  widest,
  arithmetic: (types) => arithmetic(types),
  quotient: (types) => (types.some(isFloating) ? floatType : decimalType),
  sum: (types) => (types.some(isFloating) ? floatType : decimalType),
  rounded: (types) => (types[0]?.kind === 'integer' ? types[0] : types.some(isFloating) ? floatType : decimalType),
  shifted: (types, args) => shifted(types[0], args[args.length - 1]),
  parsed: (_types, args) => parsedType(args[args.length - 1]),
}

/** Every word that may stand in a `returns`. */
export const returnSpecs: readonly string[] = [...Object.keys(fixed), ...Object.keys(combined), 'any']

function logicalOf(fn: CoreFunction, argTypes: ArgTypes, args: readonly Expr[]): LogicalType | undefined {
  const spec = fn.returns.replace(/!$/, '')
  const known = fixed[spec]
  if (known !== undefined) return known
  const form = /^([a-z]+)\(([^)]*)\)$/.exec(spec)
  const combine = combined[form?.[1] ?? '']
  if (form === null || combine === undefined) return undefined
  const types = (form[2] ?? '').split(',').flatMap((name) => typesOf(fn, name.trim(), argTypes))
  if (types.length === 0 || types.some((type) => type === undefined)) return undefined
  return combine(
    types.flatMap((type) => (type === undefined ? [] : [type.logical])),
    args,
  )
}

/** The types of the arguments that belong to a parameter: several for a rest, none for an optional one that is absent. */
function typesOf(fn: CoreFunction, name: string, argTypes: ArgTypes): ArgTypes {
  const at = fn.parameters.findIndex((parameter) => parameter.name === name)
  const parameter = fn.parameters[at]
  if (parameter === undefined) return []
  if (!parameter.rest) return at < argTypes.length ? [argTypes[at]] : []
  return argTypes.slice(at, argTypes.length - (fn.parameters.length - at - 1))
}

const isNumber = (type: LogicalType): boolean => ['integer', 'decimal', 'float', 'year'].includes(type.kind)

/** Text is read as a floating point number, so arithmetic with it floats. */
const isFloating = (type: LogicalType): boolean => type.kind === 'float' || type.kind === 'text' || type.kind === 'enum'

function temporalNumber(type: LogicalType): LogicalType {
  if (type.kind === 'boolean') return integerType(32)
  if (type.kind === 'bits') return type.length < 64 ? integerType(64) : decimalType
  return type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'time' ? decimalType : floatType
}

function withoutLength(type: LogicalType): LogicalType {
  if (type.kind !== 'text') return type
  const { length: _length, ...rest } = type
  return { ...rest, padded: false }
}

function arithmetic(types: readonly LogicalType[]): LogicalType {
  if (types.some(isFloating)) return floatType
  if (types.some((type) => type.kind === 'decimal')) return decimalType
  return integerType(types.some((type) => type.kind === 'integer' && type.bits === 64) ? 64 : 32)
}

/** The type that holds every value of all: numbers widen, dates become timestamps, anything mixed with text is text. */
function widest(types: readonly LogicalType[]): LogicalType | undefined {
  const real = types.filter((type) => type.kind !== 'null')
  const first = real[0]
  if (first === undefined) return types[0]
  if (real.every((type) => type.kind === first.kind)) return widestOfOne(first, real)
  if (real.every((type) => isNumber(type) || type.kind === 'boolean')) return widestNumber(real)
  if (real.every((type) => type.kind === 'date' || type.kind === 'timestamp')) return timestampType
  return textType
}

function widestOfOne(first: LogicalType, all: readonly LogicalType[]): LogicalType {
  if (isNumber(first)) return widestNumber(all)
  if (first.kind === 'enum') return textType
  if (first.kind === 'timestamp')
    return all.every((type) => familyOf({ logical: type, nullable: true }) === 'instant') ? first : timestampType
  return first.kind === 'text' ? withoutLength(first) : first
}

function widestNumber(all: readonly LogicalType[]): LogicalType {
  if (all.some((type) => type.kind === 'float')) return floatType
  if (all.some((type) => type.kind === 'decimal')) return widestDecimal(all)
  return integerType(all.some((type) => type.kind === 'integer' && (type.bits === 64 || !type.signed)) ? 64 : 32)
}

/** With as many digits after the point as the longest has; whole numbers have none. */
function widestDecimal(all: readonly LogicalType[]): LogicalType {
  const scales = all.map((type) => (type.kind === 'decimal' ? type.scale : 0))
  return scales.some((scale) => scale === undefined)
    ? decimalType
    : { kind: 'decimal', scale: Math.max(...scales.map((scale) => scale ?? 0)), signed: true }
}

/** What a percent format describes: only parts of a date, only parts of a time, or both. */
function parsedType(format: Expr | undefined): LogicalType {
  const text = format?.kind === 'literal' ? format.text : ''
  const date = /%[YymcdeDMbj]/.test(text)
  const time = /%[HkhIlisSfprT]/.test(text)
  if (date && !time) return { kind: 'date' }
  return time && !date ? timeType : timestampType
}

const timeUnits = /HOUR|MINUTE|SECOND/

function shifted(type: LogicalType | undefined, unit: Expr | undefined): LogicalType | undefined {
  if (type === undefined) return undefined
  if (type.kind === 'time' || type.kind === 'interval') return timeType
  if (type.kind !== 'date') return timestampType
  return unit?.kind === 'literal' && timeUnits.test(unit.text) ? timestampType : type
}
