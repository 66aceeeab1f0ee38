import type { BodyRefusal, EmittedStatement } from '../../../core/dialect/dialect.js'
import { isRefusal, serverErrorNumber, serverWords } from '../connect-errors.js'
import { textConstant } from '../emit/printing.js'
import type { StatementConnection } from '../statement-connection.js'

/**
 * Errors that say nothing against a statement: of a place where a body takes a variable and a prepared statement no question mark
 * (1064, 1210), and of what cannot be prepared at all (1295). The server has read the body before.
 */
const notAsked: ReadonlySet<number> = new Set([1064, 1210, 1295])

/** What the server says against statements of a body when each is prepared; by then everything exists that they name. */
export async function probeBody(
  { probes = [] }: EmittedStatement,
  connection: StatementConnection,
  moved: (sql: string) => string,
): Promise<readonly BodyRefusal[]> {
  const refusals: BodyRefusal[] = []
  for (const { sql, line, origin } of probes) {
    try {
      await connection.run(`PREPARE crosswalk_probe FROM ${textConstant(moved(sql))}`)
    } catch (error) {
      const failure = connection.failure(error)
      if (!isRefusal(failure)) throw failure
      if (!notAsked.has(serverErrorNumber(failure))) refusals.push({ reason: serverWords(failure), line, sql, origin })
    }
  }
  return refusals
}
