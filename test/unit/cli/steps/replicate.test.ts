import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { refuseUnready } from '../../../../src/cli/steps/replicate.js'
import { defaultTask, readPlan, taskFolder, writePlan } from '../../../../src/cli/steps/task-plan.js'
import { finding } from '../../../../src/core/findings/finding.js'
import { noOrigin, objectId, qname } from '../../../../src/core/ir/names.js'

const at = { object: objectId('table', qname('s', 't')), origin: noOrigin }

describe('findings of a source', () => {
  it('that are errors keep a task from beginning; others do not', () => {
    const warning = finding('XW-D0004', at, { reason: 'no lock' })
    refuseUnready([warning])
    const error = finding('XW-D0009', at, { count: 1, table: 's.t', reason: 'XW-D0101', column: 'd' })
    expect(() => refuseUnready([warning, error])).toThrow('XW-S0611 {"count":1,"codes":"XW-D0009"}')
  })
})

describe('a task', () => {
  it('is named after both databases', () => {
    expect(defaultTask('shop', 'shop')).toBe('shop')
    expect(defaultTask('shop', 'app')).toBe('shop-to-app')
    expect(defaultTask('..', undefined)).toBe('task')
    expect(defaultTask('my shop/é', undefined)).toBe('my_shop__')
  })

  it('has a folder of its own, and no name leads out of it', () => {
    expect(taskFolder('p', 'shop')).toBe(join('p', 'tasks', 'shop'))
    for (const name of ['..', '../x', 'a/b', '', '.hidden', 'x'.repeat(61)])
      expect(() => taskFolder('p', name)).toThrow('XW-S0001')
  })

  it('keeps what it decided when it began', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosswalk-plan-'))
    const mapping = { tables: [], sequences: [] }
    const plan = { mapping, leftOut: [], actingKeys: [], tablesAside: 0, rowsAside: { 'shop.t': 2 }, refused: [] }
    expect(readPlan(folder)).toBeUndefined()
    writePlan(folder, plan)
    expect(readPlan(folder)).toEqual(plan)
    rmSync(folder, { recursive: true })
  })
})
