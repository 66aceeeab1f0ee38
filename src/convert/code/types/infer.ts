import {
  bool,
  coreCall,
  implicitCast,
  int32,
  int64,
  intLiteral,
  literalType,
  plainText,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type { BinaryOp, Call, Case, Cast, Collate, ColumnRef, Element, Expr } from '../../../core/ir/expr.js'
import type { Query } from '../../../core/ir/query.js'
import type { LogicalType, ValueType } from '../../../core/ir/types.js'
import { mapChildren } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import type { Scope, ScopeColumn } from '../scope.js'
import { arithmeticType, commonType, decimalOf, quotientScale, scaleOf } from './combine.js'
import { dayArithmeticType, spanArithmeticType } from './days.js'
import { readNative, readRoutine } from './read-calls.js'

export interface InferEnv {
  readonly ctx: CodeContext
  readonly scope: Scope
  /** Output columns of the select, for references by alias. */
  readonly outputs: readonly ScopeColumn[]
  /** Converts a nested query; its items are typed afterwards. */
  readonly query: (query: Query, scope: Scope) => Query
  readonly columnsOf: (query: Query) => readonly ScopeColumn[]
}

/**
 * Pass 2, infer: gives every node its type, children first, by the source's rules. Native calls become core calls on the way,
 * because what a function returns is known of core functions only.
 */
export function infer(expr: Expr, env: InferEnv): Expr {
  if (expr.type !== undefined && !isOpen(expr)) return expr
  const mapped = mapChildren(expr, {
    expr: (child) => infer(child, env),
    query: (query) => env.query(query, env.scope),
  })
  if (mapped.kind === 'call') return inferCall(mapped, env)
  if (mapped.kind === 'element') return inferElement(mapped)
  if (mapped.type !== undefined && mapped.kind !== 'column' && mapped.kind !== 'literal') return mapped
  const type = typeOf(mapped, env)
  return type === undefined ? mapped : withType(mapped, type)
}

/** What has a type by its name alone, while parts of it have none yet. */
function isOpen(expr: Expr): boolean {
  if (expr.kind === 'cast') return expr.operand.type === undefined || isOpen(expr.operand)
  return ['column', 'literal', 'element', 'member'].includes(expr.kind)
}

/** Elements have the type of their list, and whole numbers for places. */
function inferElement(element: Element): Expr {
  const { index, list } = element
  const place = index.type?.logical
  const whole = place?.kind === 'integer' && place.bits <= 32
  const logical = list.type?.logical
  const made = whole ? element : { ...element, index: implicitCast(index, int32, 'integer') }
  return logical?.kind === 'array' ? withType(made, valueTypeOf(logical.of)) : made
}

const withType = (expr: Expr, type: ValueType): Expr => ({ ...expr, type })

function inferCall(call: Call, env: InferEnv): Expr {
  if ('routine' in call.fn) return readRoutine(call, env.ctx)
  const session = 'core' in call.fn ? env.ctx.variables?.session?.call(call, env.ctx) : undefined
  if (session && session !== call) return infer(session, env)
  if (!('native' in call.fn)) {
    const made = withFraction(call) ?? call
    const type = made.type ?? callType(made, env)
    return type ? withType(made, type) : made
  }
  const read = readNative(call, env.ctx)
  if (read === undefined) return call
  // The replacement may hold calls and operators of its own, not yet typed; what came from the source is typed already.
  return infer(read, env)
}

function callType(call: Call, env: InferEnv): ValueType | undefined {
  const own = env.ctx.functions.typeOf(call)
  if (own === undefined) return undefined
  const name = 'core' in call.fn ? call.fn.core : ''
  const refined = exactScale[name]?.(call, env)
  const type =
    refined && (own.logical.kind !== 'float' || refined.kind === 'float')
      ? { ...own, logical: refined }
      : withTextOf(call, own)
  return call.over !== undefined && aggregateNames.has(name) ? { ...type, nullable: true } : type
}

/** Text that a function makes of other text has its collation: the binary one of several. */
function withTextOf(call: Call, own: ValueType): ValueType {
  if (own.logical.kind !== 'text' || own.logical.collation) return own
  const found = call.args.flatMap(({ type }) => (type?.logical.kind === 'text' ? (type.logical.collation ?? []) : []))
  const collation = found.find((each) => each.binary) ?? found[0]
  return collation ? { ...own, logical: { ...own.logical, collation } } : own
}

const aggregateNames = new Set(['sum', 'avg', 'min', 'max'])

/** Scales that the source fixes and the core catalogue leaves open. */
const exactScale: Readonly<Record<string, (call: Call, env: InferEnv) => LogicalType | undefined>> = {
  avg: (call, env) => averageType(call.args[0], env),
  sum: (call) => sumType(call.args[0]),
  stddev_pop: spreadType,
  stddev_samp: spreadType,
  var_pop: spreadType,
  var_samp: spreadType,
}

/** Over exact numbers a deviation shows as many digits as an average, though it is computed in floating point. */
function spreadType(call: Call, env: InferEnv): LogicalType | undefined {
  const average = averageType(call.args[0], env)
  return average?.kind === 'decimal' && average.scale !== undefined
    ? { kind: 'float', bits: 64, signed: true, scale: average.scale }
    : undefined
}

const fractional: Readonly<Record<string, string>> = { epoch: 'epoch_fraction', time_to_sec: 'time_to_sec_fraction' }

/** Seconds of a moment with a fraction have as many digits after the point as the moment; of text that is not known yet, six. */
function withFraction(call: Call): Call | undefined {
  const name = 'core' in call.fn ? fractional[call.fn.core] : undefined
  const [moment] = call.args
  const digits = moment && fractionDigits(moment)
  if (name === undefined || moment === undefined || !digits) return undefined
  const type = valueTypeOf(decimalOf(digits), moment.type?.nullable ?? true)
  return coreCall(name, [moment, intLiteral(digits)], type, call.origin)
}

function fractionDigits(moment: Expr): number {
  const { type } = moment
  if (moment.kind === 'literal' && moment.of === 'text') return /\.(\d{1,6})\s*$/.exec(moment.text)?.[1]?.length ?? 0
  if (moment.kind === 'call') return 0
  const logical = type?.source ?? type?.logical
  if (logical?.kind === 'timestamp' || logical?.kind === 'time') return logical.precision
  return logical?.kind === 'text' ? 6 : 0
}

function averageType(arg: Expr | undefined, env: InferEnv): LogicalType | undefined {
  const type = arg?.type?.logical
  return scaleOf(type) === undefined ? undefined : decimalOf(quotientScale(scaleOf(type), env.ctx.settings))
}

function sumType(arg: Expr | undefined): LogicalType | undefined {
  const scale = scaleOf(arg?.type?.logical)
  return scale === undefined ? undefined : decimalOf(scale)
}

const anyNullable = (...exprs: readonly (Expr | undefined)[]): boolean =>
  exprs.some((expr) => expr?.type?.nullable ?? expr !== undefined)

function typeOf(expr: Expr, env: InferEnv): ValueType | undefined {
  switch (expr.kind) {
    case 'literal':
      return expr.type ?? literalType(expr.of, expr.text)
    case 'column':
      return columnRefType(expr, env) ?? expr.type
    case 'binary':
      return binaryType(expr.op, expr.left, expr.right, env)
    case 'unary':
      return unaryType(expr.op, expr.operand)
    case 'case':
      return caseType(expr)
    case 'cast':
      return castType(expr)
    case 'interval':
      return env.ctx.sourceCan.numbersAreDays ? spanType(expr.unit) : undefined
    case 'collate':
      return collatedType(expr, env)
    case 'between':
      return valueTypeOf(bool, anyNullable(expr.operand, expr.low, expr.high))
    case 'inList':
      return valueTypeOf(bool, anyNullable(expr.operand, ...expr.items))
    case 'like':
      return valueTypeOf(bool, anyNullable(expr.operand, expr.pattern))
    case 'inQuery':
    case 'quantified':
      return valueTypeOf(bool, true)
    case 'test':
    case 'exists':
      return valueTypeOf(bool, false)
    case 'subquery': {
      const first = env.columnsOf(expr.query)[0]?.type
      return first && { ...first, nullable: true }
    }
    default:
      return undefined
  }
}

const comparisons: ReadonlySet<BinaryOp> = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'xor', 'memberOf'])

function binaryType(op: BinaryOp, left: Expr, right: Expr, env: InferEnv): ValueType | undefined {
  const nullable = anyNullable(left, right)
  if (op === 'nullSafeEq') return valueTypeOf(bool, false)
  if (comparisons.has(op)) return valueTypeOf(bool, nullable)
  const [l, r] = [left.type?.logical, right.type?.logical]
  const days = env.ctx.sourceCan.numbersAreDays
    ? (dayArithmeticType(op, l, r) ?? spanArithmeticType(op, l, r))
    : undefined
  if (days) return valueTypeOf(days, nullable)
  switch (op) {
    case 'add':
    case 'sub':
      if (right.kind === 'interval') return shiftedType(left, right.unit)
      if (left.kind === 'interval') return shiftedType(right, left.unit)
      return l && r && valueTypeOf(arithmeticType(op, l, r, env.ctx.settings), nullable)
    case 'mul':
      return l && r && valueTypeOf(arithmeticType(op, l, r, env.ctx.settings), nullable)
    case 'div':
    case 'intDiv':
    case 'mod':
      return l && r && valueTypeOf(arithmeticType(op, l, r, env.ctx.settings), true)
    case 'concat':
      return valueTypeOf(plainText, nullable)
    case 'concatNullAsEmpty':
      return valueTypeOf(plainText, false)
    case 'jsonGet':
      return valueTypeOf({ kind: 'json', binary: true }, true)
    case 'jsonGetText':
      return valueTypeOf(plainText, true)
    default:
      return valueTypeOf(int64, nullable)
  }
}

const spanType = (unit: string): ValueType =>
  valueTypeOf({ kind: 'interval', fields: /YEAR|MONTH/.test(unit) ? 'year-month' : 'day-second' })

/** A date moved by a unit of time becomes a timestamp; text moved is a date or a timestamp written as text, so a timestamp. */
function shiftedType(operand: Expr, unit: string): ValueType {
  const logical = operand.type?.logical
  if (logical?.kind === 'time' || logical?.kind === 'interval' || logical?.kind === 'timestamp')
    return valueTypeOf(logical)
  if (logical?.kind === 'date' && !/HOUR|MINUTE|SECOND/.test(unit)) return valueTypeOf(logical)
  return valueTypeOf({ kind: 'timestamp', precision: /MICRO/.test(unit) ? 6 : 0, zone: 'none' })
}

function unaryType(op: 'neg' | 'plus' | 'not' | 'bitNot' | 'binaryBytes', operand: Expr): ValueType | undefined {
  const { type } = operand
  if (op === 'not') return valueTypeOf(bool, type?.nullable ?? true)
  if (op === 'binaryBytes') return valueTypeOf({ kind: 'binary', padded: false }, type?.nullable ?? true)
  return type
}

export function branchesOf(expr: Case): readonly Expr[] {
  return [...expr.whens.map((when) => when.then), ...(expr.else ? [expr.else] : [])]
}

function caseType(expr: Case): ValueType | undefined {
  const branches = branchesOf(expr)
  const types = branches.map((branch) => branch.type?.logical)
  if (types.some((type) => type === undefined)) return undefined
  const logical = commonType(types.flatMap((type) => (type ? [type] : [])))
  return valueTypeOf(logical, expr.else === undefined || anyNullable(...branches))
}

/** Whether the target has the collation is asked when it is written. */
function collatedType({ operand, collation: name, known }: Collate, env: InferEnv): ValueType {
  const collation = known ?? env.ctx.collations.get(name)
  const text: LogicalType = { kind: 'text', unit: 'char', padded: false, ...(collation ? { collation } : {}) }
  return valueTypeOf(text, operand.type?.nullable ?? true)
}

function castType(expr: Cast): ValueType {
  const { logical } = expr.to
  // Text of any kind may turn out to be no date: then the cast gives null.
  return valueTypeOf(
    logical,
    (expr.operand.type?.nullable ?? true) || !['text', 'integer', 'decimal'].includes(logical.kind),
  )
}

function columnRefType(ref: ColumnRef, env: InferEnv): ValueType | undefined {
  const { of } = ref
  if (of === undefined) return undefined
  if (of.relation === '') {
    const own = env.outputs.find((column) => column.name === of.column)?.type
    if (own) return own
  }
  for (let at: Scope | undefined = env.scope; at; at = at.parent) {
    const relation = at.relations.find((each) => each.alias === of.relation)
    const column = relation?.columns.find((each) => each.name === of.column)
    if (relation && column?.type) return relation.optional ? { ...column.type, nullable: true } : column.type
  }
  return undefined
}
