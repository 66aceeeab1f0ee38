import type { Conflict, Insert } from '../../../../core/ir/data-change.js'
import type { Query } from '../../../../core/ir/query.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { affectedRowsDiffer, reportCount } from '../affected-rows.js'
import type { DataEnv } from '../data-env.js'
import { hasRules, unlessRefused } from '../ignored-errors.js'
import { followCounter } from './counters.js'
import { duplicateOf } from './duplicates.js'
import { type Draft, insertQuery, insertRows, type Row } from './insert-statement.js'
import { type InsertTarget, insertTarget } from './insert-target.js'
import { hasAllKeys, metKeys, newRow } from './met-keys.js'
import { querySource } from './query-source.js'
import { replaceRow } from './replace.js'
import { eachRow } from './row-loops.js'
import { rowsOf } from './row-values.js'
import { updateFromQuery, updateRows } from './upsert.js'

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

/** Errors of single values become warnings at the source. Only rows that meet others are left out on the target as well. */
function reportIgnored(into: InsertTarget, stmt: Insert, at: DataEnv): void {
  at.env.ctx.report.note('XW-R0105', stmt.origin, { statement: `INSERT IGNORE INTO ${into.object.name.name.text}` })
}

function fromRows(draft: Draft, given: readonly Row[]): readonly Stmt[] | undefined {
  const { stmt, into, at } = draft
  const rows = rowsOf(given.length > 0 ? given : [[]], into, at)
  if (!rows) return undefined
  const after = followCounter(rows, into, at)
  const done = (stmts: readonly Stmt[] | undefined) => stmts && [...stmts, ...after]
  if (stmt.replace) return done(rows.flatMap((row) => replaceRow(row, draft) ?? []))
  if (stmt.onDuplicate.length > 0) return done(updateRows(rows, draft))
  const { conflict } = ignored(rows, draft)
  const what = rows.length === 1 && at.env.ctx.sourceCan.checksOfOneRowHold ? 'only' : 'new'
  if (stmt.ignore && canBeRefused(into))
    return done(rows.flatMap((row) => unlessRefused(insertRows([row], draft, conflict) ?? [], what, at)))
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
