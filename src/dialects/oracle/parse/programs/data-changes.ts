import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { Delete, Insert, RowChange, SetItem, Update } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident, QName } from '../../../../core/ir/names.js'
import type { SelectItem, TableRef } from '../../../../core/ir/query.js'
import type { Target } from '../../../../core/ir/statement.js'
import { hintsOf, originOf } from '../cst.js'
import { lowerExpression, lowerPrefixed } from '../expressions.js'
import { lowerAlias, lowerQName } from '../names.js'
import { and, lowerQuery } from '../queries.js'
import { asksRowNumber, rowNumbersOf } from '../row-numbers.js'
import { exprs, type ProgramContext, pathOf } from './context.js'
import { intoTargets } from './into.js'
import { eachAlone } from './several-columns.js'

/** The table of a change by its name. Undefined: a query or a list, or a part of a table. */
export function tableOf(of: CstNode | undefined, context: ProgramContext): TableRef | undefined {
  const name = of && node(of, 'qualifiedName')
  if (!name || node(of, 'partitionClause')) return undefined
  const alias = node(of, 'alias')
  return {
    kind: 'tableRef',
    name: lowerQName(name),
    ...(alias ? { alias: lowerAlias(alias) } : {}),
    partitions: [],
    hints: [],
    origin: originOf(name, context),
  }
}

type Common = Pick<RowChange, 'ignore' | 'modifiers' | 'returning' | 'into' | 'origin'>

/** What all changes have. Undefined: it is not read (LOG ERRORS, lists that take what is returned). */
export function commonOf(of: CstNode, context: ProgramContext, statement = of): Common | undefined {
  if (node(of, 'errorLogging')) return undefined
  const returned = node(of, 'returningClause')
  const base = { ignore: false, modifiers: hintsOf(statement, context), origin: originOf(of, context) }
  if (!returned) return { ...base, returning: [] }
  const into: readonly Target[] | undefined = intoTargets(node(returned, 'intoClause'), context)
  const returning = exprs(returned, context).map((expr): SelectItem => ({ kind: 'expr', expr }))
  return into && { ...base, returning, into }
}

/** The column behind the last period. */
export const columnOf = (of: CstNode): Ident => pathOf(of).at(-1) ?? { text: '', quoted: false }

/** Lowers `insertStatement` into one table. */
export function lowerInsert(of: CstNode, context: ProgramContext): Insert | undefined {
  const one = node(of, 'insertOne')
  const common = one && commonOf(one, context, of)
  const into = one && node(one, 'insertTarget')
  const table = into && tableOf(node(into, 'changedTable'), context)
  const source = one && sourceOf(one, context)
  if (!common || !into || !table || !source) return undefined
  const columns = node(into, 'columnNames')
  return {
    ...common,
    kind: 'insert',
    replace: false,
    table: table.name,
    partitions: [],
    columns: columns ? nodes(columns, 'qualifiedName').map(columnOf) : [],
    source,
    onDuplicate: [],
  }
}

function sourceOf(of: CstNode, context: ProgramContext): Insert['source'] | undefined {
  const query = node(of, 'query')
  if (query) return { query: lowerQuery(query, context) }
  const values = node(of, 'insertValues')
  const rows = values && nodes(values, 'prefixedOperand').map((each) => cellsOf(each, context))
  return rows && { rows }
}

/** A list of values; a record stands for all of them. */
export function cellsOf(of: CstNode, context: ProgramContext): readonly Expr[] {
  const row = lowerPrefixed(of, context)
  return row.kind === 'row' ? row.items : [row]
}

function filterOf(of: CstNode, context: ProgramContext): Pick<Update, 'where' | 'limit'> | undefined {
  const filter = node(of, 'changeCondition')
  if (!filter) return {}
  const where = node(filter, 'expression')
  return where && !hasWord(filter, 'CURRENT') ? firstRows(lowerExpression(where, context)) : undefined
}

/** `ROWNUM <= n` changes the first rows that the other conditions let pass. */
function firstRows(condition: Expr): Pick<Update, 'where' | 'limit'> | undefined {
  if (!asksRowNumber(condition)) return { where: condition }
  const found = rowNumbersOf(condition)
  const [limit, second] = found?.limits ?? []
  if (!found || second || found.never) return undefined
  const where = found.rest.reduce<Expr | undefined>((left, right) => and(left, right), undefined)
  return { ...(where ? { where } : {}), ...(limit ? { limit } : {}) }
}

/** Lowers `updateStatement`. */
export function lowerUpdate(of: CstNode, context: ProgramContext): Update | undefined {
  const table = tableOf(node(of, 'changedTable'), context)
  const common = commonOf(of, context)
  const filter = filterOf(of, context)
  const clause = node(of, 'setClause')
  const set = clause && lowerSet(clause, context)
  if (!table || !common || !filter || !set) return undefined
  return { ...common, kind: 'update', tables: [table], set, ...filter, orderBy: [] }
}

/** Lowers `setClause`. Undefined: a part of it is not read. */
export function lowerSet(of: CstNode, context: ProgramContext): readonly SetItem[] | undefined {
  const items = nodes(of, 'setItem').map((each) => lowerSetItem(each, context))
  const known = items.filter((each) => each !== undefined)
  return known.length === items.length ? known.flat() : undefined
}

/** `a = x`, `(a, b) = (SELECT …)`. Undefined: a whole record. */
function lowerSetItem(of: CstNode, context: ProgramContext): readonly SetItem[] | undefined {
  const name = node(of, 'qualifiedName')
  const list = node(of, 'columnNames')
  const [value] = exprs(of, context)
  const column = (each: CstNode) => ({ kind: 'column', path: pathOf(each), origin: originOf(each, context) }) as const
  if (list && value) return eachAlone(nodes(list, 'qualifiedName').map(column), value)
  if (!name || !value || /^row$/i.test(columnOf(name).text)) return undefined
  return [{ column: column(name), value }]
}

/** Lowers `deleteStatement`. */
export function lowerDelete(of: CstNode, context: ProgramContext): Delete | undefined {
  const table = tableOf(node(of, 'changedTable'), context)
  const common = commonOf(of, context)
  const filter = filterOf(of, context)
  if (!table || !common || !filter) return undefined
  const targets: readonly QName[] = []
  return { ...common, kind: 'delete', targets, tables: [table], ...filter, orderBy: [] }
}
