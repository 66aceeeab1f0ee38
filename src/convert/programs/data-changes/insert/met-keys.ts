import { binary } from '../../../../core/ir/build.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Table } from '../../../../core/ir/schema.js'
import { mapBottomUp } from '../../../../core/ir/walk.js'
import type { DataEnv } from '../data-env.js'
import { isDefault } from '../default-values.js'
import { namesIn } from '../tables.js'
import type { TargetKey } from '../target-tables.js'
import { allOf, targetColumn } from '../trees.js'
import { isCounter } from './counters.js'
import type { Field, InsertTarget } from './insert-target.js'
import { defaultValue } from './row-values.js'

/** The values of one new row by target name of the column. */
export type NewRow = (name: string) => Expr | undefined

/** What each column of a new row will hold; undefined for one that gets a number that nobody has. */
export function newRow(values: readonly Expr[], into: InsertTarget, at: DataEnv): NewRow {
  const given = new Map(into.fields.map((field, index) => [field.scope.target.text, values[index]] as const))
  const known = new Map<string, Expr | undefined>()
  return (name) => {
    if (known.has(name)) return known.get(name)
    const value = given.get(name)
    const field = into.all.find((each) => each.scope.target.text === name)
    const made = value && !isDefault(value) ? value : field && implied(field, at)
    known.set(name, made)
    return made
  }
}

const implied = (field: Field, at: DataEnv): Expr | undefined =>
  isCounter(field) || field.column?.generated ? undefined : defaultValue(field, at)

/** Whether a row with these values may have the key of another. */
function canMeet(key: TargetKey, row: NewRow, into: InsertTarget): boolean {
  return key.parts.flatMap(namesIn).every((name) => {
    const value = row(name)
    const generated = into.all.find((each) => each.scope.target.text === name)?.column?.generated
    if (value === undefined) return generated !== undefined
    return value.kind !== 'literal' || value.of !== 'null'
  })
}

/**
 * The keys on which rows with these values may meet others. A key that holds all columns of another is left out: who meets
 * on it meets the same row on the other.
 */
export function metKeys(rows: readonly NewRow[], into: InsertTarget): readonly TargetKey[] {
  const may = into.keys.filter((key) => rows.some((row) => canMeet(key, row, into)))
  const plain = (key: TargetKey): readonly string[] | undefined =>
    key.parts.every((part) => part.kind === 'column') ? key.parts.flatMap(namesIn) : undefined
  return may.filter((key, index) => {
    const own = plain(key)
    return !may.some((other, at) => {
      const names = plain(other)
      if (other === key || !own || !names || !names.every((name) => own.includes(name))) return false
      return names.length < own.length || at < index
    })
  })
}

/** Whether every unique key of the source is there on the target too. Says so when one is not. */
export function hasAllKeys(into: InsertTarget, at: DataEnv): boolean {
  const { object, keys } = into
  if (object.kind !== 'table') {
    at.env.ctx.report.fail('XW-R0108', into.ref.origin, {
      name: object.name.name.text,
      reason: 'the keys of its table are not its own',
    })
    return false
  }
  const wanted = uniqueKeys(object)
  if (wanted.length <= keys.length) return true
  const kept = new Set(keys.map((key) => key.parts.flatMap(namesIn).join()))
  const names = (columns: readonly string[]) =>
    columns.map((name) => at.env.ctx.target.columnName(into.id, name)?.text ?? name).join()
  const missing = wanted.find((columns) => !kept.has(names(columns)))
  const data = { key: (missing ?? []).join(', '), table: object.name.name.text }
  at.env.ctx.report.fail('XW-R0110', into.ref.origin, data)
  return false
}

const uniqueKeys = (table: Table): readonly (readonly string[])[] => [
  ...table.constraints.flatMap((each) =>
    each.kind === 'primaryKey' || each.kind === 'unique' ? [each.columns.map((name) => name.text)] : [],
  ),
  ...table.indexes.flatMap((each) => (each.unique ? [each.parts.flatMap((part) => namesIn(part.expr))] : [])),
]

/** Rows of the table that have the key of the new row. */
export function sameKey(key: TargetKey, row: NewRow, into: InsertTarget, alias = into.relation.target): Expr {
  const pairs = key.parts.map((part) => {
    const there = overColumns(part, (name) => ofTable(name, into, alias))
    const here = overColumns(part, (name) => row(name))
    return binary('eq', there, here)
  })
  return allOf(pairs) ?? pairs[0] ?? { kind: 'literal', of: 'boolean', text: 'FALSE', origin: into.ref.origin }
}

function ofTable(name: string, into: InsertTarget, alias: InsertTarget['relation']['target']): Expr | undefined {
  const field = into.all.find((each) => each.scope.target.text === name)
  return field && { ...targetColumn(alias, field.scope.target), type: field.to.type }
}

const overColumns = (part: Expr, value: (name: string) => Expr | undefined): Expr =>
  mapBottomUp(part, (node) => (node.kind === 'column' ? (value(node.path.at(-1)?.text ?? '') ?? node) : node))
