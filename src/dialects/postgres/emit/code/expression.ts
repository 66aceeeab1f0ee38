import type { Binary, Case, Expr, InList, IntervalExpr, Like, Quantified, Test } from '../../../../core/ir/expr.js'
import { dotted } from '../../../../core/ir/names.js'
import type { Query } from '../../../../core/ir/query.js'
import { type Doc, fill, group, indent, join, line, softline } from '../../../../core/layout/doc.js'
import { callDoc } from './call.js'
import { literalText } from './literal.js'
import { binaryForms, binding, leftOperand, rightOperand } from './operators.js'
import { deeper, identText, nameText, noForm, type Printing, usesKey } from './printing.js'
import { queryDoc } from './query.js'
import { templateDoc } from './template.js'
import { typeText } from './type-text.js'

/** A printed expression and how tightly its outermost operator binds. */
export interface Printed {
  readonly doc: Doc
  readonly level: number
}

const atom = (doc: Doc): Printed => ({ doc, level: binding.atom })

/** In parentheses when it binds more loosely than the place where it stands asks for. */
export function exprDoc(printing: Printing, expr: Expr, least: number = binding.none): Doc {
  const { doc, level } = deeper(printing, () => printed(printing, expr))
  return level >= least ? doc : parenthesised(doc)
}

export const parenthesised = (doc: Doc): Doc => group('(', indent(softline, doc), softline, ')')

export const exprList = (printing: Printing, items: readonly Expr[]): readonly Doc[] =>
  items.map((item) => exprDoc(printing, item))

export const subqueryDoc = (printing: Printing, query: Query): Doc =>
  deeper(printing, () => parenthesised(queryDoc(printing, query)))

export function printed(printing: Printing, expr: Expr): Printed {
  const operand = (inner: Expr, least: number = binding.other): Doc => exprDoc(printing, inner, least)
  const not = (negated: boolean): string => (negated ? 'NOT ' : '')
  switch (expr.kind) {
    case 'literal':
      return signed(literalText(expr))
    case 'column':
      return atom(expr.path.map(identText).join('.'))
    case 'call':
      return atom(callDoc(printing, expr))
    case 'binary':
      return binary(printing, expr)
    case 'unary':
      return unary(printing, expr.op, expr.operand)
    case 'case':
      return atom(caseDoc(printing, expr))
    case 'cast':
      return atom(group('CAST(', exprDoc(printing, expr.operand), ' AS ', typeText(printing, expr.to), ')'))
    case 'collate': {
      const collation = collationText(printing, expr.collation)
      return { doc: [operand(expr.operand, binding.collate), ' COLLATE ', collation], level: binding.collate }
    }
    case 'between': {
      // The grammar takes fewer forms for the lower bound than for the upper one (b_expr: no COLLATE, for one).
      const bounds = [operand(expr.low, binding.sign), line, 'AND ', operand(expr.high)]
      return range(group(operand(expr.operand), ` ${not(expr.negated)}BETWEEN `, indent(bounds)))
    }
    case 'inList':
      return range(inListDoc(printing, expr))
    case 'inQuery':
      return range([operand(expr.operand), ` ${not(expr.negated)}IN `, subqueryDoc(printing, expr.query)])
    case 'like':
      return like(printing, expr)
    case 'test':
      return test(printing, expr)
    case 'subquery':
      return atom(subqueryDoc(printing, expr.query))
    case 'exists':
      return {
        doc: [`${not(expr.negated)}EXISTS `, subqueryDoc(printing, expr.query)],
        level: expr.negated ? binding.not : binding.atom,
      }
    case 'quantified':
      return quantified(printing, expr)
    case 'interval':
      return interval(printing, expr)
    case 'row':
      return atom(group('ROW(', indent(softline, join([',', line], exprList(printing, expr.items))), softline, ')'))
    case 'element': {
      const list = exprDoc(printing, expr.list, binding.atom)
      const place: Doc = ['[', exprDoc(printing, expr.index), ']']
      if (expr.list.kind === 'variable') return atom([list, place])
      return atom(['(', exprDoc(printing, expr.list), ')', place])
    }
    case 'member':
      if (expr.args) throw noForm(`the method ${expr.field.text}`)
      return atom(['(', exprDoc(printing, expr.object), ').', identText(expr.field)])
    case 'star':
      return atom('*')
    case 'template':
      return templateDoc(printing, expr)
    case 'variable':
      if (expr.scope === 'local' && printing.local) return atom(printing.local(expr))
      if (expr.scope === 'local') return atom([expr.name, ...(expr.field ? [expr.field] : [])].map(identText).join('.'))
      throw noForm(`the ${expr.scope} variable ${expr.name.text}`)
    case 'hole':
      throw noForm(`the hole $${expr.name}`)
    case 'default':
      throw noForm('DEFAULT as a value')
    case 'opaque':
      throw noForm(`text that was not understood (${expr.why})`)
  }
}

const range = (doc: Doc): Printed => ({ doc, level: binding.range })

/** A leading minus binds like the operator. */
const signed = (text: string): Printed => ({ doc: text, level: text.startsWith('-') ? binding.sign : binding.atom })

/** Walks down the left side in a loop: a chain of thousands of operands is as deep as it is long. */
function binary(printing: Printing, expr: Binary): Printed {
  const form = formOf(expr)
  const tail: Doc[] = []
  let first: Expr = expr
  while (first.kind === 'binary' && (first === expr || (form.chains && formOf(first).level === form.level))) {
    tail.push([line, `${formOf(first).sign} `, exprDoc(printing, first.right, rightOperand(formOf(first)))])
    first = first.left
  }
  const doc = group(exprDoc(printing, first, leftOperand(form)), indent(tail.reverse()))
  return { doc, level: form.level }
}

function formOf(expr: Binary) {
  const form = binaryForms[expr.op]
  if (form === null) throw noForm(`the operator ${expr.op}`)
  return form
}

function unary(printing: Printing, op: string, inner: Expr): Printed {
  switch (op) {
    case 'not':
      return { doc: ['NOT ', exprDoc(printing, inner, binding.not)], level: binding.not }
    case 'neg':
      return { doc: ['-', exprDoc(printing, inner, binding.sign + 1)], level: binding.sign }
    case 'plus':
      return { doc: ['+', exprDoc(printing, inner, binding.sign + 1)], level: binding.sign }
    case 'bitNot':
      return { doc: ['~ ', exprDoc(printing, inner, binding.sign + 1)], level: binding.other }
    default:
      throw noForm(`the operator ${op}`)
  }
}

function caseDoc(printing: Printing, expr: Case): Doc {
  if (expr.whens.length === 0) throw noForm('a CASE without WHEN')
  const whens = expr.whens.map(({ when, then }) => [
    line,
    group('WHEN ', exprDoc(printing, when), indent(line, 'THEN ', exprDoc(printing, then))),
  ])
  const otherwise = expr.else === undefined ? [] : [[line, 'ELSE ', exprDoc(printing, expr.else)]]
  const subject = expr.subject === undefined ? '' : [' ', exprDoc(printing, expr.subject)]
  return group('CASE', subject, indent([...whens, ...otherwise]), line, 'END')
}

function inListDoc(printing: Printing, expr: InList): Doc {
  if (expr.items.length === 0) throw noForm('an empty IN list')
  const items = fill(exprList(printing, expr.items))
  const sign = expr.negated ? ' NOT IN (' : ' IN ('
  return group(exprDoc(printing, expr.operand, binding.other), sign, indent(softline, items), softline, ')')
}

function like(printing: Printing, expr: Like): Printed {
  if (expr.how === 'sounds') throw noForm('SOUNDS LIKE')
  const left = exprDoc(printing, expr.operand, binding.other)
  if (expr.how === 'regexp') {
    const pattern = exprDoc(printing, expr.pattern, binding.other + 1)
    return { doc: [left, expr.negated ? ' !~ ' : ' ~ ', pattern], level: binding.other }
  }
  const pattern = exprDoc(printing, expr.pattern, binding.other)
  const escaped = expr.escape === undefined ? '' : [' ESCAPE ', exprDoc(printing, expr.escape, binding.other)]
  return range([left, expr.negated ? ' NOT LIKE ' : ' LIKE ', pattern, escaped])
}

function test(printing: Printing, expr: Test): Printed {
  if (expr.is === 'json' && printing.major < 16) throw noForm('IS JSON')
  const what = `IS ${expr.negated ? 'NOT ' : ''}${expr.is.toUpperCase()}`
  return { doc: [exprDoc(printing, expr.operand, binding.other), ` ${what}`], level: binding.is }
}

function quantified(printing: Printing, expr: Quantified): Printed {
  const form = binaryForms[expr.op]
  if (form?.level !== binding.compare) throw noForm(`${expr.op} with ANY or ALL`)
  const left = exprDoc(printing, expr.left, binding.other)
  const sign = ` ${form.sign} ${expr.all ? 'ALL' : 'ANY'} `
  return { doc: [left, sign, subqueryDoc(printing, expr.query)], level: binding.compare }
}

/** One of the unit each; the amount multiplies it, so that it may be any expression. */
const unitIntervals: Readonly<Record<string, string>> = {
  MICROSECOND: '1 microsecond',
  SECOND: '1 second',
  MINUTE: '1 minute',
  HOUR: '1 hour',
  DAY: '1 day',
  WEEK: '1 week',
  MONTH: '1 month',
  QUARTER: '3 months',
  YEAR: '1 year',
}

function interval(printing: Printing, expr: IntervalExpr): Printed {
  const one = Object.hasOwn(unitIntervals, expr.unit) ? unitIntervals[expr.unit] : undefined
  if (one === undefined) throw noForm(`INTERVAL in ${expr.unit}`)
  const amount = exprDoc(printing, expr.amount, binding.multiply)
  return { doc: [amount, ` * INTERVAL '${one}'`], level: binding.multiply }
}

/** A collation that we make is known by its name in the catalogue; any other is one of the server's. */
export function collationText(printing: Printing, name: string): string {
  const made = printing.collations.get(name)
  if (made !== undefined) {
    printing.uses.add(usesKey('collation', dotted(made)))
    return nameText(made)
  }
  if (/^("[^"\0]+"|[a-z_][a-z0-9_]*)\.("[^"\0]+"|[a-z_][a-z0-9_]*)$/.test(name)) return name
  return `pg_catalog.${identText({ text: name.replace(/^"(.*)"$/, '$1'), quoted: true })}`
}
