import { type CstNode, hasWord, nodes } from '../../../../grammars/sql/cst.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Grouping, Select } from '../../../core/ir/query.js'
import type { LowerContext } from './cst.js'
import { lowerExpression } from './expressions.js'

type Groups = Pick<Select, 'groupBy' | 'rollup' | 'grouping'>

/** Lowers GROUP BY (SQL Language Reference, "SELECT", group_by_clause): ROLLUP, CUBE and GROUPING SETS in every combination. */
export function lowerGroups(of: CstNode, context: LowerContext): Groups {
  const keys: Expr[] = []
  const items = nodes(of, 'groupBy').flatMap((clause) => nodes(clause, 'groupItem'))
  const grouping = items.map((item) => lowerItem(item, keys, context))
  const groupBy = keys.map((expr) => ({ expr, descending: false }))
  if (grouping.every((each) => each.kind === 'key')) return { groupBy, rollup: false }
  const [only] = grouping
  const rolled = grouping.length === 1 && only?.kind === 'rollup' && only.of.every((each) => each.kind === 'key')
  return { groupBy, rollup: true, ...(rolled ? {} : { grouping }) }
}

function lowerItem(of: CstNode, keys: Expr[], context: LowerContext): Grouping {
  const lower = (each: CstNode) => groupingOf(lowerExpression(each, context), keys)
  if (hasWord(of, 'SETS')) return { kind: 'sets', of: nodes(of, 'set').map(lower) }
  const [expression] = nodes(of, 'expression').map(lower)
  return expression ?? { kind: 'list', of: [] }
}

function groupingOf(expr: Expr, keys: Expr[]): Grouping {
  const kind = expr.kind === 'call' && 'native' in expr.fn ? words[expr.fn.native] : undefined
  if (expr.kind === 'call' && kind) return { kind, of: expr.args.map((each) => groupingOf(each, keys)) }
  if (expr.kind === 'row') return { kind: 'list', of: expr.items.map((each) => groupingOf(each, keys)) }
  keys.push(expr)
  return { kind: 'key', at: keys.length - 1 }
}

const words: Readonly<Record<string, 'rollup' | 'cube'>> = { ROLLUP: 'rollup', CUBE: 'cube' }
