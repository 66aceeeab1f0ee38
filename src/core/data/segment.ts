import type { QName } from '../ir/names.js'
import type { LogicalType } from '../ir/types.js'
import type { AbsentValue, TableMapping } from '../mapping/mapping.js'

/**
 * A run of neighbouring data statements (INSERT, REPLACE) of one table inside a script file. The script reader finds
 * them and never keeps their text; the loader reads the bytes again.
 */
export interface DataSegment {
  readonly path: string
  readonly table: QName
  /** Half-open byte range; begins at the first statement's keyword and ends after the last one's delimiter. */
  readonly from: number
  readonly to: number
  readonly statements: number
  /** Line of the first statement, 1-based. */
  readonly line: number
  /** Character set of the client at that place (SET NAMES), lower case. */
  readonly charset: string
  /** Whether a backslash is an ordinary character there (sql_mode NO_BACKSLASH_ESCAPES), and whether "x" is a name (ANSI_QUOTES). */
  readonly noBackslashEscapes: boolean
  readonly ansiQuotes: boolean
  /** Session time zone at that place, as SET gave it (`+00:00`), if it did. */
  readonly timeZone?: string
  /** The table's next number as its definition declares it at that place, digits. */
  readonly declaredNext?: string
  /** Zero is a value for a numbered column there, not a wish for the next number (sql_mode NO_AUTO_VALUE_ON_ZERO). */
  readonly zeroIsValue?: boolean
  /** Statements that say what becomes of rows whose key is there already (REPLACE, INSERT IGNORE) are among them. */
  readonly merges?: boolean
  /** The range is lines of a bulk copy, one for each row; without columns they are those of the table in its order. */
  readonly copy?: { readonly columns?: readonly string[] }
  /** Text that is put in for the client's variables; absent: none are looked for. */
  readonly variables?: Readonly<Record<string, string>>
  /** How the session writes moments at that place, in the engine's own format models. */
  readonly formats?: { readonly date?: string; readonly timestamp?: string; readonly zoned?: string }
  /** The table's columns at that place, in their order, where it was altered further on; behind them those that came later. */
  readonly was?: readonly PastColumn[]
}

export interface PastColumn {
  /** Its name at that place; absent: it came later. */
  readonly name?: string
  /** Its name in the end; absent: it is gone. */
  readonly now?: string
  /** What a row got that does not name it: the default of that time, or with which the column came. */
  readonly absent?: AbsentValue
  /** Its type when that was another one. */
  readonly type?: LogicalType
  /** As the source wrote that type. */
  readonly native?: string
}

/** A piece of a file that holds whole data statements of one table. */
export interface ScriptRange {
  readonly segment: DataSegment
  readonly from: number
  readonly to: number
}

/** A script that names no schema is taken to mean the table's. */
export function isOf({ table: { schema, name } }: DataSegment, table: TableMapping): boolean {
  return name.text === table.source.table && (schema === undefined || schema.text === table.source.schema)
}
