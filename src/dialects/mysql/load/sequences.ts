import type { SequenceMapping } from '../../../core/mapping/mapping.js'
import { query, quoteName, type Session } from '../connect.js'

/**
 * Sets the next value. Of a table's counter the engine takes the higher one: what it is told, or one past the highest that
 * the column holds (manual, "AUTO_INCREMENT Handling in InnoDB").
 */
export async function setSequence(session: Session, { target, next }: SequenceMapping): Promise<void> {
  if (next === undefined || !/^-?\d+$/.test(next)) return
  const name = target.kind === 'sequence' ? target.name : target.table
  const quoted = `${quoteName(target.schema)}.${quoteName(name)}`
  if (target.kind === 'identity') await query(session, `ALTER TABLE ${quoted} AUTO_INCREMENT = ${next}`)
  // The last argument: the value was not given out yet.
  else await query(session, `SELECT SETVAL(${quoted}, ${next}, 0)`)
}
