import { createHash } from 'node:crypto'
import type { TableMapping } from '../mapping/mapping.js'
import { loadedColumns } from './stream.js'

/** Equal for loads that may continue each other. */
export function planFingerprint(table: TableMapping): string {
  const columns = loadedColumns(table).map(({ source, target }) => [
    source.name,
    source.native,
    target.name,
    target.native,
  ])
  const plan = JSON.stringify([table.source.schema, table.source.table, table.key, columns])
  return createHash('sha256').update(plan).digest('hex')
}
