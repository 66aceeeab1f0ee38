import { coreCall, implicitCast, intLiteral, literal, plainText } from '../../../core/ir/build.js'
import type { Expr, Literal } from '../../../core/ir/expr.js'
import type { Column } from '../../../core/ir/schema.js'
import type { ValueType } from '../../../core/ir/types.js'
import { mapBottomUp } from '../../../core/ir/walk.js'
import type { CodeContext, Reporter } from '../../code/code-context.js'
import { valueForColumn } from '../../code/defaults.js'
import { valuesOf } from '../../code/semantics/stored.js'
import { exprFamily, familyOf } from '../../code/types/families.js'
import { bentValue, withoutNull } from './bent-values.js'
import type { DataEnv } from './data-env.js'

/** A column that takes a value. */
export interface Receiver {
  readonly name: string
  readonly type: ValueType
  /** Absent: a view's, or of a table of which nothing else is known. */
  readonly column?: Column
}

/**
 * A rewritten expression as the value of a column. A literal that does not fit fails the statement, as running it would on
 * the source; where the source bends values instead, they are bent.
 */
export function assignedValue(written: Expr, to: Receiver, at: DataEnv): Expr {
  const { ctx } = at.env
  const { logical, native, source } = to.type
  if (familyOf(logical) === 'list') return listValue(written, to, ctx)
  const exact = keepsDigits(to) ? withSourceDigits(written, ctx.settings.divisionDigits) : labelAt(written, to)
  const report = ofAssignment(to, ctx.report)
  if (familyOf(logical) === 'boolean' && isLargerThanOne(written))
    report.note('XW-R0114', written.origin, { column: to.name })
  const value = asLabels(valueForColumn(exact, logical, { ...ctx, report }, { source, native }) ?? exact, to)
  if (at.bends === 'nothing') return value
  const bent = bentValue(value, to)
  return at.bends === 'values' ? bent : withoutNull(bent, to)
}

/** Whether a number may be stored that is neither 0 nor 1. A literal says itself what it is. */
function isLargerThanOne(written: Expr): boolean {
  if (written.kind === 'literal' || exprFamily(written) !== 'number') return false
  const { low, high } = valuesOf(written)
  return low < 0n || high > 1n
}

/** A choice between labels is text until it is said to be of the type; labels of another type are of it only by their text. */
function asLabels(value: Expr, { type: { logical, native } }: Receiver): Expr {
  if (familyOf(logical) !== 'enum' || native === undefined || value.type?.native === native) return value
  if (value.kind === 'case') return implicitCast(value, logical, native)
  const other = value.kind !== 'literal' && exprFamily(value) === 'enum' && value.type?.native !== undefined
  return other ? implicitCast(implicitCast(value, plainText, 'text'), logical, native) : value
}

/** A number stands for the label at that place, text of one that is no label too. */
function labelAt(expr: Expr, { type, column }: Receiver): Expr {
  const source = column?.type.logical ?? type.source ?? type.logical
  if (source.kind !== 'enum' || source.set || expr.kind !== 'literal' || !/^[1-9]\d*$/.test(expr.text)) return expr
  const label = source.values[Number(expr.text) - 1]
  const isLabel = expr.of === 'text' && source.values.includes(expr.text)
  return label === undefined || isLabel ? expr : literal('text', label, expr.origin)
}

const keepsDigits = ({ type: { logical } }: Receiver): boolean =>
  logical.kind === 'float' || (logical.kind === 'decimal' && (logical.scale ?? Number.POSITIVE_INFINITY) >= wordDigits)

/** Exact numbers are divided in groups of so many digits. */
const wordDigits = 9

/** Quotients of exact numbers with the digits that the source computes; a column that keeps them all shows the difference. */
const withSourceDigits = (expr: Expr, divisionDigits: number): Expr =>
  mapBottomUp(expr, (node) => {
    if (node.kind !== 'call' || !('core' in node.fn) || node.fn.core !== 'div') return node
    const [left, right] = node.args
    if (node.type?.logical.kind !== 'decimal' || !left || !right) return node
    const words = (digits: number): number => Math.ceil(digits / wordDigits)
    const [a, b] = [scaleOf(left), scaleOf(right)]
    const more = Math.max(0, divisionDigits - (words(a) * wordDigits - a) - (words(b) * wordDigits - b))
    const digits = words(words(a) * wordDigits + words(b) * wordDigits + more) * wordDigits
    return coreCall('truncate', [node, intLiteral(digits)], node.type, node.origin)
  })

const scaleOf = ({ type }: Expr): number => (type?.logical.kind === 'decimal' ? (type.logical.scale ?? 0) : 0)

/** A set of labels that is kept as a list; labels are stored in the order of the type. */
function listValue(expr: Expr, to: Receiver, ctx: CodeContext): Expr {
  const [from, source] = [exprFamily(expr), to.column?.type.logical ?? to.type.source]
  if (from === 'list' || from === 'null') return expr
  if (source?.kind === 'enum' && expr.kind === 'literal') return listLiteral(expr, source.values, to, ctx.report)
  if (source?.kind === 'enum' && from === 'text') {
    const labels = source.values.map((label) => literal('text', label, expr.origin))
    return coreCall('labels_of', [expr, ...labels], { ...to.type, nullable: true }, expr.origin)
  }
  ctx.report.fail('XW-C0316', expr.origin, { from, to: 'list' })
  return expr
}

/** A number has a bit for each label. */
function listLiteral(expr: Literal, values: readonly string[], to: Receiver, report: Reporter): Expr {
  const number = expr.of === 'integer' && /^\d+$/.test(expr.text) ? BigInt(expr.text) : undefined
  if (number === undefined && expr.of !== 'text') return unfit(expr, to, report)
  const wanted = expr.text === '' ? [] : expr.text.split(',').map((each) => each.trimEnd().toLowerCase())
  const labels = values.filter((label, index) =>
    number === undefined ? wanted.includes(label.toLowerCase()) : ((number >> BigInt(index)) & 1n) === 1n,
  )
  const all = number === undefined ? labels.length === new Set(wanted).size : number >> BigInt(values.length) === 0n
  if (!all) return unfit(expr, to, report)
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
  giveUp: report.giveUp,
  note: report.note,
  noteOnce: report.noteOnce,
  ofFunction: report.ofFunction,
})
