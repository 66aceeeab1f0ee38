import { coreCall, intLiteral, textLiteral } from '../../../core/ir/build.js'
import type { Call, Expr } from '../../../core/ir/expr.js'

/** Calls that count, cut or move characters, so that blanks at the end of a text change what they give. */
const seeBlanks: ReadonlySet<string> = new Set([
  'char_length',
  'octet_length',
  'substring',
  'substring_from_one',
  'replace',
  'filled_left',
  'filled_right',
  'occurrence',
  'position',
  'translate',
  'reverse',
])

/** The arguments of a call, those of a fixed length with the blanks that the target leaves out of sight of functions. */
export const argumentsWithBlanks = ({ fn, args }: Call): readonly Expr[] =>
  'core' in fn && seeBlanks.has(fn.core) ? args.map(withBlanks) : args

/** Text of a fixed length, as long as it is stored. Where the length is not known, a value is as long as it comes. */
export function withBlanks(expr: Expr): Expr {
  const logical = expr.type?.logical
  const kept = (expr.kind === 'column' || expr.kind === 'variable') && logical?.kind === 'text' && logical.keepsBlanks
  const { length = 0 } = kept ? logical : {}
  if (length < 2 || !expr.type) return expr
  const filled = coreCall('filled_right', [expr, intLiteral(length, expr.origin), textLiteral(' ', expr.origin)])
  const type = { ...expr.type, logical: { kind: 'text', unit: 'char', padded: false, length } } as const
  return { ...filled, type, origin: expr.origin }
}
