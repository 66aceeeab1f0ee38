import type { Call, Expr } from '../../../core/ir/expr.js'
import { walkExpr } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'

/** What may differ in a call although it has its counterpart. */
export function noteCall(call: Call, ctx: CodeContext): void {
  noteDocuments(call, ctx)
  if (!('core' in call.fn)) return
  const [first, ...others] = call.args
  if (call.fn.core === 'convert_zone' && others.some(isZoneName)) ctx.report.note('XW-C0332', call.origin, {})
  noteDates(call.fn.core, call, ctx)
  const unknown = call.args.find((arg) => arg.kind !== 'literal')
  if (call.fn.core === 'char_of' && unknown && ctx.targetCan.nulInText === false)
    ctx.report.note('XW-C0333', (first ?? call).origin, {})
}

/** Dates that only one of both engines has: beyond the year 9999, and days that no calendar has. */
function noteDates(name: string, call: Call, ctx: CodeContext): void {
  const [start, , unit] = call.args
  if (!start || !readsValue(start)) return
  if (name === 'parse_date') ctx.report.note('XW-C0335', call.origin, {})
  if (name !== 'date_add_interval' && name !== 'date_sub_interval') return
  // An error on sources that refuse such dates.
  if (!ctx.sourceCan.refusesMissingDays) ctx.report.note('XW-C0334', call.origin, {})
  const wholeDays = unit?.kind === 'literal' && /^(DAY|WEEK|MONTH|QUARTER|YEAR|YEAR_MONTH)$/i.test(unit.text)
  if (wholeDays && exprFamily(start) === 'text') ctx.report.note('XW-C0336', call.origin, {})
}

/** Whether it depends on what rows or callers give, and not on the clock and constants alone. */
function readsValue(expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node.kind === 'column' || node.kind === 'variable') found = true
    return !found
  })
  return found
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
