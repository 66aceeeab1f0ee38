import type { LedgerFinding } from '../core/ledger/ledger.js'
import type { ColumnMapping, Mapping } from '../core/mapping/mapping.js'

/** How one pair of types treats values, over all columns that have it. */
export interface FidelityRow {
  readonly source: string
  readonly target: string
  readonly columns: number
  /** Worst finding about values on any of them; empty when every value has its equal. */
  readonly note: string
  readonly severity: string
  readonly example: string
}

const rank: Readonly<Record<string, number>> = { error: 0, warning: 1, notice: 2, info: 3, '': 4 }

/** Pairs of types with the finding that matters most for their values, worst first, then the most frequent. */
export function fidelityRows(mapping: Mapping, findings: readonly LedgerFinding[]): readonly FidelityRow[] {
  const ofPart = new Map<string, LedgerFinding>()
  for (const found of findings) {
    if (found.part === null || !/^XW-[TD]/.test(found.code)) continue
    const known = ofPart.get(found.part)
    if (!known || (rank[found.severity] ?? 4) < (rank[known.severity] ?? 4)) ofPart.set(found.part, found)
  }
  const rows = new Map<string, FidelityRow>()
  for (const table of mapping.tables) {
    for (const column of table.columns) {
      const part = `table:${table.source.schema}.${table.source.table}/column:${column.source.name}`
      const found = ofPart.get(part)
      const [source, target] = [labelless(column.source.native), ownType(column)]
      const key = JSON.stringify([source.toLowerCase(), target])
      rows.set(key, merge(rows.get(key), source, target, found, `${table.source.table}.${column.source.name}`))
    }
  }
  return [...rows.values()].sort(
    (a, b) =>
      (rank[a.severity] ?? 4) - (rank[b.severity] ?? 4) || b.columns - a.columns || (a.source < b.source ? -1 : 1),
  )
}

/** All lists of labels are one kind of column here. */
const labelless = (native: string): string => native.replace(/^(enum|set)\s*\(.*$/is, '$1(…)')

const ownType = ({ target }: ColumnMapping): string =>
  target.type.kind === 'enum' && !target.type.set && !target.native.startsWith('text')
    ? 'an enum type of its own'
    : target.native

function merge(
  row: FidelityRow | undefined,
  source: string,
  target: string,
  found: LedgerFinding | undefined,
  example: string,
): FidelityRow {
  const fresh = { source, target, columns: 1, note: found?.message ?? '', severity: found?.severity ?? '', example }
  if (!row) return fresh
  const worse = (rank[fresh.severity] ?? 4) < (rank[row.severity] ?? 4)
  return { ...(worse ? fresh : row), columns: row.columns + 1 }
}
