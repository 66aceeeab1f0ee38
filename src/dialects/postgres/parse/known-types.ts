import type { LogicalType } from '../../../core/ir/types.js'
import type { LowerContext } from './context.js'
import { movedFamily } from './moments.js'
import { type Node, stringOf, stringsOf } from './tree.js'
import { lowerType } from './types.js'

/** Families inside which an operator means one thing. `unknown`: a constant in quotes, which takes the type of the other side. */
export type Family =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'instant'
  | 'time'
  | 'uuid'
  | 'enum'
  | 'binary'
  | 'unknown'

/** The family of an expression as far as constants, columns and casts tell; undefined: not known, or none of these. */
export function typeOf(node: Node | undefined, context: LowerContext): Family | undefined {
  if (node === undefined) return undefined
  if ('A_Const' in node) return constantFamily(node.A_Const)
  if ('TypeCast' in node)
    return node.TypeCast.typeName ? familyOf(lowerType(node.TypeCast.typeName, context).logical) : undefined
  if ('ColumnRef' in node) {
    const type = context.columnType?.((node.ColumnRef.fields ?? []).map(stringOf))
    return type && familyOf(type)
  }
  if ('ParamRef' in node) {
    const type = context.columnType?.([`$${node.ParamRef.number ?? 0}`])
    return type && familyOf(type)
  }
  if ('A_Expr' in node) return operatorFamily(node.A_Expr, context)
  if ('BoolExpr' in node || 'NullTest' in node || 'BooleanTest' in node) return 'boolean'
  if ('FuncCall' in node) {
    const own = context.routine?.(stringsOf(node.FuncCall.funcname))
    if (own) return own.gives && familyOf(own.gives)
    const name = stringsOf(node.FuncCall.funcname).at(-1) ?? ''
    return ofArgument.has(name) ? typeOf(node.FuncCall.args?.[0], context) : results[name]
  }
  if ('MinMaxExpr' in node) return commonFamily(node.MinMaxExpr.args ?? [], context)
  if ('CaseExpr' in node) {
    const { args = [], defresult } = node.CaseExpr
    const results = args.flatMap((each) => ('CaseWhen' in each && each.CaseWhen.result ? [each.CaseWhen.result] : []))
    return commonFamily([...results, ...(defresult ? [defresult] : [])], context)
  }
  if ('CoalesceExpr' in node) return commonFamily(node.CoalesceExpr.args ?? [], context)
  return undefined
}

/** Sums of whole numbers are whole. */
const ofArgument: ReadonlySet<string> = new Set([
  ...['min', 'max', 'sum', 'abs', 'ceil', 'ceiling', 'floor', 'nullif', 'round', 'trunc'],
])

const results: Readonly<Record<string, Family>> = {
  concat: 'text',
  concat_ws: 'text',
  lpad: 'text',
  rpad: 'text',
  split_part: 'text',
  reverse: 'text',
  repeat: 'text',
  to_char: 'text',
  initcap: 'text',
  position: 'integer',
  strpos: 'integer',
  extract: 'integer',
  mod: 'integer',
  date_part: 'integer',
  bit_length: 'integer',
  character_length: 'integer',
  date_trunc: 'timestamp',
  lower: 'text',
  upper: 'text',
  btrim: 'text',
  ltrim: 'text',
  rtrim: 'text',
  replace: 'text',
  substr: 'text',
  substring: 'text',
  left: 'text',
  right: 'text',
  md5: 'text',
  length: 'integer',
  char_length: 'integer',
  octet_length: 'integer',
  count: 'integer',
  now: 'instant',
}

function constantFamily(value: Extract<Node, { A_Const: unknown }>['A_Const']): Family | undefined {
  if (value.isnull || value.sval) return 'unknown'
  if (value.boolval) return 'boolean'
  if (value.fval) return /^\d+$/.test(value.fval.fval ?? '') ? 'integer' : 'decimal'
  return value.bsval ? undefined : 'integer'
}

function operatorFamily(expr: Extract<Node, { A_Expr: unknown }>['A_Expr'], context: LowerContext): Family | undefined {
  const name = stringsOf(expr.name).at(-1) ?? ''
  if (expr.kind !== 'AEXPR_OP') return expr.kind === 'AEXPR_NULLIF' ? typeOf(expr.lexpr, context) : 'boolean'
  if (/^(=|<>|<|<=|>|>=)$/.test(name)) return 'boolean'
  const [left, right] = [expr.lexpr && typeOf(expr.lexpr, context), typeOf(expr.rexpr, context)]
  if (name === '||') return [left, right].some((one) => one === 'text' || one === 'unknown') ? 'text' : undefined
  const moved = /^[-+]$/.test(name) ? movedFamily(name, left, right, expr.rexpr) : undefined
  if (moved) return moved
  if (name === '~' || name === '!~') return left === undefined && right === 'integer' ? right : 'boolean'
  if (!/^[-+*/%&|#]$/.test(name)) return undefined
  if (left === undefined) return right
  if (left === right) return left
  const exact = [left, right].every((one) => one === 'integer' || one === 'decimal')
  return exact ? 'decimal' : undefined
}

function commonFamily(nodes: readonly Node[], context: LowerContext): Family | undefined {
  const found = new Set(nodes.map((node) => typeOf(node, context)).filter((family) => family !== 'unknown'))
  const [first] = found
  return found.size === 1 ? first : undefined
}

export function familyOf(type: LogicalType): Family | undefined {
  switch (type.kind) {
    case 'integer':
    case 'decimal':
    case 'float':
    case 'text':
    case 'boolean':
    case 'date':
    case 'uuid':
    case 'enum':
    case 'binary':
      return type.kind
    case 'timestamp':
      return type.zone === 'none' ? 'timestamp' : 'instant'
    case 'time':
      return type.zone ? undefined : 'time'
    default:
      return undefined
  }
}

/** Whether a text shows blanks at its end here that other engines take off; what is no plain column is not. */
export function isPadded(node: Node | undefined, context: LowerContext): boolean {
  if (!node || !('ColumnRef' in node)) return node !== undefined && 'TypeCast' in node
  const type = context.columnType?.((node.ColumnRef.fields ?? []).map(stringOf))
  return type?.kind === 'text' && type.padded
}

export const isPaddedColumn = (node: Node | undefined, context: LowerContext): boolean =>
  node !== undefined && 'ColumnRef' in node && isPadded(node, context)

/** Beside text that keeps its blanks a padded one is text without them (manual, "Character Types"). */
export function losesBlanks(node: Node | undefined, beside: Node | undefined, context: LowerContext): boolean {
  return isPaddedColumn(node, context) && typeOf(beside, context) === 'text' && !isPadded(beside, context)
}

const numeric: ReadonlySet<Family> = new Set<Family>(['integer', 'decimal', 'float'])

/** Whether two values are compared as any engine compares such: by number, text, day or moment. */
export function comparedAs(left: Node | undefined, right: Node | undefined, context: LowerContext): boolean {
  const [a, b] = [typeOf(left, context), typeOf(right, context)]
  if (a === undefined || b === undefined) return false
  if (a === 'unknown' || b === 'unknown' || a === b) return true
  return numeric.has(a) && numeric.has(b)
}
