import type { Expr } from '../../../../core/ir/expr.js'
import type { Select } from '../../../../core/ir/query.js'
import { codeKey } from '../../../code/select/same-code.js'
import type { DataEnv } from '../data-env.js'
import { leaf } from '../prepared.js'
import { namesIn } from '../tables.js'
import type { TargetKey } from '../target-tables.js'
import type { InsertTarget } from './insert-target.js'
import type { QuerySource } from './query-source.js'

/** Literal keys that differ: rows of a list that cannot meet each other. */
export function literalsDiffer(rows: readonly (readonly Expr[])[], key: TargetKey, into: InsertTarget): boolean {
  const places = placesOf(key, into)
  if (!places) return false
  const texts = rows.map((row) => {
    const values = places.map((place) => row[place])
    // Whole numbers alone: two texts that differ may be equal to the key's collation.
    if (!values.every((value) => value?.kind === 'literal' && value.of === 'integer')) return undefined
    return values.map((value) => (value?.kind === 'literal' ? value.text : '')).join()
  })
  return !texts.includes(undefined) && new Set(texts).size === texts.length
}

function placesOf(key: TargetKey, into: InsertTarget): readonly number[] | undefined {
  if (key.parts.some((part) => part.kind !== 'column')) return undefined
  const places = key.parts
    .flatMap(namesIn)
    .map((name) => into.fields.findIndex((field) => field.scope.target.text === name))
  return places.includes(-1) ? undefined : places
}

/** Whether no two rows of a query can have the same key: it gives one row, groups by the key, or reads one table by its key. */
export function distinctOn(key: TargetKey, source: QuerySource, into: InsertTarget, at: DataEnv): boolean {
  const { query } = source
  if (query.limit?.kind === 'literal' && query.limit.text === '1') return true
  if (query.body.kind !== 'select') return false
  const { body } = query
  if (body.from.length === 0) return true
  const places = placesOf(key, into)
  if (!places) return false
  const values = places.flatMap((place) => source.values[place] ?? [])
  const fields = places.flatMap((place) => into.fields[place] ?? [])
  // A value that changes on its way into the column may become the same as another.
  if (!values.every((value, index) => keeps(value, fields[index]?.to.type.native))) return false
  if (body.groupBy.length > 0) return !body.rollup && body.groupBy.every(({ expr }) => isAmong(expr, values, body))
  return values.length > 0 && readsByKey(body, values, at)
}

const keeps = (value: Expr, native: string | undefined): boolean =>
  value.type?.native !== undefined && value.type.native === native

function isAmong(expr: Expr, values: readonly Expr[], body: Select): boolean {
  const meant = expr.kind === 'column' && expr.of?.relation === '' ? itemNamed(expr.of.column, body) : expr
  return meant !== undefined && values.some((value) => codeKey(value) === codeKey(meant))
}

const itemNamed = (name: string, body: Select): Expr | undefined => {
  const found = body.items.find((each) => each.kind === 'expr' && each.alias?.text === name)
  return found?.kind === 'expr' ? found.expr : undefined
}

function readsByKey(body: Select, values: readonly Expr[], at: DataEnv): boolean {
  const [from, more] = body.from
  const found = from && !more ? leaf(from, at)[0] : undefined
  if (found?.object.kind !== 'table') return false
  const read = new Set(values.flatMap((value) => (value.kind === 'column' && value.of ? [value.of.column] : [])))
  const nullable = new Set(found.object.columns.filter((each) => each.nullable).map((each) => each.name.text))
  return found.object.constraints.some(
    (each) =>
      (each.kind === 'primaryKey' || each.kind === 'unique') &&
      each.columns.every((name) => read.has(name.text) && (each.kind === 'primaryKey' || !nullable.has(name.text))),
  )
}
