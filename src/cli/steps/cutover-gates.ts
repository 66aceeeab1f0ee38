import { type Evidence, type Gate, writeEvidence } from '../../project/moves.js'
import type { ValidationResult } from '../../verify/result.js'
import { count } from '../terminal.js'
import type { CutoverStep } from './cutover.js'
import type { ReplicateOutcome } from './replicate.js'
import { changesLine, missingLines } from './replicate-text.js'
import type { TaskPlan } from './task-plan.js'
import { validateLine } from './validate.js'

/** What was looked at before users move. */
export interface Checked {
  readonly caughtUp: ReplicateOutcome
  /** Null: the source stood still. */
  readonly changed: { readonly count: number; readonly period: string } | null
  /** Null: while the source changes there is nothing to compare. */
  readonly validation: ValidationResult | null
}

/** Remembers in the folder of the task what a cutover, or its rehearsal, has seen. */
export function keepEvidence(step: CutoverStep, checked: Checked, plan: TaskPlan, isRehearsal: boolean): Evidence {
  const at = new Date().toISOString()
  const evidence = { at, isRehearsal, gates: gatesOf(step, checked, plan) }
  writeEvidence(step.folder, evidence)
  return evidence
}

export function gatesOf(
  { quiet, fallback }: Pick<CutoverStep, 'quiet' | 'fallback'>,
  checked: Checked,
  plan: TaskPlan,
): readonly Gate[] {
  const { caughtUp, changed, validation } = checked
  const missing = [...missingLines(plan), ...(caughtUp.result.setAside > 0 ? ['changes of the stream'] : [])]
  return [
    { gate: 'lag', state: 'met', evidence: `the target has all that the source had: ${changesLine(caughtUp.result)}` },
    changed
      ? { gate: 'freeze', state: 'unmet', evidence: `${count(changed.count)} transactions in ${changed.period}` }
      : {
          gate: 'freeze',
          state: 'met',
          evidence: `no transaction for ${quiet} s${validation?.equal ? stillEqual : ''}`,
        },
    validationGate(validation),
    missing.length > 0
      ? { gate: 'set-aside', state: 'attention', evidence: missing.map((line) => line.replace(/ +/g, ' ')).join('; ') }
      : { gate: 'set-aside', state: 'met', evidence: 'no table, row or statement was left out' },
    {
      gate: 'sequences',
      state: 'met',
      evidence: `${count(plan.mapping.sequences.length)} counters are set at the cutover`,
    },
    fallback
      ? { gate: 'way-back', state: 'met', evidence: 'the target can be followed' }
      : { gate: 'way-back', state: 'attention', evidence: 'not asked for: what users write on the target stays there' },
  ]
}

/** Sides that differ are not looked at a second time. */
const stillEqual = ', and none while both were compared'

function validationGate(result: ValidationResult | null): Gate {
  const gate = 'validation'
  if (!result) return { gate, state: 'open', evidence: 'not compared: the source still changes' }
  return { gate, state: result.equal ? 'met' : 'unmet', evidence: validateLine(result) }
}
