import { noOrigin, type QName } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { Query, QueryBody, Select, TableExpr } from '../../core/ir/query.js'
import type { Stmt } from '../../core/ir/statement.js'
import { walkStmt } from '../../core/ir/walk-program.js'

/** Every table that a program names, in queries at any depth and in statements that change rows. */
export const tablesIn = (program: Pick<Program, 'body'>, table: Visit['table']): void =>
  visitQueries(program, { table, select: () => undefined })

/** What is done with each table and each SELECT. */
export interface Visit {
  readonly table: (table: TableExpr) => void
  readonly select: (select: Select) => void
}

export function visitQueries(program: Pick<Program, 'body'>, visit: Visit): void {
  walkStmt(program.body, {
    stmt: (stmt) => {
      for (const table of ownTables(stmt)) visitTable(table, visit)
      return undefined
    },
    query: (query) => visitQuery(query, visit),
    expr: (expr) => {
      if ('query' in expr) visitQuery(expr.query, visit)
      return undefined
    },
  })
}

function ownTables(stmt: Stmt): readonly TableExpr[] {
  switch (stmt.kind) {
    case 'insert':
    case 'load':
      return [tableRef(stmt.table)]
    case 'update':
    case 'delete':
      return stmt.tables
    case 'merge':
      return [stmt.target, stmt.using]
    default:
      return []
  }
}

const tableRef = (name: QName): TableExpr => ({ kind: 'tableRef', name, partitions: [], hints: [], origin: noOrigin })

function visitQuery(query: Query, visit: Visit): void {
  for (const cte of query.with?.ctes ?? []) visitQuery(cte.query, visit)
  visitBody(query.body, visit)
}

function visitBody(body: QueryBody, visit: Visit): void {
  if (body.kind === 'select') {
    visit.select(body)
    for (const table of body.from) visitTable(table, visit)
  }
  if (body.kind === 'nested') visitQuery(body.query, visit)
  if (body.kind !== 'setOperation') return
  visitBody(body.left, visit)
  visitBody(body.right, visit)
}

function visitTable(table: TableExpr, visit: Visit): void {
  visit.table(table)
  if (table.kind === 'derived') visitQuery(table.query, visit)
  if (table.kind !== 'join') return
  visitTable(table.left, visit)
  visitTable(table.right, visit)
}
