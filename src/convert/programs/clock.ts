import type { Expr } from '../../core/ir/expr.js'
import { mapBottomUp } from '../../core/ir/walk.js'

/** Arguments and defaults of parameters are computed once: the clock needs no query around it, and defaults take none. */
export const clockAsRead = (value: Expr): Expr =>
  mapBottomUp(value, (expr) =>
    expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'clock_once'
      ? { ...expr, fn: { core: 'clock_now' } }
      : expr,
  )
