import { implicitCast, literal } from '../../../core/ir/build.js'
import type { Expr, Literal } from '../../../core/ir/expr.js'
import type { ValueType } from '../../../core/ir/types.js'
import type { CodeContext, Reporter } from '../../code/code-context.js'
import { valueForColumn } from '../../code/defaults.js'
import { exprFamily, familyOf } from '../../code/types/families.js'

/** A column that takes a value. */
export interface Receiver {
  readonly name: string
  readonly type: ValueType
}

/**
 * A rewritten expression as the value of a column. A literal that does not fit fails the statement, as running it would on
 * the source.
 */
export function assignedValue(written: Expr, to: Receiver, ctx: CodeContext): Expr {
  const { logical, native } = to.type
  const [from, family] = [exprFamily(written), familyOf(logical)]
  const plain = written.kind === 'literal'
  if (family === 'list') return listValue(written, to, ctx)
  if (from === 'text' && !plain && family === 'enum') return implicitCast(written, logical, native)
  const value = valueForColumn(written, logical, { ...ctx, report: ofAssignment(to, ctx.report) })
  return value ?? written
}

/** A set of labels that is kept as a list; labels are stored in the order of the type. */
function listValue(expr: Expr, to: Receiver, ctx: CodeContext): Expr {
  if (exprFamily(expr) === 'list' || exprFamily(expr) === 'null') return expr
  const source = to.type.source
  if (expr.kind !== 'literal' || expr.of !== 'text' || source?.kind !== 'enum') {
    ctx.report.fail('XW-C0316', expr.origin, { from: exprFamily(expr), to: 'list' })
    return expr
  }
  const wanted = expr.text === '' ? [] : expr.text.split(',').map((each) => each.trimEnd().toLowerCase())
  const labels = source.values.filter((label) => wanted.includes(label.toLowerCase()))
  if (new Set(wanted).size !== labels.length) return unfit(expr, to, ctx.report)
  const quoted = labels.map((label) => `"${label.replace(/[\\"]/g, '\\$&')}"`)
  return literal('text', `{${quoted.join(',')}}`, expr.origin)
}

function unfit(expr: Literal, to: Receiver, report: Reporter): Expr {
  report.fail('XW-R0100', expr.origin, { text: expr.text, column: to.name })
  return expr
}

/** What is said of a default is said of a value here. */
const ofAssignment = (to: Receiver, report: Reporter): Reporter => ({
  get failed() {
    return report.failed
  },
  fail: (code, origin, data) => {
    if (code !== 'XW-C0319') report.fail(code, origin, data)
    else report.fail('XW-R0100', origin, { text: 'text' in data ? String(data.text) : '', column: to.name })
  },
  note: report.note,
  noteOnce: report.noteOnce,
  ofFunction: report.ofFunction,
})
