import type { Expr } from '../../../../core/ir/expr.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { writtenExpr } from '../../code.js'
import { isDefault } from '../default-values.js'
import { rowLoop } from '../row-loop.js'
import { storedValue } from '../sequential.js'
import { item, queryOf, selectFrom } from '../trees.js'
import { counterValue } from './counters.js'
import type { Draft, Row } from './insert-statement.js'
import { type QuerySource, writtenSource } from './query-source.js'

/** Computes the values once, as a row of a loop. */
export function throughLoop(
  row: Row,
  draft: Draft,
  body: (values: Row) => readonly Stmt[],
): readonly Stmt[] | undefined {
  const { into, at } = draft
  const fields = into.fields.map((field, index) => ({ field, value: row[index] as Expr }))
  const computed = fields.filter(({ value }) => !isDefault(value))
  const items = computed.map(({ field, value }) =>
    item(writtenExpr(storedValue(value, field.to), at), field.scope.target),
  )
  return rowLoop(into.object.name.name.text, queryOf(selectFrom([], items)), at, (column) =>
    body(
      fields.map(({ field, value }) =>
        isDefault(value) ? value : { ...column(field.scope.target), type: field.to.type },
      ),
    ),
  )
}

/** Goes through the query's rows with their values as the table will hold them. */
export function eachRow(
  draft: Draft,
  source: QuerySource,
  further: readonly Expr[],
  body: (row: Row, further: readonly Expr[]) => readonly Stmt[],
): readonly Stmt[] | undefined {
  const { into, at } = draft
  const written = writtenSource(source, into, at, true)
  if (!written) return undefined
  const width = into.fields.length
  return rowLoop(into.object.name.name.text, written.query, at, (column) => {
    const row = into.fields.map((field, index): Expr => {
      const name = written.columns[index]
      return name
        ? { ...column(name), type: field.to.type }
        : counterValue(source.values[index] as Expr, field, into, at)
    })
    const rest = further.flatMap((expr, index): readonly Expr[] => {
      const name = written.columns[width + index]
      return name ? [{ ...column(name), ...(expr.type ? { type: expr.type } : {}) }] : []
    })
    return body(row, rest)
  })
}
