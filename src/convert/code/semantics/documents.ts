import { coreCall, plainText, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { CodeContext } from '../code-context.js'
import { exprFamily } from '../types/families.js'
import { ownText } from './text-forms.js'

/** Calls that put values into a document. */
export const documentMakers: ReadonlySet<string> = new Set([
  'json_object',
  'json_array',
  'json_array_agg',
  'json_object_agg',
  'to_json_value',
])

/**
 * A value on its way into a document. A moment is the text that the source makes of it: the target would put a T between
 * day and time. Where the source keeps documents as texts, only a column and what a function has just made is known as one,
 * and a variable in a new document is a string whatever it holds.
 */
export function inDocument(arg: Expr, maker: string, ctx: CodeContext): Expr {
  const family = exprFamily(arg)
  const quoted = ctx.sourceCan.documentsAreTexts === true && isOwn(arg) && newDocument.has(maker)
  if (family === 'timestamp' || family === 'time' || (quoted && family !== 'json')) return ownText(arg) ?? asText(arg)
  if (family !== 'json' || ctx.sourceCan.documentsAreTexts !== true || isDocument(arg)) return arg
  ctx.report.note('XW-C0327', arg.origin, {})
  return asText(arg)
}

const newDocument: ReadonlySet<string> = new Set(['json_object', 'json_array'])

const asText = (arg: Expr): Expr =>
  exprFamily(arg) === 'text'
    ? arg
    : coreCall('to_text', [arg], valueTypeOf(plainText, arg.type?.nullable ?? true), arg.origin)

/** Variables, results of routines and choices between values are texts to such a source. */
function isDocument(expr: Expr): boolean {
  if (expr.kind === 'call') return 'core' in expr.fn && !choices.has(expr.fn.core)
  return !isOwn(expr) && expr.kind !== 'case'
}

/** A variable of the program, and no column of the row that a trigger is run for. */
const isOwn = (expr: Expr): boolean => expr.kind === 'variable' && !(expr.field && /^(new|old)$/i.test(expr.name.text))

const choices: ReadonlySet<string> = new Set(['coalesce', 'ifnull', 'if', 'nullif', 'greatest', 'least'])
