import type { ArchiveEntry } from './archive.js'
import { isLeftOut } from './entry-kinds.js'

/** Entries that make one object together: the first is the object's own, the others complete it. */
export type EntryGroup = readonly [ArchiveEntry, ...ArchiveEntry[]]

/**
 * One group for each object: comments with what they are about, identity columns and the place of a partition with their
 * table. What completes a table later would look like drift when the table is looked at again.
 */
export function mergeEntries(
  entries: readonly ArchiveEntry[],
  identitySequences: ReadonlySet<number>,
): readonly EntryGroup[] {
  const kept = entries.filter((entry) => !isLeftOut(entry))
  const byId = new Map(kept.map((entry) => [entry.id, entry]))
  const hostOf = (entry: ArchiveEntry): ArchiveEntry => {
    const host = host1(entry, byId, identitySequences)
    return host === undefined || host === entry ? entry : hostOf(host)
  }
  const groups = new Map<number, [ArchiveEntry, ...ArchiveEntry[]]>()
  for (const entry of kept) if (hostOf(entry) === entry) groups.set(entry.id, [entry])
  for (const entry of kept) {
    const host = hostOf(entry)
    if (host !== entry) groups.get(host.id)?.push(entry)
  }
  return [...groups.values()]
}

function host1(
  entry: ArchiveEntry,
  byId: ReadonlyMap<number, ArchiveEntry>,
  identitySequences: ReadonlySet<number>,
): ArchiveEntry | undefined {
  const needed = entry.needs.flatMap((id) => byId.get(id) ?? [])
  if (entry.description === 'COMMENT') return needed[0]
  if (entry.description === 'SEQUENCE' && identitySequences.has(entry.oid)) return needed.find(isTable)
  if (entry.description === 'TABLE ATTACH')
    return needed.find((each) => isTable(each) && each.tag === entry.tag && each.schema === entry.schema)
  return undefined
}

const isTable = ({ description }: ArchiveEntry): boolean => description === 'TABLE' || description === 'FOREIGN TABLE'
