import { coreCall, textLiteral } from '../../../core/ir/build.js'
import type { Expr, Literal } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import { keptContext } from './contexts.js'
import { readMoment } from './date-formats.js'
import { americanSettings, followsLanguage, modelKind } from './format-models.js'

/** What a call means, or why it means nothing here; `language`: it hangs on settings of the source's session. */
interface Shaped {
  readonly expr?: Expr | undefined
  readonly refused?: string
  readonly language?: boolean
  /** It hangs on how regular expressions are read. */
  readonly matches?: boolean
}
type Shape = (args: readonly Expr[], origin: Origin) => Shaped | undefined

/** Calls whose meaning hangs on literals among their arguments, or that are another form of an expression. */
const shapes: Readonly<Record<string, Shape>> = {
  DECODE: (args, origin) => ({ expr: decode(args, origin) }),
  TO_DATE: momentOf,
  TO_TIMESTAMP: momentOf,
  TO_CHAR: shown,
  TO_NUMBER: numberOf,
  SQLERRM: errorOf,
  SYS_CONTEXT: contextOf,
  UNISTR: ([text], origin) => ({ expr: unicodeText(text, origin) }),
  LNNVL: ([condition], origin) => condition && { expr: notTrue(condition, origin) },
  'UTL_RAW.CONCAT': (args, origin) => ({ expr: args.length > 2 ? joinedBytes(args, origin) : undefined }),
  REGEXP_LIKE: matching,
  REGEXP_SUBSTR: matching,
  REGEXP_INSTR: matching,
  REGEXP_COUNT: matching,
  REGEXP_REPLACE: matching,
  TRUNC: (args, origin) => toUnit('cut_time', args, origin),
  ROUND: (args, origin) => toUnit('nearest_time', args, origin),
  NUMTODSINTERVAL: (args, origin) => ({ expr: intervalOf(args, origin) }),
  NUMTOYMINTERVAL: (args, origin) => ({ expr: intervalOf(args, origin) }),
}

/** The expression that a call of this name means; undefined: the call itself, for the rules. */
export const shapedCall = (name: string, args: readonly Expr[], origin: Origin): Shaped | undefined =>
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
function momentOf([text, model, settings]: readonly Expr[], origin: Origin): Shaped | undefined {
  const written = textOf(model)
  if (!text || !model || written === undefined) return undefined
  if (modelKind(written) !== 'moment') return { refused: `the format ${written}` }
  if (settings && !american(settings)) return { refused: 'parameters of the session' }
  const known = textOf(text)
  const iso = known === undefined ? undefined : readMoment(known, written)
  if (iso !== undefined) return { expr: { kind: 'literal', of: 'timestamp', text: iso, origin } satisfies Literal }
  return {
    expr: coreCall('moment_of_text', [text, model], undefined, origin),
    language: !settings && followsLanguage(written, 'moment'),
  }
}

/** TO_CHAR with a format that is written out: it says whether a date or a number is shown. */
function shown([value, model, settings]: readonly Expr[], origin: Origin): Shaped | undefined {
  const written = textOf(model)
  if (!value || !model || (written === undefined && !settings)) return undefined
  const kind = written === undefined ? undefined : modelKind(written)
  if (!kind || written === undefined) return { refused: `the format ${written ?? 'and parameters'}` }
  if (settings && !american(settings)) return { refused: 'parameters of the session' }
  const core = kind === 'number' ? 'number_text' : 'moment_text'
  return {
    expr: coreCall(core, [value, model], undefined, origin),
    language: !settings && followsLanguage(written, kind),
  }
}

/** TO_NUMBER with a format that is written out. */
function numberOf([, model]: readonly Expr[]): Shaped | undefined {
  const written = textOf(model)
  if (written === undefined || modelKind(written) === 'number') return undefined
  return { refused: `the format ${written}` }
}

/** Signs, classes, groups and counts that every engine reads alike; no choice between words, whose longest or first may win. */
const plainPattern =
  /^(?:[\w \t.,;:@#%&='"<>/!~-]|\\[dwsDWS.*+?()[\]{}|^$/\\-]|\[\^?(?:\[:\w+:\]|[^\\[\]])+\]|[*+?](?![*+?])|\{\d+(?:,\d*)?\}(?!\?)|[()^$])+$/

/** What the error at hand says, by its own number. */
function errorOf([code, more]: readonly Expr[], origin: Origin): Shaped | undefined {
  const own = code?.kind === 'call' && 'core' in code.fn && code.fn.core === 'error_code' && !more
  return own ? { expr: coreCall('error_text', [], undefined, origin) } : undefined
}

/** Names of contexts and their parameters are the same in any case. */
function contextOf([space, parameter, more]: readonly Expr[], origin: Origin): Shaped | undefined {
  const words = [textOf(space), textOf(parameter)].map((word) => word?.toUpperCase())
  const [name, key] = words
  if (more || !space || !parameter) return undefined
  if (name !== 'USERENV' || (key !== undefined && keptOfSession.test(key)))
    return { expr: keptContext(space, parameter, origin) }
  if (key === undefined) return undefined
  const args = words.map((word) => textLiteral(word ?? '', origin))
  return { expr: { kind: 'call', fn: { native: 'SYS_CONTEXT' }, args, origin } }
}

/** Values that programs of the source set themselves: settings of the session keep them. */
const keptOfSession = /^(CLIENT_IDENTIFIER|CLIENT_INFO|ACTION)$/

/** Four digits behind a backslash are a character, two backslashes are one. */
function unicodeText(text: Expr | undefined, origin: Origin): Expr | undefined {
  const written = textOf(text)
  if (written === undefined) return undefined
  const read = written.replace(/\\(\\|[0-9a-f]{4})/gi, (_, code: string) =>
    code === '\\' ? code : String.fromCharCode(Number.parseInt(code, 16)),
  )
  return textLiteral(read, origin)
}

/** True where a condition is false or unknown. */
function notTrue(condition: Expr, origin: Origin): Expr {
  const no: Expr = { kind: 'literal', of: 'boolean', text: 'false', origin }
  return { kind: 'unary', op: 'not', operand: coreCall('coalesce', [condition, no], undefined, origin), origin }
}

const joinedBytes = ([first, ...rest]: readonly Expr[], origin: Origin): Expr | undefined =>
  first && rest.reduce((left, right) => coreCall('bytes_joined', [left, right], undefined, origin), first)

/** The target has one option for points and for what [^…] matches. */
function matching([, pattern]: readonly Expr[]): Shaped | undefined {
  const text = textOf(pattern) ?? ''
  const stopsAtLines = text.replace(/\\./g, '').includes('.') && text.includes('[^')
  return plainPattern.test(text) && !stopsAtLines ? undefined : { matches: true }
}

const american = (settings: Expr): boolean => americanSettings.test(textOf(settings) ?? '')

/** Units of TRUNC and ROUND of dates. SQL Language Reference, "ROUND and TRUNC Date Functions". */
const dateUnits: Readonly<Record<string, readonly string[]>> = {
  CENTURY: ['CC', 'SCC'],
  ISO_YEAR: ['IYYY', 'IYY', 'IY', 'I'],
  YEAR: ['SYYYY', 'YYYY', 'YEAR', 'SYEAR', 'YYY', 'YY', 'Y'],
  QUARTER: ['Q'],
  MONTH: ['MONTH', 'MON', 'MM', 'RM'],
  WEEK: ['IW'],
  WEEK_OF_MONTH: ['W'],
  WEEK_OF_YEAR: ['WW'],
  WEEK_FROM_SUNDAY: ['DAY', 'DY', 'D'],
  DAY: ['DDD', 'DD', 'J'],
  HOUR: ['HH', 'HH12', 'HH24'],
  MINUTE: ['MI'],
}
const rounds = new Set(['YEAR', 'QUARTER', 'MONTH', 'DAY', 'HOUR', 'MINUTE'])

/** TRUNC or ROUND of a date to a unit that is written out. */
function toUnit(core: string, [value, unit]: readonly Expr[], origin: Origin): Shaped | undefined {
  const written = textOf(unit)?.toUpperCase()
  if (!value || written === undefined) return undefined
  const found = Object.entries(dateUnits).find(([, words]) => words.includes(written))?.[0]
  if (!found || (core === 'nearest_time' && !rounds.has(found))) return { refused: `the unit ${written}` }
  const word: Expr = { kind: 'literal', of: 'text', text: found, origin }
  return { expr: coreCall(core, [value, word], undefined, origin), language: found === 'WEEK_FROM_SUNDAY' }
}

const units = new Set(['DAY', 'HOUR', 'MINUTE', 'SECOND', 'MONTH', 'YEAR'])

function intervalOf([amount, unit]: readonly Expr[], origin: Origin): Expr | undefined {
  const word = textOf(unit)?.trim().toUpperCase() ?? ''
  return amount && units.has(word) ? { kind: 'interval', amount, unit: word, origin } : undefined
}
