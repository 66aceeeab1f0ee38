import type { Call, Expr, Literal } from '../../../../src/core/ir/expr.js'
import type { ServerVersion } from '../../../../src/core/ir/schema.js'
import type { ValueType } from '../../../../src/core/ir/types.js'
import { parseExpression } from '../../../../src/dialects/mysql/parse/expressions.js'
import { parseVersion } from '../../../../src/dialects/mysql/version.js'
import { runtimeClosure } from '../../../../src/dialects/postgres/runtime/index.js'
import { castToCore } from '../../../../src/rules/functions/casts.js'
import { literalType } from '../../../../src/rules/functions/families.js'
import { type FunctionRules, loadFunctionRules, readCall } from '../../../../src/rules/functions/read.js'
import { returnTypeOf } from '../../../../src/rules/functions/return-types.js'
import { loadWriteRules, type WriteRules, writeCall } from '../../../../src/rules/functions/write.js'

/** The shortest way from source text to target text through the function tables alone: what the passes and printers do in full. */
export const parseSource = (text: string, holes = false): Expr => parseExpression(text, { holes })

export const readRules: FunctionRules = loadFunctionRules('mysql', (text, options) => parseExpression(text, options))
export const writeRules: WriteRules = loadWriteRules('postgres')

/** The server that a rule is for, or the newest of the other flavour. */
export const versionFor = (versions: string | undefined): ServerVersion =>
  parseVersion(versions?.includes('mariadb') ? '10.11.6-MariaDB' : '8.0.36')

/** Every call of the source in its core form; `fired` takes the rules that did it. */
export function toCore(
  expr: Expr,
  fired: Set<string> = new Set(),
  version: ServerVersion = versionFor(undefined),
  inProgram = false,
): Expr {
  if (expr.kind === 'cast')
    return castToCore({ ...expr, operand: toCore(expr.operand, fired, version, inProgram) }) ?? expr
  if (expr.kind === 'unary' && expr.op === 'neg' && expr.operand.kind === 'literal') return negative(expr.operand)
  if (expr.kind === 'interval') return { ...expr, amount: toCore(expr.amount, fired, version, inProgram) }
  if (expr.kind !== 'call') return expr
  const call: Call = { ...expr, args: expr.args.map((arg) => toCore(arg, fired, version, inProgram)) }
  const made = readCall(readRules, call, version, inProgram)
  if (made === undefined) return call
  fired.add(made.rule)
  return 'opaque' in made ? made.opaque : made.expr
}

const negative = (operand: Literal): Literal => ({ ...operand, text: `-${operand.text}` })

export interface Written {
  readonly sql: string
  readonly type: ValueType | undefined
  readonly needs: readonly string[]
}

/** The text for the target, with the runtime functions it uses. Throws where no rule fits. */
export function toTarget(expr: Expr): Written {
  const needs = new Set<string>()
  const made = written(expr, needs)
  return {
    sql: print(made),
    type: made.type ?? (made.kind === 'literal' ? literalType(made) : undefined),
    needs: [...needs],
  }
}

function written(expr: Expr, needs: Set<string>): Expr {
  if (expr.kind !== 'call') return expr
  const args = expr.args.map((arg) => written(arg, needs))
  const call: Call = { ...expr, args }
  const core = 'core' in call.fn ? call.fn.core : undefined
  if (core === undefined) throw new Error(`not a core call: ${JSON.stringify(call.fn)}`)
  const types = args.map((arg) => arg.type ?? (arg.kind === 'literal' ? literalType(arg) : undefined))
  const template = writeCall(writeRules, call, types)
  if (template === undefined)
    throw new Error(`no write rule for core.${core} with ${types.map((t) => t?.logical.kind)}`)
  collect(template, needs)
  const type = template.type ?? returnTypeOf(core, types, call.args)
  return type === undefined ? template : { ...template, type }
}

function collect(expr: Expr, needs: Set<string>): void {
  if (expr.kind !== 'template') return
  for (const name of expr.needs ?? []) needs.add(name)
  for (const part of expr.parts) if (typeof part !== 'string') collect(part, needs)
}

function print(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return literalText(expr)
    case 'column':
      return expr.path.map((part) => part.text.toLowerCase()).join('.')
    case 'star':
      return '*'
    case 'template':
      return expr.parts
        .map((part, i) => (typeof part === 'string' ? part : argument(part, expr.parts[i - 1], expr.parts[i + 1])))
        .join('')
    default:
      throw new Error(`cannot print ${expr.kind}`)
  }
}

function argument(part: Expr, before: unknown, after: unknown): string {
  const text = print(part)
  const signed = part.kind === 'literal' && part.text.startsWith('-')
  if (part.kind === 'template' ? part.atomic : !signed) return text
  const separated =
    typeof before === 'string' && /[(,[]\s*$/.test(before) && typeof after === 'string' && /^\s*[),\]]/.test(after)
  return separated ? text : `(${text})`
}

function literalText(value: Literal): string {
  if (value.of === 'null') return 'NULL'
  if (value.of === 'integer' || value.of === 'decimal' || value.of === 'float')
    return value.of === 'float' ? `${value.text}::double precision` : value.text
  if (value.of === 'boolean') return value.text
  if (value.of === 'binary') return `'\\x${value.text}'::bytea`
  if (value.of === 'date' || value.of === 'timestamp') return `${value.of} '${value.text}'`
  if (value.of === 'time') return `interval '${value.text}'`
  return `'${value.text.replaceAll("'", "''")}'`
}

/** Statements that make the runtime functions, in order. */
export const runtimeSql = (names: Iterable<string>): string =>
  `CREATE SCHEMA IF NOT EXISTS crosswalk_rt;\n${runtimeClosure(names)
    .map((each) => each.sql)
    .join('\n')}`

/** The target's value in the form in which the source prints it: 1 and 0 for conditions, hexadecimal for bytes. */
export function targetQuery({ sql, type }: Pick<Written, 'sql' | 'type'>): string {
  const kind = type?.logical.kind
  if (kind === 'boolean') return `SELECT (${sql})::integer::text AS value`
  if (kind === 'binary') return `SELECT encode(${sql}, 'hex') AS value`
  if (kind === 'time') return `SELECT crosswalk_rt.time_text((${sql})::interval) AS value`
  if (kind === 'timestamp' && type?.logical.kind === 'timestamp' && type.logical.zone === 'session')
    return `SELECT (${sql})::timestamp::text AS value`
  return `SELECT (${sql})::text AS value`
}

/** Whether two values are the same but for the writing of numbers, fractions of seconds and blanks in JSON. */
export function sameValue(a: string | null, b: string | null, type: ValueType | undefined): boolean {
  if (a === null || b === null || a === b) return a === b
  const kind = type?.logical.kind
  if (kind === 'json') return sameJson(a, b)
  if (kind === 'timestamp' || kind === 'time') return a.replace(/\.?0+$/, '') === b.replace(/\.?0+$/, '')
  if (kind !== 'integer' && kind !== 'decimal' && kind !== 'float') return false
  const [x, y] = [Number(a), Number(b)]
  return Math.abs(x - y) <= 1e-6 * Math.max(Math.abs(x), Math.abs(y)) || Math.abs(x - y) < 1e-15
}

function sameJson(a: string, b: string): boolean {
  try {
    return canonical(JSON.parse(a)) === canonical(JSON.parse(b))
  } catch {
    return false
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
      .join(',')}}`
  return JSON.stringify(value)
}

/** Names of all core functions in an expression. */
export function coreNames(expr: Expr): readonly string[] {
  if (expr.kind !== 'call') return []
  const own = 'core' in expr.fn ? [expr.fn.core] : []
  return [...own, ...expr.args.flatMap(coreNames)]
}

const sampleSql: Readonly<Record<string, string>> = {
  list: 'text[]',
  'timestamp 0': 'timestamp(0)',
  'time 0': 'interval(0)',
  'instant 0': 'timestamptz(0)',
  text: 'text',
  'text ci': 'text',
  enum: 'sample_enum',
  integer: 'bigint',
  'integer 32': 'integer',
  decimal: 'numeric',
  float: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  instant: 'timestamptz',
  time: 'interval',
  interval: 'interval',
  json: 'jsonb',
  binary: 'bytea',
  bits: 'bit(8)',
  uuid: 'uuid',
  year: 'smallint',
}

/** Text for the target in which every column is a NULL of the type that the example gives it. */
export function printWithSamples(expr: Expr, types: Readonly<Record<string, unknown>>): string {
  const text = print(replaceColumns(expr, types))
  return text
}

function replaceColumns(expr: Expr, types: Readonly<Record<string, unknown>>): Expr {
  if (expr.kind === 'template')
    return { ...expr, parts: expr.parts.map((part) => (typeof part === 'string' ? part : replaceColumns(part, types))) }
  if (expr.kind !== 'column') return expr
  const sql = sampleSql[String(types[expr.path[0]?.text ?? '']).replace('!', '')]
  const text = sql === undefined ? 'NULL' : `CAST(NULL AS ${sql})`
  return { kind: 'template', rule: 'sample', parts: [text], atomic: true, origin: expr.origin }
}
