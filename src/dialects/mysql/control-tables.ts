import { OperationError } from '../../core/findings/operation-error.js'
import { query, quoteName, type Session } from './connect.js'
import { serverErrorNumber } from './connect-errors.js'

/** Quoted names of the tables in which we keep on the target what was done: `load_table`, `checkpoint` and so on. */
export type ControlNames = (table: string) => string

const database = 'crosswalk'

/** No right to make or see a database, or to make a table in it. */
const notAllowed: ReadonlySet<number> = new Set([1044, 1142, 1227, 1049])

/**
 * Makes the tables, if they are not there: in a database of our own, or, where we may not make one, in that of the endpoint
 * with a prefix. What an earlier run has made decides, whatever the rights are now. `statements` get the names.
 */
export async function prepareControl(
  session: Session,
  probe: string,
  statements: (name: ControlNames) => readonly string[],
): Promise<ControlNames> {
  const own = session.endpoint.database
  const [apart = unnamed, prefixed = unnamed] = controlNames(session)
  if (own !== undefined && (await exists(session, own, `${database}_${probe}`)))
    return make(session, prefixed, statements)
  try {
    await query(session, `CREATE DATABASE IF NOT EXISTS ${quoteName(database)} DEFAULT CHARACTER SET utf8mb4`)
    return await make(session, apart, statements)
  } catch (error) {
    if (!(error instanceof OperationError) || !notAllowed.has(serverErrorNumber(error)) || own === undefined)
      throw error
    return make(session, prefixed, statements)
  }
}

/** Where they may be: in a database of ours, and in that of the endpoint. */
export function controlNames({ endpoint }: Session): readonly ControlNames[] {
  const own = endpoint.database
  const apart: ControlNames = (table) => `${quoteName(database)}.${quoteName(table)}`
  if (own === undefined) return [apart]
  return [apart, (table) => `${quoteName(own)}.${quoteName(`${database}_${table}`)}`]
}

const unnamed: ControlNames = () => {
  throw new Error('there is no place for tables of ours')
}

const exists = async (session: Session, schema: string, table: string): Promise<boolean> =>
  (
    await query(session, 'SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?', [
      schema,
      table,
    ])
  ).length > 0

async function make(
  session: Session,
  name: ControlNames,
  statements: (name: ControlNames) => readonly string[],
): Promise<ControlNames> {
  for (const statement of statements(name)) await query(session, statement)
  return name
}

/** What every table of ours is made with: rows and marks commit together, and names differ by every byte. */
export const controlOptions = 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
