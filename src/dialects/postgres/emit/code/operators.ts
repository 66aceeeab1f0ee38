import type { BinaryOp } from '../../../../core/ir/expr.js'

/**
 * How tightly things bind, loosest first (PostgreSQL manual 4.1.6, and gram.y for what the manual leaves out). What has
 * `atom` never needs parentheses.
 */
export const binding = {
  none: 0,
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  compare: 5,
  /** BETWEEN, IN, LIKE. */
  range: 6,
  /** All operators that have no level of their own. */
  other: 7,
  add: 8,
  multiply: 9,
  collate: 12,
  sign: 13,
  atom: 20,
} as const

export interface BinaryForm {
  readonly sign: string
  readonly level: number
  /** Chains from the left without parentheses. The others stand alone, and their operands are kept well apart. */
  readonly chains: boolean
}

const chain = (sign: string, level: number): BinaryForm => ({ sign, level, chains: true })
const alone = (sign: string, level: number): BinaryForm => ({ sign, level, chains: false })

/** Null: there is no operator of that meaning; a pass has to have put something else. */
export const binaryForms: Readonly<Record<BinaryOp, BinaryForm | null>> = {
  or: chain('OR', binding.or),
  and: chain('AND', binding.and),
  // On booleans, unequal is exclusive or, nulls included.
  xor: alone('<>', binding.compare),
  eq: alone('=', binding.compare),
  ne: alone('<>', binding.compare),
  lt: alone('<', binding.compare),
  le: alone('<=', binding.compare),
  gt: alone('>', binding.compare),
  ge: alone('>=', binding.compare),
  nullSafeEq: alone('IS NOT DISTINCT FROM', binding.is),
  concat: chain('||', binding.other),
  jsonGet: chain('->', binding.other),
  jsonGetText: chain('->>', binding.other),
  bitAnd: chain('&', binding.other),
  bitOr: chain('|', binding.other),
  bitXor: chain('#', binding.other),
  shiftLeft: chain('<<', binding.other),
  shiftRight: chain('>>', binding.other),
  add: chain('+', binding.add),
  sub: chain('-', binding.add),
  mul: chain('*', binding.multiply),
  div: chain('/', binding.multiply),
  mod: chain('%', binding.multiply),
  intDiv: null,
  concatNullAsEmpty: null,
  memberOf: null,
}

/** The loosest operand on the left and on the right that needs no parentheses. */
export const leftOperand = (form: BinaryForm): number => (form.chains ? form.level : binding.other)
export const rightOperand = (form: BinaryForm): number => (form.chains ? form.level + 1 : binding.other)
