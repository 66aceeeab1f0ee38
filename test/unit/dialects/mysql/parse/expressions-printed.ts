import type { Expr } from '../../../../../src/core/ir/expr.js'

const signs: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  intDiv: 'DIV',
  mod: '%',
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  nullSafeEq: '<=>',
  and: 'AND',
  or: 'OR',
  xor: 'XOR',
  bitAnd: '&',
  bitOr: '|',
  bitXor: '^',
  shiftLeft: '<<',
  shiftRight: '>>',
  not: 'NOT',
  neg: '-',
  plus: '+',
  bitNot: '~',
  binaryBytes: 'BINARY',
}

/** Source text with a parenthesis around every operation, so that no precedence is left to the reader of it. */
export function printed(of: Expr): string {
  const not = 'negated' in of && of.negated ? 'NOT ' : ''
  switch (of.kind) {
    case 'literal':
      if (of.of === 'date') return `DATE '${of.text}'`
      return of.of === 'text' ? `'${of.text}'` : of.text
    case 'binary':
      return of.op === 'concat'
        ? `CONCAT(${printed(of.left)}, ${printed(of.right)})`
        : `(${printed(of.left)} ${signs[of.op]} ${printed(of.right)})`
    case 'unary':
      return `(${signs[of.op]} ${printed(of.operand)})`
    case 'between':
      return `(${printed(of.operand)} ${not}BETWEEN ${printed(of.low)} AND ${printed(of.high)})`
    case 'inList':
      return `(${printed(of.operand)} ${not}IN (${of.items.map(printed).join(', ')}))`
    case 'like':
      return `(${printed(of.operand)} ${not}${of.how === 'like' ? 'LIKE' : 'REGEXP'} ${printed(of.pattern)})`
    case 'test':
      return `(${printed(of.operand)} IS ${not}${of.is.toUpperCase()})`
    case 'call':
      return `${'native' in of.fn ? of.fn.native : ''}(${of.args.map(printed).join(', ')})`
    case 'collate':
      return `(${printed(of.operand)} COLLATE ${of.collation})`
    case 'interval':
      return `INTERVAL ${printed(of.amount)} ${of.unit}`
    case 'row':
      return `(${of.items.map(printed).join(', ')})`
    default:
      throw new Error(`cannot print ${of.kind}`)
  }
}
