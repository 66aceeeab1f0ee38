import { createHash } from 'node:crypto'
import type { EmittedStatement } from '../../../core/dialect/dialect.js'
import { query, type Session } from '../connect.js'
import { isRefusal } from '../connect-errors.js'
import { type ControlNames, controlNames, controlOptions, prepareControl } from '../control-tables.js'

/** What has been applied on the target, kept there: definitions commit by themselves, so a statement is noted before it runs and after. */
export const prepareApplied = (session: Session): Promise<ControlNames> =>
  prepareControl(session, 'applied_statement', (name) => [
    `CREATE TABLE IF NOT EXISTS ${name('applied_statement')} (
      id_hash CHAR(64) NOT NULL PRIMARY KEY, id LONGTEXT NOT NULL, kind VARCHAR(32) NOT NULL, phase VARCHAR(32) NOT NULL,
      sql_hash CHAR(64) NOT NULL, made_hash CHAR(64), applied_at DATETIME(3) NOT NULL) ${controlOptions}`,
  ])

export interface Applied {
  readonly sqlHash: string
  /** Of what the server said of the object right after; null: the run ended in between. */
  readonly madeHash: string | null
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** By id. Nothing is made here. */
export async function readApplied(session: Session): Promise<ReadonlyMap<string, Applied>> {
  const found = new Map<string, Applied>()
  for (const name of controlNames(session)) {
    const rows = await query(session, `SELECT id, sql_hash, made_hash FROM ${name('applied_statement')}`).catch(
      (error: unknown) => {
        if (isRefusal(error)) return []
        throw error
      },
    )
    for (const [id, sqlHash, madeHash] of rows)
      found.set(id ?? '', { sqlHash: sqlHash ?? '', madeHash: madeHash ?? null })
  }
  return found
}

export async function note(
  session: Session,
  name: ControlNames,
  { id, kind, phase, sql }: EmittedStatement,
  made: string | null,
): Promise<void> {
  await query(
    session,
    `REPLACE INTO ${name('applied_statement')} (id_hash, id, kind, phase, sql_hash, made_hash, applied_at)
     VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))`,
    [hashOf(id), id, kind, phase, hashOf(sql), made === null ? null : hashOf(made)],
  )
}
