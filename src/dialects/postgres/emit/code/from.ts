import type { Expr } from '../../../../core/ir/expr.js'
import type { Join, JsonTable, JsonTableAction, JsonTableColumn, TableExpr } from '../../../../core/ir/query.js'
import { block, type Doc, group, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc, subqueryDoc } from './expression.js'
import { deeper, identText, noForm, type Printing, relationText, textConstant } from './printing.js'
import { typeText } from './type-text.js'

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

function jsonTableDoc(printing: Printing, table: JsonTable): Doc {
  if (printing.major < 17) throw noForm('JSON_TABLE')
  const columns = block('(', jsonColumns(printing, table.columns), ')')
  const inner = [exprDoc(printing, table.input), ', ', pathText(table.path), line, 'COLUMNS ', columns]
  return [block('JSON_TABLE(', [inner], ')'), ' AS ', identText(table.alias)]
}

const jsonColumns = (printing: Printing, columns: readonly JsonTableColumn[]): readonly Doc[] =>
  columns.map((column) => jsonColumnDoc(printing, column))

function jsonColumnDoc(printing: Printing, column: JsonTableColumn): Doc {
  switch (column.kind) {
    case 'ordinality':
      return `${identText(column.name)} FOR ORDINALITY`
    case 'nested':
      return deeper(printing, () => [
        `NESTED PATH ${pathText(column.path)} COLUMNS `,
        block('(', jsonColumns(printing, column.columns), ')'),
      ])
    case 'value': {
      const head = `${identText(column.name)} ${typeText(printing, column.type)}`
      const what = column.exists ? ' EXISTS PATH ' : ' PATH '
      return [
        head,
        what,
        pathText(column.path),
        action(printing, column.onEmpty, 'EMPTY'),
        action(printing, column.onError, 'ERROR'),
      ]
    }
  }
}

/** The target takes a path only as a constant. */
function pathText(path: Expr): string {
  if (path.kind !== 'literal' || path.of !== 'text') throw noForm('a computed path in JSON_TABLE')
  return textConstant(path.text)
}

function action(printing: Printing, what: JsonTableAction | undefined, event: string): Doc {
  if (what === undefined) return ''
  if (what.kind === 'default') return [' DEFAULT ', exprDoc(printing, what.value), ` ON ${event}`]
  return ` ${what.kind.toUpperCase()} ON ${event}`
}
