import { binary, column as columnRef, intLiteral, literal } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { ident, noOrigin } from '../../../core/ir/names.js'
import type { Check, Column } from '../../../core/ir/schema.js'
import type { TypeCheck } from '../../../rules/types/write.js'
import type { Side } from '../../context.js'
import { template } from '../templates.js'

/** The constraint that keeps a target column to what the source's type could hold. */
export function checkFor(column: Column, check: TypeCheck, table: string, to: Side): Check {
  return {
    kind: 'check',
    name: ident(`${table}_${column.name.text}_check`),
    expr: conditionFor(columnRef([column.name.text]), check, to),
    enforced: true,
    origin: column.origin,
    options: [],
    ...(column.sources ? { sources: column.sources } : {}),
  }
}

function conditionFor(value: Expr, check: TypeCheck, to: Side): Expr {
  switch (check.kind) {
    case 'range':
      return check.high === undefined
        ? binary('ge', value, number(check.low))
        : between(value, number(check.low), number(check.high))
    case 'octets': {
      const size = template(to, 'octets', { value })
      const limit = intLiteral(check.exactly ?? check.max ?? 0)
      return binary(check.exactly === undefined ? 'le' : 'eq', size, limit)
    }
    case 'subset':
      return template(to, 'subset', { value, labels: { items: check.labels.map(text) } })
    case 'one-of':
      return { kind: 'inList', negated: false, operand: value, items: check.labels.map(text), origin: noOrigin }
    case 'year':
      return binary('or', binary('eq', value, intLiteral(0)), between(value, intLiteral(1901), intLiteral(2155)))
  }
}

const number = (digits: string): Expr => literal('integer', digits)
const text = (label: string): Expr => literal('text', label)

const between = (operand: Expr, low: Expr, high: Expr): Expr => ({
  kind: 'between',
  negated: false,
  operand,
  low,
  high,
  origin: noOrigin,
})
