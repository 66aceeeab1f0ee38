import { describe, expect, it } from 'vitest'
import { finding } from '../../../src/core/findings/finding.js'
import { noOrigin, objectId, qname } from '../../../src/core/ir/names.js'
import type { Ledger, LedgerEntry } from '../../../src/core/ledger/ledger.js'
import { provedLedger } from '../../../src/prove/ledger.js'
import { noRuns, type ObjectVerdict, type ProveResult } from '../../../src/prove/result.js'

const id = objectId('function', qname('shop', 'f'))
const entry: LedgerEntry = {
  ...{ id, kind: 'function', name: 'shop.f', span: null, status: 'converted', proof: 'compiled', reason: null },
  ...{ targets: [], file: null, files: [], findings: [], parts: [] },
}
const ledger: Ledger = {
  ...{ format: 1, tool: 't', source: { dialect: 'a', version: '', name: '' }, target: { dialect: 'b', version: '' } },
  ...{ proof: { mode: 'compile', engine: null }, objects: [entry], support: [], statements: [] },
  summary: {
    ...{ objects: 1, byStatus: { converted: 1, approximated: 0, partial: 0, flagged: 0 }, byKind: {}, parts: {} },
    ...{ findings: { info: 0, notice: 0, warning: 0, error: 0 }, effortMinutes: 0 },
  },
}

const resultOf = (verdict: Partial<ObjectVerdict>): ProveResult => {
  const one: ObjectVerdict = {
    ...{
      id,
      kind: 'function',
      name: 'shop.f',
      state: 'equal',
      reason: null,
      runs: noRuns,
      failing: [],
      remarks: [],
      reached: [],
      seconds: 0,
    },
    ...verdict,
  }
  const data = { kind: 'function', name: 'shop.f', different: 1, cases: 3, first: 'x' }
  const at = { object: id, origin: noOrigin }
  const stopped = { kind: 'function', name: 'shop.f', cases: 3, nearest: 'f(1)', stopped: '45000 no' }
  const findings =
    one.state === 'different'
      ? [finding('XW-R0200', at, data)]
      : one.state === 'open'
        ? [finding('XW-R0203', at, stopped)]
        : []
  const totals = { objects: 1, equal: 0, different: 0, open: 0, notRun: 0, cases: 0 }
  return { engines: { source: 'a', target: 'b' }, seed: '', objects: [one], totals, findings, seconds: 0 }
}

describe('the ledger after a proof', () => {
  const runs = { cases: 3, equal: 3, different: 0, open: 0, errors: 0 }

  it('has the rung equal, with the cases it stands on', () => {
    const { objects } = provedLedger(ledger, [], resultOf({ runs }))
    expect(objects[0]).toMatchObject({ proof: 'equal', status: 'converted', runs })
  })

  it('calls what differs partial, and takes it back when it no longer differs', () => {
    const different = provedLedger(ledger, [], resultOf({ state: 'different', reason: '1 of 3 cases differ' }))
    expect(different.objects[0]).toMatchObject({ proof: 'executed', status: 'partial', findings: ['f00001'] })
    const again = provedLedger({ ...ledger, objects: different.objects }, different.findings, resultOf({ runs }))
    expect(again.objects[0]).toMatchObject({ proof: 'equal', status: 'converted', findings: [] })
    expect(again.findings).toEqual([])
  })

  it('calls what was stopped in every case partial, until a proof compares what it does', () => {
    const open = provedLedger(ledger, [], resultOf({ state: 'open', reason: 'each ended in an error' }))
    expect(open.objects[0]).toMatchObject({ proof: 'executed', status: 'partial', findings: ['f00001'] })
    const again = provedLedger({ ...ledger, objects: open.objects }, open.findings, resultOf({ runs }))
    expect(again.objects[0]).toMatchObject({ proof: 'equal', status: 'converted', findings: [] })
  })

  it('leaves what was not run on the rung of its compilation', () => {
    const { objects } = provedLedger(ledger, [], resultOf({ state: 'notRun', reason: 'says COMMIT' }))
    expect(objects[0]).toMatchObject({ proof: 'compiled', reason: 'not run: says COMMIT' })
  })
})
