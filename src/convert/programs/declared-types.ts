import type { DeclaredType } from '../../core/ir/declared-type.js'
import type { Ident } from '../../core/ir/names.js'
import type { LogicalType, TypeRef } from '../../core/ir/types.js'
import { type CodeContext, columnType, type TargetColumn } from '../code/code-context.js'
import { findObject } from '../code/resolve/relations.js'
import type { Variable } from '../code/variables.js'
import { rowOfTable } from './record-types.js'

export type VariableType = Pick<Variable, 'type' | 'declared'>

/** What a variable of a declared type is on the target. Undefined: it has no such variables. */
export function variableType(declared: DeclaredType, ctx: CodeContext): VariableType | undefined {
  switch (declared.kind) {
    case 'type':
      return ofType(declared.type, ctx)
    case 'typeOf':
      return ofColumn(declared.path, ctx) ?? ofVariable(declared.path, ctx)
    case 'named': {
      const found = ctx.variables?.named?.(lastTwo(declared.path))
      return found?.kind === 'value' ? found.type : undefined
    }
    case 'rowTypeOf':
      return ctx.sourceCan.recordsAreValues ? rowOfTable(declared.path, ctx) : undefined
    case 'row':
      return undefined
  }
}

function ofType({ logical, origin }: TypeRef, ctx: CodeContext): VariableType | undefined {
  const target = ctx.target.variableType?.(withoutLabels(logical))
  return target && made({ ...target, nullable: true }, logical, origin)
}

function made(target: TargetColumn, source: LogicalType, origin: TypeRef['origin']): VariableType {
  const type = { ...columnType(target, source), nullable: true }
  return { type, declared: { logical: target.logical, native: target.native, origin } }
}

/** One of several labels is kept as text: types of labels belong to columns. */
const withoutLabels = (type: LogicalType): LogicalType =>
  type.kind === 'enum' && !type.set
    ? { kind: 'text', unit: 'char', padded: false, ...(type.collation ? { collation: type.collation } : {}) }
    : type

/** A list whose elements have the type. Undefined: the target has no such lists. */
export function listType(
  { type, declared }: VariableType,
  limit: number | undefined,
  ctx: CodeContext,
): VariableType | undefined {
  const logical: LogicalType = { kind: 'array', of: type.logical, byPlace: true, ...(limit ? { limit } : {}) }
  if (type.logical.kind === 'array' || type.logical.kind === 'cursor') return undefined
  const native = ctx.target.listOf?.(declared.native)
  if (native === undefined) return undefined
  return { type: { logical, nullable: true, native }, declared: { logical, native, origin: declared.origin } }
}

/**
 * A list whose elements are found by keys: a document, which keeps each as text. Places of arrays cannot have gaps, nor be
 * texts, and an array of arrays has no rows of different lengths.
 */
export function mapType(
  { type, declared }: VariableType,
  by: VariableType,
  ctx: CodeContext,
): VariableType | undefined {
  const json = { kind: 'json', binary: true } as const
  const native = ctx.target.typeName(json)
  const { kind } = by.type.logical
  if (native === undefined || (kind !== 'text' && kind !== 'integer' && kind !== 'decimal')) return undefined
  const logical: LogicalType = { kind: 'map', of: type, declared, key: kind === 'text' ? 'text' : 'number' }
  return { type: { logical, nullable: false, native }, declared: { logical, native, origin: declared.origin } }
}

/** `v`, `p.v` or a field of a record. */
function ofVariable(path: readonly Ident[], ctx: CodeContext): VariableType | undefined {
  const found = ctx.variables?.variable(lastTwo(path))
  if (found) return { type: found.type, declared: found.declared }
  const [record, field, more] = path
  const row = record && field && !more ? ctx.variables?.record(record.text) : undefined
  const at = row?.fields.findIndex((each) => each.name === field?.text) ?? -1
  const part = row?.parts?.[at]
  return part ? { type: part.type, declared: part.declared } : ofField(path, ctx)
}

/** `r.a.b`, `p.r.a`: a field of a record that is a value. */
function ofField(path: readonly Ident[], { variables, sourceNames }: CodeContext): VariableType | undefined {
  const starts = [1, 2].flatMap((count) => {
    const found = path.length > count ? variables?.variable(lastTwo(path.slice(0, count))) : undefined
    return found ? [{ found, rest: path.slice(count) }] : []
  })
  const [start] = starts
  return start?.rest.reduce<VariableType | undefined>((made, name) => {
    const fields = made?.type.logical.kind === 'record' ? made.type.logical.fields : []
    return fields.find((each) => sourceNames.fold(each.name) === sourceNames.fold(name.text))
  }, start.found)
}

/** A name of a package is found by the package's own name, whatever schema it is in. */
export const lastTwo = (path: readonly Ident[]): string =>
  path
    .slice(-2)
    .map((each) => each.text)
    .join('.')

/** `t.c` or `s.t.c`: the type of that column. */
function ofColumn(path: readonly Ident[], ctx: CodeContext): VariableType | undefined {
  const [column, table, schema] = [...path].reverse()
  if (!column || !table) return undefined
  const object = findObject(ctx, schema ? { schema, name: table } : { name: table })
  if (object?.kind !== 'table') return undefined
  const { fold } = ctx.sourceNames
  const source = object.columns.find((each) => fold(each.name.text) === fold(column.text))
  const target = source && ctx.target.column(object.id, source.name.text)
  return source && target && made(target, source.type.logical, source.type.origin)
}
