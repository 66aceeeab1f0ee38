import type { Expr } from '../../core/ir/expr.js'
import type { ValueType } from '../../core/ir/types.js'
import { type CoreFunction, type ParameterFamily, parameterAt } from './core-functions.js'
import { type Family, familyOf } from './families.js'

export interface TypedArg {
  readonly expr: Expr
  readonly type: ValueType | undefined
}

/** Makes the conversion of one argument: `core` is `to_text` and the like. */
export type Convert = (core: string, arg: TypedArg) => TypedArg

interface Accepts {
  readonly families: readonly Family[]
  readonly convert: string
}

/** What a parameter takes as it is, and the core conversion for everything else. Unknown types are left alone. */
const accepted: Partial<Record<ParameterFamily, Accepts>> = {
  text: { families: ['text'], convert: 'to_text' },
  string: { families: ['text', 'binary'], convert: 'to_text' },
  temporal: { families: ['timestamp', 'time', 'interval'], convert: 'to_datetime' },
  moved: { families: ['timestamp', 'time', 'interval'], convert: 'to_datetime' },
  number: { families: ['integer', 'decimal', 'float', 'year'], convert: 'to_number' },
  integer: { families: ['integer', 'year'], convert: 'to_int64' },
  int32: { families: [], convert: 'to_int32' },
  whole32: { families: [], convert: 'to_whole32' },
  decimal: { families: ['integer', 'decimal', 'year'], convert: 'to_decimal' },
  float: { families: ['integer', 'decimal', 'float', 'year'], convert: 'to_float' },
  boolean: { families: ['boolean'], convert: 'to_boolean' },
  date: { families: ['date'], convert: 'to_date' },
  datetime: { families: ['date', 'timestamp'], convert: 'to_datetime' },
  timestamp: { families: ['timestamp'], convert: 'to_datetime' },
  time: { families: ['time', 'interval'], convert: 'to_time' },
  json: { families: ['json'], convert: 'to_json' },
  binary: { families: ['binary'], convert: 'to_binary' },
}

/** The arguments of a core call, each converted where its type is not its parameter's. */
export function coerceArgs(fn: CoreFunction, args: readonly TypedArg[], convert: Convert): readonly TypedArg[] {
  const parameters = args.map((_, i) => parameterAt(fn, i, args.length))
  const common = commonConversion(args.filter((_, i) => parameters[i]?.family === 'common'))
  return args.map((arg, i) => {
    const family = parameters[i]?.family
    const core = family === 'common' ? common(arg) : family && conversionFor(family, arg)
    return core === undefined ? arg : convert(core, arg)
  })
}

function conversionFor(family: ParameterFamily, arg: TypedArg): string | undefined {
  const rule = accepted[family]
  const own = familyOf(arg.type)
  if (rule === undefined || own === 'none') return undefined
  if (own === 'null') return typedNull.has(family) ? rule.convert : undefined
  if ((family === 'int32' || family === 'whole32') && isInt32(arg.type)) return undefined
  if (rule.families.includes(own)) return undefined
  // Only the value of a text tells whether it is a time or a moment.
  if (family === 'moved' && own === 'text' && arg.expr.kind !== 'literal') return undefined
  return (arg.expr.kind === 'literal' && literalConversion(family, arg.expr.text)) || rule.convert
}

/** A text that is plainly a date alone, or a time alone, is taken as one where both it and a timestamp could stand. */
function literalConversion(family: ParameterFamily, text: string): string | undefined {
  if (family === 'datetime' && /^\s*\d{1,4}-\d{1,2}-\d{1,2}\s*$/.test(text)) return 'to_date'
  if ((family === 'temporal' || family === 'moved') && /^\s*-?\d+:\d+(:\d+(\.\d*)?)?\s*$/.test(text)) return 'to_time'
  return undefined
}

/** Where the target's functions and operators are overloaded a bare NULL must be given a type. */
const typedNull: ReadonlySet<ParameterFamily> = new Set([
  'json',
  'date',
  'datetime',
  'timestamp',
  'temporal',
  'moved',
  'time',
])

function isInt32(type: ValueType | undefined): boolean {
  const logical = type?.logical
  if (logical?.kind === 'year') return true
  return logical?.kind === 'integer' && (logical.bits < 32 || (logical.bits === 32 && logical.signed))
}

const numeric: readonly Family[] = ['integer', 'decimal', 'float', 'year']
const temporal: readonly Family[] = ['date', 'timestamp', 'instant']

/**
 * Branches that must have one type: numbers stay numbers among themselves, a condition among numbers becomes 1 or 0, dates
 * stay dates; any other mixture becomes text, as it does on the source.
 */
function commonConversion(args: readonly TypedArg[]): (arg: TypedArg) => string | undefined {
  const families = args.map((arg) => familyOf(arg.type)).filter((family) => family !== 'none' && family !== 'null')
  const first = families[0]
  const alike = families.every((family) => family === first)
  if (first === undefined || (alike && first !== 'enum')) return () => undefined
  if (families.every((family) => numeric.includes(family))) return () => undefined
  if (families.every((family) => numeric.includes(family) || family === 'boolean')) {
    return (arg) => (familyOf(arg.type) === 'boolean' ? 'bool_to_int' : undefined)
  }
  if (families.every((family) => temporal.includes(family))) {
    return (arg) => (familyOf(arg.type) === 'instant' ? 'to_datetime' : undefined)
  }
  return (arg) => (['none', 'null', 'text'].includes(familyOf(arg.type)) ? undefined : 'to_text')
}
