import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ledger, LedgerEntry, LedgerFinding } from '../../src/core/ledger/ledger.js'
import type { Mapping } from '../../src/core/mapping/mapping.js'

/** What the program said about its work: the files that it wrote, read as any other tool would read them. */
export interface Answers {
  readonly ledger: Ledger
  readonly mapping: Mapping
  /** Whether anything that the program said covers a difference at this place. `part` null: the object itself. */
  covers(object: string, part: PartName | null): boolean
  /** Whether a finding at all, of any outcome, names the place. */
  mentions(object: string, part: PartName | null): boolean
  readonly targetOf: (kind: string, name: string) => string | null
}

export interface PartName {
  readonly kinds: readonly string[]
  /** Left out: any part of these kinds. */
  readonly name?: string
}

export function readAnswers(out: string): Answers {
  const read = (file: string): string => readFileSync(join(out, file), 'utf8')
  const ledger: Ledger = JSON.parse(read('ledger.json'))
  const mapping: Mapping = JSON.parse(read('mapping.json'))
  const written: readonly LedgerFinding[] = JSON.parse(read('findings.json'))
  const entries = new Map(ledger.objects.map((one) => [one.name, one]))
  const findings = new Map(written.map((one) => [one.id, one]))
  const found = (ids: readonly string[]): readonly LedgerFinding[] => ids.flatMap((id) => findings.get(id) ?? [])
  const partsOf = (entry: LedgerEntry, part: PartName) =>
    entry.parts.filter((one) => part.kinds.includes(one.kind) && (part.name === undefined || one.name === part.name))
  return {
    ledger,
    mapping,
    covers: (object, part) => {
      const entry = entries.get(object)
      if (!entry) return false
      if (entry.status === 'flagged') return true
      if (part) return partsOf(entry, part).some((one) => one.status !== 'converted')
      return found(entry.findings).some((one) => one.part === null && one.outcome !== 'converted')
    },
    mentions: (object, part) => {
      const entry = entries.get(object)
      const ids = part && entry ? partsOf(entry, part).flatMap((one) => one.findings) : entry?.findings
      return (ids?.length ?? 0) > 0
    },
    targetOf: (kind, name) => {
      const target = entries.get(name)?.targets.find((one) => one.startsWith(`${kind}:`))
      return target?.slice(kind.length + 1) ?? null
    },
  }
}
