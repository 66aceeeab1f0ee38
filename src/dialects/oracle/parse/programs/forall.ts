import { type CstNode, hasWord, node } from '../../../../../grammars/sql/cst.js'
import { intLiteral } from '../../../../core/ir/build.js'
import type { ForStmt } from '../../../../core/ir/control-flow.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, ident, type Origin } from '../../../../core/ir/names.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { originOf } from '../cst.js'
import { rangeOf } from './compound.js'
import { exprs, nameOf, type ProgramContext } from './context.js'
import { lowerDelete, lowerInsert, lowerUpdate } from './data-changes.js'
import { lowerExecute } from './dynamic.js'
import { lowerMerge } from './merge.js'
import { chainOf } from './names.js'

/** Lowers `forallStatement`: one statement for each element is a loop. Undefined: errors are kept until the end. */
export function lowerForall(of: CstNode, context: ProgramContext): ForStmt | undefined {
  const body = changeIn(of, context)
  if (!body || hasWord(of, 'SAVE')) return undefined
  const origin = originOf(of, context)
  const range = node(of, 'forRange')
  const variable = nameOf(of)
  if (range) return { kind: 'for', variable, over: rangeOf(range, context), body: [body], sumsCounts: true, origin }
  const name = node(of, 'columnOrCall')
  const chain = name && chainOf(name, context)
  if (!chain || chain.args || chain.more) return undefined
  const list: List = { path: chain.path, origin }
  return hasWord(of, 'INDICES')
    ? overPlaces(variable, list, between(of, context), body)
    : overValues(variable, list, body)
}

interface List {
  readonly path: readonly Ident[]
  readonly origin: Origin
}

const changes = {
  insertStatement: lowerInsert,
  updateStatement: lowerUpdate,
  deleteStatement: lowerDelete,
  mergeStatement: lowerMerge,
  executeStatement: lowerExecute,
} as const

function changeIn(of: CstNode, context: ProgramContext): Stmt | undefined {
  for (const [name, lower] of Object.entries(changes)) {
    const found = node(of, name)
    if (found) return lower(found, context)
  }
  return undefined
}

/** The ends of BETWEEN, whose AND the grammar takes for the operator. */
function between(of: CstNode, context: ProgramContext): readonly [Expr, Expr] | undefined {
  const [both] = exprs(of, context)
  return both?.kind === 'binary' && both.op === 'and' ? [both.left, both.right] : undefined
}

/** INDICES OF: the places that have an element. */
function overPlaces(variable: Ident, list: List, ends: readonly [Expr, Expr] | undefined, body: Stmt): ForStmt {
  const { path, origin } = list
  const at: Expr = { kind: 'column', path: [variable], origin }
  const object: Expr = { kind: 'column', path, origin }
  const there: Expr = { kind: 'member', object, field: ident('exists', false), args: [at], origin }
  const [from, to] = ends ?? [endOf(list, 'first', 1), endOf(list, 'last', 0)]
  const only: Stmt = { kind: 'if', branches: [{ when: there, body: [body] }], origin }
  return {
    kind: 'for',
    variable,
    over: { kind: 'range', from, to, reverse: false },
    body: [only],
    sumsCounts: true,
    origin,
  }
}

/** VALUES OF: the places that stand in another list. */
function overValues(variable: Ident, list: List, body: Stmt): ForStmt {
  const { path, origin } = list
  const place = ident(`${variable.text}_place`, false)
  const at: Expr = { kind: 'column', path: [place], origin }
  const value: Expr = { kind: 'element', list: { kind: 'column', path, origin }, index: at, origin }
  const type = {
    kind: 'type',
    type: { logical: { kind: 'integer', bits: 32, signed: true }, native: 'pls_integer', origin },
  } as const
  const block: Block = {
    kind: 'block',
    declarations: [{ kind: 'declareVariables', names: [variable], type, default: value, origin }],
    handlers: [],
    statements: [body],
    origin,
  }
  const over = { kind: 'range', from: endOf(list, 'first', 1), to: endOf(list, 'last', 0), reverse: false } as const
  return { kind: 'for', variable: place, over, body: [block], sumsCounts: true, origin }
}

/** The first or last place of a list; without elements such that there is no round. */
const endOf = ({ path, origin }: List, end: 'first' | 'last', otherwise: number): Expr => ({
  kind: 'call',
  fn: { native: 'NVL' },
  args: [{ kind: 'column', path: [...path, ident(end, false)], origin }, intLiteral(otherwise, origin)],
  origin,
})
