import { int32, literal, nullLiteral } from '../../../../core/ir/build.js'
import type { ForStmt } from '../../../../core/ir/control-flow.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident, type Origin } from '../../../../core/ir/names.js'
import type { Labelled, Stmt, Target } from '../../../../core/ir/statement.js'
import type { NamedColumn } from '../context.js'
import { NotLowered } from '../queries.js'
import { type ProgramContext, withNames } from './context.js'
import { lowerArguments, lowerFragment, lowerSelect } from './fragments.js'
import { guardsBehind } from './guards.js'
import { targetsOf } from './targets.js'
import { exprOf, type Fields, listOf, numberOf, opened, textOf } from './tree.js'

/** Reads statements that others hold. */
export type ReadAll = (nodes: readonly unknown[], context: ProgramContext) => readonly Stmt[]

export const labelOf = (fields: Fields): { label?: NonNullable<Labelled['label']> } => {
  const label = textOf(fields['label'])
  return label === '' ? {} : { label: ident(label) }
}

export function lowerWhile(fields: Fields, origin: Origin, context: ProgramContext, all: ReadAll): Stmt {
  const cond = exprOf(fields['cond'])
  if (!cond) throw new NotLowered('a loop without a condition')
  const condition = lowerFragment(cond, origin, context)
  return { kind: 'while', ...labelOf(fields), condition, body: all(listOf(fields['body']), context), origin }
}

/** FOR over numbers; the bounds are computed once. */
export function lowerRange(fields: Fields, origin: Origin, context: ProgramContext, all: ReadAll): Stmt {
  const [lower, upper, step] = [exprOf(fields['lower']), exprOf(fields['upper']), exprOf(fields['step'])]
  if (!lower || !upper || (step && step.query.trim() !== '1')) throw new NotLowered('a loop with steps')
  const name = variableOf(fields)
  takeDatum(name, numberOf(opened(fields['var']).fields['lineno']), context)
  const from = lowerFragment(lower, origin, context)
  const to = lowerFragment(upper, origin, context)
  const inside = withNames(context, new Map([[name.toLowerCase(), { type: int32 }]]))
  return {
    ...{ kind: 'for', ...labelOf(fields), variable: ident(name), origin },
    // REVERSE begins with what is written first; on the hub the lower bound stands first either way.
    over: fields['reverse']
      ? { kind: 'range', from: to, to: from, reverse: true }
      : { kind: 'range', from, to, reverse: false },
    body: all(listOf(fields['body']), inside),
  }
}

/** The variable of a loop over numbers is the loop's own. */
function takeDatum(name: string, line: number, { datums, declared }: ProgramContext): void {
  const at = datums.findIndex((each, index) => each.name === name && each.line === line && !declared.has(index))
  if (at >= 0) declared.add(at)
}

const variableOf = (fields: Fields): string => textOf(opened(fields['var']).fields['refname'])

/** FOR over the rows of a query. A record that only loops use lives inside of the loop; other variables keep the last row. */
export function lowerRows(
  fields: Fields,
  origin: Origin,
  context: ProgramContext,
  all: ReadAll,
): Stmt | readonly Stmt[] {
  const query = exprOf(fields['query'])
  if (!query) throw new NotLowered('a loop without a query')
  const { query: rows, columns } = lowerSelect(query, origin, context)
  const over: ForStmt['over'] = { kind: 'rows', query: rows }
  const targets = keptTargets(fields, columns, origin, context)
  if (!targets) return loopOver(over, variableOf(fields), columns, fields, origin, context, all)
  if (targets.length > columns.length) throw new NotLowered('a loop into more variables than columns')
  const name = 'row_of_loop'
  const assign = (value: (at: number) => Expr): Stmt => ({
    ...{ kind: 'assign', assignments: targets.map((target, at) => ({ target, value: value(at) })), origin },
  })
  const taken = assign((at) => ({ kind: 'column', path: [ident(name), ident(columns[at]?.name ?? '')], origin }))
  const loop = loopOver(over, name, columns, fields, origin, context, (nodes, inside) => [
    ...[taken, ...guardsBehind(taken, context)],
    ...all(nodes, inside),
  ])
  return [assign(() => nullLiteral(origin)), loop]
}

/** What takes each column where that is more than a record of the loop. */
function keptTargets(
  fields: Fields,
  columns: readonly NamedColumn[],
  origin: Origin,
  context: ProgramContext,
): readonly Target[] | undefined {
  if (opened(fields['var']).kind !== 'rec') {
    if (new Set(columns.map(({ name }) => name)).size < columns.length) throw new NotLowered('columns of one name')
    return targetsOf(fields['var'], origin, context)
  }
  const name = variableOf(fields)
  const own = context.names.get(name.toLowerCase())?.fields
  return own?.map((field) => ({ kind: 'column', path: [ident(name), ident(field.name)], origin }))
}

/** FOR over a cursor; the record is the loop's own. */
export function lowerCursorLoop(fields: Fields, origin: Origin, context: ProgramContext, all: ReadAll): Stmt {
  const cursor = context.datums[numberOf(fields['curvar'])]?.name ?? ''
  const given = exprOf(fields['argquery'])
  const args = given ? lowerArguments(given, origin, context) : []
  const columns = context.names.get(cursor.toLowerCase())?.fields
  const over: ForStmt['over'] = { kind: 'cursor', name: ident(cursor), args }
  return loopOver(over, variableOf(fields), columns, fields, origin, context, all)
}

/** A loop whose record has those columns. */
function loopOver(
  over: ForStmt['over'],
  name: string,
  columns: readonly NamedColumn[] | undefined,
  fields: Fields,
  origin: Origin,
  context: ProgramContext,
  all: ReadAll,
): Stmt {
  const inside = withNames(context, new Map([[name.toLowerCase(), { fields: columns }]]))
  const body = all(listOf(fields['body']), inside)
  return { kind: 'for', ...labelOf(fields), variable: ident(name), over, body, origin }
}

export const oneRow = literal('integer', '1')
