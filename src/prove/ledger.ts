import type { Finding } from '../core/findings/finding.js'
import type { Ledger, LedgerEntry, LedgerFinding, LedgerStatus } from '../core/ledger/ledger.js'
import { catalogue, renderMessage } from '../rules/findings/catalogue.js'
import type { ObjectVerdict, ProveResult } from './result.js'

export interface ProvedLedger {
  readonly objects: readonly LedgerEntry[]
  readonly findings: readonly LedgerFinding[]
}

/** Codes that only a proof gives; those of an earlier one about the same objects are taken back. */
const ownCodes: ReadonlySet<string> = new Set(['XW-R0200', 'XW-R0201', 'XW-R0202', 'XW-R0203', 'XW-R0204'])

/** Those of them after which an object is not held for converted: it differs, or nothing that it does could be compared. */
const unproved: ReadonlySet<string> = new Set(['XW-R0200', 'XW-R0201', 'XW-R0203', 'XW-R0204'])

export const isProofCode = (code: string): boolean => ownCodes.has(code)

/** The ledger's entries and findings with what a proof has shown. Objects that it did not look at stay as they are. */
export function provedLedger(ledger: Ledger, findings: readonly LedgerFinding[], result: ProveResult): ProvedLedger {
  const verdicts = new Map(result.objects.map((one) => [one.id, one]))
  const kept = findings.filter((one) => !(ownCodes.has(one.code) && verdicts.has(one.object)))
  const spans = new Map(ledger.objects.map((entry) => [entry.id, entry]))
  const numbers = kept.map(({ id }) => Number(id.replace(/\D/g, '')))
  const first = Math.max(0, ...numbers) + 1
  const made = result.findings.map((found, at) => ledgerFinding(found, first + at, spans.get(found.object)))
  const all = [...kept, ...made]
  const objects = ledger.objects.map((entry) => {
    const verdict = verdicts.get(entry.id)
    return verdict ? provedEntry(entry, verdict, all, findings) : entry
  })
  return { objects, findings: all }
}

function ledgerFinding(found: Finding, number: number, entry: LedgerEntry | undefined): LedgerFinding {
  const known = catalogue().get(found.code)
  if (!known) throw new Error(`${found.code} is not in the catalogue`)
  const data: Readonly<Record<string, string | number>> = { ...found.data }
  return {
    id: `f${String(number).padStart(5, '0')}`,
    ...{ code: found.code, severity: known.severity, outcome: known.outcome, object: found.object, part: null },
    ...{ message: renderMessage(known.message, data), source: entry?.span ?? null, target: null, data },
    effortMinutes: known.effortMinutes,
  }
}

function provedEntry(
  entry: LedgerEntry,
  verdict: ObjectVerdict,
  all: readonly LedgerFinding[],
  before: readonly LedgerFinding[],
): LedgerEntry {
  const own = all.filter((found) => found.object === entry.id)
  const status = statusOf(
    entry,
    own,
    before.some((found) => found.object === entry.id && unproved.has(found.code)),
  )
  const { runs: _, ...rest } = entry
  const proved = { ...rest, status, findings: own.map(({ id }) => id) }
  switch (verdict.state) {
    case 'equal':
      return { ...proved, proof: 'equal', reason: null, runs: verdict.runs }
    case 'different':
    case 'open':
      return { ...proved, proof: 'executed', reason: verdict.reason, runs: verdict.runs }
    case 'notRun': {
      const fallen = entry.proof === 'executed' || entry.proof === 'equal' ? 'compiled' : entry.proof
      return {
        ...proved,
        proof: fallen,
        reason: entry.status === 'flagged' ? entry.reason : `not run: ${verdict.reason}`,
      }
    }
  }
}

/**
 * What differs, or was looked at in vain, needs somebody's work, whatever was known of it; what is equal again is what the rest
 * says. What was not run for want of leave was not looked at.
 */
function statusOf(entry: LedgerEntry, own: readonly LedgerFinding[], unprovedBefore: boolean): LedgerStatus {
  if (entry.status === 'flagged') return 'flagged'
  if (own.some((found) => unproved.has(found.code))) return 'partial'
  if (!unprovedBefore) return entry.status
  const outcomes = own.filter((found) => !ownCodes.has(found.code)).map(({ outcome }) => outcome)
  const parts = entry.parts.map(({ status }) => status)
  if (outcomes.some(isLoss) || parts.some((status) => status === 'partial' || status === 'flagged')) return 'partial'
  return [...outcomes, ...parts].includes('approximated') ? 'approximated' : 'converted'
}

const isLoss = (outcome: LedgerFinding['outcome']): boolean => outcome === 'skipped' || outcome === 'kept-as-comment'
