import type { DataSegment, PastColumn } from '../../../../core/data/segment.js'
import type { Column, Table } from '../../../../core/ir/schema.js'
import { absentIn } from '../../../../core/mapping/absent-value.js'

/**
 * Rows that stand in front of an ALTER TABLE keep what they had: the defaults and types of their time, and the default
 * with which a column came (SQL Language Reference, "ALTER TABLE", column_properties: a default that is changed holds for
 * rows that come later; one of an added column goes into all rows).
 */
export function withPast(segment: DataSegment, before: Table, after: Table): DataSegment {
  const was = segment.was ?? before.columns.map((column) => ({ ...named(column), ...absentIn(column) }))
  const renames = renamed(before, after)
  const kept = was.map((past) => followed(past, renames, before, after))
  const known = new Set(before.columns.map(({ name }) => renames.get(name.text) ?? name.text))
  const added = after.columns.filter(({ name }) => !known.has(name.text))
  return { ...segment, was: [...kept, ...added.map((column) => ({ now: column.name.text, ...absentIn(column) }))] }
}

/** Whether anything changed that rows could tell. */
export const changesColumns = (before: Table, after: Table): boolean =>
  JSON.stringify(before.columns.map(shown)) !== JSON.stringify(after.columns.map(shown))

const shown = (column: Column) => [column.name.text, column.type.logical, column.type.native, absentIn(column)]

const named = ({ name }: Column): PastColumn => ({ name: name.text, now: name.text })

/** A column at the same place with another name, in a table that has as many as before. */
function renamed(before: Table, after: Table): ReadonlyMap<string, string> {
  const names = (table: Table): readonly string[] => table.columns.map(({ name }) => name.text)
  const [old, now] = [names(before), names(after)]
  if (old.length !== now.length) return new Map()
  return new Map(
    old.flatMap((name, at) => (now.includes(name) || old.includes(now[at] ?? '') ? [] : [[name, now[at] ?? '']])),
  )
}

function followed(past: PastColumn, renames: ReadonlyMap<string, string>, before: Table, after: Table): PastColumn {
  if (past.now === undefined) return past
  const now = renames.get(past.now) ?? past.now
  const then = before.columns.find(({ name }) => name.text === past.now)
  const column = after.columns.find(({ name }) => name.text === now)
  const { now: _, ...rest } = past
  if (!column) return rest
  const changed = then && past.type === undefined && then.type.native !== column.type.native
  return { ...rest, now, ...(changed ? { type: then.type.logical, native: then.type.native } : {}) }
}
