import type { Binary, BinaryOp, Call, Expr, Literal } from '../../../core/ir/expr.js'
import { assertNever } from '../../../core/text/assert-never.js'
import { identText, nameText, noForm, type Printing, textConstant } from './printing.js'
import { queryText } from './query.js'

/** An expression as text. What is not one word stands in parentheses wherever it is part of another. */
export function exprText(printing: Printing, expr: Expr): string {
  const part = (inner: Expr): string => operandText(printing, inner)
  const not = (negated: boolean): string => (negated ? 'NOT ' : '')
  switch (expr.kind) {
    case 'literal':
      return literalText(expr)
    case 'column':
      return expr.path.map(identText).join('.')
    case 'call':
      return callText(printing, expr)
    case 'binary':
      return binaryText(printing, expr)
    case 'unary':
      return unaryText(printing, expr.op, expr.operand)
    case 'case':
      return caseText(printing, expr)
    case 'cast':
      return `CAST(${exprText(printing, expr.operand)} AS ${castType(expr.to.native)})`
    case 'collate':
      return `${part(expr.operand)} COLLATE ${expr.collation}`
    case 'between':
      return `${part(expr.operand)} ${not(expr.negated)}BETWEEN ${part(expr.low)} AND ${part(expr.high)}`
    case 'inList':
      return `${part(expr.operand)} ${not(expr.negated)}IN (${expr.items.map((item) => exprText(printing, item)).join(', ')})`
    case 'inQuery':
      return `${part(expr.operand)} ${not(expr.negated)}IN (${queryText(printing, expr.query)})`
    case 'like':
      if (expr.how !== 'like') throw noForm(`${expr.how} as an operator`)
      return `${part(expr.operand)} ${not(expr.negated)}LIKE ${part(expr.pattern)}${expr.escape ? ` ESCAPE ${part(expr.escape)}` : ''}`
    case 'test':
      if (expr.is === 'json') throw noForm('IS JSON')
      return `${part(expr.operand)} IS ${not(expr.negated)}${expr.is.toUpperCase()}`
    case 'subquery':
      return `(${queryText(printing, expr.query)})`
    case 'exists':
      return `${not(expr.negated)}EXISTS (${queryText(printing, expr.query)})`
    case 'row':
      return `ROW(${expr.items.map((item) => exprText(printing, item)).join(', ')})`
    case 'star':
      return '*'
    case 'variable':
      if (expr.scope !== 'local') throw noForm('a variable of the session')
      if (printing.placeholders) return '?'
      return expr.field ? `${expr.name.text.toUpperCase()}.${identText(expr.field)}` : identText(expr.name)
    case 'default':
      return 'DEFAULT'
    case 'template':
      return expr.parts.map((each) => (typeof each === 'string' ? each : part(each))).join('')
    case 'quantified':
    case 'interval':
    case 'element':
    case 'member':
    case 'hole':
      throw noForm(`${expr.kind} in an expression`)
    case 'opaque':
      throw noForm(`text that was not understood (${expr.why})`)
    default:
      return assertNever(expr)
  }
}

const words: ReadonlySet<Expr['kind']> = new Set([
  'literal',
  'column',
  'variable',
  'call',
  'case',
  'cast',
  'subquery',
  'row',
  'star',
])

export function operandText(printing: Printing, expr: Expr): string {
  const text = exprText(printing, expr)
  const isWord = words.has(expr.kind) || (expr.kind === 'template' && expr.atomic)
  return isWord && !text.startsWith('-') ? text : `(${text})`
}

const signs: Readonly<Record<BinaryOp, string | null>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  intDiv: 'DIV',
  mod: '%',
  // || is OR unless sql_mode says otherwise.
  concat: null,
  concatNullAsEmpty: null,
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  nullSafeEq: '<=>',
  and: 'AND',
  or: 'OR',
  xor: 'XOR',
  bitAnd: '&',
  bitOr: '|',
  bitXor: '^',
  shiftLeft: '<<',
  shiftRight: '>>',
  jsonGet: null,
  jsonGetText: null,
  memberOf: null,
}

/** AND and OR chain from the left; everything else keeps its operands apart. */
function binaryText(printing: Printing, expr: Binary): string {
  if (expr.op === 'concat') return `CONCAT(${exprText(printing, expr.left)}, ${exprText(printing, expr.right)})`
  const sign = signs[expr.op]
  if (sign === null) throw noForm(`the operator ${expr.op}`)
  const tail: string[] = []
  let first: Expr = expr
  while (first.kind === 'binary' && first.op === expr.op && (first === expr || sign === 'AND' || sign === 'OR')) {
    tail.push(` ${sign} ${operandText(printing, first.right)}`)
    first = first.left
  }
  return operandText(printing, first) + tail.reverse().join('')
}

function unaryText(printing: Printing, op: string, operand: Expr): string {
  if (op === 'not') return `NOT ${operandText(printing, operand)}`
  if (op === 'neg') return `-${operandText(printing, operand)}`
  if (op === 'plus') return operandText(printing, operand)
  throw noForm(`the operator ${op}`)
}

function caseText(printing: Printing, expr: Expr & { kind: 'case' }): string {
  const whens = expr.whens.map(
    ({ when, then: result }) => ` WHEN ${exprText(printing, when)} THEN ${exprText(printing, result)}`,
  )
  const subject = expr.subject ? ` ${exprText(printing, expr.subject)}` : ''
  const last = expr.else ? ` ELSE ${exprText(printing, expr.else)}` : ''
  return `CASE${subject}${whens.join('')}${last} END`
}

/** CAST knows fewer types than columns do (manual, "Cast Functions and Operators"). */
function castType(native: string): string {
  if (/^(tiny|small|medium|big)?int/.test(native)) return / unsigned/.test(native) ? 'UNSIGNED' : 'SIGNED'
  if (/^(var)?char/.test(native)) return native.replace(/^varchar/, 'char').toUpperCase()
  if (/^(long)?text/.test(native)) return 'CHAR'
  if (/^(decimal|date|datetime|time|json|double|float)\b/.test(native)) return native.toUpperCase()
  throw noForm(`CAST as ${native}`)
}

function callText(printing: Printing, call: Call): string {
  if ('routine' in call.fn)
    return `${nameText(call.fn.routine)}(${call.args.map((arg) => exprText(printing, arg)).join(', ')})`
  if (!('native' in call.fn)) throw noForm(`${call.fn.core} of these arguments`)
  if (call.fn.schema) throw noForm("a call of a function that is not the engine's own")
  if (call.over || call.filter || call.orderBy?.length || call.nulls) throw noForm(`clauses of ${call.fn.native}`)
  const args = call.args.map((arg) => exprText(printing, arg)).join(', ')
  return `${call.fn.native.toUpperCase()}(${call.distinct ? 'DISTINCT ' : ''}${args})`
}

export function literalText(literal: Literal): string {
  const { text } = literal
  switch (literal.of) {
    case 'null':
      return 'NULL'
    case 'boolean':
      return /^(true|1)$/i.test(text) ? 'TRUE' : 'FALSE'
    case 'integer':
    case 'decimal':
    case 'float':
      return text
    case 'text':
      return textConstant(text)
    case 'binary':
      return text === '' ? "''" : `X'${text}'`
    case 'bits':
      return `b'${text}'`
    case 'date':
      return `DATE ${textConstant(text)}`
    case 'time':
      return `TIME ${textConstant(text)}`
    case 'timestamp':
      return `TIMESTAMP ${textConstant(text)}`
    default:
      return assertNever(literal.of)
  }
}
