import type { Finding } from '../core/findings/finding.js'
import type { ObjectId } from '../core/ir/names.js'
import type { ProvedRuns } from '../core/ledger/ledger.js'
import type { ProofStep } from '../core/prove/runner.js'
import type { Difference } from './compare/rows.js'

/** A case whose outcomes differ, as runnable text of both sides. */
export interface FailingCase {
  readonly number: number
  readonly difference: Difference
  /** The compared step, in a few words. */
  readonly summary: string
  readonly steps: readonly ProofStep[]
  readonly source: string
  readonly target: string
}

/** Of cases that were all stopped, the one that came furthest. */
export interface NearestCase {
  readonly summary: string
  readonly stopped: string
  readonly source: string
  readonly target: string
}

export interface ObjectVerdict {
  readonly id: ObjectId
  readonly kind: 'procedure' | 'function' | 'trigger' | 'view'
  /** Dotted, as the source wrote it. */
  readonly name: string
  /** `equal`: every comparable case was. `open`: it ran, but no case could be judged. `notRun`: see `reason`. */
  readonly state: 'equal' | 'different' | 'open' | 'notRun'
  readonly reason: string | null
  readonly runs: ProvedRuns
  readonly failing: readonly FailingCase[]
  /** Of what is open because every case was stopped. */
  readonly nearest?: NearestCase
  /** Of what was not run: leave to keep what it does was not given. */
  readonly needsLeave?: true
  /** What was not looked at, and why. */
  readonly remarks: readonly string[]
  /** It and everything that its runs can touch. */
  readonly reached: readonly ObjectId[]
  readonly seconds: number
}

export interface ProveResult {
  readonly engines: { readonly source: string; readonly target: string }
  readonly seed: string
  readonly objects: readonly ObjectVerdict[]
  readonly totals: {
    readonly objects: number
    readonly equal: number
    readonly different: number
    readonly open: number
    readonly notRun: number
    readonly cases: number
  }
  readonly findings: readonly Finding[]
  readonly seconds: number
}

export const noRuns: ProvedRuns = { cases: 0, equal: 0, different: 0, open: 0, errors: 0 }
