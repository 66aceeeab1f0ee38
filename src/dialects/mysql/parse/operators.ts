import type { BinaryOp } from '../../../core/ir/expr.js'
import type { SqlModes } from './cst.js'

/**
 * Binding powers, loosest first. Manual section "Operator Precedence"; the levels between comparison and `|` are those of
 * the server's grammar: IN, LIKE, REGEXP and BETWEEN bind closer than `=`, so `a = b IN (c)` is `a = (b IN (c))`.
 */
export const power = {
  none: 0,
  assign: 1,
  or: 2,
  xor: 3,
  and: 4,
  not: 5,
  comparison: 6,
  predicate: 7,
  bitOr: 8,
  bitAnd: 9,
  shift: 10,
  sum: 11,
  product: 12,
  bitXor: 13,
  concat: 14,
  sign: 15,
  exclamation: 16,
  collate: 17,
  arrow: 18,
} as const

export interface InfixOperator {
  readonly power: number
  readonly op: BinaryOp
}

const infix: ReadonlyMap<string, InfixOperator> = new Map<string, InfixOperator>([
  ['OR', { power: power.or, op: 'or' }],
  ['||', { power: power.or, op: 'or' }],
  ['XOR', { power: power.xor, op: 'xor' }],
  ['AND', { power: power.and, op: 'and' }],
  ['&&', { power: power.and, op: 'and' }],
  ['=', { power: power.comparison, op: 'eq' }],
  ['<=>', { power: power.comparison, op: 'nullSafeEq' }],
  ['<>', { power: power.comparison, op: 'ne' }],
  ['!=', { power: power.comparison, op: 'ne' }],
  ['<', { power: power.comparison, op: 'lt' }],
  ['<=', { power: power.comparison, op: 'le' }],
  ['>', { power: power.comparison, op: 'gt' }],
  ['>=', { power: power.comparison, op: 'ge' }],
  ['|', { power: power.bitOr, op: 'bitOr' }],
  ['&', { power: power.bitAnd, op: 'bitAnd' }],
  ['<<', { power: power.shift, op: 'shiftLeft' }],
  ['>>', { power: power.shift, op: 'shiftRight' }],
  ['+', { power: power.sum, op: 'add' }],
  ['-', { power: power.sum, op: 'sub' }],
  ['*', { power: power.product, op: 'mul' }],
  ['/', { power: power.product, op: 'div' }],
  ['DIV', { power: power.product, op: 'intDiv' }],
  ['%', { power: power.product, op: 'mod' }],
  ['MOD', { power: power.product, op: 'mod' }],
  ['^', { power: power.bitXor, op: 'bitXor' }],
  ['->', { power: power.arrow, op: 'jsonGet' }],
  ['->>', { power: power.arrow, op: 'jsonGetText' }],
])

const joining: InfixOperator = { power: power.concat, op: 'concat' }
const joiningNulls: InfixOperator = { power: power.concat, op: 'concatNullAsEmpty' }

/** Meaning of an operator between two operands, by its spelling. Undefined: LIKE, BETWEEN and the like, or no operator. */
export function infixOperator(image: string, modes: SqlModes): InfixOperator | undefined {
  if (image !== '||' || !modes.pipesAsConcat) return infix.get(image.toUpperCase())
  return modes.plsql ? joiningNulls : joining
}

/** Operators for which `(a op b) op c` and `a op (b op c)` mean the same, so that a long chain may be a shallow tree. */
export const isAssociative = (op: BinaryOp): boolean => op === 'and' || op === 'or' || op === 'concat'

/** How tightly a prefix operator holds its operand. */
export function prefixPower(image: string, modes: SqlModes): number {
  switch (image.toUpperCase()) {
    case 'NOT':
      return modes.highNotPrecedence ? power.exclamation : power.not
    case '!':
      return power.exclamation
    case 'BINARY':
      return power.collate
    default:
      return power.sign
  }
}
