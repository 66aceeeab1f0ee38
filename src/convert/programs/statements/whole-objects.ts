import { createFindingSink } from '../../../core/findings/finding.js'
import { coreCall, intLiteral } from '../../../core/ir/build.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { Query } from '../../../core/ir/query.js'
import type { SelectInto, Stmt } from '../../../core/ir/statement.js'
import type { ValueType } from '../../../core/ir/types.js'
import { createReporter } from '../../code/code-context.js'
import { convertQuery, storingAt, writtenExpr } from '../code.js'
import { item, queryOf, selectFrom, targetColumn } from '../data-changes/trees.js'
import { contextOf, extraVariable, type State } from '../frame.js'

/** Whether the only column of a query gives whole objects, as `SELECT t (a, b) FROM …` does. */
export function givesObjects({ body, ...query }: Query, state: State): boolean {
  const [item, more] = body.kind === 'select' ? body.items : []
  if (!item || more || item.kind === 'star') return false
  const { ctx } = state.env
  const quiet = { ...ctx, report: createReporter(createFindingSink(), ctx.at) }
  const made = convertQuery({ ...query, body }, storingAt({ ...state, env: { ...state.env, ctx: quiet } }))
  return made?.columns[0]?.type?.logical.kind === 'record'
}

/** A record takes a column for each field: a whole object goes through a list of one. */
export function objectInto(
  stmt: SelectInto,
  ref: VariableRef & { readonly type: ValueType },
  state: State,
): readonly Stmt[] {
  const { origin } = stmt
  const converted = convertQuery(stmt.query, storingAt(state), [ref.type])
  const native = `${ref.type.native ?? contextOf(state).target.typeName(ref.type.logical) ?? ''}[]`
  if (!converted) return []
  const [alias, name] = [ident('q'), ident('c1')]
  const object: Expr = { ...targetColumn(alias, name), type: ref.type }
  const type: ValueType = { logical: { kind: 'array', of: ref.type.logical, byPlace: true }, nullable: true, native }
  const from = { kind: 'derived', query: converted.query, alias, columns: [name], lateral: false, origin } as const
  const one = item(writtenExpr(coreCall('list_of', [object], type), state), ident('l1'))
  const variable = extraVariable(state.frame, `object ${native}`, native, 'taken')
  const list: VariableRef = { kind: 'variable', scope: 'local', name: variable, type, origin }
  const value: Expr = { kind: 'element', list, index: intLiteral(1, origin), type: ref.type, origin }
  const strict = stmt.strict ? { strict: stmt.strict } : {}
  return [
    { kind: 'selectInto', query: queryOf(selectFrom([from], [one]), { origin }), targets: [list], ...strict, origin },
    { kind: 'assign', assignments: [{ target: ref, value: writtenExpr(value, state) }], origin },
  ]
}
