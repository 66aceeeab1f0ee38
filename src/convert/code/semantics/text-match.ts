import { bool, coreCall, not, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr, Like } from '../../../core/ir/expr.js'
import type { CodeContext } from '../code-context.js'
import { collationOf, exprFamily } from '../types/families.js'
import { collated, isCollated, settleCollations } from './collations.js'
import { asText } from './compare.js'
import { notePattern, targetPattern } from './patterns.js'

/** LIKE, REGEXP and SOUNDS LIKE. Whether case counts follows from the collation of the text, as on the source. */
export function matchText(expr: Like, ctx: CodeContext): Expr {
  const pattern = asText(expr.pattern.kind === 'collate' ? expr.pattern.operand : expr.pattern)
  const [operand = expr.operand] = settleCollations([asText(expr.operand), pattern], ctx)
  const type = valueTypeOf(bool, (operand.type?.nullable ?? true) || (pattern.type?.nullable ?? true))
  const made = (name: string, args: readonly Expr[]): Expr => {
    const call = coreCall(name, args, type, expr.origin)
    return expr.negated ? not(call) : call
  }
  if (expr.how === 'sounds') return made('sounds_like', [operand, pattern])
  const caseCounts = countsCase(expr.operand, expr.pattern, ctx)
  if (expr.how === 'regexp') {
    notePattern(pattern, ctx)
    return made(caseCounts ? 'regexp' : 'regexp_ci', [operand, targetPattern(pattern)])
  }
  const escaped = withBackslash(pattern, expr.escape)
  if (escaped === undefined) {
    ctx.report.fail('XW-C0316', expr.origin, { from: 'LIKE with a computed pattern', to: 'another escape character' })
    return expr
  }
  if (!caseCounts && ignoresAccents(expr, escaped)) {
    const named = collated(operand, ctx)
    if (ctx.targetCan.likeOnNondeterministic && isCollated(named, ctx)) return made('like_collated', [named, escaped])
    ctx.report.noteOnce('XW-C0324', expr.origin, {})
  }
  return made(caseCounts ? 'like_cs' : 'like_ci', [operand, escaped])
}

/** Whether text with accents could fit the pattern without them, or the other way round. */
function ignoresAccents({ operand }: Like, pattern: Expr): boolean {
  const collation = exprFamily(operand) === 'text' ? collationOf(operand) : undefined
  if (collation === undefined || collation.accentSensitive) return false
  return pattern.kind !== 'literal' || /\p{L}/u.test(pattern.text)
}

/** A collation that was written decides, then the binary one of two. Bytes and binary collations tell case; values that are no text have none, and so does text without a known collation. */
function countsCase(operand: Expr, pattern: Expr, ctx: CodeContext): boolean {
  if (operand.type?.logical.kind === 'binary' || pattern.type?.logical.kind === 'binary') return true
  const explicit = [operand, pattern].find((each) => each.kind === 'collate')
  const found = (explicit ? [explicit] : [operand, pattern]).flatMap((each) => collationOf(each) ?? [])
  if (found.length > 0) return found.some((collation) => collation.caseSensitive || collation.binary)
  if (ctx.sourceCan.comparesBytes) return true
  const kind = operand.type?.logical.kind
  return kind !== 'text' && kind !== 'enum'
}

/** The pattern with the backslash as its escape character, whatever it was. */
function withBackslash(pattern: Expr, mark: Expr | undefined): Expr | undefined {
  if (mark === undefined || (mark.kind === 'literal' && mark.text === '\\')) return pattern
  if (mark.kind !== 'literal') return undefined
  if (pattern.kind !== 'literal') {
    if (mark.text !== '') return undefined
    const [own, doubled] = ['\\', '\\\\'].map((text) => textLiteral(text, pattern.origin))
    return own && doubled && coreCall('replace', [pattern, own, doubled], pattern.type, pattern.origin)
  }
  let text = ''
  const characters = [...pattern.text]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    if (character === mark.text && mark.text !== '') text += `\\${characters[++at] ?? ''}`
    else text += character === '\\' ? '\\\\' : character
  }
  return textLiteral(text, pattern.origin)
}
