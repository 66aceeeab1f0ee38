import { createFindingSink } from '../../core/findings/finding.js'
import type { CursorDeclaration } from '../../core/ir/declaration.js'
import type { DeclaredType } from '../../core/ir/declared-type.js'
import type { Expr, VariableRef } from '../../core/ir/expr.js'
import type { Ident, Origin } from '../../core/ir/names.js'
import { type CodeContext, createReporter } from '../code/code-context.js'
import { findObject, tableColumns } from '../code/resolve/relations.js'
import type { ScopeColumn } from '../code/scope.js'
import type { RecordVariable, Variable } from '../code/variables.js'
import { convertQuery } from './code.js'
import { lastTwo, type VariableType, variableType } from './declared-types.js'
import { contextOf, type Names, type State, withScope } from './frame.js'
import { columnTypeRef } from './results/result-columns.js'
import { atCursor } from './statements/cursors.js'

/** A field of a variable that holds several values. */
export interface RowField extends VariableType {
  readonly name: string
}

/** The fields of a declared type. Undefined: it is no row, or one that nothing is known of. */
export function rowFields(type: DeclaredType, ctx: CodeContext): readonly RowField[] | undefined {
  if (type.kind === 'row') {
    const fields = type.fields.flatMap((field) => {
      const found = variableType(field.type, ctx)
      return found ? [{ ...found, name: field.name.text }] : []
    })
    return fields.length === type.fields.length ? fields : undefined
  }
  if (type.kind === 'named') {
    const found = ctx.variables?.named?.(lastTwo(type.path))
    return found?.kind === 'record' ? found.fields : undefined
  }
  return type.kind === 'rowTypeOf' ? fieldsOfTable(type.path, ctx) : undefined
}

/** `c`, `p.c`: the cursor of that name. */
export const cursorNamed = (path: readonly Ident[], { scope }: State) =>
  scope.cursor(path.map(({ text }) => text).join('.'))

/** As `rowFields`, where cursors are in sight. */
export function rowFieldsAt(type: DeclaredType, state: State): readonly RowField[] | undefined {
  const cursor = type.kind === 'rowTypeOf' ? cursorNamed(type.path, state) : undefined
  if (!cursor) return rowFields(type, contextOf(state))
  const columns = cursorColumns(cursor.declaration, cursor.params, withScope(state, cursor.scope))
  return columns && fieldsOf(columns, contextOf(state))
}

/** What the rows of a cursor hold; what is wrong with its query is said where it is opened. */
export function cursorColumns(
  declaration: CursorDeclaration,
  params: readonly Variable[],
  state: State,
): readonly ScopeColumn[] | undefined {
  const { source } = declaration
  if (!('query' in source)) return undefined
  const at = atCursor({ declaration, params, scope: state.scope }, state)
  const ctx = { ...at.env.ctx, report: createReporter(createFindingSink(), at.env.ctx.at) }
  return convertQuery(source.query, { ...at, env: { ...at.env, ctx } })?.columns
}

export function fieldsOfTable(path: readonly Ident[], ctx: CodeContext): readonly RowField[] | undefined {
  const [name, schema] = [...path].reverse()
  const object = name && findObject(ctx, schema ? { schema, name } : { name })
  if (object?.kind === 'table') return fieldsOf(tableColumns(ctx, object), ctx)
  const columns = object?.kind === 'view' ? ctx.viewColumns(object.id) : undefined
  return columns && fieldsOf(columns, ctx)
}

function fieldsOf(columns: readonly ScopeColumn[], ctx: CodeContext): readonly RowField[] | undefined {
  const fields = columns.flatMap(({ name, target, type }) =>
    type ? [{ name, type: { ...type, nullable: true }, declared: columnTypeRef({ name, target, type }, ctx) }] : [],
  )
  return fields.length === columns.length ? fields : undefined
}

/** A row variable as a group of variables, one for each field. */
export function rowVariable(name: Ident, fields: readonly RowField[], names: Names, prefix: 'v' | 'p'): RecordVariable {
  const parts = fields.map(
    ({ name: field, type, declared }): Variable => ({
      type,
      declared,
      target: names.variable(`${name.text}_${field}`, prefix),
    }),
  )
  const columns = fields.map(({ name: field, type }, at): ScopeColumn => {
    const target = parts[at]?.target ?? name
    return { name: field, target, type }
  })
  return { target: name, fields: columns, parts }
}

export const partRef = ({ target, type }: Variable, origin: Origin): VariableRef => ({
  kind: 'variable',
  scope: 'local',
  name: target,
  type,
  origin,
})

/** The variables of a row variable, in the order of its fields. */
export function partsOf(target: Expr, state: State): readonly VariableRef[] | undefined {
  const name = plainName(target)
  return name && state.scope.record(name.text)?.parts?.map((part) => partRef(part, target.origin))
}

/** A name by itself, which may be that of a variable. */
export function plainName(expr: Expr): Ident | undefined {
  if (expr.kind === 'column' && expr.path.length === 1) return expr.path[0]
  return expr.kind === 'variable' && expr.scope === 'local' ? expr.name : undefined
}
