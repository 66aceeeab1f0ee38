import type { VariableRef } from '../../../core/ir/expr.js'
import { type Ident, noOrigin } from '../../../core/ir/names.js'
import type { Query } from '../../../core/ir/query.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { DataEnv } from './data-env.js'

/** Does something for each row of a query of the target, in its order. `row` gives a column of the row. */
export function rowLoop(
  hint: string,
  query: Query,
  at: DataEnv,
  body: (row: (column: Ident) => VariableRef) => readonly Stmt[],
): readonly Stmt[] {
  const variable = at.record(hint)
  const row = (field: Ident): VariableRef => ({
    kind: 'variable',
    scope: 'local',
    name: variable,
    field,
    origin: noOrigin,
  })
  return [{ kind: 'for', variable, over: { kind: 'rows', query }, body: body(row), origin: query.origin }]
}
