import { coreCall, plainText, valueTypeOf } from '../../../core/ir/build.js'
import type { Collate, Expr } from '../../../core/ir/expr.js'
import type { Collation } from '../../../core/ir/types.js'
import { childrenOf } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { collationOf, exprFamily } from '../types/families.js'

interface Found {
  /** Collations that the source gives to the labels inside, of which the target knows nothing. */
  readonly hidden: ReadonlySet<string>
  /** Source collations of the columns that flow into the text, by their name on the target. */
  readonly byTarget: ReadonlyMap<string, Collation>
  /** The same for variables and results of routines, which have no collation of their own on the target. */
  readonly implied: ReadonlyMap<string, Collation>
  /** COLLATE was written: that decides. */
  readonly explicit: boolean
}

const nothing: Found = { byTarget: new Map(), implied: new Map(), hidden: new Set(), explicit: false }

/**
 * Texts of different collations that meet (in a comparison, a call, the branches of a choice, a set operation): the target
 * asks for one to be named, here or where the value is used. The binary one counts, as on the source; among others the source
 * would have refused, so that the first may be named.
 */
export function settleCollations(exprs: readonly Expr[], ctx: CodeContext): readonly Expr[] {
  const each = exprs.map((expr) => collationsIn(expr, ctx))
  if (each.some((found) => found.explicit)) return exprs
  const all = new Map(each.flatMap((found) => [...found.byTarget, ...found.implied]))
  if (all.size < 2) return exprs
  const [name] = [...all].find(([, collation]) => collation.binary) ?? [...all][0] ?? ['']
  const at = each.findIndex((found) => found.byTarget.has(name) || found.implied.has(name))
  return exprs.map((expr, index) => (index === at ? withCollation(expr, name) : expr))
}

/**
 * As `settleCollations`, for texts of which one is compared with the others: what the target knows no collation of is
 * compared by the one that it has on the source. That is so for variables, and for labels that have become text.
 */
export function settleCompared(exprs: readonly Expr[], ctx: CodeContext, labels = false): readonly Expr[] {
  const settled = settleCollations(exprs, ctx)
  const found = settled.map((each) => collationsIn(each, ctx))
  if (found.some((each) => each.explicit || each.byTarget.size > 0)) return settled
  const unnamed = found.map((each) => [...each.implied.keys(), ...(labels ? each.hidden : [])][0])
  const at = unnamed.findIndex((name) => name !== undefined)
  const name = unnamed[at]
  return name === undefined ? settled : settled.map((each, index) => (index === at ? withCollation(each, name) : each))
}

/** As `settleCompared`, for two; text that nothing tells the collation of is named. */
export function settleComparison(left: Expr, right: Expr, ctx: CodeContext): readonly [Expr, Expr] {
  const [l = left, r = right] = settleCompared([left, right], ctx, true)
  const same = l === left && r === right
  if (same && ![l, r].some((each) => isCollated(each, ctx))) noteByCase(l, r, ctx)
  if (ctx.modes !== undefined) noteVariables([left, right], ctx)
  return [l, r]
}

/** Variables that may end in blanks, or hold letters that the source takes for others; those of columns are said of their tables. */
function noteVariables(sides: readonly Expr[], ctx: CodeContext): void {
  const varying = sides.some(({ kind, type }) => {
    const own = type?.source ?? type?.logical
    return kind === 'variable' && own?.kind === 'text' && !own.padded && own.collation?.padSpace === true
  })
  if (varying && sides.every(({ kind }) => kind === 'variable' || kind === 'literal'))
    ctx.report.noteOnce('XW-C0328', ctx.at.origin, {})
}

/**
 * Text that comes from no column: the source compares it by the collation of the connection that made the object, which
 * nothing tells; the target compares it byte by byte. Numbers, dates and the like made into text have no case to lose.
 */
function noteByCase(left: Expr, right: Expr, ctx: CodeContext): void {
  if (ctx.sourceCan.comparesBytes) return
  const lettered = [left, right].filter((one) => one.kind === 'literal' && /\p{L}/u.test(one.text))
  if (lettered.length > 0 && !isFromJson(left) && !isFromJson(right)) ctx.report.noteOnce('XW-C0325', left.origin, {})
}

/** Text out of a document is compared byte by byte on the source too. */
const isFromJson = (expr: Expr): boolean =>
  expr.kind === 'call' && 'core' in expr.fn && expr.fn.core.startsWith('json_')

/** A text that is ordered as the source orders the labels it was made of. */
export function labelsAsText(text: Expr, ctx: CodeContext): Expr {
  const [name] = [...collationsIn(text, ctx).hidden]
  return name === undefined ? text : withCollation(text, name)
}

/** The text with the collation that it has on the source, where the target has lost it. */
export function collated(text: Expr, ctx: CodeContext): Expr {
  const { implied, explicit, byTarget } = collationsIn(text, ctx)
  const [name] = [...implied.keys()]
  return explicit || byTarget.size > 0 || name === undefined ? text : withCollation(text, name)
}

/** Whether the text has a collation of the source on the target. */
export function isCollated(text: Expr, ctx: CodeContext): boolean {
  const { byTarget, explicit } = collationsIn(text, ctx)
  return explicit || byTarget.size > 0
}

function collationsIn(expr: Expr, ctx: CodeContext): Found {
  if (expr.kind === 'collate') return { ...nothing, explicit: true }
  const family = exprFamily(expr)
  if (family === 'enum' || family === 'list') return ofLabels(expr, ctx)
  if (family === 'binary') return ofBytes(ctx)
  if (family !== 'text') return nothing
  if (expr.kind === 'column') return ofType(expr, ctx)
  if (expr.kind === 'subquery') return ofType(expr, ctx)
  if (expr.kind === 'variable' || isRoutine(expr)) {
    const { byTarget } = ofType(expr, ctx)
    return { ...nothing, implied: byTarget }
  }
  const children = childrenOf(expr).map((child) => collationsIn(child, ctx))
  return {
    byTarget: new Map(children.flatMap((found) => [...found.byTarget])),
    implied: new Map(children.flatMap((found) => [...found.implied])),
    hidden: new Set(children.flatMap((found) => [...found.hidden])),
    explicit: children.some((found) => found.explicit),
  }
}

const isRoutine = (expr: Expr): boolean => expr.kind === 'call' && 'routine' in expr.fn

function ofType(expr: Expr, ctx: CodeContext): Found {
  const logical = expr.type?.logical
  const collation = logical?.kind === 'text' ? logical.collation : undefined
  const name = collation && ctx.target.collation(collation.name)
  return collation && name ? { ...nothing, byTarget: new Map([[name, collation]]) } : nothing
}

function ofLabels(expr: Expr, ctx: CodeContext): Found {
  const name = collationOf(expr) && ctx.target.collation(collationOf(expr)?.name ?? '')
  return name ? { ...nothing, hidden: new Set([name]) } : nothing
}

const bytes: Collation = {
  name: 'binary',
  caseSensitive: true,
  accentSensitive: true,
  binary: true,
  padSpace: false,
  language: 'und',
}

/** Bytes that are used as text are compared byte by byte. */
function ofBytes(ctx: CodeContext): Found {
  const name = ctx.target.bytesCollation
  return name ? { ...nothing, byTarget: new Map([[name, bytes]]) } : nothing
}

function withCollation(expr: Expr, collation: string): Collate {
  const operand =
    exprFamily(expr) === 'binary' ? coreCall('to_text', [expr], valueTypeOf(plainText), expr.origin) : expr
  const node: Collate = { kind: 'collate', operand, collation, origin: operand.origin }
  return operand.type === undefined ? node : { ...node, type: operand.type }
}
