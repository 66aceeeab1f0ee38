import type { Call, Expr } from '../../../core/ir/expr.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'

/** What may differ in a call although it has its counterpart. */
export function noteCall(call: Call, ctx: CodeContext): void {
  noteDocuments(call, ctx)
  if (!('core' in call.fn)) return
  const [first, ...others] = call.args
  if (call.fn.core === 'convert_zone' && others.some(isZoneName)) ctx.report.note('XW-C0332', call.origin, {})
  const unknown = call.args.find((arg) => arg.kind !== 'literal')
  if (call.fn.core === 'char_of' && unknown && ctx.targetCan.nulInText === false)
    ctx.report.note('XW-C0333', (first ?? call).origin, {})
}

/** Text that is taken as a document: the target refuses what is none. */
function noteDocuments(call: Call, ctx: CodeContext): void {
  const families = ctx.functions.familiesOf(call)
  const text = call.args.find(
    (arg, at) => families[at] === 'json' && exprFamily(arg) === 'text' && arg.kind !== 'literal',
  )
  if (text) ctx.report.note('XW-C0330', text.origin, {})
}

/** The session's own zone and distances from UTC are always known. */
const isZoneName = (zone: Expr): boolean => zone.kind !== 'literal' || !/^(SYSTEM|[+-]\d{1,2}:\d\d)$/i.test(zone.text)
