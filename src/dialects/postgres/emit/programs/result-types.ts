import type { Expr } from '../../../../core/ir/expr.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Query, QueryBody } from '../../../../core/ir/query.js'
import type { TypeRef } from '../../../../core/ir/types.js'
import { mapProgram, mapStmt, type StmtMapper, sameStmt } from '../../../../core/ir/walk-program.js'

/**
 * A function that is read like a table must give each column in the very type that it declares: `varchar` is not `text`
 * there. What is computed is converted to it; columns of tables have the type that was declared after them.
 */
export function withResultTypes(program: Program): Program {
  const { results } = program
  if (results?.kind !== 'rows') return program
  const types = results.columns.map(({ type }) => type)
  const mapper: StmtMapper = {
    ...sameStmt,
    stmt: (stmt) =>
      stmt.kind === 'resultSet' ? { ...stmt, query: typedQuery(stmt.query, types) } : mapStmt(stmt, mapper),
  }
  return mapProgram(program, mapper)
}

const typedQuery = (query: Query, types: readonly TypeRef[]): Query => ({
  ...query,
  body: typedBody(query.body, types),
})

/** DISTINCT is left alone: what it is ordered by must stand in its list as it is written. */
function typedBody(body: QueryBody, types: readonly TypeRef[]): QueryBody {
  switch (body.kind) {
    case 'select': {
      const isKnown = body.items.length === types.length && body.items.every(({ kind }) => kind === 'expr')
      if (!isKnown || body.distinct) return body
      const items = body.items.map((item, at) => {
        const type = types[at]
        return item.kind === 'expr' && type ? { ...item, expr: typedValue(item.expr, type) } : item
      })
      return { ...body, items }
    }
    case 'setOperation':
      return { ...body, left: typedBody(body.left, types), right: typedBody(body.right, types) }
    case 'nested':
      return { ...body, query: typedQuery(body.query, types) }
    case 'values':
      return body
  }
}

function typedValue(expr: Expr, type: TypeRef): Expr {
  const isColumn = expr.kind === 'column' || expr.kind === 'variable'
  const isThere = expr.type?.native === type.native || (expr.kind === 'cast' && expr.to.native === type.native)
  return isThere || (isColumn && expr.type?.native === undefined)
    ? expr
    : { kind: 'cast', operand: expr, to: type, implicit: true, origin: expr.origin }
}
