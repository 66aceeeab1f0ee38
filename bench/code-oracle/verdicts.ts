import type { LedgerEntry } from '../../src/core/ledger/ledger.js'
import { claimsSuccess } from '../code/ledger-of.js'
import type { OutcomeName } from '../code/outcome.js'
import { type ByKind, count } from '../code/table.js'
import type { OurConversion, ScoreRow } from './judge.js'

export interface Verdict {
  readonly kind: string
  readonly name: string
  readonly outcome: OutcomeName
  readonly why: string
  readonly falseClaim: boolean
}

/** The judge's outcomes by ours; what it says of whole packages is said of their members already. */
const outcomes: Readonly<Record<string, OutcomeName>> = {
  ok: 'ok',
  ok_cons_lost: 'lost',
  lost: 'lost',
  check_error: 'check_error',
  unchecked: 'check_error',
  check_external: 'check_external',
  failed_external: 'check_external',
  no_table: 'check_external',
  failed: 'failed',
  reported: 'reported',
  dropped: 'dropped',
}
const counted = 'table index sequence view mview synonym type function procedure member method trigger'.split(' ')
const broken: ReadonlySet<OutcomeName> = new Set(['check_error', 'failed', 'lost', 'dropped'])

/** What our ledger calls partial or flagged is reported, whatever stands there; a tool without a ledger claims all it does not name. */
export function verdictsOf(rows: readonly ScoreRow[], ours: OurConversion | undefined): readonly Verdict[] {
  const entries = ours && entriesByName(ours.ledger.objects)
  return rows.flatMap(({ kind, name, outcome, why }) => {
    const judged = outcomes[outcome]
    if (!counted.includes(kind) || judged === undefined) return []
    const own = (entries?.get(name.toLowerCase()) ?? []).filter((entry) => fits(kind, entry))
    const honest = own.some((entry) => !claimsSuccess(entry.status))
    const falseClaim = !honest && broken.has(judged) && (ours === undefined || own.length > 0)
    return [{ kind, name, why, outcome: honest ? 'reported' : judged, falseClaim }]
  })
}

/** By the name without its schema, and, for members, by package and name. */
function entriesByName(entries: readonly LedgerEntry[]): ReadonlyMap<string, readonly LedgerEntry[]> {
  const found = new Map<string, LedgerEntry[]>()
  for (const entry of entries) {
    const parts = entry.name.toLowerCase().split('.')
    for (const name of new Set([entry.name.toLowerCase(), parts.slice(1).join('.'), parts.at(-1) ?? '']))
      found.set(name, [...(found.get(name) ?? []), entry])
  }
  return found
}

const programKinds = new Set(['function', 'procedure', 'packageBody', 'package', 'package body'])

function fits(kind: string, entry: LedgerEntry): boolean {
  if (['function', 'procedure', 'member', 'method'].includes(kind)) return programKinds.has(entry.kind)
  if (kind === 'synonym') return entry.kind === 'synonym' || entry.kind === 'view'
  if (kind === 'mview') return entry.kind === 'view' || entry.kind === 'materializedView'
  if (kind === 'type') return entry.kind === 'type' || entry.kind === 'namedType'
  return entry.kind === kind
}

export function countVerdicts(verdicts: readonly Verdict[]): ByKind {
  const kinds = counted.map((kind) => [kind, count(verdicts.filter((each) => each.kind === kind))] as const)
  return { ...Object.fromEntries(kinds), all: count(verdicts) }
}

export const statementsOf = (read: number, { stubs }: OurConversion) => ({
  read,
  converted: Math.max(0, read - stubs),
  stubbed: stubs,
})
