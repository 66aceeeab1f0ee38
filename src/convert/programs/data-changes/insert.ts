import { not } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { Conflict, Delete, Insert, Stmt, Update } from '../../../core/ir/program.js'
import type { Query, SelectItem, TableRef } from '../../../core/ir/query.js'
import { writtenExpr } from '../code.js'
import { affectedRowsDiffer, reportCount } from './affected-rows.js'
import { counterValue, followCounter } from './counters.js'
import type { DataEnv } from './data-env.js'
import { distinctOn, literalsDiffer } from './distinct-rows.js'
import {
  asSetItem,
  type Duplicate,
  type DuplicateItem,
  duplicateItems,
  duplicateOf,
  furtherAlias,
  keepsRow,
  overNewRow,
} from './duplicates.js'
import { hasRules, unlessRefused } from './ignored-errors.js'
import { type QuerySource, querySource, writtenSource } from './insert-query.js'
import { rowsOf } from './insert-rows.js'
import { type InsertTarget, insertTarget } from './insert-target.js'
import { hasAllKeys, metKeys, type NewRow, newRow, sameKey } from './met-keys.js'
import { returningOf } from './returning.js'
import { rowLoop } from './row-loop.js'
import { replaceColumns, storedValue } from './sequential.js'
import { referencesTo, triggersOn } from './tables.js'
import type { TargetKey } from './target-tables.js'
import { allOf, anyOf, hasQuery, isVolatile, item, queryOf, selectFrom, targetColumn } from './trees.js'
import { isDefault } from './update.js'

export function convertInsert(stmt: Insert, at: DataEnv): Stmt | readonly Stmt[] | undefined {
  const { report } = at.env.ctx
  if (stmt.partitions.length > 0) {
    report.fail('XW-R0109', stmt.origin, { name: stmt.table.name.text })
    return undefined
  }
  const into = insertTarget(stmt, at)
  if (!into) return undefined
  if (stmt.ignore) reportIgnored(into, stmt, at)
  const chooses = stmt.replace || stmt.onDuplicate.length > 0
  if ((chooses || (stmt.ignore && into.object.kind === 'table')) && !hasAllKeys(into, at)) return undefined
  const duplicate = duplicateOf(stmt, into, at)
  // A null for a required column in the only row of a statement is refused under any settings.
  const single = 'rows' in stmt.source && stmt.source.rows.length < 2 && !stmt.ignore && at.bends === 'all'
  const rowAt: DataEnv = single ? { ...at, bends: 'values' } : at
  const made =
    'query' in stmt.source
      ? fromQuery({ stmt, into, at, duplicate }, stmt.source.query)
      : fromRows({ stmt, into, at: rowAt, duplicate }, stmt.source.rows)
  const plain = made?.filter(({ kind }) => kind !== 'evaluate') ?? []
  if (affectedRowsDiffer(stmt) || plain.length > 1 || plain[0]?.kind !== 'insert') reportCount(stmt, at)
  return report.failed ? undefined : made
}

interface Draft {
  readonly stmt: Insert
  readonly into: InsertTarget
  readonly at: DataEnv
  readonly duplicate: Duplicate
}

/** Errors of single values become warnings at the source. Only rows that meet others are left out on the target as well. */
function reportIgnored(into: InsertTarget, stmt: Insert, at: DataEnv): void {
  at.env.ctx.report.note('XW-R0105', stmt.origin, { statement: `INSERT IGNORE INTO ${into.object.name.name.text}` })
}

type Row = readonly Expr[]

function fromRows(draft: Draft, given: readonly Row[]): readonly Stmt[] | undefined {
  const { stmt, into, at } = draft
  const rows = rowsOf(given.length > 0 ? given : [[]], into, at)
  if (!rows) return undefined
  const after = followCounter(rows, into, at)
  const done = (stmts: readonly Stmt[] | undefined) => stmts && [...stmts, ...after]
  if (stmt.replace) return done(rows.flatMap((row) => replaceRow(row, draft) ?? []))
  if (stmt.onDuplicate.length > 0) return done(updateRows(rows, draft))
  const { conflict } = ignored(rows, draft)
  if (stmt.ignore && canBeRefused(into))
    return done(rows.flatMap((row) => unlessRefused(insertRows([row], draft, conflict) ?? [], 'new', at)))
  return done(insertRows(rows, draft, conflict))
}

/** IGNORE leaves out a row that meets another on any key. */
function ignored(rows: readonly Row[], { stmt, into, at }: Draft): { readonly conflict?: Conflict } {
  const keys = stmt.ignore
    ? metKeys(
        rows.map((row) => newRow(row, into, at)),
        into,
      )
    : []
  const possible = stmt.ignore && (into.object.kind === 'view' || keys.length > 0)
  return possible ? { conflict: { set: [] } } : {}
}

/** A row that breaks another rule is left out too, and only that row. */
const canBeRefused = ({ object }: InsertTarget): boolean => object.kind === 'view' || hasRules(object)

function insertRows(rows: readonly Row[], draft: Draft, conflict?: Conflict): readonly Stmt[] | undefined {
  const { into, at } = draft
  const written = rows.map((row) => row.map((value) => (isDefault(value) ? value : writtenExpr(value, at))))
  // A column that every row leaves to its default needs not be named.
  const kept = into.fields.map((_, index) => written.some((row) => row[index] && !isDefault(row[index])))
  const named = kept.some(Boolean) ? kept : kept.map((_, index) => index === 0 && rows.length > 1)
  const columns = into.fields.filter((_, index) => named[index]).map((field) => field.scope.target)
  const made = target(draft, columns, { rows: written.map((row) => row.filter((_, index) => named[index])) }, conflict)
  return made && [made]
}

function target(
  { stmt, into, at }: Draft,
  columns: Insert['columns'],
  source: Insert['source'],
  conflict?: Conflict,
): Insert | undefined {
  const returning = returningOf(stmt.returning, into.ref, at)
  if (!returning) return undefined
  return {
    kind: 'insert',
    origin: stmt.origin,
    ignore: false,
    modifiers: [],
    returning,
    replace: false,
    table: into.name,
    partitions: [],
    columns,
    source,
    onDuplicate: [],
    ...(conflict ? { conflict } : {}),
  }
}

/** A row at a time where rows of the statement may meet each other: each sees what those before it did. */
function updateRows(rows: readonly Row[], draft: Draft): readonly Stmt[] | undefined {
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

/** Values that can be written out more than once. */
const isPlain = (row: Row, at: DataEnv): boolean =>
  row.every((value) => isDefault(value) || (!isVolatile(value, at.env.ctx) && !hasQuery(value)))

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
    query: queryOf(selectFrom([{ ...named(name), name: { name } }], [oneItem(draft)])),
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

const named = (name: TableRef['name']['name']): TableRef => ({
  kind: 'tableRef',
  name: { name },
  partitions: [],
  hints: [],
  origin: { from: 'none' },
})

const targetRef = (into: InsertTarget): TableRef => ({ ...into.ref, name: into.name })

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

/** Computes the values once, as a row of a loop. */
function throughLoop(row: Row, draft: Draft, body: (values: Row) => readonly Stmt[]): readonly Stmt[] | undefined {
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

/** Every row that has a key of the new one goes first. */
function replaceRow(row: Row, draft: Draft): readonly Stmt[] | undefined {
  const { into, at, stmt } = draft
  const values = newRow(row, into, at)
  const keys = metKeys([values], into)
  if (keys.length === 0) return insertRows([row], draft)
  if (!isPlain(row, at)) return throughLoop(row, draft, (each) => replaceRow(each, draft) ?? [])
  reportReplace(draft)
  const where = anyOf(keys.map((key) => sameKey(key, values, into)))
  const removed: Delete = {
    kind: 'delete',
    origin: stmt.origin,
    ignore: false,
    modifiers: [],
    returning: [],
    targets: [],
    target: targetRef(into),
    tables: [],
    ...(where ? { where: writtenExpr(where, at) } : {}),
    orderBy: [],
  }
  const inserted = insertRows([row], draft)
  return inserted && [removed, ...inserted]
}

function reportReplace({ into, at, stmt }: Draft): void {
  if (into.object.kind !== 'table') return
  const table = into.object.name.name.text
  const { report } = at.env.ctx
  const references = referencesTo(into.object, at)
  if (references.length > 0) {
    const keys = references.map((each) => each.name?.text ?? each.columns.map((one) => one.text).join(', ')).join(', ')
    report.noteOnce('XW-R0115', stmt.origin, { table, keys })
  }
  const before = triggersOn(into.object, ['insert'], ['before'], at)
  if (before.length > 0) report.noteOnce('XW-R0112', stmt.origin, { table, statement: 'REPLACE' })
}

function fromQuery(draft: Draft, query: Query): readonly Stmt[] | undefined {
  const { stmt, into, at, duplicate } = draft
  const source = querySource(query, duplicate.further, into, at)
  if (!source) return undefined
  const width = into.fields.length
  const values = source.values.slice(0, width)
  const row = newRow(values, into, at)
  const keys = metKeys([row], into)
  const made = () => {
    if (stmt.replace && keys.length > 0) return eachRow(draft, source, [], (each) => replaceRow(each, draft) ?? [])
    if (stmt.onDuplicate.length > 0 && keys.length > 0) return updateFromQuery(draft, source, keys)
    const { conflict } = ignored([values], draft)
    if (stmt.ignore && canBeRefused(into))
      return eachRow(draft, source, [], (each) => unlessRefused(insertRows([each], draft, conflict) ?? [], 'new', at))
    return insertQuery(draft, source, conflict)
  }
  const stmts = made()
  return stmts && [...stmts, ...followCounter([values], into, at)]
}

function insertQuery(draft: Draft, source: QuerySource, conflict?: Conflict): readonly Stmt[] | undefined {
  const { into, at } = draft
  const own: QuerySource = withoutFurther(source, into.fields.length)
  const written = writtenSource(own, into, at, false)
  if (!written) return undefined
  const made = target(
    draft,
    into.fields.map((field) => field.scope.target),
    { query: written.query },
    conflict,
  )
  return made && [made]
}

const withoutFurther = (source: QuerySource, width: number): QuerySource => ({
  ...source,
  values: source.values.slice(0, width),
})

/** One statement when no two rows of the query have the same key; else row by row. */
function updateFromQuery(draft: Draft, source: QuerySource, keys: readonly TargetKey[]): readonly Stmt[] | undefined {
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

/** Goes through the query's rows with their values as the table will hold them. */
function eachRow(
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
