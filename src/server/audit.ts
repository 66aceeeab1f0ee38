import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who did what, when, from where, and what became of it. Values of rows and secrets are never in it. */
export interface AuditEntry {
  readonly at: string
  readonly role: string
  readonly by: string
  readonly from: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly code: string | null
  /** SHA-256 of the line before and of this one without its hash: a line that is changed or taken out is found. */
  readonly hash: string
}

const first = '0'.repeat(64)

export const auditPath = (folder: string): string => join(folder, 'audit.jsonl')

/** Lines are only ever added. A life cycle of one server. */
export class Audit {
  readonly #path: string
  readonly #entries: AuditEntry[]

  constructor(folder: string) {
    this.#path = auditPath(folder)
    this.#entries = [...readAudit(this.#path)]
  }

  add(what: Omit<AuditEntry, 'at' | 'hash'>): void {
    const entry = { at: new Date().toISOString(), ...what }
    const chained = { ...entry, hash: hashOf(this.#entries.at(-1)?.hash ?? first, entry) }
    appendFileSync(this.#path, `${JSON.stringify(chained)}\n`, { mode: 0o600 })
    this.#entries.push(chained)
  }

  /** Newest first. */
  list(limit: number): readonly AuditEntry[] {
    return this.#entries.slice(-limit).reverse()
  }

  /** Number of the first line that is not as it was written; null: all are. Lines cut off at the end cannot be seen. */
  firstBroken(): number | null {
    return firstBroken(this.#entries)
  }
}

export function firstBroken(entries: readonly AuditEntry[]): number | null {
  let before = first
  for (const [index, { hash, ...entry }] of entries.entries()) {
    if (hashOf(before, entry) !== hash) return index + 1
    before = hash
  }
  return null
}

export function readAudit(path: string): readonly AuditEntry[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line): AuditEntry => JSON.parse(line))
}

const hashOf = (before: string, entry: Omit<AuditEntry, 'hash'>): string =>
  createHash('sha256').update(before).update(JSON.stringify(entry)).digest('hex')
