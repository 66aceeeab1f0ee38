import { describe, expect, it } from 'vitest'
import { planLines, summarise } from '../../../src/apply/plan.js'
import { selectStatements } from '../../../src/apply/selection.js'
import type { PlannedStep } from '../../../src/core/dialect/dialect.js'
import { statement } from '../dialects/postgres/prove/statements.js'

const statements = [
  statement('table', 's.t', 'a'),
  statement('primary-key', 's.t_pkey', 'b', { phase: 'post-data' }),
  statement('index', 's.i', 'c', { phase: 'post-data', minimal: false }),
  statement('trigger', 's.g', 'd', { phase: 'post-cutover', minimal: false }),
]
const steps = statements.map((emitted, at): PlannedStep => {
  const step = { statement: emitted.id, phase: emitted.phase, sql: emitted.sql, emitted }
  if (at === 2) return { ...step, action: 'drifted', difference: 'definition: expected x, found y\u001b[31m' }
  return { ...step, action: at === 0 ? 'exists' : 'create' }
})

describe('what a run asks for', () => {
  it('is everything, or what holds and identifies rows, in the phases that are named', () => {
    const ids = (wanted: Parameters<typeof selectStatements>[1]) =>
      selectStatements(statements, wanted).map(({ id }) => id)
    expect(ids({ ddl: 'full' })).toHaveLength(4)
    expect(ids({ ddl: 'minimal' })).toEqual(['table:s.t', 'primary-key:s.t_pkey'])
    expect(ids({ ddl: 'full', phases: ['post-data'] })).toEqual(['primary-key:s.t_pkey', 'index:s.i'])
  })
})

describe('the plan as text', () => {
  it('counts by phase and kind and shows each difference, with nothing that could steer a terminal', () => {
    expect(summarise(steps)).toMatchObject({ create: 2, exists: 1, drifted: 1 })
    expect(planLines(steps)).toEqual([
      'pre-data',
      '  table          1 there already',
      'post-data',
      '  primary-key    1 to create',
      '  index          1 different',
      'post-cutover',
      '  trigger        1 to create',
      'different on the target, left as it is',
      '  index:s.i',
      '    definition: expected x, found y\\u{1b}[31m',
    ])
  })
})
