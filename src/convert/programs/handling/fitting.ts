import type { Expr, Literal } from '../../../core/ir/expr.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { DecimalType, IntegerType, LogicalType } from '../../../core/ir/types.js'
import { childrenOf } from '../../../core/ir/walk.js'
import type { State } from '../frame.js'

/** An assignment of a value to a variable that it may be too long or too large for, or of text to one that holds none. */
export function mayNotFit(stmt: Stmt, state: State): boolean {
  if (stmt.kind !== 'assign') return false
  return stmt.assignments.some(({ target, value }) => {
    const to = typeOf(target, state)
    if (!to) return false
    if (value.kind === 'binary' || value.kind === 'unary') return mayOutgrow(value, to, state)
    const from = value.kind === 'literal' ? typeOfLiteral(value) : typeOf(value, state)
    return from !== undefined && !fits(from, to)
  })
}

function fits(from: LogicalType, to: LogicalType): boolean {
  switch (from.kind) {
    case 'text':
      return to.kind === 'text' && (to.length === undefined || (from.length ?? to.length + 1) <= to.length)
    case 'integer':
      if (to.kind === 'integer') return from.bits <= to.bits && from.signed === to.signed
      return to.kind !== 'decimal' || digitsOf(from) <= wholeDigits(to)
    case 'decimal':
      if (to.kind === 'decimal') return wholeDigits(from) <= wholeDigits(to)
      return to.kind !== 'integer'
    case 'float':
      return to.kind !== 'integer' && to.kind !== 'decimal'
    default:
      return true
  }
}

const digitsOf = ({ bits }: IntegerType): number => Math.ceil(bits * Math.log10(2))

const wholeDigits = ({ precision = 65, scale = 0 }: DecimalType): number => precision - scale

/**
 * Sums of variables do not outgrow large types in earnest. Small ones they do, and those without a sign where something is
 * taken away; a text among them may be no number.
 */
function mayOutgrow(value: Expr, to: LogicalType, state: State): boolean {
  const isSmall = to.kind === 'integer' && (to.bits <= 16 || !to.signed)
  const readsText = (expr: Expr): boolean => typeOf(expr, state)?.kind === 'text' || childrenOf(expr).some(readsText)
  return isSmall || ((to.kind === 'integer' || to.kind === 'decimal') && readsText(value))
}

function typeOf(expr: Expr, { scope }: State): LogicalType | undefined {
  if (expr.kind !== 'variable' || expr.scope !== 'local') return undefined
  const found = scope.variable(expr.name.text)
  return found?.type.source ?? found?.declared.logical
}

/** The smallest type that holds a literal; integers that fit everywhere say nothing. */
function typeOfLiteral(value: Literal): LogicalType | undefined {
  if (value.of === 'text') return { kind: 'text', length: value.text.length, unit: 'char', padded: false }
  if (value.of !== 'integer') return undefined
  const size = Number(value.text)
  if (Number.isNaN(size) || Math.abs(size) < 2 ** 7) return undefined
  return { kind: 'integer', bits: size < 2 ** 15 ? 16 : size < 2 ** 31 ? 32 : 64, signed: true }
}
