import { nullLiteral } from '../../core/ir/build.js'
import type { TypeDeclaration } from '../../core/ir/declaration.js'
import type { DeclaredType } from '../../core/ir/declared-type.js'
import type { Expr } from '../../core/ir/expr.js'
import {
  type Ident,
  ident,
  type ObjectId,
  type Origin,
  objectId,
  type QName,
  spanOf,
  wholeOf,
} from '../../core/ir/names.js'
import type { NamedType } from '../../core/ir/schema.js'
import type { RecordType, TypeRef, ValueType } from '../../core/ir/types.js'
import type { CodeContext } from '../code/code-context.js'
import { findObject } from '../code/resolve/relations.js'
import type { NamedField, NamedType as NamedKind, VariableScope } from '../code/variables.js'
import { lastTwo, listType, mapType, type VariableType, variableType } from './declared-types.js'
import { fieldsOfTable, rowFields } from './row-variables.js'

/** Types that programs declare and that the target has to make, because it has none inside of programs. */
export interface MadeTypes {
  /** The name that a declared type has on the target: that which is wanted, with a number where another has it. */
  nameOf(key: string, wanted: QName): QName
  /** `starts`: what fields have by their declaration. */
  make(type: RecordType, origin: Origin, sources: readonly ObjectId[], starts?: readonly (Expr | undefined)[]): void
  /** Another name for a type, by which the target tells programs apart. */
  makeAlias(name: QName, of: TypeRef, origin: Origin, source: ObjectId): void
  /** Values that the fields of a new record have. Undefined: null, all of them. */
  startsOf(name: QName): readonly (Expr | undefined)[] | undefined
  all(): readonly NamedType[]
}

const textOf = ({ schema, name }: QName): string => JSON.stringify([schema?.text, name.text])

export function createMadeTypes(): MadeTypes {
  const names = new Map<string, QName>()
  const taken = new Set<string>()
  const made = new Map<string, NamedType>()
  const known = new Map<string, readonly (Expr | undefined)[]>()
  return {
    nameOf: (key, wanted) => {
      const known = names.get(key)
      if (known) return known
      let name = wanted
      for (let number = 2; taken.has(textOf(name)); number++)
        name = { ...wanted, name: ident(`${wanted.name.text}_${number}`) }
      taken.add(textOf(name))
      names.set(key, name)
      return name
    },
    make: ({ name, fields }, origin, sources, starts) => {
      if (starts) known.set(textOf(name), starts)
      const own = fields.map((field) => ({ name: field.target, type: { kind: 'type', type: field.declared } as const }))
      made.set(textOf(name), {
        kind: 'namedType',
        id: objectId('type', name),
        name,
        is: { kind: 'record', fields: own },
        origin,
        options: [],
        sources: sources.map(wholeOf),
      })
    },
    makeAlias: (name, type, origin, source) => {
      const sources = [...(made.get(textOf(name))?.sources ?? []), wholeOf(source)]
      const is = { kind: 'alias', of: { kind: 'type', type } } as const
      made.set(textOf(name), { kind: 'namedType', id: objectId('type', name), name, is, origin, options: [], sources })
    },
    startsOf: (name) => known.get(textOf(name)),
    all: () => [...made.values()],
  }
}

/** The row of a table or view: a type of the same name. */
export function rowOfTable(path: readonly Ident[], ctx: CodeContext): VariableType | undefined {
  const [name, schema] = [...path].reverse()
  const object = name && findObject(ctx, schema ? { schema, name } : { name })
  const target = object && ctx.target.objectName(object.id)
  const fields = target && fieldsOfTable(path, ctx)
  return fields && recordType(target, fields, object.origin, ctx)
}

/** A type of several values that has this name on the target. */
export function recordType(
  name: QName,
  fields: readonly NamedField[],
  origin: Origin,
  ctx: CodeContext,
): VariableType & { readonly type: { readonly logical: RecordType } } {
  const named = fields.map(({ default: _, ...field }) => ({ ...field, target: ctx.target.alias(field.name) }))
  const logical: RecordType = { kind: 'record', name, fields: named }
  const native = ctx.target.typeNamed(name)
  return { type: { logical, nullable: true, native }, declared: { logical, native, origin } }
}

/**
 * A declared type as code knows it; `wanted` is the name that it would have on the target, `row` what a list of rows of a
 * cursor holds. Undefined: what is made of types that are not known.
 */
export function namedType(
  { name, is, origin }: TypeDeclaration,
  ctx: CodeContext,
  wanted: QName | undefined,
  row?: VariableType,
): NamedKind | undefined {
  if (is.kind === 'list') {
    const element = row ?? variableType(is.of, ctx)
    const by = is.index && variableType(is.index, ctx)
    const type = is.index ? element && by && mapType(element, by, ctx) : element && listType(element, is.limit, ctx)
    return type && { kind: 'value', type }
  }
  if (is.kind === 'alias') {
    const type = variableType(is.of, ctx)
    const fields = type ? undefined : rowFields(is.of, ctx)
    return type ? { kind: 'value', type } : fields && { kind: 'record', fields }
  }
  const fields = is.fields.flatMap((field) => {
    const type = variableType(field.type, ctx)
    const value = field.default ?? startOfRecord(field.type, origin, ctx.variables?.named)
    return type ? [{ ...type, name: field.name.text, ...(value ? { default: value } : {}) }] : []
  })
  if (fields.length < is.fields.length) return undefined
  return madeType({ name, origin }, fields, ctx, wanted) ?? { kind: 'record', fields }
}

/** The rows of a cursor as a type. */
export function rowOfCursor(
  at: Pick<TypeDeclaration, 'name' | 'origin'>,
  fields: readonly NamedField[],
  ctx: CodeContext,
  wanted: QName | undefined,
): VariableType | undefined {
  const made = madeType(at, fields, ctx, wanted)
  return made?.kind === 'value' ? made.type : undefined
}

/** The target has no types inside of programs: it gets one of its own beside them. */
function madeType(
  { name: { text }, origin }: Pick<TypeDeclaration, 'name' | 'origin'>,
  fields: readonly NamedField[],
  ctx: CodeContext,
  wanted: QName | undefined,
): NamedKind | undefined {
  const { madeTypes, at, sourceCan } = ctx
  if (!madeTypes || !wanted || !sourceCan.recordsAreValues) return undefined
  const key = JSON.stringify([at.object, spanOf(origin)?.start, text.toLowerCase()])
  const name = madeTypes.nameOf(key, { ...wanted, name: ctx.target.alias(wanted.name.text) })
  const type = recordType(name, fields, origin, ctx)
  const all = fields.map((field) => field.default)
  const defaults = all.some((each) => each !== undefined) ? all : undefined
  madeTypes.make(type.type.logical, origin, [at.object], defaults)
  return { kind: 'value', type, ...(defaults ? { defaults } : {}) }
}

/** What a record starts as: the values that its fields have by their declaration. Undefined: none of them has one. */
export function startOfRecord(type: DeclaredType, origin: Origin, types: VariableScope['named']): Expr | undefined {
  const found = type.kind === 'named' ? types?.(lastTwo(type.path)) : undefined
  const defaults = found?.kind === 'value' ? found.defaults : undefined
  return defaults && { kind: 'row', items: defaults.map((each) => each ?? nullLiteral()), origin }
}

/** What a new element of a list starts as. Undefined: null, or a record without values. */
export function startOfElement({ logical }: ValueType, origin: Origin, ctx: CodeContext): Expr | undefined {
  const starts = logical.kind === 'record' ? ctx.madeTypes?.startsOf(logical.name) : undefined
  if (!starts) return undefined
  if (!starts.every(isConstant)) ctx.report.fail('XW-R0002', origin, { what: 'A new element with computed values' })
  return { kind: 'row', items: starts.map((each) => each ?? nullLiteral()), origin }
}

/** It means the same wherever it is computed. */
const isConstant = (expr: Expr | undefined): boolean =>
  expr === undefined || expr.kind === 'literal' || (expr.kind === 'row' && expr.items.every(isConstant))
