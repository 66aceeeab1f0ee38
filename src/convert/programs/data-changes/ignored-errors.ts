import type { Table } from '../../../core/ir/schema.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { DataEnv } from './data-env.js'
import { referencesTo } from './tables.js'

/** Errors for which the source leaves out a row under IGNORE and goes on with the next. */
const ofKeys = ['uniqueViolation', 'parentMissing', 'stillReferenced']
const ignoredOf = {
  old: ['stillReferenced'],
  new: [...ofKeys, 'checkViolation', 'viewCheckViolation'],
  /** Where checks hold all the same. */
  only: ofKeys,
} as const

/** The change of one row; when it raises such an error the row stays as it was. */
export function unlessRefused(stmts: readonly Stmt[], what: keyof typeof ignoredOf, at: DataEnv): readonly Stmt[] {
  const [first] = stmts
  if (!first) return []
  const states = at.states(ignoredOf[what])
  return [{ kind: 'guard', body: stmts, catches: [{ states, body: [] }], origin: first.origin }]
}

/** Whether a row of the table can be refused for another reason than its keys. */
export const hasRules = (table: Table): boolean =>
  table.constraints.some((each) => each.kind === 'foreignKey' || (each.kind === 'check' && each.enforced))

/** Whether rows of the table can be held by rows that refer to them. */
export const isHeld = (table: Table, at: DataEnv): boolean =>
  referencesTo(table, at).some((key) => key.onDelete === 'noAction' || key.onDelete === 'restrict')

/** As `isHeld`, when a column of the key gets a new value. */
export const isHeldByKey = (table: Table, columns: readonly string[], at: DataEnv): boolean =>
  referencesTo(table, at).some((key) => {
    const parent = key.targetColumns.length > 0 ? key.targetColumns : primaryColumns(table)
    return parent.some((name) => columns.includes(name.text))
  })

const primaryColumns = (table: Table) =>
  table.constraints.flatMap((each) => (each.kind === 'primaryKey' ? each.columns : []))
