import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Expr } from '../../core/ir/expr.js'
import { rulesFolder } from '../assets.js'
import { readTable, rowValue } from '../load/table.js'
import { targetMomentModel } from './moment-models.js'

/**
 * `${x|name}` in a write rule: the literal argument translated when the rule is applied. Undefined means that it cannot be,
 * and the rule does not match.
 */
export type Translator = (arg: Expr) => string | undefined

export function translators(dialect: string): Readonly<Record<string, Translator>> {
  return {
    sql: (arg) => text(arg, quoteText),
    word: (arg) => text(arg, (value) => (/^[A-Za-z_]+$/.test(value) ? value.toLowerCase() : undefined)),
    // A dotted name that is quoted for the target already.
    name: (arg) => text(arg, (value) => (/^[\w$."`]+$/.test(value) ? value : undefined)),
    digits: (arg) => (arg.kind === 'literal' && /^\d+$/.test(arg.text) ? arg.text : undefined),
    'number-text': (arg) => text(arg, (value) => (/^[-+]?\d+(\.\d+)?$/.test(value.trim()) ? value.trim() : undefined)),
    'date-text': (arg) => text(arg, (value) => isoDate(value)),
    'timestamp-text': (arg) => text(arg, (value) => isoTimestamp(value)),
    'time-text': (arg) => text(arg, (value) => (isTime(value) ? quoteText(value) : undefined)),
    'date-format': (arg) => text(arg, (value) => dateFormat(dialect, value)),
    'moment-model': (arg) => text(arg, (value) => modelText(dialect, value)),
    'key-path': (arg) => text(arg, (value) => keyPath(value)),
    'json-path': (arg) => text(arg, (value) => wildcardPath(value)),
    'first-key': (arg) => text(arg, (value) => shortPath(value)),
  }
}

export const quoteText = (value: string): string => `'${value.replaceAll("'", "''")}'`

const text = (arg: Expr, translate: (value: string) => string | undefined): string | undefined =>
  arg.kind === 'literal' && (arg.of === 'text' || arg.of === 'date' || arg.of === 'timestamp' || arg.of === 'time')
    ? translate(arg.text)
    : undefined

function isTime(value: string): boolean {
  const found = /^-?(\d{1,3}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?$/.exec(value)
  return found !== null && Number(found[1]) <= 838 && Number(found[2]) < 60 && Number(found[3] ?? 0) < 60
}

function isoDate(value: string): string | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  return found !== null && isRealDate(Number(found[1]), Number(found[2]), Number(found[3]))
    ? quoteText(value)
    : undefined
}

function isoTimestamp(value: string): string | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?)?$/.exec(value)
  if (found === null || !isRealDate(Number(found[1]), Number(found[2]), Number(found[3]))) return undefined
  const inDay = Number(found[4] ?? 0) < 24 && Number(found[5] ?? 0) < 60 && Number(found[6] ?? 0) < 60
  return inDay ? quoteText(value) : undefined
}

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const formats = new Map<string, ReadonlyMap<string, string>>()

/** The target's codes for the core's percent codes: `rules/<dialect>/date-formats.yaml`. */
function formatCodes(dialect: string): ReadonlyMap<string, string> {
  const known = formats.get(dialect)
  if (known !== undefined) return known
  const file = join(rulesFolder, dialect, 'date-formats.yaml')
  const rows = existsSync(file) ? readTable(file).rows.map(rowValue) : []
  const made = new Map(rows.map((row) => [String(row['code']), String(row['target'])]))
  formats.set(dialect, made)
  return made
}

/**
 * A percent format (`%Y-%m-%d`) as the target's format text, quoted. Letters between the codes are put in double quotes,
 * where the target takes them as they are. A code without counterpart makes it undefined.
 */
function dateFormat(dialect: string, format: string): string | undefined {
  const codes = formatCodes(dialect)
  let made = ''
  for (const [piece] of format.matchAll(/%[\s\S]|[^%]+|%$/g)) {
    if (!piece.startsWith('%') || piece === '%') {
      made += fixedText(piece)
      continue
    }
    const target = codes.get(piece)
    if (target === undefined) return undefined
    made += target
  }
  return quoteText(made)
}

function modelText(dialect: string, model: string): string | undefined {
  const made = targetMomentModel(dialect, model)
  return made === undefined ? undefined : quoteText(made)
}

const fixedText = (piece: string): string =>
  /[A-Za-z0-9"\\]/.test(piece) ? `"${piece.replace(/["\\]/g, (sign) => `\\${sign}`)}"` : piece

type Step =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly wild: 'keys' | 'items' | 'deep' | 'range' }

/** `$.a."b c"[0]` taken apart; undefined when it is not a path of the core. */
export function pathSteps(path: string): readonly Step[] | undefined {
  const body = /^\s*\$([\s\S]*)$/.exec(path)?.[1]
  if (body === undefined) return undefined
  const steps: Step[] = []
  const step = /\s*(?:\.\s*(?:"((?:[^"\\]|\\.)*)"|([A-Za-z_$][\w$]*)|(\*))|\[\s*(?:(\d+)|(\*))\s*\]|(\*\*))\s*/y
  let at = 0
  while (at < body.length) {
    step.lastIndex = at
    const found = step.exec(body)
    if (found === null) return undefined
    steps.push(toStep(found))
    at = step.lastIndex
  }
  return steps
}

function toStep(found: RegExpExecArray): Step {
  const [, quoted, name, anyKey, index, anyItem] = found
  if (quoted !== undefined) return { key: quoted.replace(/\\(.)/g, '$1') }
  if (name !== undefined) return { key: name }
  if (index !== undefined) return { index: Number(index) }
  if (anyKey !== undefined) return { wild: 'keys' }
  return { wild: anyItem === undefined ? 'deep' : 'items' }
}

/** A path without wildcards as a list of keys: `'{a,"b c",1}'`. The first element of what is no array is the value itself, which no list of keys says. */
function keyPath(path: string): string | undefined {
  const steps = pathSteps(path)
  const keys = steps?.map((step) =>
    'key' in step ? step.key : 'index' in step && step.index > 0 ? String(step.index) : undefined,
  )
  if (keys === undefined || keys.some((key) => key === undefined)) return undefined
  return quoteText(`{${keys.map((key) => arrayItem(key ?? '')).join(',')}}`)
}

const arrayItem = (key: string): string =>
  /^[A-Za-z0-9_$]+$/.test(key) && !/^null$/i.test(key) ? key : `"${key.replace(/["\\]/g, (sign) => `\\${sign}`)}"`

/** The one step of a path of length one: `'a'` or `0`. */
function shortPath(path: string): string | undefined {
  const steps = pathSteps(path)
  const only = steps?.length === 1 ? steps[0] : undefined
  if (only === undefined) return undefined
  if ('key' in only) return quoteText(only.key)
  return 'index' in only ? String(only.index) : undefined
}

/** A path with wildcards in the standard's path language, quoted. */
function wildcardPath(path: string): string | undefined {
  const steps = pathSteps(path)
  if (steps === undefined || !steps.some((step) => 'wild' in step)) return undefined
  const made = steps.map((step) => {
    if ('key' in step) return `.${JSON.stringify(step.key)}`
    if ('index' in step) return `[${step.index}]`
    return { keys: '.*', items: '[*]', deep: '.**', range: '' }[step.wild]
  })
  return quoteText(`strict $${made.join('')}`)
}
