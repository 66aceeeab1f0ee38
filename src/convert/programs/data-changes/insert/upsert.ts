import { not } from '../../../../core/ir/build.js'
import type { Conflict, Update } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident } from '../../../../core/ir/names.js'
import type { Query, SelectItem } from '../../../../core/ir/query.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { writtenExpr } from '../../code.js'
import { isDefault } from '../default-values.js'
import { replaceColumns, storedValue } from '../sequential.js'
import { triggersOn } from '../tables.js'
import type { TargetKey } from '../target-tables.js'
import { allOf, anyOf, item, namedTable, queryOf, selectFrom, targetColumn } from '../trees.js'
import { distinctOn, literalsDiffer } from './distinct-rows.js'
import { asSetItem, type DuplicateItem, duplicateItems, furtherAlias, keepsRow, overNewRow } from './duplicates.js'
import { type Draft, insertQuery, insertRows, isPlain, type Row, targetRef } from './insert-statement.js'
import type { InsertTarget } from './insert-target.js'
import { metKeys, type NewRow, newRow, sameKey } from './met-keys.js'
import type { QuerySource } from './query-source.js'
import { eachRow, throughLoop } from './row-loops.js'

/** A row at a time where rows of the statement may meet each other: each sees what those before it did. */
export function updateRows(rows: readonly Row[], draft: Draft): readonly Stmt[] | undefined {
  const { stmt, into, at, duplicate } = draft
  const items = duplicateItems(stmt, duplicate, [], into, at)
  if (!items) return undefined
  const keys = metKeys(
    rows.map((row) => newRow(row, into, at)),
    into,
  )
  const [key, more] = keys
  if (!key) return insertRows(rows, draft)
  if (!more) {
    const apart = rows.length === 1 || literalsDiffer(rows, key, into)
    const groups = apart ? [rows] : rows.map((row) => [row])
    return groups.flatMap((group) => insertRows(group, draft, conflictOn(key, items, draft)) ?? [])
  }
  return rows.flatMap((row) => updateByKeys(row, items, keys, draft) ?? [])
}

function conflictOn(key: TargetKey, items: readonly DuplicateItem[], { into, at }: Draft): Conflict {
  const on = key.constraint ? { constraint: key.name } : { parts: key.parts.map((part) => writtenExpr(part, at)) }
  const quiet =
    into.object.kind === 'table' && triggersOn(into.object, ['update'], ['before', 'after'], at).length === 0
  if (quiet && keepsRow(items, into)) return { on, set: [] }
  const set = items.map(({ field, value }) => asSetItem(field, isDefault(value) ? value : writtenExpr(value, at)))
  return { on, set }
}

/** With several keys the row that is there is found key by key, in the order in which the source looks. */
function updateByKeys(
  row: Row,
  items: readonly DuplicateItem[],
  keys: readonly TargetKey[],
  draft: Draft,
): readonly Stmt[] | undefined {
  const { into, at, stmt } = draft
  if (!isPlain(row, at)) {
    return throughLoop(row, draft, (values) => updateByKeys(values, items, keys, draft) ?? [])
  }
  const { report } = at.env.ctx
  const table = into.object.name.name.text
  report.noteOnce('XW-R0111', stmt.origin, { table, count: keys.length })
  if (into.object.kind === 'table' && triggersOn(into.object, ['insert'], ['before'], at).length > 0)
    report.note('XW-R0112', stmt.origin, { table, statement: 'ON DUPLICATE KEY UPDATE' })
  const inserted = insertRows([row], draft, { set: [] })?.[0]
  if (inserted?.kind !== 'insert') return undefined
  const values = newRow(row, into, at)
  const name = ident('inserted')
  const one = { ...inserted, returning: [oneItem(draft)] }
  const none: Expr = {
    kind: 'exists',
    negated: true,
    query: queryOf(selectFrom([namedTable(name)], [oneItem(draft)])),
    origin: stmt.origin,
  }
  const where = allOf([none, writtenExpr(firstMet(keys, values, into), at)])
  const update: Update = {
    kind: 'update',
    origin: stmt.origin,
    ignore: false,
    modifiers: [],
    returning: [],
    changes: [{ name, change: one }],
    target: targetRef(into),
    tables: [],
    set: items.map(({ field, value }) =>
      asSetItem(
        field,
        isDefault(value)
          ? value
          : writtenExpr(
              overNewRow(value, (column) => newValue(column.path.at(-1)?.text ?? '', values, into)),
              at,
            ),
      ),
    ),
    ...(where ? { where } : {}),
    orderBy: [],
  }
  return [update]
}

function newValue(name: string, values: NewRow, into: InsertTarget): Expr | undefined {
  const field = into.all.find((each) => each.scope.target.text === name)
  const value = values(name)
  return field && value && storedValue(value, field.to)
}

const oneItem = ({ stmt }: Draft): SelectItem => ({
  kind: 'expr',
  expr: { kind: 'literal', of: 'integer', text: '1', origin: stmt.origin },
})

/** The row met on the first key; on the second one when none is met on the first; and so on. */
function firstMet(keys: readonly TargetKey[], row: NewRow, into: InsertTarget): Expr {
  const other = ident('other')
  const earlier = (before: readonly TargetKey[]): readonly Expr[] =>
    before.map((key) => {
      const query = queryOf(
        selectFrom(
          [{ ...into.ref, alias: other }],
          [item({ kind: 'literal', of: 'integer', text: '1', origin: into.ref.origin }, ident('one'))],
        ),
      )
      const body = {
        ...(query.body as Extract<Query['body'], { kind: 'select' }>),
        where: sameKey(key, row, into, other),
      }
      return not({ kind: 'exists', negated: false, query: { ...query, body }, origin: into.ref.origin })
    })
  const met = keys.map((key, index) => allOf([sameKey(key, row, into), ...earlier(keys.slice(0, index))]))
  return anyOf(met.flatMap((each) => each ?? [])) ?? sameKey(keys[0] as TargetKey, row, into)
}

/** One statement when no two rows of the query have the same key; else row by row. */
export function updateFromQuery(
  draft: Draft,
  source: QuerySource,
  keys: readonly TargetKey[],
): readonly Stmt[] | undefined {
  const { stmt, into, at, duplicate } = draft
  const width = into.fields.length
  const further = source.values.slice(width)
  const items = duplicateItems(stmt, duplicate, further, into, at)
  if (!items) return undefined
  const alike = further.map((_, index) => sameColumn(source, width + index, into))
  const [key, more] = keys
  if (key && !more && alike.every((each) => each !== undefined) && distinctOn(key, source, into, at)) {
    const inside = items.map(({ field, value }) => ({
      field,
      value: replaceColumns(value, furtherAlias, (column) => {
        const index = Number(column.of?.column.split(' ')[1] ?? -1)
        const at = alike[index]
        return at && { ...targetColumn(ident('excluded'), at.scope.target), type: at.to.type }
      }),
    }))
    return insertQuery(draft, source, conflictOn(key, inside, draft))
  }
  return eachRow(draft, source, further, (row, rest) => {
    const inside = items.map(({ field, value }) => ({
      field,
      value: replaceColumns(value, furtherAlias, (column) => rest[Number(column.of?.column.split(' ')[1] ?? -1)]),
    }))
    if (key && !more) return insertRows([row], draft, conflictOn(key, inside, draft)) ?? []
    return updateByKeys(row, inside, keys, draft) ?? []
  })
}

/** The field that gets the very column that stands at a place of the query. */
function sameColumn(source: QuerySource, place: number, into: InsertTarget) {
  const wanted = source.resolved[place]
  return into.fields.find((field, index) => {
    const own = source.resolved[index]
    if (own?.kind !== 'column' || wanted?.kind !== 'column' || !own.of || !wanted.of) return false
    const same = own.of.relation === wanted.of.relation && own.of.column === wanted.of.column
    return same && source.values[index]?.type?.logical.kind === field.to.type.logical.kind
  })
}
