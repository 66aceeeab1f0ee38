import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { Merge, MergeBranch } from '../../../../core/ir/merge.js'
import { ident } from '../../../../core/ir/names.js'
import type { DerivedTable, Select, TableExpr } from '../../../../core/ir/query.js'
import { originOf } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerFactor } from '../table-references.js'
import { exprOf, exprs, type ProgramContext } from './context.js'
import { cellsOf, columnOf, commonOf, lowerSet, tableOf } from './data-changes.js'

/** Lowers `mergeStatement` (SQL Language Reference, "MERGE"). Undefined: a part of it is not read. */
export function lowerMerge(of: CstNode, context: ProgramContext): Merge | undefined {
  const common = commonOf(of, context)
  const target = tableOf(node(of, 'changedTable'), context)
  const factor = node(of, 'tableFactor')
  const branches = nodes(of, 'mergeBranch').map((each) => lowerBranch(each, context))
  const known = branches.filter((each) => each !== undefined)
  if (!common || common.into || !target || !factor || known.length < branches.length) return undefined
  const using = lowerFactor(factor, undefined, context) ?? oneRow(factor, context)
  return { ...common, kind: 'merge', target, using, on: exprOf(of, context), branches: known }
}

/** DUAL: a row without columns. */
function oneRow(of: CstNode, context: ProgramContext): TableExpr {
  const origin = originOf(of, context)
  const one = { kind: 'literal', of: 'integer', text: '1', origin } as const
  const nothing = { distinct: false, from: [], groupBy: [], rollup: false, windows: [], hints: [] }
  const body: Select = { kind: 'select', origin, ...nothing, items: [{ kind: 'expr', expr: one, alias: ident('one') }] }
  const query = { kind: 'query', origin, body, orderBy: [] } as const
  return { kind: 'derived', origin, query, alias: ident('dual'), columns: [], lateral: false } satisfies DerivedTable
}

function lowerBranch(of: CstNode, context: ProgramContext): MergeBranch | undefined {
  const [where] = nodes(of, 'whereClause').flatMap((each) => exprs(each, context))
  const condition = where ? { where } : {}
  if (!hasWord(of, 'NOT')) return lowerUpdateBranch(of, condition, context)
  const values = node(of, 'insertValues')
  const [row] = values ? nodes(values, 'prefixedOperand').map((each) => cellsOf(each, context)) : []
  const columns = node(of, 'columnNames')
  const names = columns ? nodes(columns, 'qualifiedName').map(columnOf) : []
  return row && { kind: 'insert', ...condition, columns: names, values: row }
}

function lowerUpdateBranch(of: CstNode, condition: Pick<MergeBranch, 'where'>, context: ProgramContext) {
  const clause = node(of, 'setClause')
  const set = clause && lowerSet(clause, context)
  const remove = node(of, 'deleteWhere')
  const gone = remove && node(remove, 'expression')
  if (!set) return undefined
  const deletes = gone ? { deleteWhere: lowerExpression(gone, context) } : {}
  return { kind: 'update', ...condition, set, ...deletes } as const
}
