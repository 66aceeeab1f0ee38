import type { Delete, Insert, Update } from '../../../core/ir/program.js'

/**
 * Whether the source may count other rows than the target does for the statement as it was written. The source counts rows
 * that an UPDATE really changed, two for each row that ON DUPLICATE KEY UPDATE changed, and deleted and inserted rows of
 * REPLACE; the target counts rows that were found or written.
 */
export function affectedRowsDiffer(stmt: Insert | Update | Delete): boolean {
  switch (stmt.kind) {
    case 'insert':
      return stmt.replace || stmt.onDuplicate.length > 0
    case 'update':
      return true
    case 'delete':
      return stmt.targets.length > 1
  }
}
