import { describe, expect, it } from 'vitest'
import type { ObjectId } from '../../../src/core/ir/names.js'
import type { LedgerFinding } from '../../../src/core/ledger/ledger.js'
import { knownDifferences } from '../../../src/prove/known.js'
import type { ObjectVerdict } from '../../../src/prove/result.js'

const found = (
  code: LedgerFinding['code'],
  object: string,
  outcome: LedgerFinding['outcome'] = 'approximated',
): LedgerFinding => ({
  ...{ id: `${code} ${object}`, code, severity: 'notice', outcome, object: object as ObjectId, part: null },
  ...{ message: object, source: null, target: null, data: {}, effortMinutes: 0 },
})

const verdict = { reached: ['function:s.f', 'table:s.t'] } as unknown as ObjectVerdict

describe('what was known of an object that differs', () => {
  it('is what was said of it and of what it reaches, each code once and its own first', () => {
    const findings = [
      found('XW-T0082', 'table:s.t'),
      found('XW-C0324', 'table:s.t'),
      found('XW-C0324', 'function:s.f'),
      found('XW-C0324', 'function:s.other'),
    ]
    expect(knownDifferences(verdict, findings).map(({ code, message }) => [code, message])).toEqual([
      ['XW-C0324', 'function:s.f'],
      ['XW-T0082', 'table:s.t'],
    ])
  })

  it('is neither what changes nothing nor what an earlier proof said', () => {
    const findings = [found('XW-C0010', 'function:s.f', 'converted'), found('XW-R0200', 'function:s.f')]
    expect(knownDifferences(verdict, findings)).toEqual([])
  })
})
