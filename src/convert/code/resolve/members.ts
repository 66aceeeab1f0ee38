import type { Expr, Member, VariableRef } from '../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../core/ir/names.js'
import type { RecordType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { unboxed } from './methods.js'

export const recordOf = (expr: Expr): RecordType | undefined =>
  expr.type?.logical.kind === 'record' ? expr.type.logical : undefined

/** The field of a value that has fields. Undefined: it has none, or none of that name. */
export function fieldOf(object: Expr, field: Ident, origin: Origin, ctx: CodeContext): Expr | undefined {
  const { fold } = ctx.sourceNames
  const found = recordOf(object)?.fields.find((each) => fold(each.name) === fold(field.text))
  if (!found) return undefined
  const { target, type, boxed } = found
  const member: Member | VariableRef =
    object.kind === 'variable' && object.field === undefined
      ? { ...object, field: target, type, origin }
      : { kind: 'member', object, field: target, type, origin }
  return boxed === undefined ? member : unboxed(member, boxed, ctx)
}

/** The fields of a value, one behind the other. */
export const fieldsOf = (object: Expr, path: readonly Ident[], ctx: CodeContext): Expr | undefined =>
  path.reduce<Expr | undefined>((made, field) => made && fieldOf(made, field, object.origin, ctx), object)
