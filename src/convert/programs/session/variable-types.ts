import { float64, int64, plainText, timestamp, valueTypeOf } from '../../../core/ir/build.js'
import type { LogicalType, ValueType } from '../../../core/ir/types.js'

/** What a user variable can hold on the target; each has a core function to read it and one to set it. */
export type VariableKind = 'integer' | 'decimal' | 'float' | 'date' | 'timestamp' | 'text'

/** The kind of values of a type; undefined: nothing is known of them (NULL). */
export function kindOf(type: LogicalType): VariableKind | undefined {
  switch (type.kind) {
    case 'integer':
    case 'boolean':
    case 'year':
      return 'integer'
    case 'decimal':
    case 'float':
    case 'date':
    case 'timestamp':
      return type.kind
    case 'null':
      return undefined
    default:
      return 'text'
  }
}

const numbers: readonly VariableKind[] = ['integer', 'decimal', 'float']
const dates: readonly VariableKind[] = ['date', 'timestamp']

/** The kind that holds values of both. */
export function joined(a: VariableKind, b: VariableKind): VariableKind {
  for (const order of [numbers, dates]) {
    const [left, right] = [order.indexOf(a), order.indexOf(b)]
    if (left >= 0 && right >= 0) return order[Math.max(left, right)] ?? 'text'
  }
  return 'text'
}

const logical: Readonly<Record<VariableKind, LogicalType>> = {
  integer: int64,
  decimal: { kind: 'decimal', signed: true },
  float: float64,
  date: { kind: 'date' },
  timestamp,
  text: plainText,
}

/** Type of a variable's values; text keeps the collation of what was put in. */
export function typeOfKind(kind: VariableKind, text?: LogicalType): ValueType {
  const own = kind === 'text' && text?.kind === 'text' && text.collation ? { collation: text.collation } : {}
  const base = logical[kind]
  return valueTypeOf(base.kind === 'text' ? { ...base, ...own } : base)
}

const suffix = (kind: VariableKind): string => (kind === 'text' ? '' : `_${kind}`)

export const readerOf = (kind: VariableKind): string => `user_variable${suffix(kind)}`

export const setterOf = (kind: VariableKind): string => `set_user_variable${suffix(kind)}`

/** Whether a core function is one that sets a user variable. */
export const isSetter = (core: string): boolean => /^set_user_variable(_[a-z]+)?$/.test(core)
