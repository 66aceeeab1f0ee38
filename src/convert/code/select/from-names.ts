import type { QueryBody, TableExpr } from '../../../core/ir/query.js'

/** Names of the range variables that a query's own FROM makes. */
export function aliasesOf(body: QueryBody): ReadonlySet<string> {
  switch (body.kind) {
    case 'select':
      return new Set(body.from.flatMap(tableAliases))
    case 'nested':
      return aliasesOf(body.query.body)
    case 'setOperation':
      return new Set([...aliasesOf(body.left), ...aliasesOf(body.right)])
    case 'values':
      return new Set()
  }
}

function tableAliases(table: TableExpr): readonly string[] {
  switch (table.kind) {
    case 'tableRef':
      return [(table.alias ?? table.name.name).text]
    case 'derived':
    case 'jsonTable':
    case 'listTable':
      return [table.alias.text]
    case 'join':
      return [...tableAliases(table.left), ...tableAliases(table.right)]
    case 'opaqueTable':
      return []
  }
}
