import { coreCall, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'

const made = (name: string, args: readonly Expr[], logical: LogicalType, from: Call): Call =>
  coreCall(name, args, valueTypeOf(logical, false), from.origin)

const clock = (call: Call): Call =>
  made('clock_now', call.args, { kind: 'timestamp', precision: 6, zone: 'session' }, call)
const utc = (call: Call): Call => made('clock_utc', call.args, { kind: 'timestamp', precision: 6, zone: 'none' }, call)
const time: LogicalType = { kind: 'time', precision: 6, zone: false, range: 'signed' }

const moving: Readonly<Record<string, (call: Call) => Call>> = {
  now: clock,
  current_date: (call) => made('to_date', [clock(call)], { kind: 'date' }, call),
  current_time: (call) => made('to_time', [clock(call)], time, call),
  utc_timestamp: utc,
  utc_date: (call) => made('to_date', [utc(call)], { kind: 'date' }, call),
  utc_time: (call) => made('to_time', [utc(call)], time, call),
  epoch: (call) =>
    call.args.length > 0 ? call : made('epoch', [clock(call)], { kind: 'integer', bits: 64, signed: true }, call),
}

/**
 * In a procedure of the source the time is that of each statement, on the target that of the call: there the clock itself is
 * asked, so that a loop that waits for a moment sees it come.
 */
export function withMovingClock(call: Call, ctx: CodeContext): Call {
  if (ctx.movingClock !== true || !('core' in call.fn)) return call
  return moving[call.fn.core]?.(call) ?? call
}
