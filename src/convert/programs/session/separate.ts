import type { Stmt } from '../../../core/ir/statement.js'

/** One SET is one statement for each variable to the source: a handler goes on with the next one. */
export const separate = (stmt: Stmt): readonly Stmt[] =>
  stmt.kind === 'assign' && stmt.assignments.length > 1
    ? stmt.assignments.map((each) => ({ ...stmt, assignments: [each] }))
    : [stmt]
