import type { Declaration } from '../../../../core/ir/declaration.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { exprText } from '../expression.js'
import { Unprintable } from '../printing.js'
import { queryText } from '../query.js'
import { changeText } from './changes.js'
import type { ProgramPrinting } from './context.js'

/**
 * What the server is asked about one statement or declaration, to be prepared: it looks at names, functions and shapes then, which
 * it leaves for the first run where it creates a program. A question mark stands for each variable. Statements inside of
 * it have questions of their own; nothing is asked of what cannot be written.
 */
export function questionsOf(node: Stmt | Declaration, at: ProgramPrinting): readonly string[] {
  const asking: ProgramPrinting = { ...at, printing: { ...at.printing, placeholders: true } }
  try {
    return textsOf(node, asking)
  } catch (error) {
    if (error instanceof Unprintable) return []
    throw error
  }
}

function textsOf(node: Stmt | Declaration, at: ProgramPrinting): readonly string[] {
  const { printing } = at
  const select = (...exprs: readonly (Expr | undefined)[]): readonly string[] =>
    exprs.flatMap((expr) => (expr && !isPlain(expr) ? [`SELECT ${exprText(printing, expr)}`] : []))
  switch (node.kind) {
    case 'declareVariables':
      return select(node.default)
    case 'declareCursor':
      return 'query' in node.source ? [queryText(printing, node.source.query)] : []
    case 'assign':
      return select(...node.assignments.map(({ value }) => value))
    case 'if':
    case 'caseStatement':
      return select(...node.branches.map(({ when }) => when))
    case 'while':
      return select(node.condition)
    case 'leave':
    case 'iterate':
      return select(node.when)
    case 'return':
      return select(node.value)
    case 'evaluate':
      return select(...node.exprs)
    case 'callStatement':
      return select(...node.args)
    case 'signal':
      return select(...node.items.map(({ value }) => value))
    case 'selectInto':
    case 'resultSet':
      return [queryText(printing, node.query)]
    case 'openCursor':
      return node.reads && 'query' in node.reads ? [queryText(printing, node.reads.query)] : []
    case 'insert':
    case 'update':
    case 'delete':
      return [changeText(node, at)]
    default:
      return []
  }
}

/** Nothing to ask. */
const isPlain = (expr: Expr): boolean => expr.kind === 'literal' || expr.kind === 'variable'
