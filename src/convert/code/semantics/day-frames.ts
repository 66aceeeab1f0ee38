import type { Expr, Frame, FrameBound, Window } from '../../../core/ir/expr.js'
import { isMoment } from '../types/days.js'
import { familyOf } from '../types/families.js'

/** The frame of a window over moments: where numbers are days, `RANGE 7 PRECEDING` reaches back seven days. */
export function frameInDays(frame: Frame, { orderBy }: Window): Frame {
  const key = orderBy[0]?.expr.type?.logical
  if (frame.unit !== 'range' || !isMoment(key)) return frame
  const made: Frame = { ...frame, start: inDays(frame.start) }
  return frame.end ? { ...made, end: inDays(frame.end) } : made
}

function inDays(bound: FrameBound): FrameBound {
  if (!('offset' in bound)) return bound
  const { offset } = bound
  const logical = offset.type?.logical
  if (!logical || familyOf(logical) !== 'number') return bound
  const days: Expr = { kind: 'interval', amount: offset, unit: 'DAY', origin: offset.origin }
  return { ...bound, offset: days }
}
