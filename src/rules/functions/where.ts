import type { Expr, Literal } from '../../core/ir/expr.js'
import type { LogicalType, ValueType } from '../../core/ir/types.js'
import { isRecord } from '../load/table.js'
import { familyOf } from './families.js'

/** A condition on one hole of a write rule; every member that is present must hold. */
export interface HoleCondition {
  /** Families of types, see `families.ts`; `none` is an unknown type. */
  readonly type?: readonly string[]
  /** Kinds of literal; an empty list means any literal, absent means anything. */
  readonly literal?: readonly string[]
  /** Must not be a literal. */
  readonly dynamic?: boolean
  /** The text of the literal, upper case, is one of these. */
  readonly text?: readonly string[]
  /** The number of the literal lies in between. */
  readonly from?: number
  readonly to?: number
  /** Bits of the number or bit string type, at least. */
  readonly bits?: number
  /** Digits of fractional seconds of the type, at least. */
  readonly precision?: number
  /** The text of the literal matches this regular expression. */
  readonly matches?: string
  /** Text whose collation does not tell upper from lower case. */
  readonly ci?: boolean
  /** Whether the value may be null; an unknown type may. */
  readonly nullable?: boolean
}

export const conditionKeys = [
  'type',
  'literal',
  'dynamic',
  'text',
  'from',
  'to',
  'bits',
  'precision',
  'matches',
  'ci',
  'nullable',
] as const

export function holeCondition(value: unknown): HoleCondition {
  if (!isRecord(value)) return {}
  return {
    ...list('type', value['type']),
    ...(value['literal'] === true ? { literal: [] } : list('literal', value['literal'])),
    ...(value['dynamic'] === true ? { dynamic: true } : {}),
    ...list('text', value['text']),
    ...number('from', value['from']),
    ...number('to', value['to']),
    ...number('bits', value['bits']),
    ...number('precision', value['precision']),
    ...(typeof value['matches'] === 'string' ? { matches: value['matches'] } : {}),
    ...(typeof value['ci'] === 'boolean' ? { ci: value['ci'] } : {}),
    ...(typeof value['nullable'] === 'boolean' ? { nullable: value['nullable'] } : {}),
  }
}

function list(key: string, value: unknown): Readonly<Record<string, readonly string[]>> {
  if (value === undefined) return {}
  return { [key]: Array.isArray(value) ? value.map(String) : [String(value)] }
}

const number = (key: string, value: unknown): Readonly<Record<string, number>> =>
  typeof value === 'number' ? { [key]: value } : {}

export interface Subject {
  /** As it will stand in the text. */
  readonly expr: Expr
  readonly type: ValueType | undefined
  /** As it was before its type was converted: here a literal is still one. */
  readonly written: Expr
}

export function conditionHolds(condition: HoleCondition, subject: Subject): boolean {
  const literal = subject.written.kind === 'literal' ? subject.written : undefined
  if (condition.type !== undefined && !condition.type.includes(familyOf(subject.type))) return false
  if (condition.dynamic === true && literal !== undefined) return false
  return literalHolds(condition, literal) && typeHolds(condition, subject.type)
}

function literalHolds(condition: HoleCondition, literal: Literal | undefined): boolean {
  const { literal: kinds, text, from, to, matches } = condition
  const wanted = [kinds, text, from, to, matches]
  if (wanted.every((member) => member === undefined)) return true
  if (literal === undefined) return false
  if (kinds !== undefined && kinds.length > 0 && !kinds.includes(literal.of)) return false
  if (text !== undefined && !text.includes(literal.text.toUpperCase())) return false
  if (matches !== undefined && !new RegExp(matches).test(literal.text)) return false
  const value = Number(literal.text)
  return (from === undefined || value >= from) && (to === undefined || value <= to)
}

function typeHolds({ bits, precision, ci, nullable }: HoleCondition, type: ValueType | undefined): boolean {
  const logical = type?.logical
  if (nullable !== undefined && nullable !== (type?.nullable ?? true)) return false
  if (ci !== undefined && ci !== isCaseInsensitive(type)) return false
  if (bits !== undefined && bitsOf(logical) < bits) return false
  if (precision === undefined) return true
  return (logical?.kind === 'timestamp' || logical?.kind === 'time') && logical.precision >= precision
}

function bitsOf(logical: LogicalType | undefined): number {
  if (logical?.kind === 'bits') return logical.length
  return logical?.kind === 'integer' || logical?.kind === 'float' ? logical.bits : 0
}

function isCaseInsensitive(type: ValueType | undefined): boolean {
  const logical = type?.logical
  return (logical?.kind === 'text' || logical?.kind === 'enum') && logical.collation?.caseSensitive === false
}
