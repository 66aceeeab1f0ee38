import type { FindingCode, FindingData } from '../../../core/findings/codes.generated.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { query, type Session } from '../connect.js'
import { isRefusal } from '../connect-errors.js'

/** What a check looks at, and where it puts what it finds. */
export interface Checking {
  readonly session: Session
  /** How messages name the server. */
  readonly endpoint: string
  readonly tables: readonly TableMapping[]
  readonly variables: ReadonlyMap<string, string>
  say<C extends FindingCode>(code: C, data: FindingData[C], table?: TableMapping): void
}

/** Rows of a statement that the account may not be allowed to run; null when it is not. */
export async function ifAllowed(
  session: Session,
  sql: string,
): Promise<readonly (readonly (string | null)[])[] | null> {
  try {
    return await query(session, sql)
  } catch (error) {
    if (isRefusal(error)) return null
    throw error
  }
}
