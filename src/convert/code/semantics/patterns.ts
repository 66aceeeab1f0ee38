import type { Call, Expr } from '../../../core/ir/expr.js'
import type { CodeContext } from '../code-context.js'

/** Calls whose second argument is a regular expression. */
const takers: ReadonlySet<string> = new Set([
  'regexp_replace',
  'regexp_substr',
  'regexp_substr_or_empty',
  'regexp_instr',
])

/** Escapes that targets spell otherwise: the edges of words, and places inside of them. */
const spelled: Readonly<Record<string, string>> = { '\\b': '\\y', '\\B': '\\Y' }

/** A constant pattern in the target's spelling. */
export const targetPattern = (pattern: Expr): Expr =>
  pattern.kind === 'literal' && pattern.of === 'text'
    ? { ...pattern, text: pattern.text.replace(/\\./gs, (each) => spelled[each] ?? each) }
    : pattern

export const withTargetPattern = (call: Call): Call =>
  'core' in call.fn && takers.has(call.fn.core)
    ? { ...call, args: call.args.map((arg, index) => (index === 1 ? targetPattern(arg) : arg)) }
    : call

/** Classes, groups, quantifiers and edges mean the same everywhere; a point, options and what looks around do not always. */
export function notePattern(pattern: Expr, ctx: CodeContext): void {
  if (pattern.kind === 'literal' && isCommon(pattern.text)) return
  ctx.report.noteOnce('XW-F0020', pattern.origin, { name: 'REGEXP' })
}

function isCommon(text: string): boolean {
  const withoutEscapes = text.replace(/\\[dDwWsSbBtnr\W_]/g, '')
  const withoutClasses = withoutEscapes.replace(/\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/g, '')
  return !/[\\.]|\(\?(?!:)|[*+?}]\+/.test(withoutClasses)
}
