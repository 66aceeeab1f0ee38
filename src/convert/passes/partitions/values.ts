import { literal } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { partId } from '../../../core/ir/names.js'
import type { Column, Partitioning, Table } from '../../../core/ir/schema.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { sourceOf } from '../../catalog-edit.js'
import type { PassContext } from '../../context.js'
import { targetColumn } from '../../target-lookup.js'
import type { BoundReader } from './bounds.js'

/** Bounds that are values of the key columns as they stand. */
export const literalBounds =
  (table: Table, columns: readonly Column[], context: PassContext): BoundReader =>
  (value, key) => {
    const column = columns[key]
    const source = sourceOf(table)
    const original = source === undefined ? undefined : context.objects.get(source)
    if (!column || original?.kind !== 'table') return undefined
    if (value.kind === 'literal' && value.of === 'null') return value
    const part = partId(original.id, 'partition', '')
    const place = { table: original, part, purpose: 'partition', column: targetColumn(column) } as const
    const converted = context.code.convertExpr(value, place)
    for (const found of converted.findings) context.findings.add(found)
    return converted.expr
  }

export type GrowingFunction = 'year' | 'days-of-year-zero' | 'epoch-seconds'

interface FunctionKey {
  readonly fn: string
  readonly column: Column
  readonly read: BoundReader
}

/** A single key that is a growing function of one column: each bound is turned into the column's own value. */
export function functionBounds(table: Table, by: Partitioning, context: PassContext): FunctionKey | undefined {
  const key = by.keys[0]
  if (by.keys.length !== 1 || key?.kind !== 'call') return undefined
  const name = nameOf(key)
  const meaning = name === undefined ? undefined : growing(name, context)
  const column = argumentColumn(table, key.args, context)
  if (name === undefined || !meaning || !column || !fits(meaning, column.type.logical)) return undefined
  return { fn: name, column, read: (value) => boundOf(value, meaning, context) }
}

const nameOf = (expr: Expr): string | undefined => {
  if (expr.kind !== 'call') return undefined
  return 'native' in expr.fn ? expr.fn.native : 'core' in expr.fn ? expr.fn.core : undefined
}

function growing(name: string, context: PassContext): GrowingFunction | undefined {
  const key = name.toLowerCase().replaceAll('-', '_')
  const functions = context.from.constructs.partitionFunctions
  return Object.hasOwn(functions, key) ? functions[key] : undefined
}

function argumentColumn(table: Table, args: readonly Expr[], context: PassContext): Column | undefined {
  const argument = args[0]
  if (args.length !== 1 || argument?.kind !== 'column') return undefined
  const written = argument.path[argument.path.length - 1]
  const source = sourceOf(table)
  const names = source === undefined ? undefined : context.names.columns.get(source)
  const found = [...(names ?? [])].find(([name]) => name.toLowerCase() === written?.text.toLowerCase())
  return table.columns.find((column) => column.name.text === found?.[1].text)
}

/** Seconds since 1970 are an instant's; years and days are those of a date or of wall time. */
const fits = (meaning: GrowingFunction, type: LogicalType): boolean =>
  meaning === 'epoch-seconds'
    ? type.kind === 'timestamp' && type.zone === 'session'
    : type.kind === 'date' || (type.kind === 'timestamp' && type.zone === 'none')

/** The lowest value of the column at which the function reaches the bound. */
function boundOf(value: Expr, meaning: GrowingFunction, context: PassContext): Expr | undefined {
  const called = nameOf(value)
  if (value.kind === 'call' && called !== undefined) {
    const argument = value.args[0]
    const same = growing(called, context) === meaning && value.args.length === 1
    // The text of an instant depends on the session's zone, so only numbers of seconds are exact.
    if (!same || argument?.kind !== 'literal' || meaning === 'epoch-seconds') return undefined
    const date = /^(\d{4}-\d\d-\d\d)( 00:00:00(\.0*)?)?$/.exec(argument.text)?.[1]
    if (date === undefined || date.slice(0, 4) === '0000') return undefined
    return literal('text', meaning === 'year' ? `${date.slice(0, 4)}-01-01` : date)
  }
  if (value.kind !== 'literal' || !/^\d+$/.test(value.text)) return undefined
  const text = dateText(Number(value.text), meaning)
  return text === undefined ? undefined : literal('text', text)
}

/** Day 719528 counted from year 0 is 1970-01-01. */
const daysBefore1970 = 719_528

function dateText(number: number, meaning: GrowingFunction): string | undefined {
  if (meaning === 'year') return number >= 1 && number <= 9999 ? `${String(number).padStart(4, '0')}-01-01` : undefined
  const seconds = meaning === 'epoch-seconds' ? number : (number - daysBefore1970) * 86_400
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) return undefined
  const iso = date.toISOString()
  return meaning === 'epoch-seconds' ? `${iso.slice(0, 10)} ${iso.slice(11, 19)}+00` : iso.slice(0, 10)
}
