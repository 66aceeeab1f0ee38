import { branch, nullLiteral } from '../../../core/ir/build.js'
import type { Call, Case, Expr } from '../../../core/ir/expr.js'
import { noOrigin } from '../../../core/ir/names.js'
import { mapBottomUp } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { onceCalls } from '../write/once.js'

/** NULLIF compares like `=` does; where its first argument has to be converted for that, the value itself stays as it is. */
export function nullIf(call: Call, compare: (value: Expr, other: Expr) => Expr, ctx: CodeContext): Expr {
  const [value, other] = call.args
  if (value === undefined || other === undefined) return call
  const equal = compare(value, other)
  const again = onceCalls(value, ctx) !== undefined
  if (!again && equal.kind === 'binary' && equal.op === 'eq' && equal.left === value)
    return { ...call, args: [value, equal.right] }
  const chosen: Case = {
    kind: 'case',
    whens: [branch(equal, nullLiteral(call.origin))],
    else: again ? askedAgain(value) : value,
    origin: call.origin,
  }
  return call.type ? { ...chosen, type: call.type } : chosen
}

/** The source computes the first argument for the comparison, and once more for the value. */
const askedAgain = (value: Expr): Expr => mapBottomUp(value, (node) => ({ ...node, origin: noOrigin }))
