import { implicitCast } from '../../core/ir/build.js'
import type { Expr, VariableRef } from '../../core/ir/expr.js'
import { noOrigin } from '../../core/ir/names.js'
import type { Param } from '../../core/ir/program.js'
import type { Stmt } from '../../core/ir/statement.js'
import type { CodeContext } from '../code/code-context.js'
import { arriving } from '../code/refusals.js'
import { enteredMoment } from '../code/semantics/fractions.js'
import { asStored } from '../code/semantics/stored.js'
import type { Variable } from '../code/variables.js'
import { writeExpr } from '../code/write/write-calls.js'

/**
 * What becomes of arguments before a program begins: parameters of the target have no scale and no length, so that a number
 * is rounded, a small one and a text checked, a moment cut and a fixed-length text stripped here, as the source does on the way in.
 */
export function entered(params: readonly Param[], variables: readonly Variable[], ctx: CodeContext): readonly Stmt[] {
  const stores = arriving(ctx)
  return variables.flatMap((variable, at): readonly Stmt[] => {
    if (params[at]?.mode === 'out') return []
    const { logical, nullable, native } = variable.type
    const ref: VariableRef = {
      kind: 'variable',
      scope: 'local',
      name: variable.target,
      origin: noOrigin,
      type: { logical, nullable, ...(native === undefined ? {} : { native }) },
    }
    const value = asEntered(ref, variable, stores)
    return value === ref
      ? []
      : [{ kind: 'assign', assignments: [{ target: ref, value: writeExpr(value, stores) }], origin: noOrigin }]
  })
}

function asEntered(ref: VariableRef, { declared, type }: Variable, ctx: CodeContext): Expr {
  const moment = enteredMoment(ref, type.logical, ctx)
  if (moment) return moment
  const { source } = type
  if (ctx.sourceCan.parametersWithoutLimits) return ref
  if (declared.logical.kind === 'decimal' && source?.kind !== 'integer' && declared.native.includes('('))
    return implicitCast(ref, declared.logical, declared.native)
  const text = source ?? type.logical
  if (text.kind === 'text') return asStored(ofAnyLength(ref), { source: text, result: true }, ctx)
  // What comes in is of the target's type: large unsigned numbers are seldom outgrown.
  return source?.kind === 'integer' && source.bits >= 32 ? ref : asStored(ref, { source }, ctx)
}

/** A parameter as its caller gives it. */
function ofAnyLength(ref: VariableRef): VariableRef {
  if (ref.type?.logical.kind !== 'text') return ref
  const { length, ...logical } = ref.type.logical
  return length === undefined ? ref : { ...ref, type: { ...ref.type, logical } }
}
