import { parseSync } from 'libpg-query'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident, type Origin } from '../../../../core/ir/names.js'
import type { LogicalType } from '../../../../core/ir/types.js'
import { type LowerContext, qnameOf } from '../context.js'
import { lowerExpr } from '../expressions.js'
import { typeOf } from '../known-types.js'
import { wordOf } from '../literals.js'
import { type LoweredQuery, lowerQuery, NotLowered } from '../queries.js'
import type { Node, SelectStmt, TypeName } from '../tree.js'
import { lowerType } from '../types.js'
import type { ProgramContext } from './context.js'
import type { PlExpr } from './tree.js'

/** The only statement of a text. @throws NotLowered */
export function statementOf(text: string): Node {
  try {
    const [first] = parseSync(text).stmts ?? []
    if (first?.stmt) return first.stmt
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new NotLowered(error.message)
  }
  throw new NotLowered('a statement of another kind')
}

const prefix = 'SELECT '

/** A value where one of that type is stored. A truth value becomes a word there. */
export function lowerStored(expr: PlExpr, type: LogicalType | undefined, at: Origin, context: ProgramContext): Expr {
  if (type?.kind === 'integer' && type.bits <= 32) {
    const whole = fragment(expr, at, context)
    const storedWhole = 'A_Expr' in whole.node ? { storedWhole: whole.node.A_Expr } : {}
    return lowerExpr(whole.node, { ...whole.lower, ...storedWhole })
  }
  const value = lowerFragment(expr, at, context)
  if (type?.kind !== 'text' || value.kind === 'literal') return value
  const { node, lower } = fragment(expr, at, context)
  return typeOf(node, lower) === 'boolean' ? wordOf(value) : value
}

/** An expression; one that is a whole query of several columns is not lowered. @throws NotLowered */
export function lowerFragment(expr: PlExpr, at: Origin, context: ProgramContext): Expr {
  const { node, lower } = fragment(expr, at, context)
  return lowerExpr(node, lower)
}

/** The tree of an expression and the context for it. */
export function fragment(expr: PlExpr, at: Origin, context: ProgramContext): { node: Node; lower: LowerContext } {
  const query = expr.parseMode === 3 || expr.parseMode === 4 ? assignedValue(expr.query) : expr.query
  const statement = statementOf(prefix + query)
  const select = 'SelectStmt' in statement ? statement.SelectStmt : undefined
  const items = select?.targetList ?? []
  const [item] = items
  const lower = context.places.fragment(query, prefix, at, context.lower)
  if (!select || items.length !== 1 || !item || !('ResTarget' in item) || !item.ResTarget.val)
    throw new NotLowered('an expression of several values')
  // `x := a FROM t` is a query.
  const isPlain = !select.fromClause && !select.whereClause && !select.sortClause && !select.limitCount
  const node: Node = isPlain
    ? item.ResTarget.val
    : { SubLink: { subLinkType: 'EXPR_SUBLINK', subselect: { SelectStmt: select } } }
  return { node, lower }
}

/** Behind `:=` or `=` of an assignment; what stands before is the target. */
const assignedValue = (text: string): string => text.replace(/^[^:=]*?(?::=|=)\s*/s, '')

/** Every expression of a list. */
export function lowerArguments(expr: PlExpr, at: Origin, context: ProgramContext): readonly Expr[] {
  const statement = statementOf(prefix + expr.query)
  const lower = context.places.fragment(expr.query, prefix, at, context.lower)
  const items = 'SelectStmt' in statement ? (statement.SelectStmt.targetList ?? []) : []
  return items.map((item) => lowerExpr('ResTarget' in item ? item.ResTarget.val : undefined, lower))
}

/** A query with the names and types of what it gives. @throws NotLowered */
export function lowerSelect(expr: PlExpr, at: Origin, context: ProgramContext): LoweredQuery & { select: SelectStmt } {
  const statement = statementOf(expr.query)
  if (!('SelectStmt' in statement)) throw new NotLowered('a query of another kind')
  const select = statement.SelectStmt
  return { ...lowerQuery(select, context.places.fragment(expr.query, '', at, context.lower)), select }
}

/** A type by its text. Undefined: the parser does not know it for one. */
export function typeNamed(text: string, context: LowerContext): DeclaredType | undefined {
  const row = /^(.+?)\s*%\s*rowtype$/i.exec(text)
  const column = /^(.+?)\s*%\s*type$/i.exec(text)
  if (row?.[1]) return { kind: 'rowTypeOf', path: pathOf(row[1]) }
  if (column?.[1]) return { kind: 'typeOf', path: pathOf(column[1]) }
  const type = typeNameOf(text)
  return type && declared(type, context)
}

export function typeNameOf(text: string): TypeName | undefined {
  try {
    const statement = statementOf(`${prefix}NULL::${text}`)
    const [item] = 'SelectStmt' in statement ? (statement.SelectStmt.targetList ?? []) : []
    const value = item && 'ResTarget' in item ? item.ResTarget.val : undefined
    return value && 'TypeCast' in value ? value.TypeCast.typeName : undefined
  } catch (error) {
    if (error instanceof NotLowered) return undefined
    throw error
  }
}

const pathOf = (text: string) =>
  text.split('.').map((part) => ident(/^"/.test(part.trim()) ? part.trim().slice(1, -1) : part.trim().toLowerCase()))

/** A type by its name; that of a table is the type of its rows. */
export function declared(type: TypeName, context: LowerContext): DeclaredType {
  const lowered = lowerType(type, context)
  if (type.pct_type)
    return {
      kind: 'typeOf',
      path: (type.names ?? []).map((each) => ident('String' in each ? (each.String.sval ?? '') : '')),
    }
  const name = qnameOf(type.names, (each) => context.schemaOf(each, 'relation'))
  if (lowered.logical.kind === 'opaque' && context.relationColumns?.(name))
    return { kind: 'rowTypeOf', path: [...(name.schema ? [name.schema] : []), name.name] }
  const { logical, native, origin } = lowered
  return { kind: 'type', type: { logical, native, origin } }
}
