import { coreCall, int64, plainText, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, ident, type QName } from '../../../core/ir/names.js'
import type { TableRef } from '../../../core/ir/query.js'
import {
  type SystemRelation,
  systemRelation,
  systemRelationTable,
} from '../../../rules/system-relations/system-relations.js'
import { partIdsOf } from '../../catalog-edit.js'
import type { CodeContext } from '../code-context.js'
import type { Relation, Scope, ScopeColumn } from '../scope.js'

const find = (name: QName, ctx: CodeContext): SystemRelation | undefined =>
  name.schema && systemRelation(ctx.source.dialect, name.schema.text, name.name.text)

/** The range variable of a relation in which the server lists its objects. Undefined: the name is of none. */
export function systemRelationOf(ref: TableRef, ctx: CodeContext): Relation | undefined {
  const found = find(ref.name, ctx)
  if (!found) return undefined
  const alias = (ref.alias ?? ref.name.name).text
  const columns = found.columns.map(
    ({ name, type }): ScopeColumn => ({
      name,
      target: ident(name),
      type: valueTypeOf(type === 'text' ? plainText : int64),
    }),
  )
  const base: Relation = {
    alias,
    target: ctx.target.alias(alias),
    columns,
    merged: new Set(),
    optional: false,
    listsObjects: true,
  }
  return ref.alias || !ref.name.schema ? base : { ...base, schema: ref.name.schema.text }
}

/** The reference with the call that gives its rows. */
export function withSystemRows(ref: TableRef, ctx: CodeContext): TableRef {
  const found = find(ref.name, ctx)
  const rows = found && ctx.functions.write(coreCall(found.core, [], undefined, ref.origin))
  return rows ? { ...ref, alias: ctx.target.alias((ref.alias ?? ref.name.name).text), rows } : ref
}

/** Names of objects that stand beside such columns as they are on the target. */
export function withTargetNames(expr: Expr, scope: Scope, ctx: CodeContext): Expr {
  const { schemas, objects, columns, keys, ownKeys } = systemRelationTable(ctx.source.dialect)
  const renamer = (column: Expr): ((text: string) => string | undefined) | undefined => {
    const of = column.kind === 'column' ? column.of : undefined
    if (of === undefined || !listsObjects(of.relation, scope)) return undefined
    const name = of.column.toLowerCase()
    if (schemas.includes(name)) return (text) => targetSchema(text, ctx)
    if (objects.includes(name)) return (text) => targetObject(text, ctx)
    if (columns.includes(name)) return (text) => targetColumn(text, ctx)
    return keys.includes(name) ? (text) => (ownKeys.includes(text) ? text : targetKey(text, ctx)) : undefined
  }
  const renamed = (value: Expr, rename: ReturnType<typeof renamer>): Expr => {
    const text = value.kind === 'literal' && value.of === 'text' ? rename?.(value.text) : undefined
    return text === undefined || value.kind !== 'literal' ? value : { ...value, text }
  }
  switch (expr.kind) {
    case 'binary':
      return {
        ...expr,
        left: renamed(expr.left, renamer(expr.right)),
        right: renamed(expr.right, renamer(expr.left)),
      }
    case 'inList': {
      const rename = renamer(expr.operand)
      return rename ? { ...expr, items: expr.items.map((item) => renamed(item, rename)) } : expr
    }
    default:
      return expr
  }
}

function listsObjects(alias: string, scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const relation = at.relations.find((each) => each.alias === alias)
    if (relation) return relation.listsObjects === true
  }
  return false
}

function targetSchema(text: string, ctx: CodeContext): string | undefined {
  const { fold } = ctx.sourceNames
  const schema = ctx.source.schemas.find((each) => fold(each.name.text) === fold(text))
  for (const object of schema?.objects ?? []) {
    const name = ctx.target.objectName(object.id)?.schema
    if (name) return name.text
  }
  return undefined
}

function targetObject(text: string, ctx: CodeContext): string | undefined {
  for (const object of ctx.byId.values()) {
    if (object.name.name.text.toLowerCase() !== text.toLowerCase()) continue
    const name = ctx.target.objectName(object.id)
    if (name) return name.name.text
  }
  return undefined
}

/** The name that a column has, or gets when the program adds it. */
function targetColumn(text: string, ctx: CodeContext): string {
  for (const object of ctx.byId.values()) {
    if (object.kind !== 'table') continue
    const own = object.columns.find((column) => column.name.text.toLowerCase() === text.toLowerCase())
    const name = own && ctx.target.columnName(object.id, own.name.text)
    if (name) return name.text
  }
  return ctx.target.alias(text).text
}

/** The name of a key that is there, or that the program adds. Undefined: keys of several tables got names of their own. */
function targetKey(text: string, ctx: CodeContext): string | undefined {
  const named = (key: { readonly name?: Ident | undefined }): boolean =>
    key.name?.text.toLowerCase() === text.toLowerCase()
  const found = [...ctx.byId.values()].flatMap((object) => {
    if (object.kind !== 'table') return []
    const keys = [...object.constraints, ...object.indexes]
    const ids = partIdsOf(object)
    const wanted = [...ids.constraints, ...ids.indexes].filter((_, at) => named(keys[at] ?? {}))
    const made = wanted.length > 0 ? ctx.target.table?.(object.id)?.whole : undefined
    const targets = made ? [...made.constraints, ...made.indexes] : []
    return targets.flatMap((key) => (key.sources?.some((id) => wanted.includes(id)) && key.name ? [key.name.text] : []))
  })
  const plain = ctx.target.alias(text).text
  if (found.length === 0 || found.includes(plain)) return plain
  return new Set(found).size === 1 ? found[0] : undefined
}
