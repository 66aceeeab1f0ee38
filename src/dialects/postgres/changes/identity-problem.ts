import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { SourceTable } from './catalogue.js'

/** Why rows of updates and deletes could not be found again; undefined when they can. */
export function identityProblem(known: SourceTable, table: TableMapping): string | undefined {
  const bare = known.leaves.find((leaf) => leaf.identity === 'n' || (leaf.identity !== 'f' && !leaf.hasKey))
  if (bare)
    return `${known.kind === 'p' ? `its partition ${bare.name}` : 'it'} has ${bare.identity === 'd' ? 'no primary key and no other replica identity' : 'the replica identity NOTHING'}`
  if (known.identity === 'f') return undefined
  if (table.key.length === 0) return 'it has no key that the target could use, and its log holds no whole rows'
  const missing = table.key.filter((name) => !known.identityColumns.includes(name))
  return missing.length > 0 ? `its replica identity does not hold the key column ${missing.join(', ')}` : undefined
}
