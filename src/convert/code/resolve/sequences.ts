import { literal } from '../../../core/ir/build.js'
import type { Call, ColumnRef, Expr } from '../../../core/ir/expr.js'
import type { CodeContext } from '../code-context.js'
import { findObject } from './relations.js'

/** Functions whose first argument is the name of a sequence and never a column. */
const sequenceCalls: ReadonlySet<string> = new Set(['NEXTVAL', 'LASTVAL', 'CURRVAL', 'SETVAL'])

/** `nextval(s1)`: the name becomes the text of the target's name; `undefined` for other calls. */
export function resolveSequenceCall(call: Call, ctx: CodeContext): Call | undefined {
  const [first, ...rest] = call.args
  if (!('native' in call.fn) || !sequenceCalls.has(call.fn.native.toUpperCase())) return undefined
  return first?.kind === 'column' ? { ...call, args: [sequenceName(first, ctx), ...rest] } : undefined
}

function sequenceName(ref: ColumnRef, ctx: CodeContext): Expr {
  const [name, schema] = [...ref.path].reverse()
  const object = name && findObject(ctx, schema ? { schema, name } : { name })
  const written = ref.path.map((part) => part.text).join('.')
  if (object?.kind !== 'sequence') {
    ctx.report.fail('XW-C0300', ref.origin, { kind: 'sequence', name: written })
    return ref
  }
  const target = ctx.target.objectName(object.id)
  if (target === undefined) {
    ctx.report.fail('XW-C0301', ref.origin, { name: written })
    return ref
  }
  const parts = target.schema ? [target.schema, target.name] : [target.name]
  return literal('text', parts.map((part) => ctx.targetNames.quoteIfNeeded(part.text)).join('.'), ref.origin)
}
