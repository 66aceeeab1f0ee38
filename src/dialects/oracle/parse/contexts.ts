import { coreCall, textLiteral } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'

/**
 * The setting of the session that keeps a value of a context, by the names of context and parameter, which are the same in any
 * case. SQL Language Reference, "SYS_CONTEXT"; PL/SQL Packages and Types Reference, "DBMS_SESSION".
 */
export function contextName(space: Expr, parameter: Expr, origin: Origin): Expr {
  const [own, key] = [space, parameter].map((each) =>
    each.kind === 'literal' && each.of === 'text' ? each.text : undefined,
  )
  if (own !== undefined && key !== undefined) return textLiteral(`${own}.${key}`.toLowerCase(), origin)
  const name = coreCall('concat', [space, textLiteral('.', origin), parameter], undefined, origin)
  return coreCall('lower', [name], undefined, origin)
}

/** What a program of the session has set there; null where none has. */
export const keptContext = (space: Expr, parameter: Expr, origin: Origin): Expr =>
  coreCall('package_variable', [contextName(space, parameter, origin)], undefined, origin)
