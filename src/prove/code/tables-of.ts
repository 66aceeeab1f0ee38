import type { Expr } from '../../core/ir/expr.js'
import type { QName } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { Query, QueryBody, TableExpr } from '../../core/ir/query.js'
import type { Stmt } from '../../core/ir/statement.js'
import { walkQuery } from '../../core/ir/walk.js'
import { walkProgram } from '../../core/ir/walk-program.js'

/** A table where a statement names it. */
export interface NamedTable {
  readonly name: QName
  readonly alias: string
}

/** Every table that the program reads or changes, by the names it gives them. */
export function tablesOf(program: Program): readonly NamedTable[] {
  const found: NamedTable[] = []
  walkProgram(program, {
    stmt: (stmt) => {
      found.push(...tablesOfStatement(stmt))
      return undefined
    },
    query: (query) => void found.push(...tablesOfQuery(query)),
    expr: (expr) => {
      const query = queryIn(expr)
      if (query) found.push(...tablesOfQuery(query))
      return undefined
    },
  })
  return found
}

function tablesOfStatement(stmt: Stmt): readonly NamedTable[] {
  switch (stmt.kind) {
    case 'insert':
      return [{ name: stmt.table, alias: stmt.table.name.text }]
    case 'update':
    case 'delete':
      return stmt.tables.flatMap(tablesOfFrom)
    default:
      return []
  }
}

/** Those of the query itself and of the queries in its FROM and WITH; those inside expressions are visited with them. */
export function tablesOfQuery(query: Query): readonly NamedTable[] {
  const own = [...(query.with?.ctes.flatMap((cte) => tablesOfQuery(cte.query)) ?? []), ...tablesOfBody(query.body)]
  const inner: NamedTable[] = []
  walkQuery(query, (expr) => {
    const nested = queryIn(expr)
    if (nested) inner.push(...tablesOfBody(nested.body))
    return undefined
  })
  return [...own, ...inner]
}

function tablesOfBody(body: QueryBody): readonly NamedTable[] {
  switch (body.kind) {
    case 'select':
      return body.from.flatMap(tablesOfFrom)
    case 'setOperation':
      return [...tablesOfBody(body.left), ...tablesOfBody(body.right)]
    case 'nested':
      return tablesOfQuery(body.query)
    case 'values':
      return []
  }
}

export function tablesOfFrom(table: TableExpr): readonly NamedTable[] {
  switch (table.kind) {
    case 'tableRef':
      return [{ name: table.name, alias: table.alias?.text ?? table.name.name.text }]
    case 'join':
      return [...tablesOfFrom(table.left), ...tablesOfFrom(table.right)]
    case 'derived':
      return tablesOfQuery(table.query)
    case 'jsonTable':
    case 'listTable':
    case 'opaqueTable':
      return []
  }
}

export function queryIn(expr: Expr): Query | undefined {
  switch (expr.kind) {
    case 'subquery':
    case 'exists':
    case 'inQuery':
    case 'quantified':
      return expr.query
    default:
      return undefined
  }
}
