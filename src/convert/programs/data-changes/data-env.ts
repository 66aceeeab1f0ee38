import type { Ident } from '../../../core/ir/names.js'
import type { ScopeColumn } from '../../code/scope.js'
import type { StatementEnv } from '../context.js'
import type { TargetTables } from './target-tables.js'

/** What converting a data change needs beside the names in scope. */
export interface DataEnv extends StatementEnv {
  readonly tables: TargetTables
  /** Settings under which the program runs, upper case. */
  readonly modes: readonly string[]
  /** A name for the variable of a loop over rows of a table; the loop declares it. No table has that name. */
  record(hint: string): Ident
  /** What the source bends instead of refusing it: nothing under strict settings, single values, or nulls too. */
  readonly bends: 'nothing' | 'values' | 'all'
  /** The program asks how many rows a statement changed. */
  readonly counts: boolean
  /** Columns that RETURNING gives, filled while it is converted. */
  readonly returned: ScopeColumn[]
  /** What the target raises for conditions of the hub. */
  states(conditions: readonly string[]): readonly string[]
}
