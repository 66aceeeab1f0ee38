import type { Program } from '../../../../core/ir/program.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { walkProgram } from '../../../../core/ir/walk-program.js'

/**
 * Whose rights count, and where names are looked up. Every name is written with its schema, so that nothing of the caller's
 * path can stand in for it; temporary tables are found last.
 * A procedure that ends transactions, or calls one that does, can have no settings; one that touches nothing needs none.
 */
export function settingsOf(program: Program, isFunction: boolean): readonly string[] {
  const { characteristics } = program
  const settings: string[] = []
  if (isFunction && characteristics.volatility) settings.push(characteristics.volatility.toUpperCase())
  const found = lookAt(program)
  if (characteristics.security !== 'definer' || found.transactions || !found.touches) return settings
  return [...settings, 'SECURITY DEFINER', 'SET search_path = pg_catalog, pg_temp']
}

/** Kinds of statements that need no rights. */
const plain: ReadonlySet<Stmt['kind']> = new Set([
  'block',
  'assign',
  'if',
  'caseStatement',
  'loop',
  'while',
  'repeat',
  'for',
  'leave',
  'iterate',
  'return',
  'signal',
  'resignal',
  'guard',
  'stub',
  'tell',
  'getDiagnostics',
  'fetchCursor',
  'closeCursor',
])

function lookAt(program: Program) {
  const found = { transactions: false, touches: false }
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'transaction' || (stmt.kind === 'callStatement' && stmt.ends)) found.transactions = true
      if (!plain.has(stmt.kind)) found.touches = true
      return undefined
    },
    query: () => {
      found.touches = true
    },
    expr: (expr) => {
      // What is called may look something up.
      if ('query' in expr || (expr.kind === 'call' && 'routine' in expr.fn)) found.touches = true
      if (expr.kind === 'template' && expr.needs && expr.needs.length > 0) found.touches = true
      return undefined
    },
  })
  return found
}
