import { coreCall } from '../../../core/ir/build.js'
import type { Expr, Literal } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import { percentFormat, readMoment } from './date-formats.js'

type Shape = (args: readonly Expr[], origin: Origin) => Expr | undefined

/** Calls whose meaning hangs on literals among their arguments, or that are another form of an expression. */
const shapes: Readonly<Record<string, Shape>> = {
  DECODE: decode,
  TO_DATE: momentOf,
  TO_TIMESTAMP: momentOf,
  TO_CHAR: shownDate,
  NUMTODSINTERVAL: intervalOf,
  NUMTOYMINTERVAL: intervalOf,
}

/** The expression that a call of this name means; undefined: the call itself, for the rules. */
export const shapedCall = (name: string, args: readonly Expr[], origin: Origin): Expr | undefined =>
  shapes[name]?.(args, origin)

const textOf = (expr: Expr | undefined): string | undefined =>
  expr?.kind === 'literal' && expr.of === 'text' ? expr.text : undefined

/** DECODE(x, a, b, c, d, e): to DECODE two nulls are equal. */
function decode([subject, ...rest]: readonly Expr[], origin: Origin): Expr | undefined {
  if (!subject || rest.length < 2) return undefined
  const pairs: { readonly search: Expr; readonly result: Expr }[] = []
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const [search, result] = [rest[at], rest[at + 1]]
    if (search && result) pairs.push({ search, result })
  }
  const otherwise = rest.length % 2 === 1 ? rest.at(-1) : undefined
  const plain = pairs.every(({ search }) => search.kind === 'literal' && search.of !== 'null')
  const whens = pairs.map(({ search, result }) => ({
    when: plain ? search : sameAs(subject, search, origin),
    // biome-ignore lint/suspicious/noThenProperty: a branch of CASE, never awaited
    then: result,
  }))
  return { kind: 'case', ...(plain ? { subject } : {}), whens, ...(otherwise ? { else: otherwise } : {}), origin }
}

function sameAs(left: Expr, right: Expr, origin: Origin): Expr {
  if (right.kind === 'literal' && right.of === 'null')
    return { kind: 'test', negated: false, is: 'null', operand: left, origin }
  return { kind: 'binary', op: right.kind === 'literal' ? 'eq' : 'nullSafeEq', left, right, origin }
}

/** A text in a known format is the moment itself; any other text is read when the query runs. */
function momentOf([text, format]: readonly Expr[], origin: Origin): Expr | undefined {
  const written = textOf(format)
  if (!text || written === undefined) return undefined
  const known = textOf(text)
  const iso = known === undefined ? undefined : readMoment(known, written)
  if (iso !== undefined) return { kind: 'literal', of: 'timestamp', text: iso, origin } satisfies Literal
  const percent = percentFormat(written)
  if (percent === undefined || !/%d/.test(percent)) return undefined
  return coreCall('parse_date', [text, { kind: 'literal', of: 'text', text: percent, origin }], undefined, origin)
}

/** TO_CHAR of a date; formats of numbers stay with the rules. */
function shownDate([value, format]: readonly Expr[], origin: Origin): Expr | undefined {
  const written = textOf(format)
  const percent = written === undefined ? undefined : percentFormat(written)
  if (!value || percent === undefined || !percent.includes('%')) return undefined
  return coreCall('date_format', [value, { kind: 'literal', of: 'text', text: percent, origin }], undefined, origin)
}

const units = new Set(['DAY', 'HOUR', 'MINUTE', 'SECOND', 'MONTH', 'YEAR'])

function intervalOf([amount, unit]: readonly Expr[], origin: Origin): Expr | undefined {
  const word = textOf(unit)?.trim().toUpperCase() ?? ''
  return amount && units.has(word) ? { kind: 'interval', amount, unit: word, origin } : undefined
}
