import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How far the users' move to the target is, and the one back. */
export interface Moves {
  /** Null: nobody has begun it. */
  readonly cutover: 'begun' | 'done' | null
  /** Null: none was prepared. `open`: the old source is, or can be, kept in step with the target. */
  readonly wayBack: 'open' | 'returning' | 'ended' | null
}

const waysBack = { none: 'open', begun: 'returning', done: 'ended' } as const

/** From the plans in the folder of a task. */
export function movesOf(folder: string): Moves {
  const back = planIn(join(folder, 'fallback'))
  return { cutover: planIn(folder)?.cutover ?? null, wayBack: back ? waysBack[back.cutover ?? 'none'] : null }
}

/** What counts here of the plan of a task; `cli` has all of it. */
const planIn = (folder: string): { readonly cutover?: 'begun' | 'done' } | null => read(join(folder, 'plan.json'))

export const gates = ['lag', 'freeze', 'validation', 'set-aside', 'sequences', 'way-back'] as const

/** One thing that must hold before users move. */
export interface Gate {
  readonly gate: (typeof gates)[number]
  /** `attention`: a person has to say whether it will do. `open`: it was not looked at. */
  readonly state: 'met' | 'attention' | 'unmet' | 'open'
  /** What was seen. */
  readonly evidence: string
}

/** What a cutover, or its rehearsal, has seen. */
export interface Evidence {
  /** RFC 3339. */
  readonly at: string
  readonly isRehearsal: boolean
  readonly gates: readonly Gate[]
}

export const readEvidence = (folder: string): Evidence | null => read(join(folder, 'cutover.json'))

export function writeEvidence(folder: string, evidence: Evidence): void {
  const path = join(folder, 'cutover.json')
  writeFileSync(`${path}.new`, JSON.stringify(evidence), { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

const read = <T>(path: string): T | null => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null)
