import { int32, literal } from '../../../../core/ir/build.js'
import type { ForStmt } from '../../../../core/ir/control-flow.js'
import { ident, type Origin } from '../../../../core/ir/names.js'
import type { Labelled, Stmt } from '../../../../core/ir/statement.js'
import { NotLowered } from '../queries.js'
import { type ProgramContext, withNames } from './context.js'
import { lowerArguments, lowerFragment, lowerSelect } from './fragments.js'
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

/** FOR over the rows of a query, into a record. */
export function lowerRows(fields: Fields, origin: Origin, context: ProgramContext, all: ReadAll): Stmt {
  const query = exprOf(fields['query'])
  const variable = opened(fields['var'])
  if (!query || variable.kind !== 'rec') throw new NotLowered('a loop into several variables')
  const lowered = lowerSelect(query, origin, context)
  const name = variableOf(fields)
  const inside = withNames(context, new Map([[name.toLowerCase(), { fields: lowered.columns }]]))
  const over: ForStmt['over'] = { kind: 'rows', query: lowered.query }
  return {
    kind: 'for',
    ...labelOf(fields),
    variable: ident(name),
    over,
    body: all(listOf(fields['body']), inside),
    origin,
  }
}

/** FOR over a cursor; the record is the loop's own. */
export function lowerCursorLoop(fields: Fields, origin: Origin, context: ProgramContext, all: ReadAll): Stmt {
  const cursor = context.datums[numberOf(fields['curvar'])]?.name ?? ''
  const given = exprOf(fields['argquery'])
  const args = given ? lowerArguments(given, origin, context) : []
  const name = variableOf(fields)
  const known = context.names.get(cursor.toLowerCase())
  const inside = withNames(context, new Map([[name.toLowerCase(), { fields: known?.fields }]]))
  const over: ForStmt['over'] = { kind: 'cursor', name: ident(cursor), args }
  return {
    kind: 'for',
    ...labelOf(fields),
    variable: ident(name),
    over,
    body: all(listOf(fields['body']), inside),
    origin,
  }
}

export const oneRow = literal('integer', '1')
