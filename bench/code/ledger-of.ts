import type { Ledger, LedgerEntry, LedgerStatus } from '../../src/core/ledger/ledger.js'

export const isLedger = (value: unknown): value is Ledger =>
  typeof value === 'object' && value !== null && 'format' in value && 'objects' in value && Array.isArray(value.objects)

/** Entries by kind and bare name: `trigger:orders_before_insert`. Two tables may differ in case alone. */
export function entriesByUnit(ledger: Ledger): ReadonlyMap<string, LedgerEntry> {
  return new Map(ledger.objects.map((entry) => [`${entry.kind}:${bareName(entry.name)}`, entry]))
}

/** What a ledger's status promises: something that works. */
export const claimsSuccess = (status: LedgerStatus): boolean => status === 'converted' || status === 'approximated'

/** Bare names of the target objects of one kind that an entry lists as `kind:schema.name`. */
export function targetsOf(entry: LedgerEntry, kinds: readonly string[]): readonly string[] {
  return entry.targets
    .filter((target) => kinds.includes(target.slice(0, target.indexOf(':'))))
    .map((target) => bareName(target.slice(target.indexOf(':') + 1)))
}

const bareName = (dotted: string): string => dotted.slice(dotted.indexOf('.') + 1)
