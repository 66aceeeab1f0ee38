import type { FindingCode } from '../findings/codes.generated.js'
import type { Outcome, Severity } from '../findings/finding.js'
import type { ObjectId, PartId } from '../ir/names.js'

/**
 * What became of one thing of the source. `converted`: the target has its equal. `approximated`: the target has
 * something whose behaviour may differ, and a finding says how. `partial`: some of its parts are flagged. `flagged`: the target has nothing.
 */
export type LedgerStatus = 'converted' | 'approximated' | 'partial' | 'flagged'

/** How far an object has been proved, lowest first. `stand-in`: accepted, but by another engine than that of the target. */
export const proofRungs = ['parsed', 'emitted', 'stand-in', 'compiled', 'executed', 'equal'] as const
export type ProofRung = (typeof proofRungs)[number]

export interface LedgerSpan {
  readonly path: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export interface LedgerPart {
  readonly id: PartId
  readonly kind: string
  readonly name: string
  readonly status: LedgerStatus
  readonly targets: readonly string[]
  readonly findings: readonly string[]
}

export interface LedgerEntry {
  readonly id: ObjectId
  readonly kind: string
  /** Dotted, as the source wrote it. */
  readonly name: string
  readonly span: LedgerSpan | null
  readonly status: LedgerStatus
  readonly proof: ProofRung
  /** Why it stands no higher: the engine's message, or which proof was not asked for. */
  readonly reason: string | null
  /** What came of running it beside its source. Absent: nobody did. */
  readonly runs?: ProvedRuns
  /** Names of target objects, `kind:schema.name`. */
  readonly targets: readonly string[]
  /** The main file of the object, relative to OUT, and all of them. */
  readonly file: string | null
  readonly files: readonly string[]
  readonly findings: readonly string[]
  readonly parts: readonly LedgerPart[]
}

/** Cases that were run on both sides, by what came of them. */
export interface ProvedRuns {
  readonly cases: number
  readonly equal: number
  readonly different: number
  /** Not comparable: too slow, another answer at every call. */
  readonly open: number
  /** Of the equal ones: those that ended in the same error. */
  readonly errors: number
}

export interface LedgerFinding {
  readonly id: string
  readonly code: FindingCode
  readonly severity: Severity
  readonly outcome: Outcome
  readonly object: ObjectId
  readonly part: PartId | null
  readonly message: string
  readonly source: LedgerSpan | null
  readonly target: { readonly file: string; readonly line: number; readonly endLine: number } | null
  readonly data: Readonly<Record<string, string | number>>
  readonly effortMinutes: number
}

/** Something that the target needs and the source did not have. */
export interface SupportEntry {
  readonly target: string
  readonly file: string
  readonly proof: ProofRung
  /** Target objects (`kind:schema.name`) whose statements call it: what is to be rewritten before it can go. */
  readonly usedBy: readonly string[]
}

export interface Ledger {
  readonly format: 1
  readonly tool: string
  readonly source: { readonly dialect: string; readonly version: string; readonly name: string }
  readonly target: { readonly dialect: string; readonly version: string }
  /** Which engine proved the statements, or why none did. */
  readonly proof: { readonly mode: 'compile' | 'none'; readonly engine: string | null }
  /** What wrote the statements, where source and target are the same engine. Absent: they were converted. */
  readonly copiedBy?: string
  readonly summary: LedgerSummary
  readonly objects: readonly LedgerEntry[]
  /** What the target needs and the source did not have: schemas, runtime functions, collations. */
  readonly support: readonly SupportEntry[]
  /** Statements that make no object (SET, LOCK, INSERT …), counted by what was done with them. */
  readonly statements: readonly {
    readonly kind: string
    readonly handling: 'data' | 'setting' | 'applied' | 'ignored'
    readonly count: number
  }[]
}

export interface LedgerSummary {
  readonly objects: number
  readonly byStatus: Readonly<Record<LedgerStatus, number>>
  readonly byKind: Readonly<Record<string, Readonly<Record<LedgerStatus, number>>>>
  readonly parts: Readonly<Record<string, Readonly<Record<LedgerStatus, number>>>>
  readonly findings: Readonly<Record<Severity, number>>
  readonly effortMinutes: number
}
