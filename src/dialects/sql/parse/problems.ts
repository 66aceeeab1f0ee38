import { type CstElement, endOf, startOf } from '../../../../grammars/sql/cst.js'
import type { SyntaxProblem } from '../../../../grammars/sql/lexer.js'
import { defaultMaxDepth, defaultMaxTokens } from '../../../../grammars/sql/parsing.js'
import type { FindingCode } from '../../../core/findings/codes.generated.js'
import { type Finding, finding } from '../../../core/findings/finding.js'
import type { Opaque } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import { type LowerPlace, originOf, originOfRange } from './place.js'

const unterminated: Readonly<Record<string, string>> = {
  'unterminated-text': 'string',
  'unterminated-name': 'quoted name',
  'unterminated-comment': 'comment',
}

/** The finding for a text that could not be parsed. */
export function syntaxFinding(problem: SyntaxProblem, context: LowerPlace): Finding {
  const at = { object: context.object, origin: originOfRange(problem.start, problem.end, context) }
  switch (problem.problem) {
    case 'unexpected':
      return finding('XW-P0001', at, { found: problem.found === '' ? 'The end of the text' : quoted(problem.found) })
    case 'stray-character':
      return finding('XW-P0003', at, { code: `U+${hex(problem.found)}` })
    case 'too-deep':
      return finding('XW-P0004', at, { limit: defaultMaxDepth })
    case 'too-long':
      return finding('XW-P0005', at, { limit: defaultMaxTokens })
    default:
      return finding('XW-P0002', at, { what: unterminated[problem.problem] ?? 'text' })
  }
}

const quoted = (text: string): string => `"${text}"`
const hex = (text: string): string => (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

/** The finding for a piece of a script that is too large to be code. */
export const oversizedFinding = (bytes: number, at: Pick<Finding, 'object' | 'origin'>): Finding =>
  finding('XW-P0006', at, { bytes })

/** Text that is kept because it could not be lowered. The finding is added by the caller. */
export const opaqueOf = (element: CstElement, why: FindingCode, context: LowerPlace): Opaque =>
  opaqueRange(startOf(element), endOf(element), why, context)

export function opaqueRange(start: number, end: number, why: FindingCode, context: LowerPlace): Opaque {
  return { kind: 'opaque', text: context.text.slice(start, end), why, origin: originOfRange(start, end, context) }
}

/** Opaque for an expression that only the source engine has, with its finding. */
export function withoutCounterpart(element: CstElement, construct: string, context: LowerPlace): Opaque {
  context.sink.add(finding('XW-P0010', where(originOf(element, context), context), { construct }))
  return opaqueOf(element, 'XW-P0010', context)
}

export const where = (origin: Origin, context: LowerPlace): Pick<Finding, 'object' | 'origin'> => ({
  object: context.object,
  origin,
})
