import { describe, expect, it } from 'vitest'
import type { RaisedError, ResultRows, StepOutcome } from '../../../src/core/prove/runner.js'
import { judge } from '../../../src/prove/run/judge.js'

const clock = { from: '2026-01-01 10:00:00.000', to: '2026-01-01 10:00:09.000' }
const context = { pair: { source: 'mysql', target: 'postgres' }, tables: [], results: [] }
const run = (outcome: Partial<StepOutcome>) => ({
  ...{ outcome: { outs: { columns: [], row: [] }, results: [], ...outcome }, changes: [], clock, milliseconds: 1 },
})
const failed = (error: RaisedError) => run({ error })
const none: ResultRows = { columns: [], rows: [], count: 0 }

describe('what two runs of a case show', () => {
  const duplicate: RaisedError = { state: '23000', number: '1062', message: 'Duplicate entry' }
  const noDate: RaisedError = { state: '22007', message: 'invalid input syntax for type date' }

  it('is open when both refuse the values for different reasons, and different when one refuses them', () => {
    expect(judge(failed(duplicate), failed(noDate), context).verdict).toBe('open')
    expect(judge(run({}), failed(noDate), context).verdict).toBe('different')
    expect(judge(failed(duplicate), failed({ state: '42P01', message: 'no table' }), context).verdict).toBe('different')
  })

  it('is open when the source cannot run its own code', () => {
    const unknown: RaisedError = { state: '42S02', number: '1146', message: "Table 'x' doesn't exist", unusable: true }
    expect(judge(failed(unknown), run({}), context).verdict).toBe('open')
  })

  it('is equal when no result looks like one without rows', () => {
    expect(judge(run({}), run({ results: [none], asQuery: true }), context).verdict).toBe('equal')
    expect(judge(run({}), run({ results: [none] }), context).verdict).toBe('different')
    expect(judge(run({}), run({ results: [{ ...none, count: 1 }], asQuery: true }), context).verdict).toBe('different')
  })
})
