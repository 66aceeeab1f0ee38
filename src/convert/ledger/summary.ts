import type { Severity } from '../../core/findings/finding.js'
import type { LedgerEntry, LedgerFinding, LedgerStatus, LedgerSummary } from '../../core/ledger/ledger.js'

type Counts = Record<LedgerStatus, number>

const noCounts = (): Counts => ({ converted: 0, approximated: 0, partial: 0, flagged: 0 })

/** Counts over a ledger's entries and findings; the kinds add up to the objects. */
export function summaryOf(objects: readonly LedgerEntry[], findings: readonly LedgerFinding[]): LedgerSummary {
  const byStatus = noCounts()
  const byKind = new Map<string, Counts>()
  const parts = new Map<string, Counts>()
  for (const entry of objects) {
    byStatus[entry.status]++
    count(byKind, entry.kind, entry.status)
    for (const part of entry.parts) count(parts, part.kind, part.status)
  }
  const severities: Record<Severity, number> = { info: 0, notice: 0, warning: 0, error: 0 }
  for (const found of findings) severities[found.severity]++
  return {
    objects: objects.length,
    byStatus,
    byKind: Object.fromEntries(byKind),
    parts: Object.fromEntries(parts),
    findings: severities,
    effortMinutes: findings.reduce((sum, found) => sum + found.effortMinutes, 0),
  }
}

function count(map: Map<string, Counts>, kind: string, status: LedgerStatus): void {
  const counts = map.get(kind) ?? noCounts()
  counts[status]++
  map.set(kind, counts)
}
