import type { LoggedDefinition } from '../../../core/dialect/definitions.js'
import { quoteName } from '../connect.js'

/** Where rows are kept, and in what way, is the target's own matter; a table that takes nothing back cannot be followed. */
const ofTheServer =
  /\bENGINE\s*=?\s*(?!InnoDB\b)\w|\b(DATA|INDEX)\s+DIRECTORY\b|\bTABLESPACE\b|\bCONNECTION\s*=|\bUNION\s*=|\bSYSTEM\s+VERSIONING\b/i

/** Nothing is bent, days are what they were on the source, and who waits for a lock does not wait for ever. */
const modes = ['STRICT_ALL_TABLES', 'ALLOW_INVALID_DATES', 'NO_ENGINE_SUBSTITUTION']

/** A statement of the log as a session of another server takes it. */
export function ownStatements(
  { schema, sql, modes: own }: LoggedDefinition,
  { sameVersion }: { readonly sameVersion: boolean },
): readonly string[] | { refused: string } {
  if (!sameVersion && /\b(CHARSET|CHARACTER\s+SET)\b/i.test(sql) && !/\bCOLLATE\b/i.test(sql))
    return { refused: 'it leaves the collation to the server, whose version is another one' }
  if (ofTheServer.test(sql)) return { refused: 'it says where or how the server keeps rows' }
  const settings = [
    `sql_mode = '${[...modes, ...(own ? [own] : [])].join(',')}'`,
    ...['lock_wait_timeout = 10', 'default_storage_engine = InnoDB'],
    // Else a column without a default gets one of its own.
    ...(/\btimestamp\b/i.test(sql) ? ['explicit_defaults_for_timestamp = ON'] : []),
  ]
  return [`USE ${quoteName(schema)}`, `SET SESSION ${settings.join(', SESSION ')}`, sql]
}
