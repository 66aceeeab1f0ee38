import type { Program } from '../../../../core/ir/program.js'
import { walkProgram } from '../../../../core/ir/walk-program.js'

/**
 * Whose rights count, and where names are looked up. Every name is written with its schema, so that nothing of the caller's
 * path can stand in for it; temporary tables are found last. A procedure that ends transactions can be neither.
 */
export function settingsOf(program: Program, isFunction: boolean): readonly string[] {
  const { characteristics } = program
  const settings: string[] = []
  if (isFunction && characteristics.volatility) settings.push(characteristics.volatility.toUpperCase())
  if (characteristics.security === 'definer' && !endsTransactions(program)) {
    settings.push('SECURITY DEFINER', 'SET search_path = pg_catalog, pg_temp')
  }
  return settings
}

export function endsTransactions(program: Program): boolean {
  let found = false
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'transaction') found = true
      return !found
    },
  })
  return found
}
