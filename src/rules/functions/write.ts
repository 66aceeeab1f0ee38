import { join } from 'node:path'
import type { Call, Expr, Template } from '../../core/ir/expr.js'
import { fromRule } from '../../core/ir/names.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import type { ValueType } from '../../core/ir/types.js'
import { coreCall, parseCoreText } from '../apply/core-text.js'
import { rulesFolder } from '../assets.js'
import { isRecord, readTable, rowValue, type TableRow, tableFiles, textField } from '../load/table.js'
import { type Bindings, matchArgs, sameExpr } from '../match/match.js'
import { versionMatches } from '../match/version.js'
import { coerceArgs, type TypedArg } from './coerce.js'
import { coreFunction } from './core-functions.js'
import { familyOf, literalType } from './families.js'
import { returnTypeOf } from './return-types.js'
import { clausePieces, isAtomicText, joinPieces, type Piece, parseText, type TextPart } from './template.js'
import { type Translator, translators } from './translate.js'
import { conditionHolds, type HoleCondition, holeCondition } from './where.js'

/**
 * What a source may refuse where a value is stored, and otherwise gives a value for. The last two are of sources that never do
 * it: to read text as a binary number, and to write numbers and dates as they are written out in SQL.
 */
export type Refusal = 'zero-division' | 'bad-text' | 'unsigned-difference' | 'inexact-text' | 'plain-writing'

const refusals: readonly Refusal[] = [
  'zero-division',
  'bad-text',
  'unsigned-difference',
  'inexact-text',
  'plain-writing',
]

export interface WriteRule {
  readonly id: string
  readonly args: readonly Expr[]
  readonly where: ReadonlyMap<string, HoleCondition>
  readonly distinct?: boolean
  readonly ordered?: boolean
  readonly over?: boolean
  readonly versions?: string
  /** Only where the source refuses this instead of giving a value. */
  readonly refuses?: Refusal
  /** What is to be said where the rule is used. */
  readonly says?: Template['says']
  readonly text: readonly TextPart[]
  readonly atomic: boolean
  readonly needs: readonly string[]
}

/** The function tables of one target dialect. */
export interface WriteRules {
  readonly dialect: string
  /** Core functions the tables have a text for, without the `core.` in front. */
  readonly names: ReadonlySet<string>
  readonly translators: Readonly<Record<string, Translator>>
  readonly quoteName: (name: string) => string
  rulesFor(core: string): readonly WriteRule[]
}

/** Compiles the write tables of a dialect lazily. `quoteName` is the dialect's `names.quoteIfNeeded`, for names of windows. */
export function loadWriteRules(
  dialect: string,
  quoteName: (name: string) => string = (name) => `"${name.replaceAll('"', '""')}"`,
): WriteRules {
  const rows = new Map<string, TableRow[]>()
  for (const row of writeTableFiles(dialect).flatMap((file) => readTable(file).rows)) {
    const name = /\bcall:\s*"?core\.([a-z0-9_]+)/.exec(row.text)?.[1] ?? ''
    rows.set(name, [...(rows.get(name) ?? []), row])
  }
  const compiled = new Map<string, readonly WriteRule[]>()
  return {
    dialect,
    names: new Set(rows.keys()),
    translators: translators(dialect),
    quoteName,
    rulesFor(core) {
      const known = compiled.get(core)
      if (known !== undefined) return known
      const made = (rows.get(core) ?? []).map(compileWriteRule)
      compiled.set(core, made)
      return made
    },
  }
}

export function writeTableFiles(dialect: string): readonly string[] {
  const folder = join(rulesFolder, dialect)
  return [...tableFiles(folder, 'functions', '.write.yaml'), ...tableFiles(folder, 'operators', '.write.yaml')]
}

export function compileWriteRule(row: TableRow): WriteRule {
  const value = rowValue(row)
  const call = parseCoreText(textField(value, 'call') ?? '')
  const text = textField(value, 'text') ?? ''
  const versions = textField(value, 'versions')
  const refuses = refusals.find((each) => each === value['refuses'])
  const needs = Array.isArray(value['needs']) ? value['needs'].map(String) : []
  const where = Object.entries(isRecord(value['where']) ? value['where'] : {})
  const flags = ['distinct', 'ordered', 'over'].flatMap((key) =>
    typeof value[key] === 'boolean' ? [[key, value[key]] as const] : [],
  )
  return {
    id: textField(value, 'id') ?? `${row.file}:${row.line}`,
    args: call.kind === 'call' ? call.args : [],
    where: new Map(where.map(([hole, condition]) => [hole, holeCondition(condition)])),
    ...Object.fromEntries(flags),
    ...(versions === undefined ? {} : { versions }),
    ...(refuses === undefined ? {} : { refuses }),
    ...(value['says'] === 'XW-F0027' ? { says: value['says'] } : {}),
    text: parseText(text),
    atomic: isAtomicText(
      text
        .replace(/\$(?:distinct|order|filter|over)\b/g, '')
        .replace(/\$\{\w+\|[a-z-]+\}/g, 'x')
        .replace(/\$+\w+/g, 'x'),
    ),
    needs: [...new Set([...needs, ...runtimeNames(text)])],
  }
}

const runtimeNames = (text: string): readonly string[] =>
  [...text.matchAll(/\bcrosswalk_rt\.[a-z0-9_]+/g)].map(([name]) => name)

/**
 * Writes one core call for the target: the first rule whose conditions hold. Arguments are written already (they may be
 * templates); an argument whose type is not the parameter's is converted on the way. Undefined: no rule fits.
 */
export function writeCall(
  rules: WriteRules,
  call: Call,
  argTypes: readonly (ValueType | undefined)[],
  version?: ServerVersion,
  refused: ReadonlySet<Refusal> = none,
): Template | undefined {
  const named = 'core' in call.fn ? call.fn.core : undefined
  const isText = familyOf(argTypes[0] ?? (call.args[0] && knownType(call.args[0]))) === 'text'
  const core = named === 'to_number' && isText && refused.has('inexact-text') ? 'to_decimal' : named
  const fn = core === undefined ? undefined : coreFunction(core)
  if (core === undefined || fn === undefined) return undefined
  const convert = (name: string, arg: TypedArg): TypedArg => converted(rules, name, arg, { version, refused })
  const given = call.args.map((expr, i) => ({ expr, type: argTypes[i] ?? knownType(expr) }))
  const args = coerceArgs(fn, given, convert)
  for (const rule of rules.rulesFor(core)) {
    const made = tryRule({ rules, rule, call, given, args, version, refused })
    if (made !== undefined)
      return withType(
        made,
        returnTypeOf(
          core,
          args.map((arg) => arg.type),
          call.args,
        ),
      )
  }
  return undefined
}

const none: ReadonlySet<Refusal> = new Set()

const knownType = (expr: Expr): ValueType | undefined =>
  expr.type ?? (expr.kind === 'literal' ? literalType(expr) : undefined)

const withType = (made: Template, type: ValueType | undefined): Template =>
  type === undefined ? made : { ...made, type }

function converted(
  rules: WriteRules,
  core: string,
  arg: TypedArg,
  { version, refused }: Pick<Attempt, 'version' | 'refused'>,
): TypedArg {
  const written = writeCall(rules, coreCall(core, [arg.expr], arg.expr.origin), [arg.type], version, refused)
  return written === undefined ? arg : { expr: written, type: written.type ?? arg.type }
}

interface Attempt {
  readonly rules: WriteRules
  readonly rule: WriteRule
  readonly call: Call
  /** The arguments before and after their conversion. */
  readonly given: readonly TypedArg[]
  readonly args: readonly TypedArg[]
  readonly version: ServerVersion | undefined
  readonly refused: ReadonlySet<Refusal>
}

function tryRule(attempt: Attempt): Template | undefined {
  const { rule, call, args, refused } = attempt
  if (rule.refuses !== undefined && !refused.has(rule.refuses)) return undefined
  if (!versionMatches(rule.versions, attempt.version) || !clausesFit(rule, call)) return undefined
  const bindings = matchArgs(
    rule.args,
    args.map((arg) => arg.expr),
  ) // literals in patterns match unconverted arguments too
  if (bindings === undefined || !conditionsHold(attempt, bindings)) return undefined
  const pieces = rule.text.map((part) => partPieces(part, attempt, bindings))
  if (pieces.some((piece) => piece === undefined)) return undefined
  const parts = joinPieces([...pieces.flatMap((piece) => piece ?? []), ...trailingOver(attempt)])
  const origin = fromRule(rule.id, call.origin)
  const needs = rule.needs.length === 0 ? {} : { needs: rule.needs }
  const says = rule.says === undefined ? {} : { says: rule.says }
  return { kind: 'template', rule: rule.id, parts, atomic: rule.atomic, ...needs, ...says, origin }
}

/** A clause that the call has and the text has no place for must not get lost: the rule does not match. */
function clausesFit(rule: WriteRule, call: Call): boolean {
  const has = (clause: string): boolean => rule.text.some((part) => part.kind === 'clause' && part.clause === clause)
  const ordered = (call.orderBy?.length ?? 0) > 0
  if (call.nulls === 'ignore') return false
  if (call.distinct === true && !has('distinct') && rule.distinct !== true) return false
  if (ordered && !has('order') && rule.ordered !== true) return false
  if (call.filter !== undefined && !has('filter')) return false
  if (rule.distinct !== undefined && rule.distinct !== (call.distinct === true)) return false
  if (rule.ordered !== undefined && rule.ordered !== ordered) return false
  return rule.over === undefined || rule.over === (call.over !== undefined)
}

/** OVER follows the whole text, unless the text says where it stands. */
function trailingOver({ rule, call, rules }: Attempt): readonly Piece[] {
  if (call.over === undefined) return []
  if (rule.text.some((part) => part.kind === 'clause' && part.clause === 'over')) return []
  return clausePieces('over', { call, quoteName: rules.quoteName, sameAsArgument: (key) => key })
}

function conditionsHold({ rule, args, given }: Attempt, bindings: Bindings): boolean {
  return [...rule.where].every(([name, condition]) => {
    const bound = bindings.one.get(name)
    const all = bound === undefined ? (bindings.rest.get(name) ?? []) : [bound]
    return all.every((expr) => {
      const at = args.findIndex((arg) => arg.expr === expr)
      return conditionHolds(condition, { expr, type: args[at]?.type, written: given[at]?.expr ?? expr })
    })
  })
}

function partPieces(part: TextPart, attempt: Attempt, bindings: Bindings): readonly Piece[] | undefined {
  switch (part.kind) {
    case 'text':
      return [part.text]
    case 'rest':
      return (bindings.rest.get(part.name) ?? []).flatMap((expr, i) => (i === 0 ? [expr] : [part.separator, expr]))
    case 'clause':
      return clausePieces(part.clause, {
        call: attempt.call,
        quoteName: attempt.rules.quoteName,
        sameAsArgument: (key) => sameArgument(key, attempt),
      })
    case 'hole':
      return holePieces(part.name, part.filter, attempt, bindings)
  }
}

function sameArgument(key: Expr, { given, args, call }: Attempt): Expr {
  if (call.distinct !== true) return key
  const at = given.findIndex((arg) => sameExpr(arg.expr, key))
  return args[at]?.expr ?? key
}

function holePieces(
  name: string,
  filter: string | undefined,
  { rules, rule, given, args }: Attempt,
  bindings: Bindings,
): readonly Piece[] | undefined {
  const bound = bindings.one.get(name)
  if (bound === undefined) throw new Error(`${rule.id}: $${name} is in the text but not in the call`)
  if (filter === undefined) return [bound]
  const translate = rules.translators[filter]
  if (translate === undefined) throw new Error(`${rule.id}: there is no translator '${filter}'`)
  const at = args.findIndex((arg) => arg.expr === bound)
  const made = translate(given[at]?.expr ?? bound)
  return made === undefined ? undefined : [made]
}
