import type { Join, TableExpr } from '../../../../core/ir/query.js'
import { block, type Doc, group, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc, subqueryDoc } from './expression.js'
import { jsonTableDoc } from './json-table.js'
import { deeper, identText, noForm, type Printing, relationText } from './printing.js'

export const fromDoc = (printing: Printing, tables: readonly TableExpr[]): Doc =>
  group(
    'FROM ',
    indent(
      join(
        [',', line],
        tables.map((table) => tableDoc(printing, table)),
      ),
    ),
  )

export function tableDoc(printing: Printing, table: TableExpr): Doc {
  switch (table.kind) {
    case 'tableRef': {
      if (table.rows) return [exprDoc(printing, table.rows), ' AS ', identText(table.alias ?? table.name.name)]
      if (table.partitions.length > 0) throw noForm('a list of partitions in FROM')
      const name = relationText(printing, table.name)
      return table.alias === undefined || table.alias.text === table.name.name.text
        ? name
        : `${name} AS ${identText(table.alias)}`
    }
    case 'derived': {
      const columns = table.columns.length > 0 ? [' ', block('(', table.columns.map(identText), ')')] : ''
      const head = table.lateral ? 'LATERAL ' : ''
      return [head, subqueryDoc(printing, table.query), ' AS ', identText(table.alias), columns]
    }
    case 'join':
      return joinDoc(printing, table)
    case 'jsonTable':
      return jsonTableDoc(printing, table)
    case 'listTable': {
      const column = table.column ? [' (', identText(table.column), ')'] : ''
      return ['unnest(', exprDoc(printing, table.list), ') AS ', identText(table.alias), column]
    }
    case 'opaqueTable':
      throw noForm(`text that was not understood in FROM (${table.opaque.why})`)
  }
}

/** Joins chain from the left; a join on the right stands in parentheses. */
function joinDoc(printing: Printing, last: Join): Doc {
  const tail: Doc[] = []
  let first: TableExpr = last
  while (first.kind === 'join') {
    tail.push([line, group(joinWords(first), ' ', rightDoc(printing, first.right), conditionDoc(printing, first))])
    first = first.left
  }
  return [tableDoc(printing, first), tail.reverse()]
}

function rightDoc(printing: Printing, right: TableExpr): Doc {
  const doc = deeper(printing, () => tableDoc(printing, right))
  return right.kind === 'join' ? group('(', indent(doc), ')') : doc
}

const conditioned = (table: Join): boolean => table.on !== undefined || table.using.length > 0

function joinWords(table: Join): string {
  if (table.natural) return table.join === 'inner' ? 'NATURAL JOIN' : `NATURAL ${table.join.toUpperCase()} JOIN`
  if (table.join === 'cross' || table.join === 'inner') return conditioned(table) ? 'JOIN' : 'CROSS JOIN'
  return `${table.join.toUpperCase()} JOIN`
}

function conditionDoc(printing: Printing, table: Join): Doc {
  if (table.natural) return ''
  if (table.on !== undefined) return indent(line, 'ON ', exprDoc(printing, table.on))
  if (table.using.length > 0) return [' USING ', block('(', table.using.map(identText), ')')]
  return table.join === 'cross' || table.join === 'inner' ? '' : ' ON TRUE'
}
