import { join } from 'node:path'
import type { Call, Expr, Opaque } from '../../core/ir/expr.js'
import { fromRule } from '../../core/ir/names.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import { literal, parseCoreText, printCoreText } from '../apply/core-text.js'
import { rulesFolder } from '../assets.js'
import { readTable, rowValue, type TableRow, tableFiles, textField } from '../load/table.js'
import { type Bindings, matchArgs } from '../match/match.js'
import { versionMatches } from '../match/version.js'
import { coreFunction } from './core-functions.js'
import { type FunctionCode, isFunctionCode } from './findings.js'

/** Parses one expression of the dialect; `holes` makes `$x` and `$$$xs` holes. The `parseExpr` of its `ScriptParser`. */
export type ParseExpr = (text: string, options: { readonly holes: boolean }) => Expr

export interface ReadRule {
  readonly id: string
  readonly name: string
  /** Arguments of the pattern. */
  readonly args: readonly Expr[]
  /** Keyword arguments of the pattern: a hole to bind, or the word that must stand there (upper case). */
  readonly keywords: Readonly<Record<string, string>>
  readonly replace?: Expr
  readonly code?: FunctionCode
  readonly versions?: string
  /** Only in code of stored programs. */
  readonly programs: boolean
  /** What the hole `$$$more` took is worked off by the same rules, with the result in place of the first argument. */
  readonly again: boolean
}

/** The function tables of one source dialect. A function's rules are parsed when it is first asked for. */
export interface FunctionRules {
  readonly dialect: string
  /** Every name the tables know, upper case. */
  readonly names: ReadonlySet<string>
  rulesFor(name: string): readonly ReadRule[]
}

export type ReadCallResult =
  | { readonly expr: Expr; readonly code?: FunctionCode; readonly rule: string }
  | { readonly opaque: Opaque; readonly code: FunctionCode; readonly rule: string }

/** Compiles the read tables of a dialect. Patterns are parsed with the dialect's own grammar, lazily. */
export function loadFunctionRules(dialect: string, parseExpr: ParseExpr): FunctionRules {
  const rows = new Map<string, TableRow[]>()
  for (const file of readTableFiles(dialect)) {
    for (const row of readTable(file).rows) {
      const name = nameOfRow(row)
      const list = rows.get(name)
      if (list === undefined) rows.set(name, [row])
      else list.push(row)
    }
  }
  const compiled = new Map<string, readonly ReadRule[]>()
  return {
    dialect,
    names: new Set(rows.keys()),
    rulesFor(name) {
      const key = name.toUpperCase()
      const known = compiled.get(key)
      if (known !== undefined) return known
      const made = (rows.get(key) ?? []).map((row) => compileReadRule(row, parseExpr))
      compiled.set(key, made)
      return made
    },
  }
}

export const readTableFiles = (dialect: string): readonly string[] =>
  tableFiles(join(rulesFolder, dialect), 'functions', '.read.yaml')

const nameOfRow = (row: TableRow): string =>
  (/\b(?:pattern|call):\s*"?([A-Za-z_][\w.]*)/.exec(row.text)?.[1] ?? '').toUpperCase()

export function compileReadRule(row: TableRow, parseExpr: ParseExpr): ReadRule {
  const value = rowValue(row)
  const replace = textField(value, 'replace')
  const code = textField(value, 'finding')
  const versions = textField(value, 'versions')
  const at = `${row.file}:${row.line}`
  if (code !== undefined && !isFunctionCode(code)) throw new Error(`${at}: ${code} is not a code of functions`)
  return {
    id: textField(value, 'id') ?? at,
    name: nameOfRow(row),
    ...patternOf(value, parseExpr, at),
    ...(replace === undefined ? {} : { replace: located(() => parseCoreText(replace), at) }),
    ...(code === undefined ? {} : { code }),
    ...(versions === undefined ? {} : { versions }),
    programs: value['programs'] === true,
    again: value['again'] === true,
  }
}

/**
 * `pattern:` is source SQL. `call:` with `keywords:` is for functions with a syntax of their own (`EXTRACT(unit FROM d)`):
 * it has the form of the call that the grammar makes of them, and the words by name.
 */
function patternOf(
  value: Readonly<Record<string, unknown>>,
  parseExpr: ParseExpr,
  at: string,
): Pick<ReadRule, 'args' | 'keywords'> {
  const pattern = textField(value, 'pattern')
  const expr = located(
    () => (pattern === undefined ? parseCoreText(textField(value, 'call') ?? '') : parseExpr(pattern, { holes: true })),
    at,
  )
  const call = asCall(expr, at)
  const words = Object.entries(value['keywords'] ?? {}).map(([key, word]) => [key, String(word)] as const)
  return { args: call.args, keywords: { ...call.keywords, ...Object.fromEntries(words) } }
}

/** Some words that stand for calls are nodes of their own in the tree; a pattern of one would never match a call. */
function asCall(expr: Expr, at: string): Call {
  if (expr.kind === 'call') return expr
  throw new Error(`${at}: the pattern is not a call but a ${expr.kind}`)
}

function located<T>(parse: () => T, at: string): T {
  try {
    return parse()
  } catch (error) {
    throw new Error(`${at}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Converts one call of the source into a core call. Undefined: the name is in no table, so it is a function of the user.
 * Arguments are taken over as they are; whoever walks the tree converts them before or after. `inProgram`: the call stands
 * in a stored program.
 */
export function readCall(
  rules: FunctionRules,
  call: Call,
  version?: ServerVersion,
  inProgram = false,
): ReadCallResult | undefined {
  if (!('native' in call.fn) || call.fn.schema !== undefined) return undefined
  const candidates = rules.rulesFor(call.fn.native)
  if (candidates.length === 0) return undefined
  for (const rule of candidates) {
    if (!versionMatches(rule.versions, version) || (rule.programs && !inProgram)) continue
    const made = tryRule(rule, call)
    if (made === undefined) continue
    const rest = rule.again ? call.args.slice(rule.args.length - 1) : []
    if (!('expr' in made) || rest.length === 0) return made
    const all = readCall(rules, { ...call, args: [made.expr, ...rest] }, version, inProgram)
    return all && 'expr' in all ? all : opaqueOf(call, 'XW-F0003', rule.id)
  }
  return opaqueOf(call, 'XW-F0003', candidates[0]?.id ?? '')
}

function tryRule(rule: ReadRule, call: Call): ReadCallResult | undefined {
  const bindings = matchArgs(rule.args, call.args)
  const flagged = rule.replace === undefined
  const words = bindings && (flagged ? new Map() : matchKeywords(rule.keywords, call.keywords ?? {}))
  if (bindings === undefined || words === undefined) return undefined
  if (rule.replace === undefined) return opaqueOf(call, rule.code ?? 'XW-F0003', rule.id)
  const expr = substitute(rule.replace, { bindings, words, call, rule: rule.id })
  if (hasClauses(call) && !mentionsAggregate(rule.replace)) return undefined
  return { expr, rule: rule.id, ...(rule.code === undefined ? {} : { code: rule.code }) }
}

const hasClauses = (call: Call): boolean =>
  call.distinct === true || call.orderBy !== undefined || call.over !== undefined || call.filter !== undefined

function opaqueOf(call: Call, code: FunctionCode, rule: string): ReadCallResult {
  const opaque: Opaque = { kind: 'opaque', text: printCoreText(call), why: code, origin: call.origin }
  return { opaque, code, rule }
}

function matchKeywords(
  pattern: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> | undefined {
  const bound = new Map<string, string>()
  for (const [key, word] of Object.entries(pattern)) {
    const own = found[key]?.toUpperCase()
    if (own === undefined) return undefined
    if (word.startsWith('$')) bound.set(word.slice(1), own)
    else if (word.toUpperCase() !== own) return undefined
  }
  return Object.keys(found).every((key) => key in pattern) ? bound : undefined
}

interface Substitution {
  readonly bindings: Bindings
  readonly words: ReadonlyMap<string, string>
  readonly call: Call
  readonly rule: string
}

function substitute(expr: Expr, by: Substitution): Expr {
  if (expr.kind === 'hole') return holeValue(expr.name, by)
  if (expr.kind === 'interval') return { ...expr, amount: substitute(expr.amount, by) }
  if (expr.kind !== 'call') return { ...expr, origin: fromRule(by.rule, by.call.origin) }
  const args = expr.args.flatMap((arg) => substituteArg(arg, by))
  const made = { ...expr, args, origin: fromRule(by.rule, by.call.origin) }
  return isAggregate(expr) ? withClauses(made, by.call) : made
}

/** A rest becomes its list; an interval becomes two arguments, the amount and the unit's name. */
function substituteArg(arg: Expr, by: Substitution): readonly Expr[] {
  const values = arg.kind === 'hole' && arg.rest ? (by.bindings.rest.get(arg.name) ?? []) : [substitute(arg, by)]
  return values.flatMap((value) =>
    value.kind === 'interval' ? [value.amount, literal('text', value.unit, value.origin)] : [value],
  )
}

function holeValue(name: string, by: Substitution): Expr {
  const bound = by.bindings.one.get(name)
  if (bound !== undefined) return bound
  const word = by.words.get(name)
  if (word !== undefined) return literal('text', word, fromRule(by.rule, by.call.origin))
  throw new Error(`${by.rule}: $${name} is in the replacement but not in the pattern`)
}

function isAggregate(expr: Call): boolean {
  const nulls = 'core' in expr.fn ? coreFunction(expr.fn.core)?.nulls : undefined
  return nulls === 'aggregate' || nulls === 'window'
}

function mentionsAggregate(expr: Expr): boolean {
  return expr.kind === 'call' && (isAggregate(expr) || expr.args.some(mentionsAggregate))
}

/** DISTINCT, ORDER BY, SEPARATOR, FILTER and OVER stay with the aggregate, wherever in the replacement it stands. */
function withClauses(made: Call, from: Call): Call {
  return {
    ...made,
    ...(from.distinct === undefined ? {} : { distinct: from.distinct }),
    ...(from.orderBy === undefined ? {} : { orderBy: from.orderBy }),
    ...(from.separator === undefined ? {} : { separator: from.separator }),
    ...(from.filter === undefined ? {} : { filter: from.filter }),
    ...(from.over === undefined ? {} : { over: from.over }),
    ...(from.nulls === undefined ? {} : { nulls: from.nulls }),
  }
}
