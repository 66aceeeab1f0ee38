import { plainText } from '../../../core/ir/build.js'
import type { VariableRef } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { CodeContext } from '../../code/code-context.js'
import { extraVariable, type Frame } from '../frame.js'

/** The variable with the place where the error was raised that an exception section looks at: each depth has its own. */
export function raisedAt(frame: Frame, ctx: CodeContext, origin: Origin, depth: number): VariableRef {
  const native = ctx.target.typeName(plainText) ?? ''
  const name = extraVariable(frame, `raised_at ${depth}`, native, depth > 1 ? `raised_at_${depth}` : 'raised_at')
  return { kind: 'variable', scope: 'local', name, type: { logical: plainText, nullable: true, native }, origin }
}

/** The same at the place that is converted, where it will be asked for. */
export function askedRaisedAt(frame: Frame, ctx: CodeContext, origin: Origin): VariableRef {
  frame.caught.asked.add(frame.caught.depth)
  return raisedAt(frame, ctx, origin, frame.caught.depth)
}
