import { coreCall, int64, intLiteral, textLiteral, valueTypeOf } from '../../../../core/ir/build.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, noOrigin } from '../../../../core/ir/names.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { typedExpr, writtenExpr } from '../../code.js'
import type { DataEnv } from '../data-env.js'
import { isDefault } from '../default-values.js'
import type { Field, InsertTarget } from './insert-target.js'

export const defaultKeyword: Expr = { kind: 'default', origin: noOrigin }

/** Under this setting 0 is a number like any other. */
const zeroIsAValue = 'NO_AUTO_VALUE_ON_ZERO'

/** In a column that numbers its rows null and 0 mean the next number. */
export function counterValue(value: Expr, field: Field, into: InsertTarget, at: DataEnv): Expr {
  if (!isCounter(field) || isDefault(value)) return value
  const zero = !at.modes.includes(zeroIsAValue)
  if (value.kind === 'literal') {
    const next = value.of === 'null' || (zero && Number(value.text) === 0)
    return next ? defaultKeyword : value
  }
  const type = valueTypeOf(int64, true)
  const given = zero ? coreCall('nullif', [value, intLiteral(0)], type, value.origin) : value
  const next = coreCall('next_number', [tableText(into, at), textLiteral(field.scope.target.text)], type, value.origin)
  return coreCall('coalesce', [given, next], valueTypeOf(int64, false), value.origin)
}

export const isCounter = (field: Field): boolean =>
  field.column?.identity !== undefined && field.to.type.logical.kind === 'integer'

const tableText = (into: InsertTarget, { env }: DataEnv): Expr => {
  const parts: readonly Ident[] = into.name.schema ? [into.name.schema, into.name.name] : [into.name.name]
  return textLiteral(parts.map((part) => env.ctx.targetNames.quoteIfNeeded(part.text)).join('.'))
}

/**
 * The source counts on from the highest number in the column, however it got there. After rows that brought their own
 * number the target's counter is told.
 */
export function followCounter(values: readonly (readonly Expr[])[], into: InsertTarget, at: DataEnv): readonly Stmt[] {
  const field = into.fields.findIndex(isCounter)
  const own = into.fields[field]
  if (!own || values.every((row) => isDefault(row[field] ?? defaultKeyword))) return []
  const call = coreCall('follow_counter', [tableText(into, at), textLiteral(own.scope.target.text)])
  const expr = writtenExpr(typedExpr(call, { want: 'value' }, at), at)
  return [{ kind: 'evaluate', exprs: [expr], origin: into.ref.origin }]
}
