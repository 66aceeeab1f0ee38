import { implicitCast } from '../../core/ir/build.js'
import type { Expr } from '../../core/ir/expr.js'
import type { RecordType } from '../../core/ir/types.js'
import type { CodeContext } from './code-context.js'
import { type MoreOfType, valueForColumn } from './defaults.js'
import { fieldOf, recordOf } from './resolve/members.js'

/** A value of a record: of the type itself, or the values of its fields in their order. */
export function asRecord(expr: Expr, type: RecordType, ctx: CodeContext, more: MoreOfType): Expr {
  const own = recordOf(expr)
  const native = more.native ?? ctx.target.typeNamed(type.name)
  if (own && ctx.target.typeNamed(own.name) === ctx.target.typeNamed(type.name)) return expr
  if (expr.kind === 'literal' && expr.of === 'null') return expr
  const items = expr.kind === 'row' ? expr.items : own && isPlain(expr) ? fieldsIn(expr, own, ctx) : undefined
  if (items?.length !== type.fields.length) {
    ctx.report.fail('XW-R0002', expr.origin, { what: 'This value for a record' })
    return expr
  }
  const values = type.fields.map((field, at): Expr => {
    const item = items[at] ?? expr
    const { logical, source } = field.type
    return valueForColumn(item, logical, ctx, { source, native: field.declared.native }) ?? item
  })
  const row: Expr = { kind: 'row', items: values, origin: expr.origin }
  return { ...implicitCast(row, type, native), type: { logical: type, nullable: true, native } }
}

/** Reading it twice is reading it once. */
const isPlain = (expr: Expr): boolean =>
  expr.kind === 'variable' || (expr.kind === 'member' && !expr.args && isPlain(expr.object))

const fieldsIn = (expr: Expr, { fields }: RecordType, ctx: CodeContext): readonly Expr[] =>
  fields.flatMap(({ name }) => fieldOf(expr, { text: name, quoted: true }, expr.origin, ctx) ?? [])
