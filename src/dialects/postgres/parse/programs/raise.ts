import { binary, branch, coreCall, plainText, textLiteral, valueTypeOf } from '../../../../core/ir/build.js'
import type { Condition, Signal } from '../../../../core/ir/error-handling.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Origin } from '../../../../core/ir/names.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { stateNamed } from '../../../../rules/conditions/conditions.js'
import { typeOf } from '../known-types.js'
import { NotLowered } from '../queries.js'
import type { ProgramContext } from './context.js'
import { fragment, lowerFragment } from './fragments.js'
import { exprOf, type Fields, listOf, numberOf, opened, type PlExpr, textOf } from './tree.js'

/** Levels of elog.h. What is below an error goes to the client or the log and changes nothing. */
const errorLevel = 21

/** What RAISE raises without a state (manual, "Reporting Errors and Messages"). */
const raiseException = 'P0001'

/** `RAISE …`. Alone in a handler it raises again what was caught. */
export function lowerRaise(fields: Fields, origin: Origin, context: ProgramContext): Stmt {
  const level = numberOf(fields['elog_level'])
  const message = textOf(fields['message'])
  const named = textOf(fields['condname'])
  const options = listOf(fields['options']).map((each) => opened(each).fields)
  const isBare = message === '' && named === '' && options.length === 0
  if (isBare && level >= errorLevel) return { kind: 'resignal', items: [], origin }
  const option = (kind: number): PlExpr | undefined =>
    exprOf(options.find((each) => numberOf(each['opt_type']) === kind)?.['expr'])
  const given = option(1)
  const text = given
    ? lowerFragment(given, origin, context)
    : messageOf(message || named, listOf(fields['params']), origin, context)
  if (level < errorLevel) return { kind: 'tell', text, origin }
  const condition = stateOf(option(0), named, origin, context)
  const items: Signal['items'] = [{ name: 'MESSAGE_TEXT', value: text }]
  return { kind: 'signal', condition, items, origin }
}

/** `ASSERT condition, message`: what is not true is an error, null too (manual, "Checking Assertions"). */
export function lowerAssert(fields: Fields, origin: Origin, context: ProgramContext): Stmt {
  const [cond, message] = [exprOf(fields['cond']), exprOf(fields['message'])]
  if (!cond) throw new NotLowered('ASSERT without a condition')
  const operand = lowerFragment(cond, origin, context)
  const text = message ? shown(message, origin, context) : textLiteral('assertion failed', origin)
  const items: Signal['items'] = [{ name: 'MESSAGE_TEXT', value: text }]
  const error: Stmt = { kind: 'signal', condition: { kind: 'sqlstate', value: 'P0004' }, items, origin }
  const when: Expr = { kind: 'test', is: 'true', negated: true, operand, origin }
  return { kind: 'if', branches: [{ when, body: [error] }], origin }
}

function stateOf(code: PlExpr | undefined, named: string, origin: Origin, context: ProgramContext): Condition {
  const value = code && lowerFragment(code, origin, context)
  const text = value ? (value.kind === 'literal' ? value.text : '') : named
  if (text === '' && !value) return { kind: 'sqlstate', value: raiseException }
  const state = /^[0-9A-Z]{5}$/.test(text) ? text : stateNamed('postgres', text)
  if (state === undefined) throw new NotLowered('a state that is known when the program runs')
  return { kind: 'sqlstate', value: state }
}

/** Each `%` stands for the next value, `%%` for itself. */
function messageOf(format: string, params: readonly unknown[], origin: Origin, context: ProgramContext): Expr {
  const values = params.flatMap((each) => exprOf(each) ?? [])
  const parts: Expr[] = []
  let next = 0
  for (const piece of format.split(/(%%|%)/)) {
    const value = piece === '%' ? values[next++] : undefined
    if (value) parts.push(shown(value, origin, context))
    else if (piece !== '') parts.push(textLiteral(piece === '%%' ? '%' : piece, origin))
  }
  const [first = textLiteral('', origin), ...rest] = parts
  return rest.reduce((left, right) => binary('concat', left, right), first)
}

/** A value as text; one that is null is `<NULL>`. */
function shown(value: PlExpr, origin: Origin, context: ProgramContext): Expr {
  const { node, lower } = fragment(value, origin, context)
  const family = typeOf(node, lower)
  const expr = lowerFragment(value, origin, context)
  const type = valueTypeOf(plainText, false)
  if (family === 'boolean') {
    const whens = [
      branch(expr, textLiteral('t')),
      branch({ kind: 'test', is: 'null', negated: false, operand: expr, origin }, textLiteral('<NULL>')),
    ]
    return { kind: 'case', whens, else: textLiteral('f'), origin }
  }
  const asText: Expr =
    family === 'text' || expr.kind === 'literal'
      ? expr
      : { kind: 'cast', operand: expr, to: { logical: plainText, native: 'text', origin }, origin }
  return coreCall('coalesce', [asText, textLiteral('<NULL>')], type, origin)
}
