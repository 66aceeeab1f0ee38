import { describe, expect, it } from 'vitest'
import { type Checked, gatesOf } from '../../../../src/cli/steps/cutover-gates.js'
import type { ReplicateOutcome } from '../../../../src/cli/steps/replicate.js'
import type { ValidationResult } from '../../../../src/verify/result.js'

const plan = {
  ...{ mapping: { tables: [], sequences: [] }, leftOut: [], actingKeys: [], tablesAside: 0 },
  ...{ rowsAside: {}, refused: [] },
}
const result: ReplicateOutcome['result'] = {
  ...{ task: 'move', ended: 'caught-up', position: null, transactions: 3, batches: 1, changes: 5, setAside: 0 },
  ...{ inserted: 5, updated: 0, deleted: 0, loaded: false, seconds: 1, findings: [] },
}
const totals = {
  ...{ tables: 1, rows: 2, values: 4, differing: 0, missing: 0, extra: 0 },
  ...{ explainedRows: 0, explainedValues: 0, failedTables: 0, unverifiedColumns: 0 },
}
const compared = (equal: boolean): ValidationResult => ({ tables: [], totals, equal, findings: [], seconds: 1 })
const freeze = (checked: Pick<Checked, 'changed' | 'validation'>) =>
  gatesOf({ quiet: 5, fallback: false }, { caughtUp: { result, plan, exit: 0 }, ...checked }, plan).find(
    ({ gate }) => gate === 'freeze',
  )

describe('a source that stands still', () => {
  it('is said to have stood still during the comparison only where that was looked at', () => {
    expect(freeze({ changed: null, validation: compared(true) })?.evidence).toBe(
      'no transaction for 5 s, and none while both were compared',
    )
    expect(freeze({ changed: null, validation: compared(false) })).toEqual({
      ...{ gate: 'freeze', state: 'met', evidence: 'no transaction for 5 s' },
    })
    expect(freeze({ changed: { count: 2, period: 'the last 5 s' }, validation: null })).toMatchObject({
      ...{ state: 'unmet', evidence: '2 transactions in the last 5 s' },
    })
  })
})
