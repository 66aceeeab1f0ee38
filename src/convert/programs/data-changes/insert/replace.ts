import type { Delete } from '../../../../core/ir/data-change.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { writtenExpr } from '../../code.js'
import { referencesTo, triggersOn } from '../tables.js'
import { anyOf } from '../trees.js'
import { type Draft, insertRows, isPlain, type Row, targetRef } from './insert-statement.js'
import { metKeys, newRow, sameKey } from './met-keys.js'
import { throughLoop } from './row-loops.js'

/** Every row that has a key of the new one goes first. */
export function replaceRow(row: Row, draft: Draft): readonly Stmt[] | undefined {
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
