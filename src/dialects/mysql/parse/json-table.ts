import type { Expr } from '../../../core/ir/expr.js'
import type { JsonTable, JsonTableAction, JsonTableColumn } from '../../../core/ir/query.js'
import { type CstNode, hasWord, type LowerContext, node, nodes, originOf, startOf, token } from './cst.js'
import { lowerExpression, lowerOperand } from './expressions.js'
import { lowerIdent, lowerText } from './names.js'
import { opaqueOf } from './problems.js'
import { lowerAlias } from './table-references.js'
import { lowerTypeRef } from './types.js'

/** Lowers `jsonTable`. Manual section "JSON Table Functions". */
export function lowerJsonTable(of: CstNode, context: LowerContext): JsonTable {
  const input = node(of, 'expression')
  const alias = node(of, 'alias')
  return {
    kind: 'jsonTable',
    origin: originOf(of, context),
    input: input ? lowerExpression(input, context) : opaqueOf(of, 'XW-P0001', context),
    path: pathOf(of, context),
    columns: columnsOf(of, context),
    alias: alias ? lowerAlias(alias, context) : { text: `json_table_${startOf(of)}`, quoted: true },
  }
}

function pathOf(of: CstNode, context: LowerContext): Expr {
  const text = node(of, 'stringLiteral')
  const value = text ? lowerText(text, context.modes) : '$'
  return { kind: 'literal', of: 'text', text: value, origin: originOf(text ?? of, context) }
}

const columnsOf = (of: CstNode, context: LowerContext): readonly JsonTableColumn[] =>
  nodes(of, 'jsonColumns').flatMap((list) => nodes(list, 'jsonColumn').map((column) => lowerColumn(column, context)))

function lowerColumn(of: CstNode, context: LowerContext): JsonTableColumn {
  if (hasWord(of, 'NESTED')) return { kind: 'nested', path: pathOf(of, context), columns: columnsOf(of, context) }
  const name = lowerIdent(node(of, 'identifier'))
  const type = node(of, 'dataType')
  if (!type) return { kind: 'ordinality', name }
  const onEmpty = actionOn(of, 'EMPTY', context)
  const onError = actionOn(of, 'ERROR', context)
  return {
    kind: 'value',
    name,
    type: lowerTypeRef(type, context),
    path: pathOf(of, context),
    exists: hasWord(of, 'EXISTS'),
    ...(onEmpty ? { onEmpty } : {}),
    ...(onError ? { onError } : {}),
  }
}

function actionOn(of: CstNode, event: string, context: LowerContext): JsonTableAction | undefined {
  const action = nodes(of, 'jsonAction').find((each) => token(each, 'on')?.image.toUpperCase() === event)
  if (!action) return undefined
  const value = node(action, 'prefixedOperand')
  const operand = value && node(value, 'operand')
  if (operand) return { kind: 'default', value: lowerOperand(operand, context) }
  return { kind: hasWord(action, 'NULL') ? 'null' : 'error' }
}
